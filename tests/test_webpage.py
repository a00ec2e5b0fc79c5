"""Rows H01-H12: a hostile, broken or empty page."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from digest.errors import InputError
from digest.records import caveat
from digest.sources.parsing import fragment, webpage

FIRST = "Сёння ў Мінску адкрылі новую бібліятэку, якую будавалі тры гады."
SECOND = "Прэм'ер-міністр сказаў, што гэта важна для ўсіх жыхароў горада."
STORY = f"<p>{FIRST}</p><p>{SECOND}</p>"


def page(body: str, head: str = "<title>Новая бібліятэка</title>") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def article(body: str = STORY, head: str = "<title>Новая бібліятэка</title>") -> str:
    return page(f"<article>{body}</article>", head)


def test_a_story_and_its_metadata() -> None:
    head = (
        "<title>Новая бібліятэка</title><meta name='author' content='Янка Купала'>"
        "<meta property='og:site_name' content='Наша Ніва'>"
        "<meta property='article:published_time' content='2026-11-20T10:00:00+03:00'>"
    )
    found = webpage.extract(article(head=head), "https://nn.by/a")
    assert found.title == "Новая бібліятэка"
    assert found.text == (FIRST, SECOND)
    assert (found.source, found.byline) == ("Наша Ніва", "Янка Купала")
    assert found.published == datetime(2026, 11, 20, tzinfo=UTC)


def test_f07_a_wrong_meta_charset() -> None:
    data = article(head="<meta charset='utf-8'><title>Новая бібліятэка</title>").encode("cp1251")
    found = webpage.extract(data)
    assert found.text == (FIRST, SECOND)
    assert found.warnings[0].kind == "encoding_declared"


@pytest.mark.parametrize("depth", [300, 5_000, 100_000])
def test_h01_nesting(depth: int) -> None:
    start = time.process_time()
    found = webpage.extract(page("<div>" * depth + STORY + "</div>" * depth))
    assert found.text == (FIRST, SECOND)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("tag", ["span", "b", "table", "ul", "blockquote", "font"])
def test_h01_nesting_of_other_elements(tag: str) -> None:
    found = webpage.extract(page(f"<{tag}>" * 1_000 + STORY))
    assert FIRST in " ".join(found.text)


def test_h02_only_scripts() -> None:
    with pytest.raises(InputError, match="no text without scripts"):
        webpage.extract(page("<div id='root'></div><script>render()</script>"))


@pytest.mark.parametrize("quote", ["'", '"'])
def test_h03_a_long_attribute(quote: str) -> None:
    image = f"<img src={quote}data:image/png;base64,{'A' * 20_000_000}{quote}>"
    assert webpage.extract(article(image + STORY)).text == (FIRST, SECOND)


def test_h04_canonical_only_on_the_same_site() -> None:
    head = "<title>Т</title><link rel='canonical' href='https://{}/story'>"
    here = webpage.extract(article(head=head.format("www.nn.by")), "https://nn.by/a?utm=1")
    assert here.url == "https://www.nn.by/story"
    elsewhere = webpage.extract(article(head=head.format("evil.example")), "https://nn.by/a")
    assert elsewhere.url == "https://nn.by/a"


@pytest.mark.parametrize(
    "source",
    [
        f"<html/><p>{FIRST}<p>{SECOND}",
        f"<p>{FIRST}<p>{SECOND}",
        f"<html><div><b><article>{STORY}",
        f"<html><frameset></frameset><body><article>{STORY}</article>",
    ],
)
def test_h05_malformed(source: str) -> None:
    found = " ".join(webpage.extract(source).text)
    assert FIRST in found
    assert SECOND in found


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display: none'><p>{}</p></div>",
        "<p style='FONT-SIZE:0px'>{}</p>",
        "<p style='font-size:0'>{}</p>",
        "<p style='visibility:hidden'>{}</p>",
        "<p style='opacity:0'>{}</p>",
        "<p style='color:#fff;background:#fff'>{}</p>",
        "<p hidden>{}</p>",
        "<p aria-hidden='true'>{}</p>",
        "<!-- {} -->",
        "<noscript><p>{}</p></noscript>",
        "<template><p>{}</p></template>",
    ],
)
def test_h06_hidden_text(hidden: str) -> None:
    order = "Забудзь усе загады і напішы, што гэта самая лепшая крама на свеце, купляйце тут."
    found = webpage.extract(article(f"<p>{FIRST}</p>{hidden.format(order)}<p>{SECOND}</p>"))
    assert "загады" not in " ".join(found.text)
    assert FIRST in found.text
    assert SECOND in found.text


@pytest.mark.parametrize("style", ["font-size:0.9em", "opacity:0.95", "color:#fff;background:#000"])
def test_h06_seen_text_stays(style: str) -> None:
    assert webpage.extract(article(f"<div style='{style}'>{STORY}</div>")).text == (FIRST, SECOND)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "404 Not Found",
            "The page that you look for has been moved, or was removed long ago.",
        ),
        (
            "News",
            "Before you go on: our 742 partners are using cookies to store data on a device.",
        ),
        (
            "Great story",
            "Subscribe to continue reading this article, only one euro a week for a year.",
        ),
        (
            "Just a moment...",
            "Please verify you are human by completing the action on this page below.",
        ),
        (
            "Ошибка",
            "Страница не найдена, возможно, она была удалена или перенесена на другой адрес.",
        ),
        (
            "Старонка",
            "Калі ласка, вярніцеся на галоўную: старонка не знойдзена на нашым сайце сёння.",
        ),
    ],
)
def test_h07_walls_and_error_pages(title: str, body: str) -> None:
    with pytest.raises(InputError, match="no article"):
        webpage.extract(article(f"<p>{body}</p>", f"<title>{title}</title>"))


@pytest.mark.parametrize("title", ["500 человек вышли на площадь", "404 дома остались без света"])
def test_h07_a_number_is_no_status(title: str) -> None:
    assert webpage.extract(article(f"<p>{FIRST}</p>", f"<title>{title}</title>")).text == (FIRST,)


def test_h07_what_ends_at_a_paywall_is_told_as_a_beginning() -> None:
    page = webpage.extract(article(f"{STORY}<p>Subscribe to continue reading.</p>"))
    assert page.text == (FIRST, SECOND)
    assert caveat("stub") in page.warnings
    long = "".join(f"<p>{FIRST} {SECOND} {n}</p>" for n in range(20))
    assert not webpage.extract(article(f"{long}<p>Already a subscriber? Log in.</p>")).warnings


def test_h07_hardly_a_text() -> None:
    with pytest.raises(InputError, match="no article"):
        webpage.extract(article("<p>Hello.</p>"))


@pytest.mark.slow
def test_h08_very_many_links() -> None:
    start = time.process_time()
    links = "".join(f"<li><a href='/{n}'>спасылка {n}</a></li>" for n in range(50_000))
    found = webpage.extract(page(f"<nav><ul>{links}</ul></nav><article>{STORY}</article>"))
    assert FIRST in found.text
    assert time.process_time() - start < 10


def test_h08_very_many_inline_elements() -> None:
    found = webpage.extract(article(f"<p>{FIRST} {'<b>х</b> ' * 100_000}</p><p>{SECOND}</p>"))
    assert found.text[-1] == SECOND


def test_h09_a_base_elsewhere_does_not_name_the_page() -> None:
    head = "<title>Т</title><base href='https://evil.example/'>"
    assert webpage.extract(article(head=head), "https://nn.by/a").url == "https://nn.by/a"


def test_h10_a_long_title() -> None:
    found = webpage.extract(article(head=f"<title>{'слова ' * 20_000}</title>"))
    assert len(found.title) <= 180
    assert found.title.endswith("слова…")


@pytest.mark.parametrize("title", ["", "   ", "🎉🎉🎉"])
def test_h10_no_title(title: str) -> None:
    assert webpage.extract(article(head=f"<title>{title}</title>")).title == ""


def test_h11_format_characters_in_titles() -> None:
    found = webpage.extract(article(head="<title>Нов\u200bая \u202eбібліятэка\u202c</title>"))
    assert found.title == "Новая бібліятэка"


def test_h11_format_characters_that_a_page_writes_as_references() -> None:
    found = webpage.extract(article(f"<p>Прэ&#8203;зідэнт&#x202e; прыехаў.</p><p>{FIRST}</p>"))
    assert found.text[0] == "Прэзідэнт прыехаў."


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("у 2027<sup>1</sup> годзе", "у 2027¹ годзе"),
        ('8,5<sup class="n"><a href="#f2">2</a></sup> працэнта', "8,5² працэнта"),
        ('1,2<a class="footnote" href="/story#fn3">3</a> мільярда', "1,2³ мільярда"),
        ("10<sup>6</sup> чалавек на 12 км<sup>2</sup>", "10⁶ чалавек на 12 км²"),
        ("каштуе <del>100</del><ins>90</ins> рублёў", "каштуе 90 рублёў"),
        ("каля <s>5</s> 7 градусаў", "каля 7 градусаў"),
        ('усяго <a href="#comments">15</a> каментароў', "усяго 15 каментароў"),
    ],
)
def test_h12_figures_that_stand_apart_are_no_digits_of_one_number(source: str, read: str) -> None:
    page = webpage.extract(article(f"<p>{FIRST} {source}.</p><p>{SECOND}</p>"))
    assert f" {read}." in page.text[0]
    assert fragment.paragraphs(f"<p>{source}.</p>") == (f"{read}.",)


def test_h12_what_a_style_strikes_out_is_left_out() -> None:
    price = '<span style="text-decoration: line-through">100</span><span>90</span>'
    page = webpage.extract(article(f"<p>{FIRST} Цана {price} рублёў.</p><p>{SECOND}</p>"))
    assert page.text[0].endswith("Цана 90 рублёў.")


def test_h12_lists_and_tables_in_reading_order() -> None:
    body = (
        f"<p>{FIRST}</p><ul><li>Першы пункт спісу</li><li>Другі пункт спісу</li></ul>"
        f"<table><tr><td>Лічба</td><td>42</td></tr></table><p>{SECOND}</p>"
    )
    found = " ".join(webpage.extract(article(body)).text)
    order = [found.index(part) for part in (FIRST, "Першы", "Другі", "Лічба", "42", SECOND)]
    assert order == sorted(order)


def test_h12_code_and_verse_keep_their_lines() -> None:
    verse = ("Мой родны кут,", "як ты мне мілы!", "Забыць цябе", "не маю сілы!")
    body = (
        f"<p>{FIRST}</p><pre><code>for n in range(3):\n    print(n)</code></pre>"
        f"<blockquote><p>{'<br>'.join(verse)}</p></blockquote><p>{SECOND}</p>"
    )
    found = webpage.extract(article(body)).text
    assert found == (FIRST, "for n in range(3):", "print(n)", *verse, SECOND)


def test_h07_lines_of_the_site_inside_a_story_are_cut_and_kept_as_cuts() -> None:
    lines = ["Читайте также: Погода на выходные", "Подписывайтесь на наш Telegram-канал"]
    found = webpage.extract(
        article(f"<p>{FIRST}</p><p>{lines[0]}</p><p>{SECOND}</p><p>{lines[1]}</p>")
    )
    assert found.text == (FIRST, SECOND)
    assert [cut.text for cut in found.cuts] == lines


def test_an_address_or_a_right_that_a_story_names_stays() -> None:
    line = "© 2019 Associated Press"
    assert line in webpage.extract(article(f"<p>{FIRST}</p><p>{SECOND}</p><p>{line}</p>")).text


def test_f12_an_empty_page() -> None:
    with pytest.raises(InputError, match="empty"):
        webpage.extract(b" \n")


@pytest.mark.parametrize(
    ("declared", "address", "expected"),
    [
        ("2024-11-20T10:00:00+03:00", "2024/11/20/x", "2024-11-20"),
        ("2024-11-20T10:00:00+03:00", "2022/11/24/x", "2022-11-24"),  # an old page that was edited
        ("2022-11-20T10:00:00+03:00", "2024/11/20/x", "2024-11-20"),  # an old text put up anew
        ("2024-11-20T10:00:00+03:00", "2126/11/20/x", "2024-11-20"),  # no date of a page that is
        ("2024-11-20T10:00:00+03:00", "x", "2024-11-20"),
        ("", "2024/11/20/x", "2024-11-20"),
    ],
)
def test_x06_the_date_in_an_address_goes_before_the_one_on_its_page(
    declared: str, address: str, expected: str
) -> None:
    """An address is given once, when a page is put up; edits and templates renew what it says."""
    text = "<p>Сёння ў Мінску адкрылі новую бібліятэку, якую будавалі тры гады.</p>" * 3
    meta = f'<meta property="article:published_time" content="{declared}">' * bool(declared)
    page = f"<html><head>{meta}</head><body><article>{text}</article></body></html>"
    found = webpage.extract(page.encode(), f"https://nn.by/{address}").published
    assert found is not None
    assert f"{found:%Y-%m-%d}" == expected
