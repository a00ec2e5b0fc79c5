"""Channels of Telegram, as their public pages show them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.records import Article, Failure
from digest.sources.limits import DEFAULT, Limits
from digest.sources.nightly import fulltext
from digest.sources.nightly.listing import NotAFeed, _suffix
from digest.sources.parsing import telegram
from digest.sources.parsing.formats import Origin, items
from digest.sources.source import Source
from digest.sources.web.fetch import Response

FIRST = "На месте работают семь расчётов МЧС. Пострадавших нет, сообщили в ведомстве."
LONG = "Министерство финансов утвердило бюджет на следующий год, сообщила его пресс-служба."


def message(number: int, body: str) -> str:
    text = f"<div class='{telegram.MARK.decode()} js-message_text' dir='auto'>{body}</div>"
    return (
        f"<div class='tgme_widget_message_wrap'><div class='tgme_widget_message'"
        f" data-post='news/{number}'><a class='tgme_widget_message_owner_name'>"
        f"<span>Новости</span></a>{text if body else '<a class=photo></a>'}"
        f"<span class='views'>12.3K</span><a href='https://t.me/news/{number}'>"
        f"<time datetime='2026-11-24T06:0{number}:00+00:00'>09:0{number}</time></a></div></div>"
    )


def page(*messages: str) -> bytes:
    head = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Новости</title></head>"
    return (
        f"{head}<body><header>Меню</header><main>{''.join(messages)}</main></body></html>".encode()
    )


HOSTILE = (b"<?xml version='1.0' encoding='utf-16'?>", b"<!--" + telegram.MARK + b"-->")
CHANNEL = page(
    message(1, f"<i class='emoji'><b>⚡️</b></i><b>В Бресте горит склад</b><br><br>{FIRST}"),
    message(2, LONG),
    message(3, ""),
)


def read(data: bytes, limits: Limits = DEFAULT) -> list[Article]:
    found = list(items(data, Origin("s/news", url="https://t.me/s/news"), limits))
    return [item.article for item in found if not isinstance(item, Failure)]


def test_each_message_with_a_text_is_an_article() -> None:
    first, second = read(CHANNEL)
    assert (first.title, first.text) == ("В Бресте горит склад", (FIRST,))
    assert (first.source, first.url) == ("Новости", "https://t.me/news/1")
    assert first.published == datetime(2026, 11, 24, 6, 1, tzinfo=UTC)
    assert (second.title, second.text) == ("", (LONG,))


def test_x08_only_the_newest_messages() -> None:
    assert [article.text for article in read(CHANNEL, Limits(items=2))] == [(LONG,)]


def test_x03_a_channel_is_a_feed_and_its_front_page_names_it() -> None:
    assert _suffix(Response("https://t.me/s/news", CHANNEL)) == ""
    with pytest.raises(NotAFeed, match=r"give https://t\.me/s/news instead"):
        _suffix(Response("https://t.me/news", b"<!DOCTYPE html><html><body>Join</body></html>"))


def test_no_page_behind_a_message_is_fetched() -> None:
    source = Source("Новости", "feed", "https://t.me/s/news")
    assert not any(fulltext.wanted(article, source) for article in read(CHANNEL))


def test_h01_a_channel_nested_too_deep_is_read_all_the_same() -> None:
    deep = message(1, "<div>" * 5000 + LONG + "</div>" * 5000)
    assert [article.text for article in read(page(deep))] == [(LONG,)]


@pytest.mark.parametrize("before", HOSTILE)
def test_h05_a_malformed_channel_ends_nothing(before: bytes) -> None:
    assert len(read(before + CHANNEL)) == 2
    assert read(before + b"<!DOCTYPE html><html>" + telegram.MARK) == []
