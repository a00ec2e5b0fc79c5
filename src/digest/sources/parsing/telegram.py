"""The public page of a Telegram channel (https://t.me/s/NAME): each message is an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.sources.decoding.decode import decode
from digest.sources.item import Item
from digest.sources.limits import DEFAULT, Limits
from digest.sources.parsing import articles, fragment, markup
from digest.sources.parsing.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

MARK = b"tgme_widget_message_text"  # the class of a message's text
_OWNER = "tgme_widget_message_owner_name"
_SIGNS = re.compile(r"^[^\w«„“\"(]+")  # emoji before a headline
_HEADLINE = 120  # letters of a first line that is one


def read(data: bytes, limits: Limits = DEFAULT, charset: str = "") -> Iterator[Item]:
    """Yield the newest messages that have a text, in the page's order."""
    from trafilatura.utils import load_html  # here: few have such a source

    decoded = decode(data, charset)
    tree = load_html(markup.bounded(markup.apart(decoded.text), limits))
    messages = [] if tree is None else tree.xpath("//div[@data-post]")
    for message in messages[-limits.items :]:
        if (page := _page(message)).text:
            yield Item(
                articles.from_page(page, warnings=decoded.warnings), message.get("data-post")
            )


def _page(message: HtmlElement) -> Page:
    from lxml import html

    bodies = _of(message, MARK.decode())
    source = html.tostring(bodies[0], encoding="unicode", with_tail=False) if bodies else ""
    text, cuts = articles.parted(fragment.paragraphs(source))
    headed = len(text) > 1 and len(text[0]) <= _HEADLINE
    dates = message.xpath(".//time/@datetime")
    return Page(
        title=_SIGNS.sub("", text[0]) if headed else "",
        text=text[1:] if headed else text,
        url=f"https://t.me/{message.get('data-post')}",
        source=" ".join(name.text_content() for name in _of(message, _OWNER)),
        published=articles.iso(dates[-1]) if dates else None,
        cuts=cuts,
    )


def _of(message: HtmlElement, name: str) -> list[HtmlElement]:
    found: list[HtmlElement] = message.xpath(
        ".//*[contains(concat(' ', normalize-space(@class), ' '), $name)]", name=f" {name} "
    )
    return found
