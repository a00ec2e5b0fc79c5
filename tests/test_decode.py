"""Rows F01-F11: bytes to text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.errors import InputError
from digest.records import caveat
from digest.render.clean import clean
from digest.sources.decoding.decode import decode

if TYPE_CHECKING:
    from collections.abc import Callable

RU = (
    "Сегодня в Минске открыли новую библиотеку. Премьер-министр сказал, что это важно для всех "
    "жителей города, и пообещал построить ещё две до конца года."
)
BE = (
    "Сёння ў Мінску адкрылі новую бібліятэку. Прэм'ер-міністр сказаў, што гэта важна для ўсіх "
    "жыхароў горада, і паабяцаў пабудаваць яшчэ дзве да канца года."
)


@pytest.mark.parametrize("text", [RU, BE, BE[:40]])
def test_f01_cp1251_undeclared(text: str) -> None:
    assert decode(text.encode("cp1251")).text == text


@pytest.mark.parametrize("encoding", ["koi8-r", "koi8-u", "cp866", "cp1125", "iso8859-5"])
def test_f02_f03_f04_other_code_pages_undeclared(encoding: str) -> None:
    decoded = decode(RU.encode(encoding))
    assert decoded.text == RU
    assert not decoded.warnings


def test_f04_iso8859_5_belarusian() -> None:
    assert decode(BE.encode("iso8859-5")).text == BE


def test_f04_a_misread_text_is_doubtful() -> None:
    misread = RU.encode("mac-cyrillic").decode("cp1251", "replace").encode()
    assert "encoding_doubtful" in {warning.kind for warning in decode(misread).warnings}


def test_f04_swapped_case_is_doubtful() -> None:
    misread = RU.encode("koi8-r").decode("cp1251").encode()
    assert "encoding_doubtful" in {warning.kind for warning in decode(misread).warnings}


INVISIBLE = "\u00ad\u034f\u180e\u200b\u200c\u200d\u200e\u200f\u202e\u2060\u2066\ufeff\U000e0041"


@pytest.mark.parametrize("sign", INVISIBLE)
@pytest.mark.parametrize("word", ["Президент", "president"])
def test_h11_what_nobody_sees_does_not_split_words(word: str, sign: str) -> None:
    written = f"{word[:3]}{sign}{word[3:]} {sign}said"
    assert decode(written.encode()).text == clean(written) == f"{word} said"


@pytest.mark.parametrize("text", ["می\u200cخواهم", "क्\u200dष", "👩\u200d🚒"])
def test_h11_joiners_stay_where_a_script_needs_them(text: str) -> None:
    assert decode(text.encode()).text == text


@pytest.mark.parametrize("text", [RU, BE, "Plain English text, nothing else."])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_f05_utf16_with_and_without_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_f06_the_mark_is_removed() -> None:
    assert decode(BE.encode("utf-8-sig")).text == BE


def test_f07_bytes_win_over_a_wrong_declaration() -> None:
    decoded = decode(BE.encode("cp1251"), "utf-8")
    assert decoded.text == BE
    assert decoded.warnings[0].kind == "encoding_declared"


def test_f07_strict_utf8_wins_over_a_declared_code_page() -> None:
    assert decode(BE.encode(), "windows-1251").text == BE


def test_f07_an_implausible_declaration_loses() -> None:
    assert decode(RU.encode("cp1251"), "iso-8859-1").text == RU
    assert decode(RU.encode("koi8-r"), "windows-1251").text == RU


def test_f07_a_right_declaration_is_silent() -> None:
    assert decode(RU.encode("koi8-r"), "koi8-r").warnings == ()


@pytest.mark.parametrize("declared", ["x-unknown", "utf-8\0", "é", "rot13"])
def test_f07_an_unknown_declaration_is_survived(declared: str) -> None:
    assert decode(BE.encode("cp1251"), declared).text == BE


def test_f08_mixed_encodings_are_undecodable() -> None:
    with pytest.raises(InputError, match="undecodable"):
        decode(RU.encode("cp1251") + RU.encode())


def test_f08_a_few_broken_bytes_degrade() -> None:
    decoded = decode(RU.encode() * 5 + b"\xff\xfe" + RU.encode())
    assert decoded.text.startswith(RU)
    assert caveat("degraded", count=2) in decoded.warnings


def as_cp1251(data: bytes) -> str:
    """Decode as cp1251, where browsers read the one byte that it leaves open as a control."""
    return "".join(bytes((byte,)).decode("cp1251") if byte != 0x98 else "\x98" for byte in data)


@pytest.mark.parametrize("text", [RU, BE])
@pytest.mark.parametrize("misread", [as_cp1251, lambda data: data.decode("latin-1")])
def test_f09_double_encoding_is_repaired(text: str, misread: Callable[[bytes], str]) -> None:
    decoded = decode(misread(text.encode()).encode())
    assert decoded.text == text
    assert caveat("encoding_repaired") in decoded.warnings


def test_f09_what_cannot_be_repaired_is_flagged() -> None:
    lossy = RU.encode().decode("cp1251", "replace").replace("\ufffd", "?").replace("°", "")
    assert "encoding_doubtful" in {warning.kind for warning in decode(lossy.encode()).warnings}


@pytest.mark.parametrize(
    "text", [RU, BE, "Ένα ελληνικό κείμενο", "Ça coûte 5 €, déjà vu à Ñuñoa", "РСФСР"]
)
def test_f09_right_texts_stay(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text, decoded.warnings) == (text, ())


def test_f10_controls_are_removed_and_line_ends_plain() -> None:
    assert decode("a\x00б\x07в\r\nг\x1b[1;31mд\x1b\u0085е".encode()).text == "aбв\nгд\nе"
    assert decode("\x1b]0;title\x07a\x1b]8;;url\x1b\\б\x1b]в\nг".encode()).text == "aб]в\nг"


def test_f10_letters_are_composed() -> None:
    assert decode("и\u0306у\u0306".encode()).text == "йў"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG image"),
        (b"%PDF-1.7\n", "PDF document"),
        (b"PK\x03\x04", "zip archive"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip", "EPUB book"),
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "Word document"),
        (b"\x1f\x8b\x08", "gzip archive"),
        (bytes(range(32)), "binary data"),
    ],
)
def test_f11_binaries_are_named(head: bytes, name: str) -> None:
    with pytest.raises(InputError, match=name):
        decode(head + bytes(range(256)) * 8)


def test_f07_plain_ascii_needs_no_remark() -> None:
    assert decode(b"Plain text", "iso-8859-1").warnings == ()


@pytest.mark.parametrize("sign", "\v\f\x1c\x1d\x1e\x1f\x85\u2028")
def test_f10_a_control_that_separates_joins_no_two_numbers(sign: str) -> None:
    found = decode(f"погибли 54{sign}3 человека, о том{sign}что".encode()).text
    assert found.split() == ["погибли", "54", "3", "человека,", "о", "том", "что"]
