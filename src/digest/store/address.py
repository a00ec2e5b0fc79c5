"""Addresses of people: read strictly, folded so that one mailbox has one spelling (S11, E04)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from digest.errors import InputError

_ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+"  # RFC 5322 atext, and UTF-8 by RFC 6532
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*", re.IGNORECASE)
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: its domain is in A-labels and lower case, its local part as it was given."""

    local: str
    domain: str
    name: str = ""

    @property
    def spec(self) -> str:
        """The address itself, as mail is sent to it: `ann@xn--e1afmkfd.xn--90ais`."""
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """What tells mailboxes apart."""
        return folded(self.spec)

    @property
    def needs_smtputf8(self) -> bool:
        """Whether its local part is beyond ASCII, which not every server accepts (RFC 6531)."""
        return not self.local.isascii()


def folded(spec: str) -> str:
    """Return what tells a mailbox apart: no host in use has both Ann@ and ann@, though it might."""
    return spec.lower()


def parse_address(text: str, name: str = "") -> Address:
    """Read `ann@example.org` or `Ann <ann@example.org>`.

    Raises `InputError`, with the reason but without the text, which may be personal.
    """
    named = _NAMED.fullmatch(text.strip())
    if named:
        name, text = name or named["name"].strip().strip('"'), named["address"]
    local, at, domain = unicodedata.normalize("NFC", text.strip()).rpartition("@")
    if not at:
        raise InputError("no address: there is no @")
    if not _LOCAL.fullmatch(local) or not _printable(local) or len(local.encode()) > 64:
        raise InputError("no address: the part before the @ is not one")
    address = Address(local, _domain(domain), " ".join(name.split()))
    if len(address.spec.encode()) > 254:  # RFC 5321, 4.5.3.1.3
        raise InputError("no address: it is longer than 254 octets")
    return address


def _printable(text: str) -> bool:
    return all(unicodedata.category(letter)[0] not in "CZ" for letter in text)


def _domain(domain: str) -> str:
    import idna

    try:
        return idna.encode(domain, uts46=True, std3_rules=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise InputError("no address: the part after the @ is no domain") from error
