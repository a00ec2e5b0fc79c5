from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.sources.item import Item
from digest.sources.limits import DEFAULT
from digest.sources.parsing import formats, markdown

COUNCIL = """---
title: Городской совет утвердил бюджет
date: 2026-11-24T08:00:00Z
author: "Анна Петрова"
lang: ru
---

# Городской совет утвердил бюджет

Городской совет **утвердил** бюджет
на 2027 год. [Расходы](https://example.by/1) вырастут на 8,5 процента[^1].

- Школы получат *12 миллионов* рублей.

> «Мы довольны», — сказал мэр.

| Статья | Млн |
|---|---|
| Школы | 12 |

![Ратуша](ratusha.jpg)

[^1]: Данные отдела финансов.
"""


def test_marks_are_no_text() -> None:
    page, language = markdown.extract(COUNCIL)
    assert page.title == "Городской совет утвердил бюджет"
    assert page.text == (
        "Городской совет утвердил бюджет на 2027 год. Расходы вырастут на 8,5 процента.",
        "Школы получат 12 миллионов рублей.",
        "«Мы довольны», — сказал мэр.",
        "| Статья | Млн",
        "| Школы | 12",
        "Данные отдела финансов.",
    )
    assert (page.byline, language) == ("Анна Петрова", "ru")
    assert page.published == datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.mark.parametrize("front", ["", "---\nlayout: post\n---\n"])
def test_without_a_title_above_the_text_its_heading_is_one(front: str) -> None:
    page, _ = markdown.extract(front + "# Мост открыт\n\nМост открыли в Гродно во вторник.")
    assert (page.title, page.text) == ("Мост открыт", ("Мост открыли в Гродно во вторник.",))


def test_a_heading_that_is_not_the_title_is_text() -> None:
    page, _ = markdown.extract("---\ntitle: Мост открыт\n---\n\n# В Гродно\n\nМост открыли.")
    assert (page.title, page.text) == ("Мост открыт", ("В Гродно", "Мост открыли."))


def test_rules_between_paragraphs_are_no_front_matter() -> None:
    page, _ = markdown.extract("Мост открыли в Гродно.\n\n---\n\nРынок закрыли в Лиде.")
    assert page.text == ("Мост открыли в Гродно.", "Рынок закрыли в Лиде.")


def test_a_file_is_markdown_by_its_name() -> None:
    (item,) = formats.items(COUNCIL.encode(), formats.Origin("a.md", ".md"), DEFAULT)
    assert isinstance(item, Item)
    assert item.article.language == "ru"
    assert "**" not in " ".join(item.article.text)


def test_h08_a_table_without_end_is_read_as_it_stands() -> None:
    rows = ["| Школы | 12 |"] * (markdown._CELLS // 2)
    page, _ = markdown.extract("\n".join(["Бюджет города на 2027 год", "", *rows]))
    assert (page.title, page.text) == ("Бюджет города на 2027 год", tuple(rows))
