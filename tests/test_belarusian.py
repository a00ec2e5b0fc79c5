from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from digest.backends.wordlist import DIRECTORY, word_list
from digest.text.belarusian import to_cyrillic, to_latin, to_official, to_taraskievica

OFFICIAL = {
    "план", "клас", "газета", "музей", "прэзідэнт", "сервер", "сістэма", "мэта", "версій", "версія",
    "версіяй", "груп", "групай", "прызёр", "агент", "дзесьці",
}  # fmt: skip
installed = pytest.mark.skipif(
    not (DIRECTORY / "be_BY.dic").is_file(), reason="hunspell-be is not installed"
)


@pytest.mark.parametrize(
    ("tarask", "official"),
    [
        ("сьнег зьлева сьцьвярджаць", "снег злева сцвярджаць"),
        ("пытаньне жыцьцё вясельле судзьдзя", "пытанне жыццё вяселле суддзя"),
        ("зьява зьезд", "з’ява з’езд"),
        ("ня быў бязь іх зь ім празь яго", "не быў без іх з ім праз яго"),
        ("пісьменьнік восьмы барацьбіт", "пісьменнік восьмы барацьбіт"),
        ("людзьмі дзесьці", "людзьмі дзесьці"),
        ("ґвалт Ґіць", "гвалт Гіць"),
        ("грамадзкі грамадзтва", "грамадскі грамадства"),
        ("у верасьні 1995 году", "у верасні 1995 года"),
        ("СЬНЕГ Зьніч", "СНЕГ Зніч"),
    ],
)  # fmt: skip
def test_softness_and_particles_follow_rules_alone(tarask: str, official: str) -> None:
    assert to_official(tarask, ()) == official


@pytest.mark.parametrize(
    ("tarask", "official"),
    [
        ("плян кляса газэта музэй", "план клас газета музей"),
        ("прэзыдэнт сэрвэр сыстэма", "прэзідэнт сервер сістэма"),
        ("вэрсіяў групаў прызэр", "версій груп прызёр"),
        ("мэта агент", "мэта агент"),  # the official orthography has these words as they are
    ],
)
def test_loan_words_are_respelled_where_the_result_is_attested(tarask: str, official: str) -> None:
    assert to_official(tarask, OFFICIAL) == official


def test_a_spelling_that_nobody_attests_is_not_invented() -> None:
    assert to_official("Бэрнэрс мэляніну", OFFICIAL) == "Бэрнэрс мэляніну"


@pytest.mark.parametrize(
    ("tarask", "official"),
    [
        ("Менск", "Мінск"), ("у Менску", "у Мінску"), ("Расея", "Расія"), ("расейскі", "расійскі"),
        ("у Горадні", "у Гродне"), ("Лёндан", "Лондан"), ("Эўропа", "Еўропа"),
        ("філязофія", "філасофія"), ("Берасьце", "Брэст"), ("супрацьрасейскі", "супрацьрасійскі"),
    ],
)  # fmt: skip
def test_names_and_stems_of_the_table_need_no_word_list(tarask: str, official: str) -> None:
    assert to_official(tarask, ()) == official


def test_short_names_and_ordinals_are_no_loan_words() -> None:
    known = {"сем", "газета", "план"}
    assert to_official("Сэм і сэм; Газэта, Плян", known) == "Сэм і сем; Газета, План"
    assert to_official("17-й; яна й ён", known) == "17-й; яна і ён"


def test_trade_marks_and_units_keep_their_capitals() -> None:
    assert to_official("ТогіНэт 5 ГГц О’Хаган", OFFICIAL) == "ТогіНэт 5 ГГц О’Хаган"
    assert to_official("Ўсход, на ўсход", OFFICIAL) == "Усход, на ўсход"


@pytest.mark.parametrize(
    ("official", "tarask"),
    [
        ("снег сцвярджаць дзве цвёрды", "сьнег сьцьвярджаць дзьве цьвёрды"),
        ("пытанне жыццё вяселле суддзя аддзел", "пытаньне жыцьцё вясельле судзьдзя аддзел"),
        ("з’ява з’езд", "зьява зьезд"),
        ("з ім, без яго, не быў, не для нас", "зь ім, безь яго, ня быў, не для нас"),
        ("прэзідэнт і клас, Лондан", "прэзыдэнт і кляс, Лёндан"),
        ("СМІ і БелАЗ", "СМІ і БелАЗ"),
        ("класці, клубніка, 1995 года", "класьці, клубніка, 1995 году"),
    ],
)
def test_taraskievica_is_written_as_far_as_rules_are_safe(official: str, tarask: str) -> None:
    assert to_taraskievica(official) == tarask


def words(step: int) -> list[str]:
    lines = (DIRECTORY / "be_BY.dic").read_text("utf-8").splitlines()[1:]
    return [line.strip().partition("/")[0].replace("'", "’") for line in lines[::step]]


@installed
def test_official_words_stay_and_come_back_from_taraskievica() -> None:
    known = word_list("be")
    assert known is not None
    every = words(41)
    changed = [word for word in every if to_official(word, known) != word]
    lost = [word for word in every if to_official(to_taraskievica(word), known) != word]
    assert len(changed) <= len(every) / 1000
    assert len(lost) <= len(every) / 500


def test_lacinka_writes_softness_and_iotation() -> None:
    cyrillic = "Я пайшоў у сям’ю; мільён, Ільіч, вяселле, цяля, лён, Украіна, здароўе, БелАЗ, ЯНА"
    latin = (
        "Ja pajšoŭ u siamju; miljon, Iljič, viasielle, ciala, lon, Ukraina, zdaroŭje, BiełAZ, JANA"
    )
    assert to_latin(cyrillic) == latin
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Śnieh źleva ŭ Miensku", "Сьнег зьлева ў Менску"),
        ("svaji jich", "сваі іх"),
        ("Facebook i Linux", "Facebook і Linux"),
        ("zjezd ab’ava", "з’езд аб’ава"),
        ("CHLEB Chleb Dźvina", "ХЛЕБ Хлеб Дзьвіна"),
    ],
)
def test_lacinka_is_read(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@installed
def test_lacinka_comes_back_as_cyrillic_but_for_what_its_docstring_names() -> None:
    every = words(7)
    lost = {word: to_latin(word) for word in every if to_cyrillic(to_latin(word)) != word}
    documented = re.compile(r"ch|jo|i[aou]|ju|ji|ll|['’][^j]|e", re.IGNORECASE)
    assert len(lost) <= len(every) / 1000
    assert all(documented.search(latin) for latin in lost.values())


SYLLABLES = st.from_regex(
    "(дз|[бвгджзклмнпрстфхцчш])[аеёіоуыэюя]([зсцнл]ь|[бвгдклмнпрстў])?", fullmatch=True
)


@given(st.lists(SYLLABLES, min_size=1, max_size=5).map("".join))
def test_lacinka_keeps_every_word_of_plain_syllables(word: str) -> None:
    assume(not re.search("льл[еёюяі]", word))  # лл and льл are one in Łacinka
    assert to_cyrillic(to_latin(word)) == word


@given(st.text())
def test_what_is_not_belarusian_letters_stays(text: str) -> None:
    rest = re.sub(r"[a-zćčłńśšŭźž\u0400-\u04ff'’ʼ]+", "", text, flags=re.IGNORECASE)
    assert to_cyrillic(rest) == to_latin(rest) == to_taraskievica(rest) == rest
