"""What a reader receives: the same stories in each format, and nothing an article smuggled in."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import lxml.html
import pytest

from digest.errors import ConfigError
from digest.records import (
    FORMATS,
    USUAL_FORMATS,
    Addition,
    Article,
    Briefing,
    Caveat,
    Copy,
    Digest,
    Failure,
    Figure,
    Line,
    Point,
    Reading,
    Section,
    Signature,
    Story,
    caveat,
)
from digest.render import Letters, render, render_briefings
from digest.render.clean import clean, link
from digest.render.teller import Teller
from digest.render.translated import mark
from digest.text.writing.typography import NO_BREAK
from digest.wording import wording

READERS = ("md", "html", "txt")

TRAM = Article(
    id="a1b2c3d4e5f60718",
    title="В Гомеле открыли новую линию трамвая",
    text=(
        "В Гомеле 23 ноября открыли трамвайную линию длиной 7,4 км. "
        "Она связала вокзал с микрорайоном Любенский.",
        "Проезд в первую неделю будет бесплатным. «Мы ждали этого десять лет», — "
        "сказала жительница района Анна Ковалёва.",
    ),
    language="ru",
    url="https://gomel-news.example/2026/11/tram?id=7",
    source="Гомельские новости",
    byline="Ирина Петрова",
    credit="БелТА",
    published=datetime(2026, 11, 23, 18, 40, tzinfo=UTC),
    tags=("Общество",),
)
ENGINE = Signature("extractive", "", "1", "")
TRAM_RU = Briefing(
    TRAM,
    "ru",
    "В Гомеле открыли новую линию трамвая",
    (
        Point("В Гомеле 23 ноября открыли трамвайную линию длиной 7,4 км.", (0,)),
        Point("Проезд в первую неделю будет бесплатным.", (2,)),
    ),
    ENGINE,
)
TRAM_BE = Briefing(
    TRAM,
    "be",
    "У Гомелі адкрылі новую лінію трамвая",
    (
        Point("У Гомелі 23 лістапада адкрылі трамвайную лінію даўжынёй 7,4 км.", (0,)),
        Point("Праезд у першы тыдзень будзе бясплатны.", (2,)),
    ),
    Signature("apertium", "rus-bel", "0.2", ""),
    route=("ru", "be"),
    warnings=(caveat("draft", engine="apertium"),),
)
LIBRARY = Article(
    id="0918273645546372",
    title="Бібліятэка ў Полацку адкрылася пасля рамонту",
    text=(
        "Полацкая гарадская бібліятэка зноў прымае чытачоў. Рамонт доўжыўся паўтара года.",
        "У новай чытальнай зале 120 месцаў.",
    ),
    language="be",
    url="https://polack.example/biblijateka",
    source="Полацкі веснік",
    published=datetime(2026, 11, 24, 6, 5, tzinfo=UTC),
    tags=("Культура",),
)
LIBRARY_BE = Briefing(
    LIBRARY,
    "be",
    "Бібліятэка ў Полацку адкрылася пасля рамонту",
    (
        Point("Полацкая гарадская бібліятэка зноў прымае чытачоў.", (0,)),
        Point("У новай чытальнай зале 120 месцаў.", (2,)),
    ),
    ENGINE,
)
BRIDGE = Article(
    id="1111222233334444",
    title="Vilnius closes the old bridge for two weeks",
    text=("The bridge closes on 1 December. Trolleybuses take another road.",),
    language="en",
    url="https://vilnius.example/bridge",
    source="Vilnius Daily",
)
BRIDGE_EN = Briefing(
    BRIDGE, "en", BRIDGE.title, (Point("The bridge closes on 1 December.", (0,)),), ENGINE
)
DIGEST_BE = Digest(
    edition="Раніца",
    day=date(2026, 11, 24),
    timezone="Europe/Minsk",
    language="be",
    sections=(
        Section("Грамадства", (Story(TRAM_BE, TRAM_RU), Story(BRIDGE_EN, BRIDGE_EN))),
        Section("Культура", (Story(LIBRARY_BE, LIBRARY_BE, others=(TRAM_RU,)),)),
    ),
    failures=(
        Failure("https://weather.example/feed", "sources", "HTTP 503 after 3 tries", 69),
        Failure("notes.pdf", "sources", "not a text: it starts with %PDF", 65),
        Failure(BRIDGE.title, "translate", "no installed engine translates en to be", 69),
    ),
    counts={"articles": 41, "stories": 38, "translated": 22, "untranslated": 1, "failed": 3},
)
DIGEST_RU = replace(
    DIGEST_BE,
    edition="Утро",
    language="ru",
    sections=(
        Section("Общество", (Story(TRAM_RU, TRAM_RU), Story(BRIDGE_EN, BRIDGE_EN))),
        Section("Культура", (Story(LIBRARY_BE, LIBRARY_BE),)),
    ),
)


def text_of(digest: Digest, name: str) -> str:
    (document,) = render(digest, [name])
    return document.content.decode().replace(NO_BREAK, " ")  # tests/test_typography.py has these


def with_title(title: str, url: str = "") -> Digest:
    """Return an edition whose one story carries a stranger's strings everywhere."""
    article = replace(LIBRARY, title=title, source=title, byline=title, url=url)
    briefing = replace(LIBRARY_BE, article=article, headline=title, points=(Point(title, (0,)),))
    return replace(DIGEST_BE, sections=(Section(title, (Story(briefing, briefing),)),))


@pytest.mark.parametrize("name", USUAL_FORMATS)
def test_each_format_holds_the_same_stories(name: str) -> None:
    text = " ".join(text_of(DIGEST_BE, name).replace("\\", "").split())
    for said in (TRAM_BE.headline, BRIDGE_EN.headline, LIBRARY_BE.headline):
        assert said in text
    for point in (*TRAM_BE.points, *LIBRARY_BE.points):
        assert point.text in text


def test_documents_are_named_by_their_day() -> None:
    names = [name for name in FORMATS if name != "pdf"]
    documents = list(render(DIGEST_BE, names))
    assert [document.filename for document in documents] == [
        f"digest-2026-11-24.{name}" for name in names
    ]
    assert [document.media_type for document in documents] == [FORMATS[name] for name in names]


def test_an_unknown_format_is_a_configuration_error() -> None:
    with pytest.raises(ConfigError, match="no format 'odt'"):
        render(DIGEST_BE, ["odt"])


def test_the_head_counts_in_the_readers_grammar() -> None:
    counted = "38 матэрыялаў з 41 артыкула · 22 машынныя пераклады · 1 без перакладу · 2 праблемы"
    assert counted in text_of(DIGEST_BE, "html")
    assert "38 материалов из 41 статьи · 22 машинных перевода" in text_of(DIGEST_RU, "html")
    one_each = replace(DIGEST_RU, counts={"articles": 2, "stories": 2})
    assert "2 материала · 2 проблемы<" in text_of(one_each, "html")


@pytest.mark.parametrize("name", READERS)
def test_copies_that_name_no_outlet_are_counted(name: str) -> None:
    unnamed = tuple(Copy(f"{number:016x}") for number in (1, 2))
    named = (Copy(f"{3:016x}", "БелТА"), Copy(f"{4:016x}", "БелТА"))

    def told(*copies: Copy) -> str:
        printed = replace(TRAM_RU, article=replace(TRAM_RU.article, copies=copies))
        section = Section("Грамадства", (Story(printed, printed),))
        return re.sub(r"\s+", " ", text_of(replace(DIGEST_BE, sections=(section,)), name))

    both = "апублікавалі таксама: БелТА; яшчэ 2 копіі без назвы выдання"
    assert both in told(*named, *unnamed)
    assert "Яшчэ 1 копія без назвы выдання" in told(unnamed[0])
    assert "без назвы выдання" not in told(*named)


@pytest.mark.parametrize("name", READERS)
def test_copies_of_another_report_that_name_no_outlet_are_counted_beside_it(name: str) -> None:
    unnamed = (Copy(f"{1:016x}"), Copy(f"{2:016x}", "БелТА"))
    other = replace(LIBRARY_BE, article=replace(LIBRARY_BE.article, copies=unnamed))
    section = Section("Грамадства", (Story(TRAM_RU, TRAM_RU, (other,)),))
    told = re.sub(r"\s+", " ", text_of(replace(DIGEST_BE, sections=(section,)), name))
    assert re.search(r"БелТА, [^()]*яшчэ 1 копія без назвы выдання", told)


def test_times_are_in_the_zone_of_the_edition() -> None:
    text = re.sub(r"\s", " ", text_of(DIGEST_BE, "txt"))
    assert "Гомельские новости · Ирина Петрова · БелТА · 23 лістапада, 21:40" in text


@pytest.mark.parametrize("name", READERS)
def test_translations_and_what_could_not_be_translated_are_marked(name: str) -> None:
    text = text_of(DIGEST_BE, name)
    assert "Чарнавы машынны пераклад з рускай (Apertium)" in text.replace("\\", "")
    assert "Не перакладзена; мова арыгінала: англійская" in text
    assert text.count("машынны пераклад з") == 1


def test_failures_for_one_reason_are_one_line() -> None:
    failures = tuple(Failure(name, "summarize", "no", 69) for name in ("Alpha", "Beta"))
    for name in READERS:
        text = text_of(replace(DIGEST_BE, failures=failures), name)
        assert text.count("Не ўдалося скласці зводку") == 1
        assert text.index("Alpha") < text.index("Beta")


@pytest.mark.parametrize("name", READERS)
def test_what_only_an_operator_can_mend_is_not_told_to_readers(name: str) -> None:
    text = text_of(DIGEST_BE, name)
    assert "HTTP 503" not in text
    assert "no installed engine" not in text


def test_a_failed_story_is_called_by_its_headline() -> None:
    names = (BRIDGE.id, LIBRARY.url, TRAM.url)
    failures = tuple(Failure(name, "summarize", "no", 69) for name in names)
    foot = text_of(replace(DIGEST_BE, failures=failures), "txt").split("ШТО НЕ АТРЫМАЛАСЯ")[1]
    assert f"- {BRIDGE.title}" in foot
    assert f"- {LIBRARY_BE.headline}" in foot
    assert f"- {TRAM_BE.headline}" in foot  # it is told as a story, and beside another one


def test_a_sentence_quoted_word_for_word_is_not_offered_again_as_its_source() -> None:
    text = text_of(DIGEST_BE, "html")
    assert text.count("у арыгінале</summary>") == len(TRAM_BE.points)
    assert text.count(LIBRARY_BE.points[0].text) == 1


@pytest.mark.parametrize("name", READERS)
def test_a_title_that_needed_no_translation_is_told_once(name: str) -> None:
    untouched = replace(TRAM_BE, headline=TRAM_BE.article.title)
    for lead, expected in ((TRAM_BE, 1), (untouched, 0)):
        sections = (Section("", (Story(lead, TRAM_RU),)),)
        text = text_of(replace(DIGEST_BE, sections=sections), name)
        assert text.count("У арыгінале: ") == expected


@pytest.mark.parametrize("name", READERS)
def test_the_full_text_says_how_long_it_takes_to_read(name: str) -> None:
    article = replace(LIBRARY, text=("слова " * 400,))
    whole = replace(LIBRARY_BE, article=article)
    teaser = replace(whole, article=replace(article, warnings=(caveat("teaser", reason="x"),)))
    for briefing, expected in ((whole, 1), (teaser, 0)):
        sections = (Section("", (Story(briefing, briefing),)),)
        text = text_of(replace(DIGEST_BE, sections=sections), name)
        assert text.count("3 хвіліны чытання") == expected


def test_a_day_without_an_hour_is_not_midnight() -> None:
    article = replace(LIBRARY, published=datetime(2026, 11, 24, tzinfo=UTC))
    briefing = replace(LIBRARY_BE, article=article)
    text = text_of(replace(DIGEST_BE, sections=(Section("", (Story(briefing, briefing),)),)), "txt")
    assert "Полацкі веснік · 24 лістапада\n" in text
    assert ":00" not in text


def test_a_route_through_another_language_is_told() -> None:
    by = Signature("seq2seq", "opus-mt")
    briefing = replace(TRAM_BE, route=("en", "ru", "be"), warnings=(), made_by=by)
    page = text_of(replace(DIGEST_BE, sections=(Section("", (Story(briefing, TRAM_RU),)),)), "txt")
    assert "[Машынны пераклад з англійскай праз рускую (opus-mt)]" in page
    assert "чарнавы" not in page.lower()


@pytest.mark.parametrize(
    ("warning", "expected"),
    [
        (
            caveat("kept", kept=1, total=3, language="ru"),
            "На мове арыгінала засталіся сказы: 1 з 3",
        ),
        (caveat("unsure", language="ru"), "(магчыма, руская)"),
        (caveat("degraded", count=4), "Пашкоджаныя знакі ў арыгінале: 4"),
        (caveat("orthography", language="be-Latn"), "афіцыйным правапісам"),
        (caveat("untitled"), "Артыкул без загалоўка"),
        (caveat("something_new", value=3), "Something_new (value: 3)"),
    ],
)
def test_warnings_are_told_in_the_readers_words(warning: Caveat, expected: str) -> None:
    briefing = replace(TRAM_BE, warnings=(warning,))
    digest = replace(DIGEST_BE, sections=(Section("", (Story(briefing, TRAM_RU),)),))
    assert expected in text_of(digest, "html")
    assert "Заўвага. " in text_of(digest, "txt")


@pytest.mark.parametrize("name", READERS)
def test_points_keep_their_evidence(name: str) -> None:
    text = text_of(DIGEST_BE, name)
    assert "Проезд в первую неделю будет бесплатным." in text
    assert "у арыгінале</summary>" in text or name != "html"


@pytest.mark.parametrize("name", READERS)
def test_failures_stand_at_the_foot_in_plain_words(name: str) -> None:
    text = " ".join(text_of(DIGEST_BE, name).split())
    foot = re.split("што не атрымалася", text, flags=re.IGNORECASE)[1]
    for said in ("notes.pdf", "Не ўдалося прачытаць", "Цяпер недаступна"):
        assert said in foot
    assert "не ўдалося перакласці" not in foot  # the story stands above, and is marked there


EVIL = (
    "<script>alert(1)</script></td></tr></table>{{7*7}}{% raw %} # x | `y` *z* [a](javascript:b)"
    " \x1b[31mred\x1b[0m \u202eevil\u2066 \ud800 \x00 www.evil.example https://evil.example a@b.cd"
)


def test_r01_markup_and_templates_of_an_article_stay_text() -> None:
    page = lxml.html.fromstring(text_of(with_title(EVIL), "html"))
    assert not page.xpath("//script | //table | //img | //iframe | //form | //link | //base")
    assert "<script>alert(1)</script></td></tr></table>{{7*7}}{% raw %}" in page.text_content()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "javascript&#58;alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "//evil.example/",
        "/relative",
        "file:///etc/passwd",
        "https://",
        "https://[::1",
        "https:\\\\evil.example",
        "https://good.example\\@evil.example/",
        "http://good.example:x@evil.example/",
        "",
    ],
)
def test_r02_only_web_and_mail_addresses_become_links(url: str) -> None:
    assert link(url) is None
    for name in READERS:
        text = text_of(with_title("Title", url), name)
        assert "Поўны тэкст" not in text
        assert "alert" not in text


def test_r02_good_links_stay_and_show_their_host() -> None:
    found = link("https://Example.com:8080/a?b=c&d=%D1%84#e")
    assert found is not None
    assert found.host == "example.com"
    mail = link("mailto:desk@example.com")
    assert mail is not None
    assert mail.host == "desk@example.com"


def test_r03_r06_the_page_asks_nobody_for_anything() -> None:
    text = text_of(with_title(EVIL + " </style> url(x) expression(1)"), "html")
    page = lxml.html.fromstring(text)
    assert not page.xpath("//*[@src or @style or @srcset or @background or @action]")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    (style,) = page.xpath("//style/text()")
    assert "url(" not in style
    assert "@import" not in style


def test_r04_directions_are_isolated_and_overrides_removed() -> None:
    text = text_of(with_title("\u202eעברית\u2069 abc"), "html")
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
    page = lxml.html.fromstring(text)
    isolated = page.xpath("//h2[../article] | //h3 | //ul[@class='points']/li")
    assert {item.get("dir") for item in isolated} == {"auto"}


def test_r05_long_words_and_addresses_do_not_widen_the_page() -> None:
    digest = with_title("ж" * 500, "https://long.example/" + "a" * 500)
    assert max(map(len, text_of(digest, "txt").split("\n\nСпасылкі")[0].splitlines())) <= 72
    assert "overflow-wrap: anywhere" in text_of(digest, "html")


def test_r07_markdown_shows_an_article_as_it_stands() -> None:
    markdown_it = pytest.importorskip("markdown_it")
    html = markdown_it.MarkdownIt("gfm-like", {"linkify": False}).render(
        text_of(with_title(EVIL, "https://good.example/a(b)<c>"), "md")
    )
    page = lxml.html.fromstring(f"<div>{html}</div>")
    assert not page.xpath("//script | //table | //code | //img")
    assert {a.get("href") for a in page.xpath("//a")} == {"https://good.example/a%28b%29%3Cc%3E"}
    assert clean(EVIL) in page.text_content()


@pytest.mark.parametrize(
    "start", ["1. x", "2) x", "- x", "+ x", "# x", "> x", "=== x", "~~~", "|a|"]
)
def test_r07_markdown_does_not_take_a_line_for_a_block(start: str) -> None:
    markdown_it = pytest.importorskip("markdown_it")
    html = markdown_it.MarkdownIt("commonmark").render(text_of(with_title(start), "md"))
    items = lxml.html.fromstring(f"<div>{html}</div>").xpath("//li/p | //li[not(*)] | //h2 | //h3")
    said = [item.text_content().strip().split("\n")[0] for item in items]
    assert said.count(start) >= 2
    assert len(re.findall("<h|<li", html)) == 10  # and none of its own


@pytest.mark.parametrize("name", READERS)
def test_r07_no_control_characters_reach_a_terminal(name: str) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text_of(with_title(EVIL), name))


def _strict(text: str) -> dict[str, Any]:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    found = json.loads(text, parse_constant=refuse)
    assert isinstance(found, dict)
    return found


def test_r08_json_is_strict_whatever_an_article_holds() -> None:
    text = text_of(with_title(EVIL + " \u2028\u2029 \udfff"), "json")
    assert _strict(text)["schema"] == "digest/digest/1"
    assert not re.search("[\u2028\u2029<\ud800-\udfff]", text)


def test_r08_a_backslash_before_a_separator_stays_a_backslash() -> None:
    (section,) = _strict(text_of(with_title("a\\\u2028b\\<"), "json"))["sections"]
    assert section["heading"] == "a\\\u2028b\\<"


def test_r09_an_edition_without_stories_says_so() -> None:
    empty = replace(DIGEST_BE, sections=(), failures=(), counts={"articles": 0, "stories": 0})
    for name in READERS:
        assert "Сёння матэрыялаў няма." in text_of(empty, name).replace("\\", "")
    assert _strict(text_of(empty, "json"))["sections"] == []


def test_r09_five_hundred_stories_in_every_format() -> None:
    stories = tuple(Story(TRAM_BE, TRAM_RU) for _ in range(500))
    big = replace(DIGEST_BE, sections=(Section("Усё", stories),))
    texts = [text_of(big, name) for name in USUAL_FORMATS]
    assert all(text.count(TRAM_BE.headline) >= 500 for text in texts)
    assert "500 матэрыялаў" in texts[0]


def test_r10_the_host_stands_beside_the_title() -> None:
    for name in READERS:
        assert "Поўны тэкст: gomel-news.example" in text_of(DIGEST_BE, name)
    found = link("https://аpple.example/")  # a Cyrillic letter
    assert found is not None
    assert found.host.startswith("xn--")


def test_links_in_plain_text_are_notes_at_the_foot() -> None:
    text = text_of(DIGEST_BE, "txt")
    assert "Поўны тэкст: polack.example [3]" in text
    assert "[3] https://polack.example/biblijateka" in text


def _luminance(colour: str) -> float:
    digits = "".join(2 * c for c in colour) if len(colour) == 3 else colour
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_colours_have_contrast_by_day_by_night_and_on_paper() -> None:
    palettes = re.findall(r":root \{([^}]*)\}", text_of(DIGEST_BE, "html"))
    assert len(palettes) == 3
    for palette in palettes:
        colours = dict(re.findall(r"--(\w+): #(\w+);", palette))
        pairs = [(ink, "paper") for ink in ("ink", "quiet", "link", "mark")]
        for ink, paper in pairs:
            low, high = sorted((_luminance(colours[ink]), _luminance(colours[paper])))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, colours)


def test_a_briefing_is_one_json_object_of_the_promised_shape() -> None:
    found = _strict(render_briefings([(TRAM_RU, (TRAM_BE,))], "json"))
    assert list(found) == [
        "schema", "article", "language", "headline", "points", "made_by", "translations",
        "warnings",
    ]  # fmt: skip
    article, (translation,) = found["article"], found["translations"]
    assert list(article) == [
        "id", "url", "source", "title", "byline", "published", "language", "sentences",
    ]  # fmt: skip
    assert article["sentences"][2] == "Проезд в первую неделю будет бесплатным."
    assert translation["route"] == ["ru", "be"]
    assert translation["points"][0]["evidence"] == [0]


def test_many_briefings_are_json_lines() -> None:
    lines = render_briefings([(TRAM_RU, ()), (LIBRARY_BE, ())], "json").splitlines()
    assert [_strict(line)["language"] for line in lines] == ["ru", "be"]
    assert render_briefings([], "json") == ""


@pytest.mark.parametrize("name", READERS)
def test_briefings_show_the_translation_or_else_the_original(name: str) -> None:
    shown = [(TRAM_RU, (TRAM_BE,)), (BRIDGE_EN, ())]
    text = render_briefings(shown, name, "be").replace(NO_BREAK, " ")
    assert TRAM_BE.headline in text
    assert "Не перакладзена; мова арыгінала: англійская" in text
    alone = render_briefings([(TRAM_RU, ()), (BRIDGE_EN, ())], name)
    assert "не переведено" not in alone.lower()


@pytest.mark.parametrize("name", READERS)
def test_a_lone_briefing_that_is_not_translated_is_marked(name: str) -> None:
    text = render_briefings([(BRIDGE_EN, ())], name, "be").replace(NO_BREAK, " ")
    assert "Не перакладзена; мова арыгінала: англійская" in text
    assert "арыгінал" not in render_briefings([(LIBRARY_BE, ())], name, "be")


def test_an_edition_in_no_language_marks_nothing() -> None:
    text = text_of(replace(DIGEST_BE, language=""), "html")
    assert "not translated" not in text
    assert '<html lang="en" dir="ltr">' in text


def test_a_change_of_spelling_is_no_translation() -> None:
    briefing = replace(TRAM_BE, route=("be-tarask", "be"), warnings=())
    page = text_of(replace(DIGEST_BE, sections=(Section("", (Story(briefing, TRAM_RU),)),)), "txt")
    assert "Правапіс зменены аўтаматычна; у арыгінале — тарашкевіца" in page
    assert "машынны пераклад" not in page


def test_other_outlets_that_count_the_same_stand_together() -> None:
    said = (("34", "А"), ("36", "Б"), ("36", "В"))
    readings = tuple(Reading(value, name, "be", name, 0) for value, name in said)
    story = Story(
        LIBRARY_BE, LIBRARY_BE, figures=(Figure("Аб’езд у 34 км", readings, "kilometre"),)
    )
    page = text_of(replace(DIGEST_BE, sections=(Section("", (story,)),)), "txt")
    assert "Аб’езд у 34 км (А); 36 км (Б, В)" in page.replace("\N{NO-BREAK SPACE}", " ")


def test_an_addition_names_its_outlet_and_how_it_was_translated() -> None:
    addition = Addition(TRAM_BE.points[1], TRAM_BE)
    story = Story(LIBRARY_BE, LIBRARY_BE, others=(TRAM_BE,), additions=(addition,))
    page = text_of(replace(DIGEST_BE, sections=(Section("", (story,)),)), "md")
    told = "Гомельские новости (пераклад з рускай):* Праезд"
    assert told in page.replace("\\", "")


@pytest.mark.parametrize("name", READERS)
def test_a_sentence_that_no_engine_could_translate_has_its_language_and_stands_once(
    name: str,
) -> None:
    kept = f"[ru] {TRAM_RU.points[1].text}"
    briefing = replace(TRAM_BE, headline="[ru] Трамвай", points=(Point(kept, (2,)),))
    page = text_of(replace(DIGEST_BE, sections=(Section("", (Story(briefing, TRAM_RU),)),)), name)
    page = " ".join(page.replace("\\", "").split())
    assert page.count(f"[руская] {TRAM_RU.points[1].text}") == 1
    assert page.count(TRAM_RU.points[1].text) == 1
    assert "[руская] Трамвай" in page
    assert "[ru]" not in page


@pytest.mark.parametrize("name", ["html", "mail"])
def test_a_kept_sentence_is_read_aloud_in_its_own_language(name: str) -> None:
    kept, mixed = f"[ru] {TRAM_RU.points[1].text}", "[ru] Трамвай пошёл. Праезд бясплатны."
    points = (Point(kept, (2,)), Point("Праезд бясплатны.", (3,)), Point(mixed, (3,)))
    briefing = replace(TRAM_BE, headline="[ru] Трамвай", points=points)
    view = Teller(wording("be"), "be", None).story(Story(briefing, TRAM_RU))
    assert (view.told, view.language) == ("ru", "be")
    assert [point.told for point in view.points] == ["ru", "be", "be"]
    digest = replace(DIGEST_BE, sections=(Section("", (Story(briefing, TRAM_RU),)),))
    page = Letters(digest).html(1_000_000) if name == "mail" else text_of(digest, name)
    assert re.search(r'<h3[^>]* lang="ru"[^>]*>', page)
    assert re.search(r'<li[^>]* lang="ru"[^>]*>\[руская\]', page)
    assert not re.search(r'<li[^>]* lang="ru"[^>]*>Праезд', page)


@pytest.mark.parametrize(
    ("engine", "model", "route", "drafts", "told"),
    [
        ("apertium", "rus-bel", ("uk", "ru", "be"), ("apertium", "apertium"), " (Apertium)"),
        ("orthography", "be-be-tarask", ("ru", "be-tarask"), ("apertium",), " (Apertium)"),
        ("orthography", "be-be-tarask", ("ru", "be-tarask"), (), ""),
        ("firefox", "be-ru", ("be-tarask", "ru"), (), " (Firefox)"),
        ("ctranslate2", "nllb", ("be", "ru"), (), " (nllb)"),
        ("seq2seq", "opus", ("en", "ru", "be"), ("apertium",), " (Apertium, opus)"),
    ],
)
def test_the_mark_names_what_translated(
    engine: str, model: str, route: tuple[str, ...], drafts: tuple[str, ...], told: str
) -> None:
    warnings = tuple(caveat("draft", engine=name) for name in drafts)
    made = Signature(engine, model)
    words = wording(route[-1])
    said = mark(replace(TRAM_BE, route=route, warnings=warnings, made_by=made), words, route[-1])
    assert said.endswith(told)
    assert ("(" in said) == bool(told)


@pytest.mark.parametrize("name", READERS)
def test_all_that_is_to_beware_of_is_one_note(name: str) -> None:
    warnings = (caveat("untitled"), caveat("degraded", count=4), caveat("fallback", engine="x"))
    story = Story(replace(TRAM_BE, warnings=warnings), TRAM_RU)
    text = text_of(replace(DIGEST_BE, sections=(Section("", (story,)),)), name)
    assert text.count("Заўвага. ") == 1
    assert "арыгінале: 4. Складзена з уласных сказаў артыкула" in " ".join(text.split())


@pytest.mark.parametrize("name", READERS)
def test_a_correction_is_told_before_what_the_story_says(name: str) -> None:
    article = replace(TRAM_BE.article, warnings=(caveat("corrected"),))
    story = Story(replace(TRAM_BE, article=article), TRAM_RU)
    text = " ".join(text_of(replace(DIGEST_BE, sections=(Section("", (story,)),)), name).split())
    said = "Крыніца выправіла больш раннюю версію гэтага тэксту. Чарнавы машынны пераклад"
    assert text.index(said) < text.index(TRAM_BE.points[0].text[:30])
    assert text.count("Крыніца выправіла") == 1


@pytest.mark.parametrize("name", READERS)
def test_words_left_in_brackets_are_explained_once_above_the_story(name: str) -> None:
    story = Story(replace(TRAM_BE, warnings=(caveat("words", words="кот, дом"),)), TRAM_RU)
    text = " ".join(text_of(replace(DIGEST_BE, sections=(Section("", (story,)),)), name).split())
    assert text.count("у квадратных дужках — словы без перакладу") == 1
    assert "кот, дом" not in text


@pytest.mark.parametrize("name", READERS)
def test_who_says_it_stands_above_how_it_was_translated(name: str) -> None:
    text = text_of(DIGEST_BE, name)
    story = text[text.index(TRAM_BE.headline) :]
    places = [story.index(said) for said in ("Ирина Петрова", "У арыгінале: ", "Чарнавы")]
    assert places == sorted(places)


@pytest.mark.parametrize("name", READERS)
def test_a_line_of_the_day_names_the_language_that_it_kept(name: str) -> None:
    line = Line("[uk] Хліб за ніч", "be", 1, TRAM_BE.article.id)
    text = text_of(replace(DIGEST_BE, overview=(line,)), name).replace("\\", "")
    assert "[украінская] Хліб за ніч" in text


def test_lines_of_plain_text_break_as_set_ones_do_and_keep_their_characters() -> None:
    said = f"{'а' * 69} № 5"
    article = replace(LIBRARY, title=said)
    story = Story(replace(LIBRARY_BE, headline=f"{said} 7,4\u00a0км", article=article), LIBRARY_BE)
    (document,) = render(replace(DIGEST_BE, sections=(Section("", (story,)),)), ["txt"])
    text = document.content.decode()
    assert "а\n№ 5 7,4" in text
    assert text.count(NO_BREAK) == 1  # the article's own


@pytest.mark.parametrize(
    ("published", "told"),
    [
        (datetime(2026, 11, 24, 6, 5, tzinfo=UTC), "Полацкі веснік, 09:05"),
        (datetime(2026, 11, 24, tzinfo=UTC), "Полацкі веснік"),
        (datetime(2026, 11, 22, 6, 5, tzinfo=UTC), "Полацкі веснік, 22 лістапада"),
        (None, "Полацкі веснік"),
    ],
)
def test_another_report_has_its_time_and_no_language_where_it_is_the_readers_own(
    published: datetime | None, told: str
) -> None:
    other = replace(LIBRARY_BE, article=replace(LIBRARY, published=published))
    story = Story(TRAM_BE, TRAM_RU, others=(other,))
    edition = replace(DIGEST_BE, sections=(Section("", (story,)),))
    assert f"({told}, polack.example [" in " ".join(text_of(edition, "txt").split())


def test_an_orthography_stands_beside_its_language_without_brackets_in_brackets() -> None:
    other = replace(LIBRARY_BE, language="be-tarask")
    edition = replace(DIGEST_RU, sections=(Section("", (Story(TRAM_RU, TRAM_RU, (other,)),)),))
    assert "белорусский, тарашкевица, polack" in " ".join(text_of(edition, "txt").split())


@pytest.mark.parametrize("name", READERS)
def test_an_edition_says_that_a_machine_made_it_whatever_failed(name: str) -> None:
    said = "Складзена аўтаматычна з артыкулаў названых выданняў"
    for edition in (DIGEST_BE, replace(DIGEST_BE, failures=())):
        assert " ".join(text_of(edition, name).split()).count(said) == 1
    assert said not in render_briefings([(LIBRARY_BE, ())], name)


@pytest.mark.parametrize("name", READERS)
def test_what_is_told_in_brief_is_in_the_contents(name: str) -> None:
    story = Story(LIBRARY_BE, LIBRARY_BE)
    text = text_of(replace(DIGEST_BE, brief=(story,)), name)
    contents, rest = text.split("Коратка", 1)
    assert TRAM_BE.headline not in contents.partition("Змест")[2]
    assert "Коратка" in rest or "КОРАТКА" in rest


@pytest.mark.parametrize("name", READERS)
def test_an_outlet_without_a_name_is_its_host_and_said_once(name: str) -> None:
    other = replace(LIBRARY_BE, article=replace(LIBRARY, source=""))
    story = Story(TRAM_BE, TRAM_RU, others=(other,))
    text = text_of(replace(DIGEST_BE, sections=(Section("", (story,)),)), name)
    text = re.sub(r"https?://\S+", "", text)
    assert text.count("polack.example") == 1
