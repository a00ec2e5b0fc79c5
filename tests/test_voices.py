"""Who speaks in an interview, in a column, in a list: a point must say it, or is no point."""

from __future__ import annotations

import pytest

from digest.backends.extractive import Extractive
from digest.records import Article, Briefing
from digest.text.sentences import placed
from digest.text.statements.voices import is_nameless, is_own, spoken


def article(text: str, language: str, title: str = "") -> Article:
    return Article(id="1", title=title, text=tuple(text.split("\n")), language=language)


def named(text: str, language: str) -> list[str]:
    one = article(text, language)
    turns = spoken(one.text, language)
    return [x for n, x in placed(one) if not is_nameless(x, language, turn=n in turns)]


INTRO = "Министр внутренних дел Пётр Иванов объяснил газете «День», почему закрыта граница."
TURNS = """\
— Почему закрыли границу?
— Мы решили, что так безопаснее. Люди должны это понять.
— Надолго ли?
— До весны.
Очередь из фур достигла четырёх километров, и это наша вина.
— Что с зарплатами таможенников?
— Они выросли на 15 процентов с начала года."""
TRANSCRIPT = """\
A news conference on the border took place in Minsk.
MINISTER: We have decided to close the border. It lasts until spring.
REPORTER: Will lorries be let through?
MINISTER: No lorries will pass the border. The queue is 12 kilometres long now.
REPORTER: Who pays for it?"""
ASKED = """\
Эканаміст Алесь Чубрык патлумачыў, чаму растуць цэны.
Чаму растуць цэны?
Я думаю, што прычына ў курсе рубля. Інфляцыя дасягнула 9 працэнтаў у кастрычніку.
Што рабіць людзям?
Трэба купляць валюту, і я так раблю.
Ці будзе крызіс?
Не думаю. Эканоміка вырасла на два працэнты."""
EXPLAINED = """\
The border will close on Monday.
Why will it close?
The government says that it is safer.
For how long?
It lasts until spring, says the ministry.
Who pays?
The budget has 40 million euros for firms."""
LISTED = """\
Суд вынес приговор. К трём годам колонии приговорены:
1. Иванов И. И., 34 года, Минск.
2. Петров П. П., 28 лет, Гомель.
Приговор можно обжаловать."""


def test_of_a_conversation_only_what_names_its_speaker_is_left() -> None:
    assert named(f"{INTRO}\n{TURNS}", "ru") == [INTRO]
    assert named(ASKED, "be") == [ASKED.partition("\n")[0]]
    assert named(TRANSCRIPT, "en") == [
        "A news conference on the border took place in Minsk.",
        "MINISTER: We have decided to close the border.",
        "REPORTER: Will lorries be let through?",
        "MINISTER: No lorries will pass the border.",
        "REPORTER: Who pays for it?",
    ]


def test_question_and_answer_are_no_names() -> None:
    assert named(TRANSCRIPT.replace("MINISTER", "A").replace("REPORTER", "Q"), "en") == [
        "A news conference on the border took place in Minsk."
    ]


def test_an_explainer_is_no_interview() -> None:
    assert named(EXPLAINED, "en") == EXPLAINED.split("\n")


def test_direct_speech_names_its_speaker() -> None:
    told = "— Мы решили закрыть границу, — сказал министр Иванов. — Это надолго."
    assert named(told, "ru") == ["— Мы решили закрыть границу, — сказал министр Иванов."]


def test_a_dash_within_direct_speech_names_nobody() -> None:
    turn = "— Мы закончили ремонт – теперь там 40 мест."
    assert named(f"{INTRO}\n— Что со школой?\n{turn}", "ru") == [INTRO]
    told = "- Faza testów jest za nami – obecnie działa 40 sklepów."
    assert named(f"– Co dalej? – pyta burmistrz Nowak.\n{told}", "pl") == [
        "– Co dalej? – pyta burmistrz Nowak."
    ]


def test_items_of_a_list_are_left_to_the_sentence_above_them() -> None:
    assert named(LISTED, "ru") == ["Суд вынес приговор.", "Приговор можно обжаловать."]


@pytest.mark.parametrize(
    ("text", "language", "own"),
    [
        ("Я считаю, что новая линия не нужна.", "ru", True),
        ("Считаю, что новая линия не нужна.", "ru", True),
        ("«Я считаю, что линия не нужна», — сказал Иванов.", "ru", False),
        ("Иванов заявил: «Я против».", "ru", False),
        ("Мой сусед прадаў хату.", "be", True),
        ("Гэта наша краіна.", "be", False),
        ("Наступнае пасяджэнне адбудзецца 5 мая.", "be", False),
        ("Дарогу адкрыюць у пачатку мая.", "be", False),
        ("Там мая хата.", "be", True),
        ("I think that the line is not needed.", "en", True),
        ("World War I ended in 1918.", "en", False),
        ("Ich glaube, dass die Linie fehlt.", "de", True),
        ("Myślę, że linia jest zbędna.", "pl", True),
        ("– Myślę, że linia jest zbędna – mówi Nowak.", "pl", False),
        ("– Myślę, że testy są za nami – obecnie działa 40 sklepów.", "pl", True),
        ("Cieszę się z wyniku głosowania w Parlamencie.", "pl", True),
        ("Chciałbym, żeby powstał tu most.", "pl", True),
        ("Благодарю всех за поддержку.", "ru", True),
        ("Рад, что мост открыт.", "ru", True),
        ("Рада приняла закон о мостах.", "ru", False),
        ("Дзякую ўсім за падтрымку.", "be", True),
        ("Дякую всім за підтримку.", "uk", True),
        ("Міністерство охорони здоров'я заявило про епідемію.", "uk", False),
        ("Уся сям’я прыехала ў Мінск.", "be", False),
        ("— Я так думаю,— закончил Иванов.", "ru", False),
        ("Рэальнасць такая, што мы больш не арганізацыя.", "be", True),
        ("Реальность такова, что мы больше не та «широкая церковь».", "ru", True),
        ("Реальність полягає в тому, що ми більше не церква.", "uk", True),
        ("Prawda jest taka, że my nie jesteśmy już partią.", "pl", True),
        ("Wielokrotnie sugerowano mi, abym zamknął drogę.", "pl", True),
        ("Die Wahrheit ist, dass wir keine Partei mehr sind.", "de", True),
        ("The reality is that we are no longer a party.", "en", True),
        ("Manzara and Johnson wanted me to see the place.", "en", True),
        ("My colleague Debora Robertson swears by it.", "en", True),
        ("“My Fair Lady” opens in London.", "en", False),
        ("The U.S. army has left, and US law applies.", "en", False),
        ("«Мы закрыли границу», — сказал Иванов.", "ru", False),
        (
            "Кожны раз, калі я выступаю – і гэта не мае значэння, што кажу, – у сетках тырада.",
            "be",
            True,
        ),
        ("Я так думаю.", "xx", False),
    ],
)
def test_who_speaks_of_himself(text: str, language: str, own: bool) -> None:
    assert is_own(text, language) is own


@pytest.mark.parametrize(("text", "language"), [(f"{INTRO}\n{TURNS}", "ru"), (ASKED, "be")])
def test_a_briefing_quotes_no_unnamed_speaker(text: str, language: str) -> None:
    (made,) = Extractive().summarize([article(text, language, "Граница")], 4)
    assert isinstance(made, Briefing)
    assert [point.text for point in made.points] == [text.partition("\n")[0]]


def test_where_nobody_is_named_the_beginning_is_quoted() -> None:
    (made,) = Extractive().summarize([article(TURNS, "ru", "Граница")], 2)
    assert isinstance(made, Briefing)
    assert made.points
