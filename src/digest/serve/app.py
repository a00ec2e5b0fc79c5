"""The WSGI application (PEP 3333). It only reads: no request changes anything."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from digest.archive import Seen, site_of
from digest.errors import ConfigError, DigestError
from digest.render import FORMATS, render
from digest.render.layout import PLAIN
from digest.serve.answer import Answer, refusal
from digest.serve.finding import found_page
from digest.serve.live import live_page
from digest.store.readonly import ReadOnly
from digest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIEnvironment

    from digest.archive import Site
    from digest.render import Layout
    from digest.store import Database

NIGHTS = 60  # of the statistics
_LIVE, _SEARCH, _AGAIN = "live.html", "search.html", "again/"
_OFFERED = ("epub", "pdf", "txt", "md", "json")
_TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "xml": "application/atom+xml",
}


@dataclass(frozen=True)
class App:
    """The archive of a ledger. `hosts` are the values of Host that are answered.

    Any other is a page of somebody else's that had its name point here (DNS rebinding).
    """

    state: Path
    hosts: frozenset[str]
    language: str = ""
    layout: Layout = PLAIN
    seen: Seen = field(default_factory=dict)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        method = environ["REQUEST_METHOD"]
        answer = self._answer(environ, method)
        allow = [("Allow", "GET, HEAD")] if answer.status.startswith("405") else []
        start(answer.status, [*answer.headers(), *allow])
        return [] if method == "HEAD" else [answer.body]

    def _answer(self, environ: WSGIEnvironment, method: str) -> Answer:
        if environ.get("HTTP_HOST", "").lower() not in self.hosts:
            return refusal("421 Misdirected Request", "this server has another name")
        if method not in {"GET", "HEAD"}:
            return refusal("405 Method Not Allowed", "this server is read, never written")
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace").lstrip("/")
        asked = parse_qs(environ.get("QUERY_STRING", ""), errors="replace")
        query = {name: values[0] for name, values in asked.items()}
        try:
            with ReadOnly(self.state) as database:
                return self._page(database, path or "index.html", query)
        except DigestError as error:
            status = (
                "503 Service Unavailable" if error.exit_code == 75 else "500 Internal Server Error"
            )
            return refusal(status, str(error))

    def _page(self, database: Database, path: str, query: dict[str, str]) -> Answer:
        site = site_of(database, self.language, NIGHTS, seen=self.seen, layout=self.layout)
        live = (wording(site.language).text("archive_live"), _LIVE)
        site = replace(site, more=(live,), again=_OFFERED)
        frame: dict[str, Any] = site.frame(wording(site.language), path)
        if path == _LIVE:
            return Answer("200 OK", live_page(database, frame))
        if path == _SEARCH:
            said, language = query.get("q", ""), query.get("language", "")
            return Answer("200 OK", found_page(database, site, said, language, frame))
        if path.startswith(_AGAIN):
            return _again(site, path.removeprefix(_AGAIN))
        leaf = next((leaf for leaf in site.leaves() if leaf.path == path), None)
        if leaf is None:
            return refusal("404 Not Found", "there is no such page")
        kind = _TYPES[path.rpartition(".")[2]]
        return Answer("200 OK", leaf.make(), f"{kind}; charset=utf-8")


def _again(site: Site, name: str) -> Answer:
    """Return an edition in a format: `again/2026-11-24-be.md`, named as its page is."""
    stem, _, form = name.rpartition(".")
    pages = {told.stem: told for told in site.editions}
    if stem not in pages or form not in FORMATS:
        known = ", ".join(FORMATS)
        return refusal("404 Not Found", f"no such edition, or none of the formats {known}")
    try:
        (document,) = render(site.load(pages[stem]), [form], site.layout)
    except ConfigError as error:  # an extra that is not installed
        return refusal("501 Not Implemented", str(error))
    return Answer("200 OK", document.content, document.media_type, f"{stem}.{form}")
