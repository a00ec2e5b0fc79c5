"""Nothing that fails the gate is published unmarked, whoever wrote it."""

from __future__ import annotations

from dataclasses import replace

from digest.backends.extractive import Extractive
from digest.backends.langdetect import Profiles
from digest.pipeline.gated import gated
from digest.records import Article, Briefing, Failure, Point, Signature

ARTICLE = Article(
    "a1",
    "Мост через Ясенку закрыт",
    (
        "Мост через Ясенку закрыли 23 ноября.",
        "Объезд составит 35 километров, сообщил мэр Пётр Скворцов.",
        "Ремонт продлится до марта и обойдётся в 16,5 миллиона рублей.",
    ),
    "ru",
)
detect = Profiles().detect


def _made(*points: tuple[str, int], headline: str = ARTICLE.title) -> Briefing:
    told = tuple(Point(text, (sentence,)) for text, sentence in points)
    return Briefing(ARTICLE, "ru", headline, told, Signature("endpoint"))


def _gated(briefing: Briefing) -> Briefing:
    (result,) = gated([briefing], detect)
    assert isinstance(result, Briefing)
    return result


def test_what_the_article_says_is_published_as_it_was_written() -> None:
    good = _made(("Мост закрыли 23 ноября.", 0), ("Объезд — 35 километров.", 1))
    assert _gated(good) == good


def test_m12_an_invented_number_is_replaced_by_a_sentence_of_the_article_and_told() -> None:
    made = _gated(_made(("Мост закрыли 23 ноября.", 0), ("Объезд — 350 километров.", 1)))
    assert made.points[0].text == "Мост закрыли 23 ноября."
    assert made.points[1].text in ARTICLE.text
    assert made.points[1].evidence != (0,)
    (told,) = made.warnings
    assert (told.kind, dict(told.values)["count"]) == ("replaced", "1")
    assert "350" in dict(told.values)["faults"]


def test_m13_an_invented_name_is_replaced() -> None:
    made = _gated(_made(("Об этом сообщил министр Иван Кузнецов.", 1)))
    assert made.points[0].text in ARTICLE.text


def test_an_invented_headline_gives_way_to_the_article_s_own() -> None:
    made = _gated(_made(("Мост закрыли 23 ноября.", 0), headline="В Ясенке погибли 12 человек"))
    assert made.headline == ARTICLE.title


def test_m14_a_denial_of_what_the_article_affirms_is_flagged() -> None:
    made = _gated(_made(("Мост через Ясенку не закрыли 23 ноября.", 0)))
    assert [warning.kind for warning in made.warnings] == ["negation_added"]


def test_m14_a_turned_headline_is_flagged() -> None:
    made = _gated(_made(("Мост закрыли 23 ноября.", 0), headline="Мост через Ясенку не закрыли"))
    assert [warning.kind for warning in made.warnings] == ["negation_added"]


def test_quotations_and_failures_pass() -> None:
    (quoted,) = Extractive().summarize([ARTICLE], 3)
    failure = Failure("a2", "summarize", "no sentence")
    assert gated([quoted, failure], detect) == [quoted, failure]


def test_never_more_points_than_were_made() -> None:
    wrong = replace(_made(*[("Погибли 99 человек в Берлине.", 0)] * 2))
    made = _gated(wrong)
    assert len(made.points) == 2
    assert all(point.text in ARTICLE.text for point in made.points)
