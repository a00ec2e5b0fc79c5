"""What is answered to a request, and the headers that keep a page from doing harm."""

from __future__ import annotations

from dataclasses import dataclass

# No page here needs a script. Editions carry their style in themselves, the others beside them.
_POLICY = (
    "default-src 'none'; style-src {style}; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cache-Control", "no-store"),
)
HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """A status line, a body and its type; `file` is the name to save it under."""

    status: str
    body: bytes
    media_type: str = HTML
    file: str = ""

    def headers(self) -> list[tuple[str, str]]:
        """Return all header fields."""
        style = "'unsafe-inline'" if b"<style>" in self.body else "'self'"
        saved = [("Content-Disposition", f'attachment; filename="{self.file}"')]
        return [
            ("Content-Type", self.media_type),
            ("Content-Length", str(len(self.body))),
            ("Content-Security-Policy", _POLICY.format(style=style)),
            *_HEADERS,
            *(saved if self.file else []),
        ]


def refusal(status: str, why: str) -> Answer:
    """Return an answer that only says why there is none."""
    return Answer(status, f"{why}\n".encode(), TEXT)
