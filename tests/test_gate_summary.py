from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.gate import Known, check_summary, doubt_point
from digest.records import Article, Briefing, Caveat, Point, Signature

ARTICLE = Article(
    "a1",
    "Мост через Припять закроют на ремонт",
    (
        "Мост через Припять в Мозыре закроют с 24 ноября, сообщил министр транспорта Алексей "
        "Ляхнович. Ремонт обойдется в 1,2 млн рублей, это на 12 % больше, чем планировали.",
        "«Движение не остановится ни на один день», — заверил чиновник. По мосту каждый день "
        "проезжает двадцать пять тысяч машин. Жители Минска о ремонте не знали.",
    ),
    "ru",
    published=datetime(2026, 11, 20, tzinfo=UTC),
)
KNOWN = Known(ARTICLE)


def kinds(text: str, language: str = "ru") -> set[str]:
    return {fault.kind for fault in faults(text, ARTICLE, language)}


def faults(text: str, article: Article, language: str) -> tuple[Caveat, ...]:
    points = (Point(text, (0,)),)
    return check_summary(Briefing(article, language, "", points, Signature("x"))).points[0]


@pytest.mark.parametrize(
    "text",
    [
        "Ремонт моста в Мозыре обойдётся в 1 200 000 рублей.",
        "Каждый день по мосту проезжает 25 тысяч машин.",
        "Об этом рассказал Ляхнович, министр транспорта.",
        "Стоимость выросла на двенадцать процентов.",
        "Минск о ремонте не предупредили.",
        "Чиновник обещает: «Движение не остановится ни на один день».",
        "20.11.2026 сообщили о закрытии моста.",
    ],
)
def test_what_the_article_says_passes(text: str) -> None:
    assert kinds(text) == set()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Ремонт обойдется в 1,3 млн рублей.", "number_added"),
        ("Ремонт обойдется на 120 % дороже.", "number_added"),
        ("По мосту проезжает тридцать тысяч машин в день.", "number_added"),
        ("Мост закроют с 25 ноября.", "number_added"),
        ("Ремонт обойдется в 1,2 млн долларов.", "unit_changed"),
    ],
)
def test_M12_an_invented_number_is_found(text: str, fault: str) -> None:
    assert fault in kinds(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Мост закроют, сообщил Сергей Иванов.", "name_added"),
        ("Мост в Гомеле закроют на ремонт.", "name_added"),
        ("Сергей Ляхнович рассказал о ремонте.", "name_added"),
        ("Чиновник сказал: «Движение остановится на один день».", "quotation_changed"),
    ],
)
def test_M13_an_invented_name_or_quotation_is_found(text: str, fault: str) -> None:
    assert fault in kinds(text)


@pytest.mark.parametrize(
    ("language", "told", "point", "added"),
    [
        ("en", "The hard harvest continued on farms.", "It went on, Hart said.", "Hart"),
        ("en", "Germany said no.", "The German answer was no.", ""),
        ("de", "Der Bau der Brücke ist teuer.", "In Frankreich ist der Bau teuer.", "Frankreich"),
        ("de", "Der Bau der Brücke ist teuer.", "Der Brückenbau kostet Steuern.", ""),
        ("de", "Die Ministerin kam.", "Gestern kam Wagenknecht.", "Wagenknecht"),
        ("de", "Gestern kam Olaf Müller.", "Es kam Olaf Vogel.", "Vogel"),
        ("de", "Die Ministerin kam.", "Es gab Probleme mit der Sicherheit am Samstagabend.", ""),
    ],
)  # fmt: skip
def test_M13_in_english_and_german(language: str, told: str, point: str, added: str) -> None:
    found = faults(point, Article("a", "", (told,), language), language)
    assert [dict(fault.values)["name"] for fault in found] == ([added] if added else [])


def test_M13_names_are_found_across_alphabets() -> None:
    assert kinds("Мост у Мазыры закрыюць, сказаў Аляксей Ляхновіч.", "be") == set()
    assert kinds("The bridge in Mozyr will be closed, said Lyakhnovich.", "en") == set()
    assert kinds("The bridge in Gomel will be closed.", "en") == {"name_added"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("…", "empty"),
        ("The bridge will be closed for repairs in the winter.", "wrong_language"),
        ("Мост закроют. Мост закроют. Мост закроют. Мост закроют.", "repeats"),
        ("<think>кратко</think> Мост закроют.", "reasoning"),
        ("## Мост закроют", "markup"),
        ("Вот краткий пересказ: мост закроют.", "preamble"),
        ("Мост закроют на ремонт, который обойдется", "truncated"),
    ],
)
def test_M08_to_M11_bad_form_is_found(text: str, fault: str) -> None:
    assert fault in kinds(text)


@pytest.mark.parametrize(
    "added",
    [
        "Подробнее на https://evil.example/x.",
        "Пишите на help@evil.example.",
        "Подписывайтесь: @evil_channel.",
        "Звоните: +375 29 123-45-67.",
        "Подробнее на evil.by.",
    ],
)
def test_M15_M16_no_address_comes_from_a_model(added: str) -> None:
    assert "address_added" in kinds(f"Мост закроют. {added}")


def test_M14_a_flipped_negation_is_flagged() -> None:
    (flag,) = doubt_point("Жители Минска о ремонте знали.", KNOWN, "ru")
    assert flag.kind == "negation_lost"
    assert doubt_point("Жители Минска о ремонте не знали.", KNOWN, "ru") == ()
    assert doubt_point("Дом построят весной из кирпича.", KNOWN, "ru") == ()


STRIKE = Known(
    Article(
        "a2",
        "Nurses at Minsk hospital end strike",
        (
            "Nurses at the city hospital ended their strike on Monday after a pay offer.",
            "Inspectors who visited the hospital wards have not found any trace of poison.",
            "The minister did not visit the airport.",
        ),
        "en",
    )
)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Nurses at the city hospital did not end their strike on Monday.", ["negation_added"]),
        ("Nurses at the hospital never got a pay offer.", ["negation_added"]),
        ("Inspectors found a trace of poison in the hospital wards.", ["negation_lost"]),
        ("Inspectors found no trace of poison in the hospital wards.", []),
        ("No trace of poison was found by inspectors.", []),
        ("The minister praised a visit of inspectors to the hospital.", []),
    ],
)
def test_M14_a_word_counts_as_denied_only_where_the_matter_is_the_same(
    text: str, flags: list[str]
) -> None:
    assert [flag.kind for flag in doubt_point(text, STRIKE, "en")] == flags


@pytest.mark.parametrize(
    ("language", "told", "same", "opposite"),
    [
        (
            "en",
            "Grain exports from the Baltic ports rose to a record in October.",
            "In October exports of grain through Baltic ports increased to a record.",
            "In October exports of grain through Baltic ports declined from a record.",
        ),
        (
            "ru",
            "Парламент Латвии запретил ввоз зерна из соседних стран до июля.",
            "До июля ввоз зерна из соседних стран в Латвию запрещён.",
            "Латвия разрешила ввоз зерна из соседних стран до июля.",
        ),
        (
            "be",
            "Кошт праезду ў мінскім метро з лютага вырас на пяць капеек.",
            "З лютага праезд у мінскім метро павялічыўся ў кошце на пяць капеек.",
            "З лютага праезд у мінскім метро панізіўся, кошт знізіўся на пяць капеек.",
        ),
    ],
)
def test_M14_the_opposite_is_flagged(language: str, told: str, same: str, opposite: str) -> None:
    known = Known(Article("a3", "", (told,), language))
    assert doubt_point(same, known, language) == ()
    assert [flag.kind for flag in doubt_point(opposite, known, language)] == ["opposite"]


def test_an_articles_own_sentence_is_never_doubted() -> None:
    for sentence in (STRIKE.article.title, *STRIKE.article.text):
        assert doubt_point(sentence, STRIKE, "en") == ()


def test_a_briefing_is_judged_point_by_point() -> None:
    points = tuple(
        Point(text, ())
        for text in (
            "Мост закроют с 24 ноября.",
            "Мост закроют с 25 ноября.",
            "Мост закроют с 24 ноября.",
        )
    )
    verdict = check_summary(Briefing(ARTICLE, "ru", "Мост закроют", points, Signature("x")))
    assert verdict
    assert verdict.headline == ()
    assert [[fault.kind for fault in faults] for faults in verdict.points] == [
        [],
        ["number_added"],
        ["repeats"],
    ]


def test_an_articles_own_sentences_always_pass() -> None:
    for paragraph in ARTICLE.text:
        assert kinds(paragraph) == set()
