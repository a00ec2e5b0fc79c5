"""Stories: the same event in several languages is one, and two events are never one."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import language, sources
from digest.backends.langdetect import Profiles
from digest.records import Article, Briefing, Point, Signature, article_id
from digest.stories import distinct, group, neighbours, tell, undecorated
from digest.stories.clusters import average_linkage
from digest.stories.copies import is_copy
from digest.text.skeletons import skeleton

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "names",
    [
        "Лукашэнка Лукашенко Łukašenka Łukaszenka Lukashenka Lukaschenko",
        "Мінск Минск Mińsk Minsk Минске",
        "Чарнобыль Чернобыль Czarnobyl Chernobyl Tschernobyl Чорнобиль",
        "Вашынгтон Вашингтон Waszyngton Washington",
        "Ясенка Jasenka Yasenka",
    ],
)
def test_a_name_has_one_skeleton_in_every_alphabet(names: str) -> None:
    assert len({skeleton(name) for name in names.split()}) == 1


def test_case_endings_do_not_reach_the_skeleton_of_a_long_name() -> None:
    assert skeleton("Светлоозёрске") == skeleton("Светлоозёрском") == skeleton("Светлаазёрск")


@given(
    st.integers(1, 12),
    st.dictionaries(st.tuples(st.integers(0, 11), st.integers(0, 11)), st.floats(0, 2)),
)
def test_clusters_share_out_all_items(size: int, likeness: dict[tuple[int, int], float]) -> None:
    edges = {(i, j): alike for (i, j), alike in likeness.items() if i < j < size}
    clusters = average_linkage(size, edges)
    assert sorted(item for cluster in clusters for item in cluster) == list(range(size))
    for one, other in combinations(clusters, 2):
        between = sum(edges.get((min(i, j), max(i, j)), 0.0) for i in one for j in other)
        assert between / (len(one) * len(other)) < 1 + 1e-9


def test_a_go_between_does_not_chain_two_events() -> None:
    assert average_linkage(3, {(0, 1): 1.2, (1, 2): 1.1}) == [[0, 1], [2]]


def _vectors(count: int, size: int = 64) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    chance = np.random.default_rng(7)
    events = chance.normal(size=(count // 4, size))
    noisy = events[chance.integers(0, len(events), count)] + 0.5 * chance.normal(size=(count, size))
    unit = noisy / np.linalg.norm(noisy, axis=1, keepdims=True)
    vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]] = unit.astype(np.float32)
    return vectors


def test_the_inverted_file_finds_what_comparing_all_pairs_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vectors = _vectors(2000)
    everything = neighbours.near(vectors, 0.6)
    monkeypatch.setattr(neighbours, "EXHAUSTIVE", 100)
    found = neighbours.near(vectors, 0.6)
    assert found.keys() <= everything.keys()
    assert len(found) >= 0.98 * len(everything)
    assert all(found[pair] == pytest.approx(everything[pair], abs=1e-5) for pair in found)


BRIDGE = (
    Article(
        "1",
        "Мост цераз Ясенку закрылі",
        ("У апоры моста ў Старых Бродах знайшлі расколіну. Аб’езд — 35 кіламетраў.",),
        "be",
    ),
    Article(
        "2",
        "Bridge across the Jasenka is closed",
        ("A crack was found in a pier at Staryja Brody. The detour is 35 kilometres.",),
        "en",
    ),
    Article(
        "3", "Tramwaj nr 5 wraca na tory", ("W Werbopolu wznowiono ruch po 8 miesiącach.",), "pl"
    ),
)


def test_an_event_in_two_languages_is_one_story() -> None:
    assert group(BRIDGE) == [[0, 1], [2]]


def test_reports_of_different_weeks_are_two_stories() -> None:
    days_apart = [
        replace(BRIDGE[0], published=NOON), replace(BRIDGE[1], published=NOON - timedelta(days=7)),
    ]  # fmt: skip
    assert group(days_apart) == [[0], [1]]


def test_nothing_is_no_story() -> None:
    assert group([]) == []


def test_meaning_joins_what_shares_no_name_and_parts_what_only_shares_names() -> None:
    plain = [
        Article(str(n), title, (text,), tag)
        for n, (title, text, tag) in enumerate(
            [
                ("Снег спыніў рух", "Дарогі засыпала за ноч.", "be"),
                ("Snow stops traffic", "Roads were buried overnight.", "en"),
                ("Урад зацвердзіў план", "Рашэнне прынялі міністры.", "be"),
                ("Museum opens late", "Visitors waited outside.", "en"),
            ]
        )
    ]
    assert group(plain) == [[0], [1], [2], [3]]
    vectors = np.array([[1, 0, 0], [1, 0, 0.01], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
    assert group(plain, vectors) == [[0, 1], [2], [3]]


def test_the_samples_hold_one_event_in_five_articles() -> None:
    samples = Path(__file__).parents[1] / "samples"
    read = sources.read([str(samples / "articles")])
    articles = language.identify([a for a in read if isinstance(a, Article)], Profiles())
    told_more_than_once = [cluster for cluster in group(articles) if len(cluster) > 1]
    assert len(told_more_than_once) == 1
    languages = {articles[index].language for index in told_more_than_once[0]}
    assert languages == {"be", "be-tarask", "ru", "pl", "en"}


def test_numbers_and_one_name_are_no_event() -> None:
    """A school and a library share a date, 14 and 27, and were told as one story."""
    samples = Path(__file__).parents[1] / "samples" / "articles"
    read = sources.read([str(samples / name) for name in ("uk-school.txt", "wire.jsonl")])
    articles = language.identify([a for a in read if isinstance(a, Article)], Profiles())
    (library,) = (n for n, article in enumerate(articles) if "library" in article.title)
    assert [library] in group(articles)
    assert [0] in group(articles)


def reported(title: str, text: str) -> Article:
    return Article(title, title, (text,), "ru")


def test_two_events_in_one_form_of_words_are_two_stories() -> None:
    """Two volcanoes on one morning, by one agency: the second's plume stood under the first."""
    form = "Вулкан выбросил пепел на высоту {} км, опасности для посёлков нет, сообщили в МЧС."
    ash = [
        reported("Вулкан Эбеко выбросил пепел над Курилами", form.format(3)),
        reported("Вулкан Карымский выбросил пепел на Камчатке", form.format(5)),
        reported("Эбеко снова выбросил пепел: вулкан Курил", form.format(3)),
    ]
    assert group(ash) == [[0, 2], [1]]


def test_titles_that_name_nothing_in_common_may_tell_one_event() -> None:
    """What the one names in its title the other names in its text."""
    text = "В Миассе поезд столкнулся с грузовиком на переезде, погибли двое, сообщили в МЧС."
    crash = [
        reported("Авария в Миассе: погибли двое", text),
        reported("МЧС: поезд на переезде", text),
    ]
    assert group(crash) == [[0, 1]]


@pytest.mark.data
def test_translated_stories_are_found_across_six_languages(eval_data: Path) -> None:
    path = eval_data / "cluster_crosslingual_ntrex" / "docs.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    clusters = group([Article(r["id"], r["title"], (r["text"],), r["lang"]) for r in rows])
    assert _b_cubed(clusters, [row["story_id"] for row in rows]) >= 0.94


def _b_cubed(clusters: list[list[int]], gold: list[str]) -> float:
    """Return B-cubed F1 (Bagga and Baldwin, 1998)."""
    sizes = Counter(gold)
    precision: dict[int, float] = defaultdict(float)
    recall: dict[int, float] = defaultdict(float)
    for cluster in clusters:
        inside = Counter(gold[item] for item in cluster)
        for item in cluster:
            precision[item] = inside[gold[item]] / len(cluster)
            recall[item] = inside[gold[item]] / sizes[gold[item]]
    p, r = sum(precision.values()) / len(gold), sum(recall.values()) / len(gold)
    return 2 * p * r / (p + r)


def _told(article: Article, *points: str) -> Briefing:
    made = tuple(Point(text, (n,)) for n, text in enumerate(points))
    return Briefing(article, article.language, article.title, made, Signature("test"))


def _in_belarusian(briefing: Briefing) -> Briefing:
    return replace(briefing, language="be", route=(briefing.language, "be"))


def test_the_report_in_the_readers_language_leads_and_new_facts_of_others_follow() -> None:
    ours = _told(BRIDGE[0], "Аб’езд — 35 кіламетраў.")
    theirs = _told(
        replace(BRIDGE[1], text=("The detour is 35 kilometres.", "It cost 1500 euros in 2009.")),
        "The detour is 35 kilometres.",
        "It cost 1500 euros in 2009.",
    )
    (story,) = tell([[theirs, ours]], [_in_belarusian(theirs)], "be")
    assert (story.lead, story.original) == (ours, ours)
    assert [other.article.id for other in story.others] == ["2"]
    assert [addition.point.text for addition in story.additions] == ["It cost 1500 euros in 2009."]


def test_a_report_that_the_reader_cannot_read_is_named_but_adds_nothing() -> None:
    ours, theirs = _told(BRIDGE[0], "Аб’езд."), _told(BRIDGE[1], "It cost 1500 euros.")
    (story,) = tell([[ours, theirs]], [], "be")
    assert (story.additions, story.others) == ((), (theirs,))


def test_a_translation_leads_before_what_cannot_be_read() -> None:
    english, polish = _told(BRIDGE[1], "A"), _told(BRIDGE[2], "B")
    (story,) = tell([[polish, english]], [_in_belarusian(english)], "be")
    assert (story.lead.language, story.original) == ("be", english)


def test_no_more_is_added_than_a_reader_wants_to_see() -> None:
    many = _told(BRIDGE[1], *(f"In {year} it was repaired." for year in range(1990, 1999)))
    (story,) = tell([[_told(BRIDGE[0], "Аб’езд."), many]], [_in_belarusian(many)], "be")
    assert len(story.additions) == 2


AGENCY = (
    "Мост через Ясенку закрыли вечером в понедельник, сообщило дорожное управление района.",
    "В опоре нашли трещину длиной почти три метра, её заметили во время планового осмотра.",
    "Объезд через Верхний Ток удлиняет дорогу на тридцать шесть километров для всех машин.",
)


def _printed(outlet: str, *text: str) -> Article:
    name = article_id(outlet, text)
    return Article(name, "Мост закрыт", text, "ru", f"https://{outlet}.example/1", outlet)


def test_F22_one_text_under_two_names_is_one_article_that_names_both() -> None:
    first, second = _printed("Веснік", *AGENCY), _printed("Газета", *AGENCY)
    (one,) = distinct([first, second, first])
    assert (one.id, [copy.outlet for copy in one.copies]) == (first.id, ["Газета"])
    assert one.ids == (first.id, second.id)


def test_agency_copy_is_named_with_its_outlets_and_not_told_as_a_report() -> None:
    whole = _told(_printed("Агентство", *AGENCY), "Мост закрыт.")
    cut = _told(_printed("Газета", AGENCY[0].replace("закрыли", "перекрыли"), AGENCY[1]), "Мост.")
    own = _told(_printed("Радио", "Мост через Ясенку закрыт, трещину в опоре искали год."), "Мост.")
    (story,) = tell([[cut, own, whole]], [], "ru")
    assert story.lead.article.source == story.original.article.source == "Агентство"
    assert [copy.source for copy in story.lead.article.copies] == ["Газета"]
    assert [other.article.source for other in story.others] == ["Радио"]


def test_the_copies_of_a_translated_report_are_named_too() -> None:
    first, second = (_told(_printed(name, *AGENCY), "Мост.") for name in ("Агентство", "Газета"))
    translations = [_in_belarusian(first), _in_belarusian(second)]
    (story,) = tell([[first, second]], translations, "be")
    assert (story.lead.language, story.others) == ("be", ())
    assert [copy.source for copy in story.lead.article.copies] == ["Газета"]


def test_two_reporters_on_one_event_have_not_copied() -> None:
    samples = sources.read([str(Path(__file__).parents[1] / "samples" / "articles")])
    articles = [article for article in samples if isinstance(article, Article)]
    assert not any(is_copy(one, other) for one, other in combinations(articles, 2))


def test_short_texts_are_copies_only_where_they_are_the_same() -> None:
    one, other = _printed("А", "Мост закрыт до весны."), _printed("Б", "Мост закрыт до зимы.")
    assert not is_copy(one, other)
    assert is_copy(one, _printed("В", *one.text))


def titled(*titles: str, source: str = "", url: str = "") -> list[str]:
    return [
        one.title
        for one in undecorated(
            [Article(str(n), t, ("Текст.",), "ru", url, source) for n, t in enumerate(titles)]
        )
    ]


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        (
            "Богдан в Киевском зоопарке поссорился с козлом (ВИДЕО)",
            "Богдан в Киевском зоопарке поссорился с козлом",
        ),
        ("[ФОТО] Мост открыли в среду", "Мост открыли в среду"),
        ("Мост открыли в среду. ФОТО, ВИДЕО", "Мост открыли в среду"),
        ("Мост открыли! ВИДЕО", "Мост открыли!"),
        ("Мост закрылі ў сераду (АБНОЎЛЕНА)", "Мост закрылі ў сераду"),
        ("Мост открыли в среду — РБК", "Мост открыли в среду"),
        ("Мост открыли в среду | РБК", "Мост открыли в среду"),
        ("Мост открыли в среду - rbc.ru", "Мост открыли в среду"),
        ("Мост откроют в мае — МЧС", "Мост откроют в мае — МЧС"),
        ("ДРАКУ НА МОСТУ СНЯЛИ НА ВИДЕО", "ДРАКУ НА МОСТУ СНЯЛИ НА ВИДЕО"),
        ("Драка на мосту попала на видео", "Драка на мосту попала на видео"),
        ("Что случилось — РБК", "Что случилось — РБК"),
        ("Мост | открыли", "Мост | открыли"),
    ],
)
def test_a_title_loses_what_the_site_hangs_on_it(title: str, bare: str) -> None:
    assert titled(title, source="РБК", url="https://www.rbc.ru/1") == [bare]


def test_what_most_titles_of_an_outlet_end_with_is_no_part_of_them() -> None:
    days = ("в среду", "в четверг", "в пятницу")
    said = [f"Мост откроют {day} ⋆ СПОРТ.UA" for day in days]
    assert titled(*said, "Мост открыли", source="Спорт") == [
        *(f"Мост откроют {day}" for day in days),
        "Мост открыли",
    ]
    assert titled(*said[:2], source="Спорт") == said[:2]
    speakers = [f"Мост откроют {day} — МЧС" for day in days]
    assert titled(*speakers, source="Спорт") == speakers


def test_a_headline_without_a_text_loses_it_in_both() -> None:
    one = Article("1", "Мост открыли в среду — РБК", ("Мост открыли в среду — РБК",), source="РБК")
    (bare,) = undecorated([one])
    assert (bare.title, bare.text, bare.is_headline) == (
        "Мост открыли в среду",
        (bare.title,),
        True,
    )
