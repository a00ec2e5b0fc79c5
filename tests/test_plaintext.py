"""A page saved as text: the story stays whole, the site around it goes, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import InputError
from digest.records import caveat
from digest.sources.parsing import plaintext
from digest.sources.parsing.plaintext import extract
from digest.text.pages import shapes, storylines

if TYPE_CHECKING:
    from digest.sources.parsing.page import Page

# Each page is a title, furniture, a story of four paragraphs (one of them short), a credit and
# the site below it. The events and the names are invented.
PAGES = {
    "en": (
        "Port Of Velmora Reopens After Three Days Of Storms",
        "Author: No Comments Share:",
        [
            "The port of Velmora reopened on Tuesday after three days of storms that had kept more "
            "than forty ships outside the harbour, the harbour master, Ilsa Brant, said.",
            "No one was hurt.",
            "Crews worked through the night to clear timber from the northern basin, where a barge "
            "had broken loose on Sunday and damaged two of the older piers.",
            "Ferries to the islands will run again from Thursday, Brant said, “wind permitting.”",
        ],
        "With reporting by Coastwire",
        ["Previous Article", "Ten gardens to see this spring", "You may also like"],
    ),
    "be": (
        "Порт Вяльмора зноў адкрыўся пасля трох дзён буры",
        "Падзяліцца:",
        [
            "Порт Вяльмора зноў адкрыўся ў аўторак пасля трох дзён буры, з-за якой больш за сорак "
            "караблёў чакалі ля гавані, паведаміла начальніца порта Ільза Брант.",
            "Ніхто не пацярпеў.",
            "Рабочыя ўсю ноч расчышчалі паўночны басейн, дзе ў нядзелю адарвалася баржа і "
            "пашкодзіла два старыя прычалы, а таксама склад з лесам.",
            "Паромы на астравы пойдуць зноў з чацвярга, калі дазволіць вецер, сказала Брант.",
        ],
        "Паводле паведамленняў Берагавой службы",
        ["Папярэдні артыкул", "Дзесяць садоў на вясну", "Чытайце таксама"],
    ),
    "ru": (
        "Порт Вельмора снова открылся после трёх дней шторма",
        "Поделиться:",
        [
            "Порт Вельмора снова открылся во вторник после трёх дней шторма, из-за которого больше "
            "сорока судов ждали у гавани, сообщила начальница порта Ильза Брант.",
            "Никто не пострадал.",
            "Рабочие всю ночь расчищали северный бассейн, где в воскресенье оторвалась баржа и "
            "повредила два старых причала, а также склад с лесом.",
            "Паромы на острова пойдут снова с четверга, если позволит ветер, сказала Брант.",
        ],
        "По материалам Береговой службы",
        ["Предыдущая статья", "Десять садов на весну", "Читайте также"],
    ),
    "uk": (
        "Порт Вельмора знову відкрився після трьох днів шторму",
        "Поділитися:",
        [
            "Порт Вельмора знову відкрився у вівторок після трьох днів шторму, через який понад "
            "сорок суден чекали біля гавані, повідомила начальниця порту Ільза Брант.",
            "Ніхто не постраждав.",
            "Робітники всю ніч розчищали північний басейн, де в неділю відірвалася баржа і "
            "пошкодила два старі причали, а також склад із лісом.",
            "Пороми на острови підуть знову з четверга, якщо дозволить вітер, сказала Брант.",
        ],
        "За матеріалами Берегової служби",
        ["Попередня стаття", "Десять садів на весну", "Читайте також"],
    ),
    "pl": (
        "Port Velmora znów otwarty po trzech dniach sztormu",
        "Udostępnij:",
        [
            "Port Velmora został ponownie otwarty we wtorek po trzech dniach sztormu, przez który "
            "ponad czterdzieści statków czekało przed wejściem, podała szefowa portu Ilsa Brant.",
            "Nikt nie ucierpiał.",
            "Robotnicy przez całą noc oczyszczali północny basen, gdzie w niedzielę zerwała się "
            "barka i uszkodziła dwa starsze nabrzeża, a także skład drewna.",
            "Promy na wyspy ruszą znów od czwartku, jeśli pozwoli wiatr, powiedziała Brant.",
        ],
        "Na podstawie doniesień Służby Brzegowej",
        ["Poprzedni artykuł", "Dziesięć ogrodów na wiosnę", "Czytaj także"],
    ),
    "de": (
        "Hafen von Velmora nach drei Sturmtagen wieder offen",
        "Teilen:",
        [
            "Der Hafen von Velmora ist am Dienstag nach drei Sturmtagen wieder geöffnet worden; "
            "mehr als vierzig Schiffe hatten davor gewartet, sagte die Hafenmeisterin Ilsa Brant.",
            "Niemand wurde verletzt.",
            "Arbeiter räumten die ganze Nacht das nördliche Becken, wo sich am Sonntag ein Kahn "
            "losgerissen und zwei der älteren Kais beschädigt hatte.",
            "Die Fähren zu den Inseln fahren ab Donnerstag wieder, wenn der Wind es zulässt.",
        ],
        "Mit Material von Küstendienst",
        ["Vorheriger Artikel", "Zehn Gärten für den Frühling", "Lesen Sie auch"],
    ),
}

POEM = """\
The harbour lamps are low tonight
and nobody comes to sea
a gull has stolen the last of the light
and left the dark to me
"""


def page_of(language: str) -> Page:
    title, above, story, credit, below = PAGES[language]
    return extract("\n\n".join([title, above, *story, credit, *below]))


def accounted(page: Page) -> list[str]:
    fields = [page.title, page.byline, page.credit, page.source]
    return [*page.text, *(cut.text for cut in page.cuts), *(field for field in fields if field)]


@pytest.mark.parametrize("language", PAGES)
def test_every_paragraph_stays_and_the_site_goes(language: str) -> None:
    title, above, story, credit, below = PAGES[language]
    page = page_of(language)
    assert list(page.text) == story
    assert page.title == title
    assert credit.endswith(page.credit)
    assert page.credit
    assert {cut.text for cut in page.cuts} == {above, *below}
    assert all(cut.reason for cut in page.cuts)


@pytest.mark.parametrize("menu", ["Home | News | Sport", "Галоўная | Навіны дня | Спорт | Яшчэ"])
def test_a_row_of_sections_is_no_headline(menu: str) -> None:
    story = "The next shoe to drop could be the report of the special counsel, of last week."
    page = extract(f"{menu}\n\nStudy History\n\n{story}\n\n{story} And so on.\n")
    assert page.title != menu
    assert extract(f"Bridge | one | and two more of them\n\n{story}\n").title.startswith("Bridge")


def test_a_poem_stays_whole() -> None:
    page = extract(POEM)
    assert page.text == tuple(POEM.splitlines())
    assert page.cuts == ()


@pytest.mark.parametrize(
    "text", ["Back at noon", "One paragraph, which ends here.", "Share bread."]
)
def test_a_note_stays_whole(text: str) -> None:
    assert extract(text).text == (text,)


def test_a_verse_that_begins_like_a_byline_is_none() -> None:
    verses = [*POEM.splitlines(), "By Grasmere went the road", "Von Bergen fällt der Schnee"]
    assert extract("\n".join(verses)).text == tuple(verses)


def test_of_a_short_article_known_phrases_are_cut_alone() -> None:
    story = "Пожар начался в 4 часа утра на складе по улице Московской. Пострадавших нет."
    more = "Причина пожара устанавливается. По предварительным данным, это короткое замыкание."
    links = ("Читайте также", "Как выбрать огнетушитель", "Пять советов пожарных")
    site = (*links, "Подписывайтесь на наш Telegram-канал")
    page = extract("\n".join(("В Бресте загорелся склад", story, *links, more, site[-1])))
    assert page.text == (story, more)
    assert page.title == "В Бресте загорелся склад"
    assert tuple(cut.text for cut in page.cuts) == site
    assert not page.warnings


@pytest.mark.parametrize("between", ["Фото: БЕЛТА", "24 ноября 2026, 10:00", "24.11.2026 10:00"])
def test_a_caption_or_a_date_under_the_title_hides_it_not(between: str) -> None:
    title = "В Минске открыли новую станцию метро"
    told = "Станцию метро «Слуцкий гостинец» открыли в Минске во вторник, в полдень."
    assert extract(f"{title}\n{between}\n{told}").title == title
    assert extract(f"{title}\n{between}\nИ день,\nи ночь").title == ""


@pytest.mark.parametrize("title", ["Бюджет подписан", "О ходе работ", "Максім Багдановіч. Страцім"])
def test_a_first_line_that_stands_alone_is_the_title(title: str) -> None:
    assert extract(f"{title}\n\nАд родных ніў,\nад роднай хаты").title == title
    assert extract(f"{title}\nАд родных ніў,\nад роднай хаты").title == ""


def test_h07_a_cookie_banner_that_was_saved_is_no_article() -> None:
    with pytest.raises(InputError, match="no article"):
        extract("Мы используем файлы cookie, чтобы улучшить работу сайта.\nПринять все\nОтклонить")


def test_h07_a_cookie_line_under_a_short_article_is_cut() -> None:
    story = "Пожар на складе в Бресте потушили к девяти утра, пострадавших нет, сообщило МЧС."
    page = extract(f"{story}\nМы используем файлы cookie, чтобы улучшить работу сайта.")
    assert page.text == (story,)


@pytest.mark.parametrize("line", ["500 человек вышли на площадь в Гомеле.", "404 дома без света."])
def test_h07_a_number_is_no_status(line: str) -> None:
    assert extract(line).text == (line,)


def test_h07_what_ends_at_a_paywall_is_told_as_a_beginning() -> None:
    story = "The transport minister resigned on Monday after documents were leaked to the press."
    page = extract(f"Minister resigns over contracts\n\n{story}\n\nSubscribe to continue reading")
    assert page.text == (story,)
    assert page.warnings == (caveat("stub"),)


def test_nothing_is_nothing() -> None:
    assert accounted(extract(" \n\n")) == []


def test_most_of_an_article_is_never_cut() -> None:
    story = PAGES["en"][2]
    page = extract("\n".join(["Share", *story]), repeated=story)
    assert page.text == ("Share", *story)
    assert page.warnings


@pytest.mark.parametrize("language", PAGES)
def test_most_of_a_long_article_is_never_cut(language: str) -> None:
    _, above, story, _, below = PAGES[language]
    lines = [f"{line} ({n})" for n in range(15) for line in story]
    page = extract("\n".join([above, *lines, *below]), repeated=lines[:50])
    assert set(lines) <= set(page.text)
    assert page.warnings


@pytest.mark.parametrize("language", PAGES)
def test_a_long_article_stays_whole(language: str) -> None:
    title, above, story, _, below = PAGES[language]
    lines = [f"{line[:-1]} {n}{line[-1]}" for n in range(15) for line in story]
    page = extract("\n".join([title, above, *lines, *below]))
    assert sum(map(len, page.text)) > 0.9 * sum(map(len, lines))


def test_an_article_among_links_is_found() -> None:
    title, above, story, _, _ = PAGES["ru"]
    links = ["Спорт", "Погода", "Экономика", "Курс валют", "12:40", "Все новости дня"] * 12
    page = extract("\n".join([*links, title, above, *story, *links]))
    assert list(page.text) == story
    assert page.title == title


def test_a_caption_of_each_size_of_a_picture_is_told_once() -> None:
    shown = "Міністр абароны Іван Іваноў вітае гасцей каля новага моста цераз Свіслач у Мінску."
    story = [
        "Новы мост цераз Свіслач у Мінску адкрылі ў аўторак, паведаміла гарадская адміністрацыя.",
        "Яго будавалі тры гады, і каштаваў ён 18 мільёнаў рублёў, сказаў міністр абароны Іваноў.",
    ]
    page = extract("\n".join((shown, shown, story[0], shown, story[1], "Чытайце таксама")))
    assert page.text.count(shown) == 1
    assert [cut.text for cut in page.cuts].count(shown) == 2


def test_readers_comments_are_not_the_story() -> None:
    title, _, story, _, _ = PAGES["en"]
    comments = ["3 comments", "gull77", "I told you so! My boat is gone, thanks a lot.", "Reply"]
    comments += ["ann_low", "You should subscribe to the harbour newsletter, I did.", "Reply"]
    page = extract("\n".join([title, *story, *comments]))
    assert list(page.text) == story


def test_every_weight_has_a_column_and_every_column_a_weight() -> None:
    weights = storylines.weights()
    assert len(weights.alone) == len(shapes.NAMES) + 1
    assert len(weights.among) == len(shapes.NAMES) + len(storylines.CONTEXT) + 1
    found = shapes.shapes(["A line.", "中文的句子。"], ["", ""])
    assert found.columns.shape == (2, len(shapes.NAMES))
    assert list(found.lengths) == [7, 11]  # an ideograph says as much as two letters
    likely = storylines.chance(found.columns, weights.alone)
    assert storylines.context(found, likely).shape == (2, len(storylines.CONTEXT))


def test_a_source_and_a_byline_are_found() -> None:
    title, _, story, _, _ = PAGES["en"]
    below = ["News – Radio Velmora", "WP2Social Auto Publish Powered By :"]
    page = extract("\n".join([title, "By Mara Quill", *story, *below]))
    assert (page.byline, page.source) == ("Mara Quill", "Radio Velmora")
    assert list(page.text) == story


def test_lines_that_most_texts_share_are_learned_but_no_sentence() -> None:
    sentence = "The council of Velmora meets on the first Monday of every month."
    texts = [f"Velmora Daily Wire\nStory {n}\n{sentence}" for n in range(4)]
    learned = plaintext.repeated_lines(texts)
    assert learned == {"Velmora Daily Wire"}
    story = PAGES["en"][2]
    page = extract("\n".join(["Velmora Daily Wire", *story]), learned)
    assert list(page.text) == story
    assert [cut.reason for cut in page.cuts] == ["repeated"]


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Паводле агенцтва «Вясковы дзень»", "«Вясковы дзень»"),
        ("По данным агентства «Полдень»", "«Полдень»"),
        ("За даними агентства «Полудень»", "«Полудень»"),
    ],
)
def test_an_agency_between_quotation_marks_is_a_credit(line: str, credit: str) -> None:
    title, *story = PAGES["be"][2]
    assert extract("\n".join([title, *story, line])).credit == credit


def test_a_breadcrumb_is_not_the_title() -> None:
    story = PAGES["en"][2]
    page = extract("\n".join(["Home » Farming » Harbour", "Harbour to close", *story]))
    assert page.title == "Harbour to close"
    assert ("Home » Farming » Harbour", "breadcrumb") in {(c.text, c.reason) for c in page.cuts}


def test_a_book_is_no_page() -> None:
    lines = ["Share", *(f"{n} {PAGES['en'][2][0]}" for n in range(20_000))]
    assert extract("\n".join(lines)).text == tuple(lines)


def test_two_texts_teach_nothing() -> None:
    assert plaintext.repeated_lines(["Wire", "Wire"]) == frozenset()


LINES = st.one_of(
    st.sampled_from(["Share", "By Ann Low", "Next Article", "© 2031 Gull"]), st.text()
)


@given(st.lists(LINES, max_size=12))
def test_nothing_is_lost_and_nothing_made_up(parts: list[str]) -> None:
    lines = [" ".join(line.split()) for part in parts for line in part.splitlines()]
    page = extract("\n".join(parts))
    assert set(page.text) <= set(lines)
    found = accounted(page)
    assert all(line in found or line.removeprefix("By ") in found for line in lines if line)
