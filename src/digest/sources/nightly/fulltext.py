"""The whole text of an item of which the feed gives but a teaser."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.errors import Failed, contained
from digest.records import UNDETERMINED, Article, Failure, article_id, caveat
from digest.sources import item
from digest.sources.parsing import articles, formats

if TYPE_CHECKING:
    from digest.sources.item import Item
    from digest.sources.nightly.listing import Desk
    from digest.sources.source import Source

_TEASER = 80  # words; the median news story has about 350
_OPEN_END = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]"
    r"|(?:read|continue|learn) (?:more|reading)|weiterlesen|czytaj (?:dalej|więcej)"
    r"|чита[йт]\w* (?:далее|полностью|дальше|далі)|чытаць (?:далей|цалкам)"
    r"|подробнее|падрабязней)\W*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w{4,}")
_WHOLE = frozenset(("t.me",))  # whose lists hold all that there is
_SHARED = 0.4  # of the teaser's words, on its page; on another page of a site it is about 0.1


def complete(found: Item, source: Source, desk: Desk) -> Article | Failure | None:
    """Return the article of a listed item, with its full text where that is wanted and allowed.

    Without it the teaser stands, with a caveat, or else the headline. An item without a word, and
    without a page to look it up, is a picture or a film: nothing to tell.
    """
    teaser = found.article
    if not wanted(teaser, source):
        return item.told(teaser, source.name) if teaser.title or teaser.text else None
    try:
        with contained(teaser.url):
            whole = _fetched(teaser, source, desk)
    except Failed as error:
        if teaser.text:
            return replace(teaser, warnings=(*teaser.warnings, caveat("teaser", reason=error)))
        if not teaser.title:
            return Failure(f"{source.name}: {teaser.url}", "read", str(error), error.exit_code)
        whole = None
    return whole or item.told(teaser, source.name)


def wanted(teaser: Article, source: Source) -> bool:
    """Tell whether the page behind an item is to be fetched."""
    if source.kind != "feed" or source.full_text == "never" or not teaser.url:
        return False
    if articles.host(teaser.url) in _WHOLE:
        return False
    return source.full_text == "always" or is_teaser(teaser)


def is_teaser(article: Article) -> bool:
    """Tell a teaser from a story: short, or broken off."""
    words = sum(len(paragraph.split()) for paragraph in article.text)
    return words < _TEASER or _OPEN_END.search(article.text[-1][-60:]) is not None


def _fetched(teaser: Article, source: Source, desk: Desk) -> Article | None:
    """Return the article of the item's page; nothing where the teaser says as much."""
    if not desk.robots.allow(teaser.url, source.ca_file):
        raise _Refused("robots.txt does not allow it")
    answer = desk.fetcher.get(teaser.url, ca_file=source.ca_file)
    origin = formats.Origin(teaser.url, ".html", answer.url, answer.charset)
    page = next(iter(desk.parser.items(answer.body, origin, desk.limits)), None)
    if page is None:  # a feed without entries, or a channel without messages
        raise _Refused("its page holds no article")
    if isinstance(page, Failure):
        raise _Refused(page.error)
    if not _tells_of(page.article, teaser):
        raise _Refused("its page tells of something else")
    longer = len("".join(page.article.text)) > len("".join(teaser.text))
    return _merged(teaser, page.article) if longer else None


class _Refused(Failed):
    """Why a full text is not to be had."""

    exit_code = 65


def _tells_of(page: Article, teaser: Article) -> bool:
    """Tell whether a page holds the story of a teaser, not a wall or the front page."""
    told = set(_WORD.findall(" ".join((teaser.title, *teaser.text)).casefold()))
    found = set(_WORD.findall(" ".join((page.title, *page.text)).casefold()))
    return len(told & found) >= _SHARED * len(told)


def _merged(teaser: Article, page: Article) -> Article:
    """Return the page's text under what the feed says about it, which is written for readers."""
    return replace(
        page,
        id=article_id(teaser.source, page.text),
        title=teaser.title or page.title,
        language=page.language if teaser.language == UNDETERMINED else teaser.language,
        url=teaser.url,
        source=teaser.source or page.source,
        byline=page.byline or teaser.byline,
        published=teaser.published or page.published,
        tags=teaser.tags or page.tags,
        warnings=teaser.warnings + page.warnings,
    )
