"""Search over the ledger, as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.archive.index import own_name
from digest.archive.pages import fill
from digest.archive.told import shorten
from digest.errors import InputError
from digest.render.clean import clean
from digest.render.translated import kept
from digest.store.search import Search

if TYPE_CHECKING:
    from digest.archive import Site
    from digest.store import Database
    from digest.store.search import Hit
    from digest.wording import Wording

_LIMIT = 100


def found_page(
    database: Database, site: Site, query: str, language: str, frame: dict[str, Any]
) -> bytes:
    """Return the page with what a query finds in the editions of a language, or of all."""
    paths = {(told.key, told.day): told.path for told in site.editions}
    search = Search(database)
    hits: list[Hit] = []
    error = ""
    if query:
        try:
            hits = search.find(query, language=language, limit=_LIMIT)
        except InputError as mistake:
            error = str(mistake)
    return fill(
        "found.html.jinja",
        package="digest.serve",
        query=clean(query),
        language=language,
        languages=[(own_name(tag), tag) for tag in site.languages()],
        hits=[
            _shown(hit, paths[hit.edition, hit.day], frame["words"])
            for hit in hits
            if (hit.edition, hit.day) in paths
        ],
        error=error,
        unindexed=len(search.unindexed()),
        **frame,
    ).encode()


def _shown(hit: Hit, path: str, words: Wording) -> dict[str, str]:
    said = shorten(kept(clean(hit.points.partition("\n")[0]), words))
    about = " · ".join(filter(None, (words.date(hit.day), clean(hit.name), clean(hit.source))))
    headline = kept(clean(hit.headline), words) or words.text("untitled")
    return {
        "path": f"{path}#{hit.article}", "language": hit.language, "headline": headline,
        "said": said, "about": about,
    }  # fmt: skip
