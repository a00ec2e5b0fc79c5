"""Titles without what a site hangs on each of them: « | Новости», « — РБК», «(ВИДЕО)».

After a dash stands who said it as often as who printed it, so only the outlet's own name is cut
there. What stands after a bar or a star is cut where most titles of an outlet end with it, too.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.records import outlet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.records import Article

_TAIL = re.compile(r"^(?P<title>.+?)\s+(?P<mark>[|⋆★•·»]|::|[—–-])\s+(?P<tail>[^|⋆★•·»]+?)\s*$")
_DASHES = frozenset("—–-")
_FEWEST, _MOST_OF = 3, 0.5  # titles of an outlet that end alike, and the share of all of its titles
_WORDS = 3  # of what is left: fewer are no title
_MARKS = (
    "ФОТО|ВИДЕО|АУДИО|ОБНОВЛЕНО|ОБНОВЛЯЕТСЯ|ДОПОЛНЕНО|ДОПОЛНЯЕТСЯ|ФОТА|ФОТАЗДЫМКІ|ВІДЭА|АЎДЫЯ|АБНОЎЛЕНА|"
    "АБНАЎЛЯЕЦЦА|ДАПОЎНЕНА|ВІДЕО|ОНОВЛЕНО|ОНОВЛЮЄТЬСЯ|ДОПОВНЕНО|PHOTOS?|VIDEO|UPDATED?|ZDJĘCIA|WIDEO|"
    "AKTUALIZACJA|FOTOS?|BILDER|AKTUALISIERT"
)
_MARK = rf"(?:{_MARKS})(?:\s*(?:[,+/&]|и|і|and|i|und)\s*(?:{_MARKS}))*"
_BRACKETED = re.compile(rf"\s*[\[(]\s*{_MARK}\s*[\])]\s*", re.IGNORECASE)
_SHOUTED = re.compile(rf"(?<=[.,!?…|—–-])\s+{_MARK}\s*$")


def undecorated(articles: Sequence[Article]) -> list[Article]:
    """Return the articles with bare titles; what has only a headline has it as its text, too."""
    tails = Counter((one.outlet, tail[2]) for one in articles if (tail := _tail(one.title)))
    sizes = Counter(one.outlet for one in articles)

    def is_usual(article: Article, tail: str) -> bool:
        same = tails[article.outlet, tail]
        return same >= _FEWEST and same > _MOST_OF * sizes[article.outlet]

    def bare(article: Article) -> str:
        title = _unmarked(article.title)
        if found := _tail(title):
            kept, mark, tail = found
            usual = mark not in _DASHES and is_usual(article, tail)
            if len(kept.split()) >= _WORDS and (usual or _folded(tail) in _names(article)):
                return kept
        return title

    return [_titled(one, bare(one)) for one in articles]


def _unmarked(title: str) -> str:
    """Return a title without «(ВИДЕО)»; one all in capitals may end with the word itself."""
    bare = _BRACKETED.sub(" ", title)
    if not title.isupper() and _SHOUTED.search(bare):
        bare = _SHOUTED.sub("", bare).rstrip(" .,|—–-")
    return bare.strip() or title


def _titled(article: Article, title: str) -> Article:
    if title == article.title:
        return article
    return replace(article, title=title, text=(title,) if article.is_headline else article.text)


def _tail(title: str) -> tuple[str, str, str] | None:
    found = _TAIL.match(_unmarked(title))
    return (found["title"], found["mark"], found["tail"]) if found else None


def _names(article: Article) -> set[str]:
    """Return what an outlet calls itself: its name, its host, and that without its domain."""
    host = outlet("", article.url)
    return {_folded(name) for name in (article.source, host, host.rpartition(".")[0])} - {""}


def _folded(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))
