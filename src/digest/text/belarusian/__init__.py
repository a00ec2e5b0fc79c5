"""Belarusian in its three orthographies, and the ways between them.

`be` is the official orthography of 2008, `be-tarask` Taraškievica as codified in 2005 (the IANA
variant subtag), `be-Latn` Łacinka.
"""

from __future__ import annotations

from digest.text.belarusian.lacinka import to_cyrillic, to_latin
from digest.text.belarusian.official import to_official
from digest.text.belarusian.taraskievica import to_taraskievica

__all__ = ["to_cyrillic", "to_latin", "to_official", "to_taraskievica"]
