"""The message as a stranger's parser reads it: what was planned, and nothing else."""

from __future__ import annotations

import email
import os
import random
import re
from dataclasses import replace
from datetime import datetime
from email import policy
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import DAY, HTML, SENDER, mailing
from digest.deliver import header
from digest.deliver.body import HTML_BYTES, MESSAGE_BYTES
from digest.deliver.freeze import message_id
from digest.deliver.header import Field, clean, compare, mailbox, plain, text
from digest.deliver.message import compose, head, written
from digest.errors import DigestError, InputError
from digest.store.address import Address, parse_address

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from digest.deliver.message import Mailing, Sender

READER = parse_address("Ганна Крук <hanna@example.org>")
EVIL = (
    "A\r\nBcc: x@evil.example", "A\nBcc: x@evil.example", "A\rB", "A\x00B", "A\u2028B", "A\x0bB",
    "A =?UTF-8?Q?=0A?=Bcc: x@evil.example", "=?utf-8?b?CkJjYzogeEBlLmM=?=", "A\r\n\r\nbody",
    "A =?UTF-8?Q?=0D=0A=0D=0A?= body", "title\n", "\ufeff\u202eA", "\ud800", "=?" * 50, " ",
    '"quoted" <x@y>, z', "\\", "a" * 2000, "ў" * 900, "x " * 500, "\U0001f469\u200d\U0001f52c",
)  # fmt: skip


def whole(mail: Mailing, reader: Address = READER, sender: Sender = SENDER) -> bytes:
    shared = compose(sender, mail)
    return written(head(sender, reader, "<1.main.ab@example.org>", "ab" * 16), shared.fields) + (
        shared.content
    )


def parsed(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=policy.default)


def names(content: bytes) -> list[str]:
    return email.message_from_bytes(content).keys()


PLANNED = names(whole(mailing()))


@pytest.mark.parametrize("evil", EVIL)
def test_E01_E02_no_text_makes_a_header_of_its_own(evil: str) -> None:
    sender = replace(SENDER, address=replace(SENDER.address, name=evil), reply_to=None)
    content = whole(mailing(subject=evil), replace(READER, name=evil), sender)
    assert names(content) == PLANNED
    assert parsed(content)["Subject"].replace(" ", "") == clean(evil).replace(" ", "")


def test_E02_the_standard_library_alone_is_not_enough_for_this_title() -> None:
    """The regression that `clean` exists for: an encoded word with a newline (gh-121650)."""
    assert "=?" not in clean("A =?UTF-8?Q?=0A?=Bcc: x@e")
    assert clean("A\n=?x") == "A = ?x"


@pytest.mark.parametrize(
    "damaged",
    [
        lambda head: head.replace(b"Precedence: bulk\r\n", b""),
        lambda head: head.replace(b"Precedence: bulk\r\n", b"Precedence: bulk\r\nBcc: x@y\r\n"),
        lambda head: head.replace(b"Precedence: bulk\r\n", b"Precedence: list\r\n"),
        lambda head: head.replace(b"Precedence: bulk\r\n", b"Precedence: bulk\n"),
        lambda head: head.replace(b"Precedence: bulk\r\n", b"Precedence: bulk\r\n\r\n"),
        lambda head: head.replace(b"Precedence: bulk\r\n", b"Precedence: bulk\r\n \r\n"),
        lambda head: b"\r\n" + head,
    ],
)
def test_E01_a_header_that_is_not_as_planned_is_a_bug_of_ours(damaged: object) -> None:
    fields = (plain("Precedence", "bulk"), text("Subject", "Навіны"))
    good = b"".join(map(bytes, fields)) + b"\r\n"
    compare(good, fields)
    with pytest.raises(DigestError) as caught:
        compare(damaged(good), fields)  # type: ignore[operator]
    assert caught.value.exit_code == 70


def test_E01_a_line_that_no_server_must_take_is_a_bug_of_ours() -> None:
    long = Field("X-Long", "a" * 1000, "a" * 1000)
    with pytest.raises(DigestError, match="not fit for SMTP"):
        compare(bytes(long) + b"\r\n", (long,))


def fuzzed(dice: random.Random) -> str:
    pieces = (
        "=?utf-8?q?", "=?", "?=", "=0A", "=0D=0A", "\r", "\n", "\r\n ", "\x00", "\u2028", "\x85",
        ":", ";", ",", '"', "\\", "<", ">", "@", "(", ")", "Bcc: x@e", "ў", "я", "é", "漢",
        "\U0001f600", "\u202e", "\ud83d", "\t", " ", "  ", "a", "Навіны", ".",
        "=", "_", "?", "\x7f", "\ufffe",
    )  # fmt: skip
    return "".join(dice.choice(pieces) for _ in range(dice.randrange(1, 24)))


def test_E01_E02_fuzzed_headers_are_never_broken() -> None:
    """DIGEST_FUZZ_HEADERS sets how many; 100,000 by default."""
    count = int(os.environ.get("DIGEST_FUZZ_HEADERS", "100000"))
    dice = random.Random(20261124)
    for _ in range(0, count, 5):
        fields = (
            text("Subject", fuzzed(dice)),
            mailbox("From", replace(SENDER.address, name=fuzzed(dice))),
            mailbox("To", replace(READER, name=fuzzed(dice))),
            mailbox("Reply-To", replace(READER, local="янка", name=fuzzed(dice))),
            text("Comments", fuzzed(dice)),
        )
        compare(b"".join(map(bytes, fields)) + b"\r\n", fields)  # raises where one is broken


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once(value: str) -> None:
    assert clean(clean(value)) == clean(value)
    assert clean(value).isprintable()


@pytest.mark.parametrize(
    "name", ['Kruk, "Hanna"', "Крук, Ганна <x@y>", "=?utf-8?q?=0ABcc: x?=", "a@b, c@d", "\\", ""]
)
def test_E03_any_name_leaves_one_recipient(name: str) -> None:
    content = whole(mailing(), replace(READER, name=name))
    (address,) = parsed(content)["To"].addresses
    assert address.addr_spec == "hanna@example.org"
    assert address.display_name == clean(name)


@pytest.mark.parametrize("name", ["Ганна", "Hanna", "Ганна " * 30, "\\u0430 Ў", ""])
def test_E03_E05_so_does_any_name_of_an_address_beyond_ascii(name: str) -> None:
    content = whole(mailing(), replace(READER, local="ганна", name=name))
    first = re.sub(rb"\r\n(?=[ \t])", b"", content).splitlines()[0].decode()
    assert first.endswith(f"<ганна@{READER.domain}>")
    assert first.count("@") == 1


@pytest.mark.parametrize(
    ("given", "ascii"),
    [
        ("u@пример.бел", "u@xn--e1afmkfd.xn--90ais"),
        ("u@EXAMPLE.org", "u@example.org"),
        ("u@straße.de", "u@xn--strae-oqa.de"),
    ],
)
def test_E04_a_domain_is_in_a_labels_before_it_is_used(given: str, ascii: str) -> None:  # noqa: A002
    address = parse_address(given)
    assert address.spec == ascii
    assert f"<{ascii}>".encode() in whole(mailing(), address)


@pytest.mark.parametrize(
    "broken",
    ["", "ann", "@example.org", "ann@", "a b@example.org", "a..b@example.org", "ann@exa mple.org",
     "ann@example..org", "a\r\nb@example.org", "a\u202eb@example.org", "<ann@example.org",
     "a" * 65 + "@example.org", "ann@" + "a" * 64 + ".org", "ann@-x.org", "a,b@example.org",
     "ann@[127.0.0.1]", '"a b"@example.org', "ann@exa_mple.org"],
)  # fmt: skip
def test_E34_what_is_no_address_is_refused_and_not_repeated(broken: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_address(broken)
    assert not broken or broken not in str(caught.value)


@pytest.mark.parametrize("words", ["слова " * 3000, "word " * 3000, "я" * 5000, ".\n..\n" * 50])
def test_E06_E07_lines_are_short_and_seven_bits(words: str) -> None:
    content = whole(mailing(text=words, html=f"<p>{words}</p>"))
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert content.isascii()
    part = parsed(content).get_body(("plain",))
    assert part is not None
    assert part.get_content().replace("\r\n", "\n") == words.removesuffix("\n") + "\n"


def test_E07_cyrillic_is_base64_and_latin_is_quoted_printable() -> None:
    kinds = [
        part["Content-Transfer-Encoding"]
        for part in parsed(whole(mailing(text="Навіны дня\n", html="<p>News</p>"))).iter_parts()
    ]
    assert kinds == ["base64", "quoted-printable"]


def test_the_text_comes_first_and_the_styles_are_on_their_elements() -> None:
    first, second = parsed(whole(mailing())).iter_parts()
    assert first.get_content().splitlines() == ["Навіны", ".", "..dots"]
    assert second.get_content_type() == "text/html"
    assert '<p style="color:red">Ў</p>' in second.get_content()


def test_inlining_opens_no_file_and_no_address(tmp_path: Path) -> None:
    style = tmp_path / "evil.css"
    style.write_text("p{color:blue}")
    html = f'<html><head><link rel="stylesheet" href="file://{style}"></head><body><p>x</p></body>'
    content = whole(mailing(html=html))
    (_, second) = parsed(content).iter_parts()
    assert "blue" not in second.get_content()


def test_E09_too_long_html_gives_way_to_a_shorter_version() -> None:
    long = "<p>" + "ў" * HTML_BYTES + "</p>"
    content = whole(replace(mailing(), html=(long, HTML)))
    assert text_of(content, "html") == text_of(whole(mailing()), "html")


def test_R09_too_long_text_gives_way_to_a_shorter_version() -> None:
    long, short = "слова\n" * 30_000, "карацей\n"
    content = whole(mailing(text=(long, short)))
    assert text_of(content, "plain") == short


@pytest.mark.parametrize("words", ["слова\n\n", "word " * 20, "<&\n", "\n", "я" * 400, "😀\n"])
def test_R09_what_has_no_version_short_enough_is_cut_and_says_so(words: str) -> None:
    long = words * 99_000
    shared = compose(SENDER, mailing(text=long, html=f"<p>{long}</p>"))
    assert len(shared.content) <= MESSAGE_BYTES
    content = whole(mailing(text=long, html=f"<p>{long}</p>"))
    told = text_of(content, "plain")
    assert told.endswith("\n…\n")
    assert long.startswith(told.removesuffix("\n…\n"))
    html = text_of(content, "html")
    assert len(html.encode()) <= HTML_BYTES
    (pre,) = lxml.html.fromstring(html).xpath("//pre")
    assert pre.text.rstrip().endswith("…")


def text_of(content: bytes, kind: str) -> str:
    part = parsed(content).get_body((kind,))
    assert part is not None
    text: str = part.get_content()
    return text.replace("\r\n", "\n")


def test_E28_a_message_id_is_stable_unique_and_names_nobody() -> None:
    made = {
        message_id(key, edition, day, reader, "example.org")
        for key in (b"a" * 32, b"b" * 32)
        for edition in ("main", "ru")
        for day in (DAY, DAY.replace(day=25))
        for reader in ("ann@example.org", "bob@example.org")
    }
    assert len(made) == 16
    again = message_id(b"a" * 32, "main", DAY, "ann@example.org", "example.org")
    assert again in made
    assert re.fullmatch(r"<2026-11-24\.main\.[0-9a-f]{20}@example\.org>", again)


@pytest.mark.parametrize(
    ("moment", "date"),
    [
        ("2026-03-28T04:30", "Sat, 28 Mar 2026 04:30:00 +0100"),
        ("2026-03-29T04:30", "Sun, 29 Mar 2026 04:30:00 +0200"),
    ],
)
def test_E29_the_date_has_the_offset_of_its_own_day(moment: str, date: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Warsaw"))
    assert parsed(whole(replace(mailing(), moment=at)))["Date"] == date


def test_E30_nobody_is_to_answer_automatically() -> None:
    message = parsed(whole(mailing()))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Precedence"] == "bulk"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["List-Id"] == "<main.example.org>"
    assert message["Content-Language"] == "be"
    assert "Content-Language" not in parsed(whole(mailing(language="")))


def test_E31_one_click_only_where_there_is_an_https_address() -> None:
    both = parsed(whole(mailing()))
    assert both["List-Unsubscribe"] == (
        f"<https://example.org/u/{'ab' * 16}>, "
        f"<mailto:leave@example.org?subject=unsubscribe%20{'ab' * 16}>"
    )
    assert both["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    mail_only = parsed(whole(mailing(), sender=replace(SENDER, unsubscribe_url="")))
    assert mail_only["List-Unsubscribe"].startswith("<mailto:")
    assert "List-Unsubscribe-Post" not in mail_only
    sender = replace(SENDER, unsubscribe_url="", unsubscribe_mailto="a%b&c+d@x.org")
    odd = parsed(whole(mailing(), sender=sender))
    assert odd["List-Unsubscribe"].startswith("<mailto:a%25b%26c+d@x.org?subject=unsubscribe%20")
    neither = replace(SENDER, unsubscribe_url="", unsubscribe_mailto="")
    assert "List-Unsubscribe" not in parsed(whole(mailing(), sender=neither))


def test_the_header_of_a_message_as_a_whole() -> None:
    assert PLANNED == [
        "To", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "From", "Subject", "Date",
        "List-Id", "Content-Language", "Auto-Submitted", "Precedence", "X-Auto-Response-Suppress",
        "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert header.clean(str(parsed(whole(mailing()))["Subject"])) == "Навіны за 24 лістапада"
