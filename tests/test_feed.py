"""Rows X01-X14: feeds as they are in the wild."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

import pytest
from click.testing import CliRunner

from digest.cli import cli
from digest.errors import InputError
from digest.records import Article, Failure
from digest.sources import Limits
from digest.sources.item import Item, articles
from digest.sources.parsing import drops, feed, fragment

FIRST = "Сёння ў Мінску адкрылі новую бібліятэку."
SECOND = "Прэм'ер-міністр сказаў, што гэта важна для ўсіх."
HTML = f"<p>{FIRST}</p><p>{SECOND}</p>"


def item(body: str = escape(HTML), more: str = "", number: int = 0) -> str:
    return (
        f"<item><title>Навіна {number}</title><link>https://nn.by/{number}</link>"
        f"<description>{body}</description>{more}</item>"
    )


def rss(*items: str, head: str = "") -> str:
    return (
        f"<?xml version='1.0' encoding='utf-8'?>{head}<rss version='2.0'><channel>"
        f"<title>Наша Ніва</title><link>https://nn.by/</link>{''.join(items)}</channel></rss>"
    )


def read(data: bytes | str, url: str = "", limits: Limits = Limits()) -> list[Article]:  # noqa: B008
    raw = data if isinstance(data, bytes) else data.encode()
    results = list(articles(feed.read(raw, url, limits), "feed.xml"))
    return [result for result in results if isinstance(result, Article)]


def dated(stamp: str) -> datetime | None:
    (found,) = read(rss(item(more=f"<pubDate>{stamp}</pubDate>")))
    return found.published


def test_an_entry() -> None:
    more = "<category>культура</category><author>Я. Купала</author>"
    (found,) = read(rss(item(more=more)))
    assert found.text == (FIRST, SECOND)
    assert (found.title, found.url, found.source) == ("Навіна 0", "https://nn.by/0", "Наша Ніва")
    assert found.byline == "Я. Купала"
    assert found.tags == ("культура",)
    assert found.warnings == ()


def test_n06_a_link_with_a_name_before_its_host_is_none() -> None:
    """http://www.bank.by:x@evil.example/ reads as the bank's."""
    told = rss(item()).replace("https://nn.by/0", "http://www.bank.by:x@evil.example/")
    assert [found.url for found in read(told)] == [""]
    (job,) = drops.read_json('{"text": "Навіна пра банк", "url": "http://a@b.by/"}', "a")
    assert isinstance(job, Item)
    assert job.article.url == ""


def test_x01_entities_are_not_expanded() -> None:
    entities = "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
    bomb = f"<!DOCTYPE r [<!ENTITY a 'лол'>{entities}]>"
    start = time.process_time()
    (found,) = read(rss(item(f"{FIRST} &j;"), head=bomb))
    assert sum(map(len, found.text)) < 1_000
    assert time.process_time() - start < 2


def test_x02_external_entities_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "canary").write_text("сакрэт")
    head = f"<!DOCTYPE r [<!ENTITY x SYSTEM 'file://{tmp_path}/canary'>]>"
    (found,) = read(rss(item(f"{FIRST} &x;"), head=head))
    assert "сакрэт" not in " ".join(found.text)


def test_x03_a_page_instead_of_a_feed() -> None:
    page = (
        "<!doctype html><html><head><link rel='alternate' type='application/rss+xml' href='/rss'>"
        "</head><body><p>x</p></body></html>"
    )
    with pytest.raises(InputError, match="not a feed: give /rss instead"):
        read(page)


def test_x03_a_list_of_feeds_is_no_feed() -> None:
    with pytest.raises(InputError, match="digest sources import"):
        read("<?xml version='1.0'?><opml version='2.0'><body/></opml>")


def test_x04_a_name_is_never_opened() -> None:
    assert "feedparser.parse(io.BytesIO(" in Path(feed.__file__).read_text(encoding="utf-8")
    with pytest.raises(InputError, match="not a feed"):
        read("/etc/passwd")


@pytest.mark.parametrize(
    ("link", "absolute"),
    [("/a", "https://nn.by/a"), ("//nn.by/b", "https://nn.by/b"), ("javascript:x()", "")],
)
def test_x05_relative_links(link: str, absolute: str) -> None:
    (found,) = read(rss(item().replace("https://nn.by/0", link)), "https://nn.by/rss")
    assert found.url == absolute


def test_x06_dates() -> None:
    expected = datetime(2026, 11, 20, 7, tzinfo=UTC)
    assert dated("Fri, 20 Nov 2026 10:00:00 +0300") == expected
    assert dated("Fri, 20 Nov 2026 07:00:00") == expected
    assert dated("Thu, 01 Jan 1970 00:00:00 GMT") is None
    assert dated("учора") is None


def test_x06_the_future_is_now() -> None:
    ahead = datetime.now(UTC) + timedelta(days=365)
    found = dated(ahead.strftime("%a, %d %b %Y %H:%M:%S GMT"))
    assert found is not None
    assert found <= datetime.now(UTC)


def test_x06_an_undated_entry_is_not_the_oldest() -> None:
    old = item(more="<pubDate>Fri, 20 Nov 2020 10:00:00 GMT</pubDate>", number=1)
    (found,) = read(rss(old, item(number=2)), limits=Limits(items=1))
    assert found.title == "Навіна 2"


def test_x07_identity_is_the_text_whatever_the_guid() -> None:
    one, same, other = read(
        rss(
            item(more="<guid>1</guid>"),
            item(more="<guid>2</guid>"),
            item(escape(f"<p>{SECOND}</p>"), more="<guid>1</guid>"),
        )
    )
    assert one.id == same.id
    assert one.id != other.id


def test_x08_only_the_newest() -> None:
    items = [
        item(more=f"<pubDate>Fri, 20 Nov 2020 10:{n // 60:02}:{n % 60:02} GMT</pubDate>", number=n)
        for n in range(500)
    ]
    found = read(rss(*items), limits=Limits(items=200))
    assert len(found) == 200
    assert found[0].title == "Навіна 499"


def test_x09_cut_in_the_middle() -> None:
    whole = rss(*(item(number=n) for n in range(5)))
    found = read(whole[: whole.index("Навіна 3") + 3])
    assert [entry.title for entry in found[:3]] == ["Навіна 0", "Навіна 1", "Навіна 2"]
    assert found[0].warnings[0].kind == "feed_malformed"


def test_x13_rdf() -> None:
    data = (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        f"<channel><title>НН</title></channel><item><title>а</title><description>{escape(HTML)}"
        "</description></item></rdf:RDF>"
    )
    assert read(data)[0].text == (FIRST, SECOND)


@pytest.mark.parametrize("namespace", ["http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"])
def test_x13_atom(namespace: str) -> None:
    data = (
        f"<feed xmlns='{namespace}'><title>НН</title><entry><title>а</title>"
        f"<summary>s</summary><content type='html'>{escape(HTML)}</content></entry></feed>"
    )
    assert read(data)[0].text == (FIRST, SECOND)


@pytest.mark.parametrize("escape", [r"\ud800", r"\udfff", r"\udc00\ud83d"])
def test_x14_half_a_surrogate_pair_in_json_costs_no_article(escape: str) -> None:
    feed = (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "N %s", "items": [{"id": "%s",'
        ' "url": "https://n.example/%s", "title": "Мост %s", "content_text": "Мост закрыт %s."}]}'
    )
    for text in (feed.replace("%s", escape), rf'{{"title": "{escape}", "text": "Мост {escape}."}}'):
        (item,) = drops.read_json(text, "feed.json")
        assert isinstance(item, Item)
        for told in (item.identity, item.article.url, item.article.title, *item.article.text):
            told.encode()
    (whole,) = drops.read_json(r'{"text": "Мост \ud83d\ude00."}', "a.json")
    assert isinstance(whole, Item)
    assert whole.article.text == ("Мост 😀.",)


def test_x13_json_feed() -> None:
    value = {
        "version": "https://jsonfeed.org/version/1.1", "title": "НН", "language": "be",
        "items": [
            {"title": "а", "content_html": HTML, "url": "https://nn.by/a", "tags": ["х"],
             "date_published": "2026-11-20T10:00:00Z", "authors": [{"name": "Я. Купала"}]},
            {"content_text": FIRST}, {"url": "https://nn.by/b"}, "не аб'ект",
        ],
    }  # fmt: skip
    results = list(articles(drops.read_json(json.dumps(value), "feed.json"), "feed.json"))
    found = [result for result in results if isinstance(result, Article)]
    assert sorted(article.text for article in found) == [(FIRST,), (FIRST, SECOND)]
    full = next(article for article in found if article.title)
    assert (full.byline, full.language, full.source) == ("Я. Купала", "be", "НН")
    assert [type(result) for result in results].count(Failure) == 1


@pytest.mark.parametrize("body", [f"<![CDATA[{HTML}]]>", escape(HTML), escape(escape(HTML))])
def test_x13_html_however_escaped(body: str) -> None:
    assert read(rss(item(body)))[0].text == (FIRST, SECOND)


def test_h12_cells_and_captions_do_not_run_together() -> None:
    table = "<table><tr><td>Школы</td><td>54</td><td>3</td></tr></table>"
    parts = fragment.paragraphs(
        f"{table}<pre>а</pre><figure><figcaption>Фота</figcaption></figure>б"
    )
    assert parts == ("| Школы | 54 | 3", "а", "Фота", "б")


def test_x13_scripts_and_comments_are_no_text() -> None:
    body = f"<![CDATA[<script>x()</script><!-- таемна -->{HTML}<style>p{{}}</style>]]>"
    assert read(rss(item(body)))[0].text == (FIRST, SECOND)


@pytest.mark.parametrize("reference", ["&#xD800;", "&#55296;", "&#x000dFFF;", "&#57343;"])
def test_x14_half_a_surrogate_pair_in_xml_costs_no_article(reference: str) -> None:
    assert len(read(rss(item(f"{reference}{FIRST}"), item(number=1)))) == 2


def test_x14_a_namespace_that_ends_its_parser_ends_nothing_else() -> None:
    odd = "<!----><rss n='' xmlns:content='u\u00a01'><content:d>"
    with pytest.raises(InputError, match="not a feed that can be read"):
        read(odd)


def test_x14_a_summary_that_holds_nothing_is_none() -> None:
    entry = "<entry><title>Навіна</title><content type='text'/><summary type='xhtml'/></entry>"
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>"
    assert [found.is_headline for found in read(atom)] == [True]


@pytest.mark.parametrize("sign", ["\x07", "&nbsp;", "&", "&bad;"])
def test_x14_invalid_characters(sign: str) -> None:
    found = read(rss(item(f"{sign} {FIRST}")))
    assert FIRST in found[0].text[0]
    assert "\x07" not in found[0].text[0]


def test_x14_a_wrong_encoding_declaration() -> None:
    found = read(rss(item()).encode("cp1251"))
    assert found[0].text == (FIRST, SECOND)


@pytest.mark.parametrize("charset", ["", "windows-1251"])
def test_x14_utf8_under_another_name(charset: str) -> None:
    raw = rss(item()).replace("utf-8", "windows-1251").encode()
    (found,) = articles(feed.read(raw, "https://nn.by/rss", Limits(), charset), "feed.xml")
    assert isinstance(found, Article)
    assert (found.title, found.text) == ("Навіна 0", (FIRST, SECOND))
    assert [warning.kind for warning in found.warnings] == ["encoding_declared"]


@pytest.mark.parametrize("encoding", ["windows-1251", "iso-8859-5", "utf-16"])
def test_x14_an_encoding_that_is_declared_well_is_no_doubt(encoding: str) -> None:
    raw = rss(item()).replace("utf-8", encoding).encode(encoding)
    (found,) = read(raw)
    assert (found.title, found.text, found.warnings) == ("Навіна 0", (FIRST, SECOND), ())


def test_x14_a_blank_line_before_the_feed_is_no_doubt() -> None:
    assert read("\n " + rss(item()))[0].warnings == ()


@pytest.mark.parametrize(
    "body",
    ["", "<img src=x>", "<a href='/1'>Comments</a>", '<a href="/1">Навіна</a>&nbsp;<i>0</i>'],
)
def test_an_entry_without_more_than_its_headline_is_its_headline(body: str) -> None:
    (found,) = articles(feed.read(rss(item(escape(body))).encode()), "feed.xml")
    assert isinstance(found, Article)
    assert found.is_headline
    assert [warning.kind for warning in found.warnings] == ["headline"]


def test_a_link_of_google_alerts_is_that_of_the_article() -> None:
    link = "https://www.google.com/url?rct=j&amp;url=https://nn.by/1%3Fa%3Db&amp;ct=ga"
    (found,) = read(rss(item()).replace("https://nn.by/0", link))
    assert found.url == "https://nn.by/1?a=b"


@pytest.mark.parametrize(
    "line",
    [
        "Сообщение <a href='/1'>Навіна</a> появились сначала на <a href='/'>НН</a>.",
        "The post <a href='/1'>News</a> appeared first on <a href='/'>NN</a>.",
        "Thanks for reading NN! Subscribe for free to receive new posts.",
    ],
)
def test_h07_what_a_site_adds_to_each_entry_is_cut(line: str) -> None:
    (found,) = read(rss(item(escape(f"{HTML}<p>{line}</p>"))))
    assert found.text == (FIRST, SECOND)
    assert len(found.cuts) == 1


def test_an_entry_without_a_headline_or_a_text_fails_alone() -> None:
    nothing = "<item><link>https://example.org/0</link></item>"
    first, second = articles(feed.read(rss(nothing, item(number=1)).encode()), "feed.xml")
    assert {type(first), type(second)} == {Failure, Article}


def test_h07_lines_of_the_site_inside_an_entry_are_cut_and_kept_as_cuts() -> None:
    told, site = "Мост закрылі на рамонт да вясны.", "Чытайце таксама: Надвор'е"
    (found,) = read(rss(item(escape(f"<p>{told}</p><p>{site}</p>"))))
    assert found.text == (told,)
    assert [cut.text for cut in found.cuts] == [site]


@pytest.mark.parametrize("suffix", ["md", "txt", "html"])
def test_a_headline_is_told_without_points(suffix: str, tmp_path: Path) -> None:
    source, output = tmp_path / "feed.xml", tmp_path / f"told.{suffix}"
    title = "Пажар на складзе ў Брэсце патушаны"
    source.write_text(rss(item("")).replace("Навіна 0", title), encoding="utf-8")
    assert CliRunner().invoke(cli, ["extract", str(source)]).stdout == f"{title}\n"
    told = CliRunner().invoke(cli, ["brief", str(source), "--json"])
    assert told.exit_code == 0
    assert json.loads(told.stdout)["points"] == []
    assert CliRunner().invoke(cli, ["brief", str(source), "-o", str(output)]).exit_code == 0
    body = output.read_text(encoding="utf-8").rpartition("<body")[2]
    assert (body.count("Пажар"), "points" in body) == (1, False)
