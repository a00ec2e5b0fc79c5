"""A health check outside, which notices the night that never began (healthchecks.io's protocol).

Nothing that goes wrong here changes a run, and its URL, a secret, is told to nobody.
"""

from __future__ import annotations

from contextlib import suppress
from urllib.request import Request, urlopen

_SECONDS = 10.0
_TRIES = 3


def ping(url: str, signal: str) -> bool:
    """GET `url`/`signal`, "start" or an exit status; return whether it was heard."""
    if not url.startswith(("https://", "http://")):
        return False
    request = Request(f"{url.rstrip('/')}/{signal}", headers={"User-Agent": "digest"})  # noqa: S310
    for _ in range(_TRIES):
        with suppress(OSError, ValueError), urlopen(request, timeout=_SECONDS):  # noqa: S310
            return True
    return False
