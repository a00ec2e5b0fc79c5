"""Row F24: mails, broken and hostile ones included."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import TYPE_CHECKING

import pytest

from digest.errors import InputError
from digest.records import Article, Failure
from digest.sources import read
from digest.sources.parsing import mail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = "Сёння ў Мінску адкрылі новую бібліятэку, якую будавалі тры гады."
SECOND = "Прэм'ер-міністр сказаў, што гэта важна для ўсіх жыхароў горада."
TEXT = f"{FIRST}\n\n{SECOND}\n"
HTML = f"<html><body><article><p>{FIRST}</p><p>{SECOND}</p></article></body></html>"


def letter(text: str = TEXT) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Новая бібліятэка"
    message["From"] = "Наша Ніва <news@nn.by>"
    message["Date"] = "Fri, 20 Nov 2026 10:00:00 +0300"
    message.set_content(text)
    return message


def test_the_headers() -> None:
    found = mail.extract(letter().as_bytes())
    assert found.text == (FIRST, SECOND)
    assert (found.title, found.source) == ("Новая бібліятэка", "Наша Ніва")
    assert found.published == datetime(2026, 11, 20, 7, tzinfo=UTC)


def test_a_stub_of_plain_text_yields_to_html() -> None:
    message = letter("Глядзіце ў браўзеры.")
    message.add_alternative(HTML, subtype="html")
    assert mail.extract(message.as_bytes()).text == (FIRST, SECOND)


def test_only_html() -> None:
    message = letter()
    message.set_content(HTML, subtype="html")
    assert mail.extract(message.as_bytes()).text == (FIRST, SECOND)


@pytest.mark.parametrize(
    "mark",
    ["---------- Forwarded message ---------", "-------- Пересланное сообщение --------",
     "-----Original Message-----", "---------- Перасланае паведамленне ---------"],
)  # fmt: skip
def test_a_forwarded_mail_is_of_who_wrote_it(mark: str) -> None:
    fields = ("От: Свабода <svaboda@example.org>", "Subject: Навіны", "To: <me@example.org>")
    message = letter("\n".join(("Глядзі!", "", mark, *fields, "", TEXT, "-- ", "Я. Купала")))
    message.replace_header("Subject", "Fwd: Навіны")
    found = mail.extract(message.as_bytes())
    assert (found.title, found.source) == ("Навіны", "Свабода")
    assert found.text == ("Глядзі!", FIRST, SECOND)
    assert [cut.text for cut in found.cuts] == [mark, *fields, "Я. Купала"]


def test_of_several_texts_the_longest_is_read() -> None:
    outer = MIMEMultipart("mixed")
    outer["Subject"], outer["From"] = "Fwd: Бібліятэка", "me@example.org"
    outer.attach(MIMEText("Глядзі.", "plain", "utf-8"))
    outer.attach(MIMEMessage(letter()))
    assert mail.extract(outer.as_bytes()).text == (FIRST, SECOND)


def test_a_newsletter_that_is_laid_out_in_tables_is_told_by_the_paragraph() -> None:
    cells = (f"<h1>Тэма дня</h1><p>{FIRST}</p><p>{SECOND}</p>", f"<p>{SECOND[::-1]}</p>")
    rows = "".join(f"<tr><td>{cell}</td></tr>" for cell in cells)
    message = letter()
    message.set_content(f"<html><body><table>{rows}</table></body></html>", subtype="html")
    assert mail.extract(message.as_bytes()).text == (FIRST, SECOND, SECOND[::-1])


STORIES = {
    "Мост праз Бярэзіну закрылі на рамонт": FIRST,
    "Снегапад спыніў аўтобусы ў Гродне": SECOND,
    "Музей паказаў калекцыю гадзіннікаў": f"{FIRST} Працяг будзе.",
}


def _linked(tag: str, times: int = 1) -> str:
    link = '<a href="https://click.example/{}?who=ann"><b>{}</b></a>'
    told = "".join(
        f"<{tag}>{link.format(n, head)}</{tag}><p>{text * times}</p>"
        f"<p>{link.format(n, 'Чытаць далей')}</p>"
        for n, (head, text) in enumerate(STORIES.items())
    )
    if tag == "td":
        told = f"<table>{told.replace('<td>', '<tr><td>').replace('</td>', '</td></tr>')}</table>"
    return f"<p>Добрай раніцы!</p>{told}<p>Вул. Ціхая, 7</p>"


def _newsletters() -> Iterator[EmailMessage]:
    for tag in ("h2", "p", "div", "td"):
        message = letter("Глядзіце ў браўзеры.")
        message.add_alternative(f"<html><body>{_linked(tag)}</body></html>", subtype="html")
        yield message
    for between in ("\n", " "):
        told = (
            f"{head}{between}<https://click.example/{n}>\n\n{text}\n"
            for n, (head, text) in enumerate(STORIES.items())
        )
        yield letter("Добрай раніцы!\n\n" + "\n".join(told) + "\nВул. Ціхая, 7\n")


@pytest.mark.parametrize(
    "message", list(_newsletters()), ids=["h2", "p", "div", "td", "lines", "line"]
)
def test_f24_a_newsletter_is_as_many_articles_as_it_has_stories(message: EmailMessage) -> None:
    found = mail.stories(message.as_bytes())
    assert [page.title for page in found] == list(STORIES)
    assert [page.text[0] for page in found] == list(STORIES.values())
    assert {page.source for page in found} == {"Наша Ніва"}
    assert "click.example" not in repr(found)  # it names who reads it
    kept = [line for page in found for line in (*page.text, *(cut.text for cut in page.cuts))]
    assert kept.count("Добрай раніцы!") == kept.count("Вул. Ціхая, 7") == 1


def test_f24_a_list_of_headlines_is_as_many_headlines(tmp_path: Path) -> None:
    message = letter("Глядзіце ў браўзеры.")
    heads = "".join(f'<h3><a href="https://nn.by/{h}">{h}</a></h3>' for h in STORIES)
    message.add_alternative(f"<html><body>{heads}</body></html>", subtype="html")
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    found = list(read([str(tmp_path)]))
    assert [one.title for one in found if isinstance(one, Article)] == list(STORIES)
    assert all(one.warnings[0].kind == "headline" for one in found if isinstance(one, Article))


def test_f24_a_newsletter_with_an_introduction_tells_it_too() -> None:
    message = letter("Глядзіце ў браўзеры.")
    long = f"{FIRST} {SECOND} " * 2
    message.add_alternative(
        f"<html><body><p>{long}</p>{_linked('h2', 2)}</body></html>", subtype="html"
    )
    found = mail.stories(message.as_bytes())
    assert [page.title for page in found] == ["Новая бібліятэка", *STORIES]
    assert found[0].text == (long.strip(), "Добрай раніцы!")


def test_f24_an_article_with_links_to_others_is_one() -> None:
    related = "".join(f'<h3><a href="https://nn.by/{h}">{h}</a></h3>' for h in STORIES)
    message = letter("Глядзіце ў браўзеры.")
    body = f"<article><p>{FIRST} {SECOND * 5}</p><p>{SECOND}</p></article>{related}"
    message.add_alternative(f"<html><body>{body}</body></html>", subtype="html")
    (page,) = mail.stories(message.as_bytes())
    assert page.title == "Новая бібліятэка"
    two = "".join(
        f'<h2><a href="https://a.by/{h}">{h}</a></h2><p>{t}</p>' for h, t in STORIES.items()
    )
    message = letter("Глядзіце ў браўзеры.")
    message.add_alternative(f"<html><body>{two[: two.rindex('<h2')]}</body></html>", subtype="html")
    assert len(mail.stories(message.as_bytes())) == 1


def test_f24_a_mailbox_file_holds_mails_and_a_bad_one_fails_alone(tmp_path: Path) -> None:
    separator = b"From news@nn.by Tue Nov 24 08:00:00 2026\n"
    quoted = f"Subject: a\n\n{FIRST}\n\n>From {SECOND}\n".encode()
    empty = b"Subject: a\n\n"
    (tmp_path / "news.mbox").write_bytes(
        b"".join(separator + one + b"\n" for one in (letter().as_bytes(), empty, quoted))
    )
    first, bad, last = read([str(tmp_path)])
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.text, last.text) == ((FIRST, SECOND), (FIRST, f"From {SECOND}"))
    assert isinstance(bad, Failure)
    assert "mail 2" in bad.subject


def test_f24_attachments_are_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    message = letter()
    for name in ("../../x", "winmail.dat"):
        message.add_attachment(b"x" * 99, maintype="application", subtype="ms-tnef", filename=name)
    message.add_attachment("Іншы тэкст, не для чытання.", filename="a.txt")
    assert mail.extract(message.as_bytes()).text == (FIRST, SECOND)
    assert not list(tmp_path.iterdir())


def nested(depth: int) -> bytes:
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
        for level in range(depth)
    )
    return b"Subject: s\n" + head + b"Content-Type: text/plain; charset=utf-8\n\n" + TEXT.encode()


def test_f24_nested() -> None:
    assert mail.extract(nested(20)).text == (FIRST, SECOND)
    with pytest.raises(InputError, match="nested too deep"):
        mail.extract(nested(200))


@pytest.mark.parametrize("charset", ["x-unknown", "utf-7-nonsense", "us-ascii", ""])
def test_f24_a_wrong_charset(charset: str) -> None:
    head = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    assert mail.extract(head.encode() + TEXT.encode("cp1251")).text == (FIRST, SECOND)


def test_f24_broken_base64() -> None:
    head = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    body = base64.encodebytes(TEXT.encode())
    assert FIRST in mail.extract(head + body.rstrip(b"\n=") + b"!\n").text


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Fri, 99 Nov 2026 10:00:00", "1 Jan 1970 00:00:00 +0000"]
)
def test_f24_no_usable_date(date: str) -> None:
    data = f"Subject: s\nDate: {date}\nContent-Type: text/plain; charset=utf-8\n\n{TEXT}"
    assert mail.extract(data.encode()).published is None


@pytest.mark.parametrize(
    "header", ["=?utf-8?q?=0ABcc:_x@e.by?=", "=?x?b?!!!?=", "a\r b", "=?utf-8?b?/w==?="]
)
def test_forged_headers_stay_one_line(header: str) -> None:
    data = f"Subject: {header}\nFrom: {header}\nContent-Type: text/plain; charset=utf-8\n\n{TEXT}"
    found = mail.extract(data.encode())
    assert "\n" not in found.title + found.source


@pytest.mark.parametrize("date", ["Fri, 20 Nov 2026 10:00:00 +99999999999999999999", "9" * 400])
def test_f24_a_date_beyond_all_numbers_is_none(date: str) -> None:
    raw = f"Subject: a\nDate: {date}\n\n{TEXT}".encode()
    assert mail.extract(raw).text == (FIRST, SECOND)


@pytest.mark.parametrize(
    "field",
    ["Content-Disposition: inline; filename*=a\0b''x", "Content-Type: text/plain; charset*=a\0''b"],
)
def test_f24_a_nul_in_a_header_costs_no_text(field: str) -> None:
    raw = f"Subject: a\n{field}\n\n{TEXT}".encode()
    assert mail.extract(raw).text == (FIRST, SECOND)


def test_no_text() -> None:
    with pytest.raises(InputError, match="no text"):
        mail.extract(b"Subject: s\nContent-Type: image/png\n\nxxx")


def test_how_to_leave_a_newsletter_is_cut_with_its_token_and_no_line_is_lost() -> None:
    lines = (
        "Если письмо не отображается, откройте его в браузере",
        "ГЛАВНОЕ ЗА ДЕНЬ",
        "В Гродно открыли мост через Неман. Ремонт длился два года.",
        "https://vestnik.example/1",
        "Суд отпустил журналистку под залог. Она провела в изоляторе 14 дней.",
        "Вы получили это письмо, потому что подписаны на рассылку.",
        "Отписаться: https://vestnik.example/unsubscribe?u=12345&token=SECRET",
    )
    head = "Subject: News\nContent-Type: text/plain; charset=utf-8\n\n"
    page = mail.extract((head + "\n\n".join(lines)).encode())
    assert page.text == (lines[1], lines[2], lines[4])
    assert {cut.text for cut in page.cuts} == {lines[0], lines[3], *lines[5:]}


def saved(**headers: str) -> bytes:
    """Return a page as Chrome saves it in one file, and other browsers do with other headers."""
    page = MIMEMultipart("related", type="text/html")
    given = {"From": "<Saved by Blink>", "Date": "Tue, 24 Nov 2026 12:00:00 -0000"} | headers
    for name, value in given.items():
        page[name.replace("_", "-")] = value
    page["Subject"] = "Загаловак у акне"
    part = MIMEText(HTML.replace("<article>", "<article><h1>Новая бібліятэка</h1>"), "html")
    part["Content-Location"] = "https://nn.by/a"
    page.attach(part)
    return page.as_bytes()


@pytest.mark.parametrize(
    "headers",
    [{"Snapshot_Content_Location": "https://nn.by/a"}, {"From": '"Saved by Internet Explorer 11"'}],
)
def test_a_page_that_a_browser_saved_in_one_file_is_a_page(headers: dict[str, str]) -> None:
    found = mail.extract(saved(**headers))
    assert (found.url, found.text) == ("https://nn.by/a", (FIRST, SECOND))
    assert (found.source, found.published) == ("nn.by", None)  # not the browser, nor when it saved


def test_what_came_by_mail_is_a_mail_whatever_it_says() -> None:
    found = mail.extract(
        b"Received: from x\r\n" + saved(Snapshot_Content_Location="https://nn.by/")
    )
    assert (found.url, found.source) == ("", "Saved by Blink")
