"""Figures on which reports differ: what is set side by side, and what must never be."""

from __future__ import annotations

import pytest

from digest.records import Article, Briefing, Figure, Point, Reading, Signature
from digest.render.figures import told
from digest.stories import tell
from digest.stories.figures import figures
from digest.text.numbers.counted import counted
from digest.wording import wording

LETTERS = "АБВГ"


def report(outlet: str, language: str, text: str) -> Briefing:
    article = Article(f"{outlet} {text}", "Заголовок", (text,), language, source=outlet)
    return Briefing(article, language, "Заголовок", (Point(text, (0,)),), Signature("test"))


def _outlet(reading: Reading) -> str:
    return reading.outlet


def differing(language: str, *texts: str) -> list[tuple[str, list[str]]]:
    """Return what is counted, and the numbers of the reports in order, with their hedges."""
    reports = [report(outlet, language, text) for outlet, text in zip(LETTERS, texts, strict=False)]
    return [
        (figure.counted, [one.hedge + one.value for one in sorted(figure.readings, key=_outlet)])
        for figure in figures([(one, one) for one in reports], language)
    ]


@pytest.mark.parametrize(
    ("language", "one", "other", "expected"),
    [
        ("ru", "При пожаре погибли 5 человек.", "В огне погибли 7 человек.", ["5", "7"]),
        (
            "ru",
            "Погибли пять человек, 12 пострадали.",
            "Число погибших выросло: 7 погибших.",
            ["5", "7"],
        ),
        (
            "ru",
            "Эвакуировали 62 человека.",
            "Около 80 жильцов эвакуировали, всего 81 человек эвакуирован.",
            ["62", "81"],
        ),
        (
            "ru",
            "По мосту ездят 1200 автомобилей.",
            "Ежедневно проходит примерно 1500 машин.",
            ["1200", "≈1500"],
        ),
        (
            "ru",
            "Объезд через Верхний Ток — 34 километра.",
            "Объезд через Верхний Ток длиннее на 36 километров.",
            ["34", "36"],
        ),
        (
            "be",
            "Найбольш снегу ў Лясных Азёрах — 18 см.",
            "У Лясных Азёрах 25 сантыметраў снегу.",
            ["18", "25"],
        ),
        (
            "ru",
            "Ремонт школы обойдётся в 38 600 грн.",
            "На ремонт школы нужно 45 000 гривен.",
            ["38600", "45000"],
        ),
        (
            "pl",
            "Remont szkoły kosztuje 300 tys. zł.",
            "Remont szkoły to 350 tysięcy złotych.",
            ["300000", "350000"],
        ),
        (
            "de",
            "Der Waldbrand bei Jüterbog erfasst 80 Hektar.",
            "Waldbrand bei Jüterbog: 120 ha.",
            ["80", "120"],
        ),
        (
            "ru",
            "Проезд в автобусе подорожает до 90 коп.",
            "Проезд в автобусе: 95 копеек.",
            ["90", "95"],
        ),
        ("be", "Загінулі 3 чалавекі, шукаюць яшчэ аднаго.", "Загінулі 4 чалавекі.", ["3", "4"]),
        (
            "be",
            "Аб'езд праз Верхні Ток — 34 кіламетры.",
            "Аб'езд праз вёску Верхні Ток займае 36 кіламетраў.",
            ["34", "36"],
        ),
        (
            "be",
            "Без святла засталіся 1200 абанентаў.",
            "Святла не маюць больш за 2000 абанентаў.",
            ["1200", ">2000"],
        ),
        (
            "be",
            "Па мосце праязджае каля 1200 аўтамабіляў.",
            "Штодня едуць 1500 машын.",
            ["≈1200", "1500"],
        ),
        (
            "en",
            "The blast killed 5 people and injured 12.",
            "At least 8 people were killed.",
            ["5", "≥8"],
        ),
        ("en", "Police detained 40 people.", "More than 60 people were detained.", ["40", ">60"]),
        (
            "en",
            "The repair of the bridge will cost 2 million roubles.",
            "The repair of the old bridge may cost 3 million roubles.",
            ["2000000", "3000000"],
        ),
        (
            "en",
            "The march drew 12,000 participants.",
            "Police counted 7,500 participants.",
            ["12000", "7500"],
        ),
    ],
)
def test_numbers_of_one_thing_stand_side_by_side(
    language: str, one: str, other: str, expected: list[str]
) -> None:
    found = differing(language, one, other)
    assert [numbers for _, numbers in found] == [expected]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        # the same number, written or hedged in another way
        ("ru", "Погибли 5 человек.", "Погибли пять человек."),
        ("ru", "По мосту ездят 1200 автомобилей.", "Проезжает больше тысячи машин: 1 200 машин."),
        ("be", "Затрымалі 512 чалавек.", "Затрымалі больш за 500 чалавек."),
        ("en", "About 2,000 participants came.", "The march drew 1,950 participants."),
        (
            "en",
            "The bill is 2 million roubles for the bridge.",
            "The bridge will cost 2,000,000 roubles, the bill says.",
        ),
        # other people, other things
        ("ru", "Погибли 5 человек.", "Пострадали 12 человек."),
        ("ru", "В автобусе ехали 20 человек.", "На митинг пришли 40 человек."),
        ("ru", "Погибли 5 человек.", "Погиб пятый человек."),
        (
            "ru",
            "Пожар уничтожил 300 метров кровли на складе стройматериалов.",
            "На складе стройматериалов проложили 400 метров рукавов.",
        ),
        ("ru", "Завод выпускал 70 тонн стекла в сутки.", "Завод закупил 90 тонн песка в сутки."),
        ("be", "На мост выехалі 3 машыны хуткай дапамогі.", "Працуюць 5 машын выратавальнікаў."),
        ("be", "Рамонт каштуе 2 мільёны рублёў.", "Кіроўцаў аштрафавалі на 3 мільёны рублёў."),
        ("en", "Two buses take 150 pupils.", "The crack is 200 feet long."),
        ("en", "The fire destroyed 12 houses.", "Crews from 30 houses came to help."),
        # dates, years, times, ages, durations, ordinals, numbers of things
        ("ru", "Мост закрыли 23 ноября 2026 года.", "Мост закрыли 24 ноября 2025 года."),
        ("ru", "Это было в 1974 году.", "Это было в 1975 году."),
        ("ru", "Сообщение поступило в 1:47.", "Сообщение поступило в 2:15."),
        ("ru", "Погиб 62-летний мужчина.", "Погиб 64-летний мужчина."),
        ("ru", "Мост закрыли на 14 дней.", "Мост закрыли на 20 дней."),
        ("be", "Эвакуявалі дом № 18.", "Эвакуявалі дом № 20."),
        ("be", "Гэта другая авария моста за год.", "Гэта трэцяя аварыя моста за год."),
        ("en", "The bridge was built in 1974.", "The bridge was built in 1976."),
        ("en", "It closed at 5 p.m. on 4 December.", "It closed at 6 p.m. on 5 December."),
        # ranges and several numbers: which one is meant is not clear
        ("ru", "Погибли от 5 до 7 человек.", "Погибли 9 человек."),
        (
            "en",
            "Between 1,200 and 1,500 vehicles use the bridge.",
            "The bridge takes 1,900 vehicles.",
        ),
        (
            "ru",
            "Сначала говорили, что погибли 5 человек. Потом, что погибли 7 человек.",
            "Погибли 6 человек.",
        ),
        (
            "ru",
            "Погибли пятеро, уточнили в МЧС. Ранее сообщалось о трёх погибших.",
            "Погибли пять человек.",
        ),
        (
            "be",
            "Ніхто не загінуў. Раней мы памылкова паведамлялі пра пяць загінулых.",
            "Загінулі тры чалавекі.",
        ),
        (
            "en",
            "No one was killed. We previously reported wrongly that five people were killed.",
            "Three people were killed.",
        ),
        # what is told now was not understood, so that what was told may stand alone
        ("ru", "Погибли пятеро. В МЧС говорили о трёх погибших.", "Погибли семь человек."),
        ("be", "Загінулі пяцёра. У МНС казалі пра трох загінулых.", "Загінулі сем чалавек."),
        ("en", "Nobody died. Police spoke of five people killed.", "Three people were killed."),
        (
            "en",
            "The toll was revised down from five people killed to none.",
            "Three people were killed.",
        ),
        ("ru", "В МЧС опровергли, что погибли пять человек.", "Погибли три человека."),
        # too far apart
        ("ru", "На улице стоят 120 автомобилей.", "В области 900000 автомобилей."),
    ],
)
def test_numbers_of_two_things_are_not_set_against_each_other(
    language: str, one: str, other: str
) -> None:
    assert differing(language, one, other) == []


def test_each_outlet_has_one_number() -> None:
    texts = ["Погибли 5 человек.", "Погибли 7 человек.", "Погибли 6 человек."]
    reports = [report("А", "ru", texts[0]), *(report("Б", "ru", text) for text in texts[1:])]
    (figure,) = figures([(one, one) for one in reports], "ru")
    assert [(one.outlet, one.value) for one in figure.readings] == [("А", "5"), ("Б", "7")]


def test_reports_in_several_languages_are_told_in_the_readers() -> None:
    reports = [
        report("Газета", "ru", "Объезд через Верхний Ток длиннее на 36 километров."),
        report("Веснік", "be", "Аб'езд праз вёску Верхні Ток займае 34 кіламетры."),
        report("Pogranicze", "pl", "Objazd przez wieś Górny Tok ma 35 kilometrów."),
    ]
    (story,) = tell([reports], (), "be")
    (figure,) = story.figures
    assert figure.counted == "Аб'езд праз вёску Верхні Ток займае 34 кіламетры"
    assert figure.unit == "kilometre"
    assert figure.readings[0].outlet == "Веснік"
    assert {(one.outlet, one.language, one.value) for one in figure.readings} == {
        ("Веснік", "be", "34"), ("Газета", "ru", "36"), ("Pogranicze", "pl", "35")
    }  # fmt: skip


def test_what_no_text_in_the_readers_language_tells_is_left_out() -> None:
    reports = [
        report("A", "en", "5 people were killed."),
        report("B", "en", "7 people were killed."),
    ]
    assert figures([(one, one) for one in reports], "be") == ()


def test_a_translation_tells_what_is_counted() -> None:
    original = report("А", "ru", "Погибли 5 человек.")
    other = report("Б", "ru", "Погибли 7 человек.")
    point = Point("Загінулі 5 чалавек.", (0,))
    shown = Briefing(original.article, "be", "", (point,), Signature("test"), ("ru", "be"))
    (figure,) = figures([(original, shown), (other, other)], "be")
    assert figure.counted == "Загінулі 5 чалавек"


@pytest.mark.parametrize("language", ["be", "ru", "uk", "pl", "en", "de"])
def test_the_units_of_other_words_are_none(language: str) -> None:
    said = {
        "be": "Прыехалі 15 еўрапейскіх футбалістак.",
        "ru": "Приехали 15 европейских футболисток.",
        "uk": "Приїхали 15 європейських футболісток.",
        "pl": "Przyjechało 15 europejskich drużyn.",
        "en": "They invited 15 European teams.",
        "de": "Es kamen 15 europäische Fußballerinnen.",
    }[language]
    assert [one.what for one in counted(said, language) if one.kind == "unit"] == []


def test_a_clause_is_told_whole_and_without_what_joined_it() -> None:
    reports = [
        report("А", "ru", "Мост закрыли, но объезд через Верхний Ток длиннее на 36 километров."),
        report("Б", "ru", "Объезд через Верхний Ток — 34 километра."),
    ]
    (figure,) = figures([(one, one) for one in reports], "ru")
    assert figure.counted == "Объезд через Верхний Ток длиннее на 36 километров"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("be", "Аб’езд у 34 км (А); каля 36 км (Б, В)"),
        ("be-Latn", "Аб’езд у 34 км (А); kala 36 km (Б, В)"),
        ("ru", "Аб’езд у 34 км (А); около 36 км (Б, В)"),
        ("uk", "Аб’езд у 34 км (А); близько 36 км (Б, В)"),
        ("pl", "Аб’езд у 34 км (А); około 36 km (Б, В)"),
        ("de", "Аб’езд у 34 км (А); etwa 36 km (Б, В)"),
        ("en", "Аб’езд у 34 км (А); about 36 km (Б, В)"),
    ],
)
@pytest.mark.parametrize("counted", ["Аб’езд у 34 км", "Аб’езд у …"])
def test_a_figure_is_a_clause_with_its_outlets_and_what_others_say(
    language: str, expected: str, counted: str
) -> None:
    said = (("34", "А", ""), ("36", "Б", "≈"), ("36", "В", "≈"))
    readings = tuple(Reading(value, name, "be", name, 0, mark) for value, name, mark in said)
    line = told(Figure(counted, readings, "kilometre"), wording(language))
    if "…" not in counted:
        assert line.replace("\N{NO-BREAK SPACE}", " ") == expected
    else:
        assert "…" not in line


def test_a_correction_is_told_first_and_nothing_beside_it_that_it_corrects() -> None:
    five = report(
        "А", "ru", "При взрыве газа в Лесном погибли пять человек, сообщили в МЧС Лесного."
    )
    none = report("Б", "ru", "Исправление: никто не погиб. Ранее мы ошибочно сообщили о пяти.")
    (story,) = tell([[five, none]], [], "ru")
    assert story.lead == none
    assert story.others == (five,)
    assert (story.additions, story.figures) == ((), ())
