"""The pages of the archive by their addresses, each made when it is asked for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from digest.archive.feed import feed
from digest.archive.index import months, own_name
from digest.archive.pages import fill, program, static, style, with_navigation
from digest.archive.shards import grouped, shard_script, tables_script
from digest.archive.stats_page import stats_page
from digest.archive.threads import Thread, threads
from digest.archive.told import Told, fingerprint, slug
from digest.render import render
from digest.render.layout import PLAIN
from digest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from digest.archive.stats import Stats
    from digest.records import Digest
    from digest.render import Layout
    from digest.wording import Wording


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file of the archive. Where `mark` tells one, the same mark means the same content.

    Of a thousand files a server asks for one: what is not asked for is not worked out.
    """

    path: str
    make: Callable[[], bytes]
    mark: Callable[[], str] = str


@dataclass(frozen=True)
class Site:
    """An archive of editions. `load` returns one of them whole; `url` is where it is published.

    `layout` is that of the editions' pages.
    """

    editions: tuple[Told, ...]
    load: Callable[[Told], Digest]
    language: str = "en"
    url: str = ""
    stats: Callable[[], Stats] | None = None
    more: tuple[tuple[str, str], ...] = field(default=())  # further places: label, address
    layout: Layout = PLAIN
    again: tuple[str, ...] = ()  # formats in which an edition is at `again/<its page>.<format>`

    def leaves(self) -> Iterator[Leaf]:
        """Return all files of the archive."""
        yield Leaf("archive.css", style)
        yield from self._search()
        for tag in ("", *self.languages()):
            home = f"{slug(tag)}/" if tag else ""
            chosen = [told for told in self.editions if tag in {"", told.language}]
            yield Leaf(f"{home}index.html", partial(self._index, tag, f"{home}index.html", chosen))
            title = self._title(tag)
            arguments = (chosen, title, tag or self.language, f"{home}feed.xml", self.url)
            yield Leaf(f"{home}feed.xml", partial(feed, *arguments))
        if self.stats:
            yield Leaf("stats.html", partial(self._figures, self.stats))
        yield from self._pages()

    def languages(self) -> list[str]:
        """Return the languages of the editions."""
        return sorted({told.language for told in self.editions})

    def _title(self, tag: str) -> str:
        names = {told.name: None for told in self.editions if tag in {"", told.language}}
        words = wording(tag or self.language)
        return ", ".join([*names][:3]) or words.text("archive")

    def frame(self, words: Wording, here: str) -> dict[str, Any]:
        """Return what every page of the archive needs to say where it is."""
        home = "" if here.count("/") != 1 else here.partition("/")[0] + "/"
        known = home[:-1] in {slug(tag) for tag in self.languages()}
        return {
            "words": words,
            "here": here,
            "up": "../" * here.count("/"),
            "feed": f"{home}feed.xml" if known else "feed.xml",
            "places": [*self._places(words), *self.more],
        }

    def _places(self, words: Wording) -> list[tuple[str, str]]:
        stats = [(words.text("archive_stats"), "stats.html")] if self.stats else []
        return [
            (words.text("archive"), "index.html"),
            (words.text("archive_search"), "search.html"),
            *stats,
        ]

    def _index(self, tag: str, here: str, chosen: Sequence[Told]) -> bytes:
        words = wording(tag or self.language)
        languages = [(words.text("archive_all"), words.language, "index.html")]
        languages += [(own_name(one), one, f"{slug(one)}/index.html") for one in self.languages()]
        return fill(
            "index.html.jinja",
            title=self._title(tag),
            languages=languages if len(languages) > 2 else [],
            months=months(chosen, words, several=not tag and len(self.languages()) > 1),
            **self.frame(words, here),
        ).encode()

    def _figures(self, stats: Callable[[], Stats]) -> bytes:
        words = wording(self.language)
        return stats_page(stats(), words, self.frame(words, "stats.html"))

    def _search(self) -> Iterator[Leaf]:
        words = wording(self.language)
        languages = [(own_name(tag), tag) for tag in self.languages()]
        frame = self.frame(words, "search.html")
        yield Leaf(
            "search.html", lambda: fill("search.html.jinja", languages=languages, **frame).encode()
        )
        yield Leaf("search.js", partial(static, "search.js"))
        groups = grouped(self.editions)
        labels = {"found": words.text("archive_found", n="{n}"), "none": words.text("archive_none")}
        yield Leaf("search/tables.js", partial(tables_script, groups, labels))
        for path, group in groups.items():
            mark = partial(_shard_mark, group)
            yield Leaf(path, partial(shard_script, path, group, self.load), mark)

    def _pages(self) -> Iterator[Leaf]:
        linked: dict[tuple[str, str], list[Thread]] = defaultdict(list)
        for thread in threads(self.editions):
            yield Leaf(thread.path, partial(self._thread, thread))
            for told, _ in thread.days:
                linked[told.key, told.path].append(thread)
        for before, told, after in _neighbours(self.editions):
            ways = partial(self._ways, told, before, after, linked[told.key, told.path])
            mark = partial(self._mark, told, ways)
            yield Leaf(told.path, partial(self._edition, told, ways), mark)

    def _ways(
        self, told: Told, before: Told | None, after: Told | None, links: Sequence[Thread]
    ) -> tuple[str, str]:
        """Return the ways to other pages, above an edition and below it."""
        return self._navigation(told, before, after), _followed(told, links)

    def _edition(self, told: Told, ways: Callable[[], tuple[str, str]]) -> bytes:
        (document,) = render(self.load(told), ["html"], self.layout)
        return with_navigation(document.content, *ways())

    def _mark(self, told: Told, ways: Callable[[], tuple[str, str]]) -> str:
        return fingerprint(program(), self._looks, told.fingerprint, *ways())

    @cached_property
    def _looks(self) -> str:
        """Return what stands for the layout, its templates' texts among it."""
        folder = self.layout.templates
        own = sorted(path for path in folder.iterdir() if path.is_file()) if folder else []
        texts = (path.read_text("utf-8", "replace") for path in own)
        return fingerprint(f"{self.layout.bilingual}", *texts)

    def _navigation(self, told: Told, before: Told | None, after: Told | None) -> str:
        words = wording(told.language)
        near = [(before, "archive_earlier"), (after, "archive_later")]
        places = [
            *self._places(words),
            *((words.text(key), one.path) for one, key in near if one),
            *self.more,
            *((form, f"again/{told.stem}.{form}") for form in self.again),
        ]
        return fill("nav.html.jinja", words=words, here=told.path, up="../", places=places)

    def _thread(self, thread: Thread) -> bytes:
        told, last = thread.days[-1]
        words = wording(told.language)
        days = [
            {
                "iso": one.day.isoformat(),
                "text": words.date(one.day),
                "path": f"{one.path}#{headline.article}",
                "headline": headline,
            }
            for one, headline in thread.days
        ]
        frame = self.frame(words, thread.path)
        return fill(
            "thread.html.jinja", title=last.text, language=last.language, days=days, **frame
        ).encode()


def _shard_mark(group: Sequence[Told]) -> str:
    return fingerprint(program(), *(told.fingerprint for told in group))


def _followed(told: Told, links: Sequence[Thread]) -> str:
    """Return the way to the stories of an edition that go on for days, or nothing."""
    followed = [(thread.days[-1][1], thread.path) for thread in links]
    words = wording(told.language)
    return fill("followed.html.jinja", words=words, up="../", followed=followed) if links else ""


def _neighbours(editions: Sequence[Told]) -> Iterator[tuple[Told | None, Told, Told | None]]:
    """Return each edition with the one before it and the one after it, of the same key."""
    ordered = sorted(editions, key=lambda told: (told.key, told.day))
    for _, group in groupby(ordered, key=lambda told: told.key):
        row = list(group)
        yield from zip([None, *row[:-1]], row, [*row[1:], None], strict=True)
