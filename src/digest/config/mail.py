"""The table `[mail]`: who writes, and through what."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator

from digest.config.secrets import secret
from digest.config.tables import Table
from digest.errors import InputError

_UNREAD = re.compile(r"(?i)(do)?-?(no|not)[-_.]?reply")


class Mail(Table):
    """How an edition is mailed. Without a `sender` nothing is."""

    sender: str = Field(default="", description='"News of the day <news@example.org>"')
    envelope: str = Field(
        default="", description="where bounces go; {token} in it names the copy; the sender's"
    )
    reply_to: str = Field(default="", description="where a reader's wish to leave goes, or sender")
    list_id: str = Field(default="", description="the edition's key and the sender's domain")
    unsubscribe_mailto: str = Field(default="", description="the address of bounces")
    unsubscribe_url: str = Field(default="", description="https, with {token} (RFC 8058)")

    transport: Literal["smtp", "sendmail", "maildir", "folder"] = "smtp"
    host: str = "localhost"
    port: int = Field(default=25, ge=1, le=65_535)
    fallback_host: str = Field(default="", description="for copies that no server may have yet")
    tls: Literal["auto", "starttls", "implicit", "none"] = "auto"
    ca_file: Path | None = None
    hello: str = Field(default="", pattern=r"^[!-~]*$", description="the name in EHLO")
    user: str = ""
    password: SecretStr = SecretStr("")
    password_file: Path | None = None
    sendmail: str = "/usr/sbin/sendmail"
    path: Path = Path("outbox")  # of the Maildir or the folder

    on_uncertain: Literal["resend", "hold"] = "resend"
    deliver_within: float = Field(default=20.0, gt=0, le=8760, description="hours")
    max_per_minute: int = Field(default=0, ge=0, description="0 is no limit")
    minutes: float = Field(default=60.0, gt=0, le=1440, description="for one run, retries included")

    def login_password(self) -> str:
        """Return the password: from the table, a file, or the credential `smtp-password`."""
        return secret(self.password.get_secret_value(), self.password_file, "smtp-password")

    def leaving(self) -> str:
        """Return the address that a reader writes to who wants to leave, or nothing.

        Where none is set it is that of bounces, whose mail `digest bounces` reads; the name of
        an address may say that nobody does.
        """
        from digest.store.address import parse_address

        bounces = self.envelope.replace("{token}", "leave")
        given = self.unsubscribe_mailto or bounces or self.sender
        spec = parse_address(given).spec if given else ""
        is_read = self.unsubscribe_mailto or not _UNREAD.match(spec)
        return spec if is_read else ""

    @field_validator("sender", "envelope", "reply_to", "unsubscribe_mailto")
    @classmethod
    def _address(cls, value: str) -> str:
        from digest.store.address import parse_address

        if value:
            try:
                needs_utf8 = parse_address(value.replace("{token}", "0" * 20)).needs_smtputf8
            except InputError as error:
                raise ValueError(str(error)) from error
            if needs_utf8:
                msg = "the part before the @ must be ASCII: not every server takes another"
                raise ValueError(msg)
        return value

    @field_validator("unsubscribe_url")
    @classmethod
    def _one_click(cls, value: str) -> str:
        fits = value.startswith("https://") and "{token}" in value and value.isascii()
        if value and (not fits or set(value) & set(' <>"\\,')):
            msg = "one click needs an https address with {token} in it, such as https://…/u/{token}"
            raise ValueError(msg)
        return value

    @field_validator("list_id")
    @classmethod
    def _dotted(cls, value: str) -> str:
        if value and not all(part.replace("-", "").isalnum() for part in value.split(".")):
            msg = "a list id looks like a host: main.example.org"
            raise ValueError(msg)
        if not value.isascii():
            msg = "a list id is ASCII"
            raise ValueError(msg)
        return value
