"""How an edition is to be laid out: what the configuration's `[render]` says, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layout:
    """How to lay out.

    `bilingual` sets the original beside each translated point; `templates` is a directory whose
    files replace those of the same name beside this one; `url` is the address of the edition's own
    page on the web, or nothing.
    """

    bilingual: bool = False
    templates: Path | None = None
    url: str = ""


PLAIN = Layout()
