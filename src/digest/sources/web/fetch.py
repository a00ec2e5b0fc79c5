"""One page from the web: bounded, polite, and never from a private address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from digest.errors import Forbidden, Unavailable
from digest.sources.web.hosts import Hosts
from digest.sources.web.network import DEFAULT, Network, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx2

    from digest.sources.web.exchange import Answer

_MOVED = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_OK = 200
_NOT_MODIFIED = 304
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
LONGEST_WAIT = timedelta(hours=24)
_ADVICE = {
    401: "it wants a password, leave it out",
    403: "it refuses us, leave it out or ask its owner",
    404: "check the address in a browser",
    410: "it is gone for good, remove it",
    429: "too many requests, wait",
    451: "withheld for legal reasons",
}


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server told us, so that it need not send the same twice (RFC 9110, 8.8)."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. `moved` is the new address where every hop that led to it was permanent."""

    url: str
    body: bytes
    charset: str = ""
    validators: Validators = Validators()
    is_unchanged: bool = False
    moved: str = ""
    hops: int = 0


class BadStatus(Unavailable):
    """An answer other than a page. `wait` is how long the server asks us to stay away."""

    def __init__(self, status: int, wait: timedelta | None = None) -> None:
        super().__init__(f"HTTP status {status}: {_ADVICE.get(status, 'try again later')}")
        self.status = status
        self.wait = wait


def retry_after(value: str, now: datetime) -> timedelta | None:
    """Return the wait of a Retry-After header (RFC 9110, 10.2.3), at most 24 hours."""
    if value.strip().isdecimal():
        return min(timedelta(seconds=int(value.strip()[:9])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return min(wait, LONGEST_WAIT) if wait > timedelta() else None


class Fetcher:
    """Asks the web under the rules of `network`, one request a host at a time."""

    def __init__(self, network: Network = DEFAULT, hosts: Hosts | None = None) -> None:
        self.network = network
        self.hosts = hosts or Hosts(network.delay)

    def get(
        self,
        address: str,
        validators: Validators = Validators(),
        ca_file: str = "",
    ) -> Response:
        """Return the page at an address, redirects followed.

        Raises `Forbidden` for a private place, `BadStatus` for an answer that is no page,
        `Unavailable` for none or half a one, `InputError` for one out of bounds.
        """
        url, moved, permanent = parse(address, self.network), "", True
        left = self.network.seconds
        for hops in range(self.network.redirects + 1):
            answer, left = self._ask(url, validators, left, ca_file)
            location = answer.headers.get("location", "")
            if answer.status not in _MOVED or not location:
                return _response(answer, url, moved, hops, validators)
            url, permanent = self._next(url, location), permanent and answer.status in _PERMANENT
            moved = str(url) if permanent else moved
        raise Unavailable(f"more than {self.network.redirects} redirects: give the final address")

    def _ask(
        self, url: httpx2.URL, validators: Validators, left: float, ca_file: str
    ) -> tuple[Answer, float]:
        """Ask once, when it is our turn; waiting for that costs none of the time that is left."""
        from digest.sources.web import exchange, guard  # here: only who fetches pays for a client

        with self.hosts.turn(url.host):
            deadline = guard.Deadline(left)
            answer = exchange.ask(url, self.network, _headers(validators), deadline, ca_file)
            return answer, deadline.left()

    def _next(self, url: httpx2.URL, location: str) -> httpx2.URL:
        target = parse(location, self.network, url)
        if url.scheme == "https" and target.scheme == "http" and not self.network.allow_downgrade:
            raise Forbidden(f"refused: redirected from https to http ({target.host})")
        return target


def _headers(validators: Validators) -> dict[str, str]:
    headers = {"If-None-Match": validators.etag, "If-Modified-Since": validators.modified}
    return {name: value for name, value in headers.items() if value}


def _response(answer: Answer, url: httpx2.URL, moved: str, hops: int, sent: Validators) -> Response:
    is_unchanged = answer.status == _NOT_MODIFIED and sent != Validators()
    if answer.status != _OK and not is_unchanged:
        wait = retry_after(answer.headers.get("retry-after", ""), datetime.now(UTC))
        raise BadStatus(answer.status, wait)
    return Response(
        url=str(url),
        body=answer.body,
        charset=_charset(answer.headers.get("content-type", "")),
        validators=_validators(answer.headers),
        is_unchanged=is_unchanged,
        moved=moved,
        hops=hops,
    )


def _charset(content_type: str) -> str:
    found = _CHARSET.search(content_type)
    return found[1] if found else ""


def _validators(headers: Mapping[str, str]) -> Validators:
    """Return what may be sent back: one line of printable ASCII, of a length that fits a header."""
    values = (headers.get(name, "") for name in ("etag", "last-modified"))
    etag, modified = (
        v if v.isascii() and v.isprintable() and len(v) < 1000 else "" for v in values
    )
    return Validators(etag, modified)
