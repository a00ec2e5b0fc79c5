"""Words are found in any of their forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.light_stems import SHORTEST, light_stemmer, light_stems, normal, tables

FORMS = {
    "be": [
        "мост мосце моста мастоў мостам", "горад гарады горадзе гарадоў", "вада вадой вадзе",
        "завод заводзе заводаў", "новы новая новага новымі", "заявіў заявіла заявілі",
        "праўда праўдзе", "пытанне пытанняў пытаннях",
        "рынак рынка рынкам", "пачатак пачатку", "канец канца канцом", "хлопец хлопца хлопцы",
        "дзень дня дні дзён днямі", "тыдзень тыдня тыдняў", "агонь агню",
        "сон сну", "частка частцы",
    ],
    "ru": ["мост мосте мостами", "завод заводов", "новый новая новыми", "елка ёлки", "речь речью",
           "рынок рынка рынки", "конец конца", "ребёнок ребенка", "день дня дни днём дней",
           "совет советы", "ответ ответа", "огонь огня", "лёд льда", "церковь церкви"],
    "uk": ["місто міста містом", "новий нова нового", "рік року роки", "книга книги",
           "ринок ринку", "кінець кінця", "день дня дні днів", "тиждень тижня тижні",
           "робота роботи робіт", "лід льоду"],
    "pl": ["most mostem mostów", "nowy nowego nowymi", "dzień dnia dni dniach", "tydzień tygodnia"],
    "en": ["bridge's bridges", "closed closing"],
    "de": ["Brücke Brücken", "Haus Hause"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "forms"), [(tag, forms) for tag, rows in FORMS.items() for forms in rows]
)
def test_forms_of_a_word_meet(language: str, forms: str) -> None:
    words = forms.split()
    stems = {light_stemmer(language)(word) for word in words}
    assert len(stems) == 1, stems


def test_words_that_only_begin_alike_do_not_meet() -> None:
    for language, words in {"be": "мост мова магіла", "ru": "мост мостик Москва"}.items():
        stems = light_stems(words, language)
        assert len(set(stems)) == len(stems)


def test_stress_marks_apostrophes_and_orthography_do_not_matter() -> None:
    assert normal("За\u0301мак") == "замак"
    assert light_stems("сям’я", "be") == light_stems("сям'я", "be-tarask")
    assert light_stems("Éireann", "ga") == ["éirean"]


@pytest.mark.parametrize(
    ("official", "tarask", "latin"),
    [
        ("мосце", "мосьце", "moście"), ("снегапад", "сьнегапад", "śniehapad"),
        ("пытанне", "пытаньне", "pytańnie"), ("грант", "ґрант", "grant"),
        ("Ясенку", "Ясенку", "Jasienku"), ("радасць", "радасьць", "radaść"),
        ("надвор’е", "надвор'е", "nadvorje"), ("ўвечары", "увечары", "ŭviečary"),
    ],
)  # fmt: skip
def test_one_word_in_three_orthographies_is_one_word(
    official: str, tarask: str, latin: str
) -> None:
    spelled = {"be": official, "be-tarask": tarask, "be-Latn": latin}
    stems = {tuple(light_stems(word, tag)) for tag, word in spelled.items()}
    assert len(stems) == 1, stems


@given(st.text(max_size=20), st.sampled_from([*tables(), "und"]))
def test_a_stem_is_never_empty_where_the_word_is_not(word: str, language: str) -> None:
    stem = light_stemmer(language)(word)
    kept = normal(word).replace("ь", "")
    assert bool(stem) == bool(kept)
    assert len(stem) >= min(SHORTEST, len(kept)) - 1  # less a consonant of two letters
