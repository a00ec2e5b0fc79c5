from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.backends.apertium import MODES, Apertium, commands
from digest.backends.pipes import Pipeline
from digest.errors import Unavailable
from digest.gate import check_translation
from digest.records import caveat
from digest.text.apertium.analyses import lost, mended
from digest.text.apertium.marks import escape, finish
from digest.text.apertium.pieces import pieces
from digest.translate.routes import Hop
from digest.translate.trips import Trip, travel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

installed = pytest.mark.skipif(
    not (MODES / "rus-bel.mode").is_file(), reason="apertium-bel-rus is not installed"
)


@pytest.fixture
def engine() -> Iterator[Apertium]:
    with Apertium() as opened:
        yield opened


def test_nothing_installed_has_no_pairs(tmp_path: Path) -> None:
    empty = Apertium(tmp_path)
    assert empty.pairs == frozenset()
    with pytest.raises(Unavailable, match="no ru-be"):
        empty.translate(["Дом"], "ru", "be")


def test_a_mode_file_is_read_without_the_tagger_that_crashes(tmp_path: Path) -> None:
    mode = tmp_path / "rus-bel.mode"
    mode.write_text(
        "lt-proc -w 'a b' | cg-proc -w 'c' | apertium-tagger -g $2 'd' | lt-proc $1 'e'\n"
    )
    assert commands(mode) == [
        ["lt-proc", "-z", "-w", "a b"],
        ["cg-proc", "-z", "-w", "-1", "-n", "c"],
        ["lt-proc", "-z", "-g", "e"],
    ]


def test_signs_of_the_format_and_addresses_pass_untouched() -> None:
    text = "[a] {b} ^c$ @d \\ e/f <g> * # https://x.by/a_b?c=d ~"
    assert finish(escape(text), lambda word: (word.upper(), True)) == (text, [])


def test_L08_accents_and_soft_hyphens_do_not_reach_the_dictionary() -> None:
    assert escape("пе\u00adрай\u0438\u0306шло́").startswith("пераййшло")


def test_marks_are_removed_and_unknown_words_reported() -> None:
    raw = "Ён *пришёл у #дом @слово перамогшы/пераможаўшы, *з'*езд[\n]"
    text, left = finish(raw, lambda word: (word, word != "слово"))
    assert text == "Ён пришёл у дом [слово] перамогшы, з’езд"
    assert left == ["слово"]


def test_a_process_that_dies_and_one_that_hangs_are_errors() -> None:
    dead, hanging = Pipeline([["true"]], 5), Pipeline([["sleep", "60"]], 0.2)
    try:
        with pytest.raises(OSError, match=r"ended|Broken pipe"):
            dead(["a"])
        with pytest.raises(TimeoutError, match=r"within 0\.2 s"):
            hanging(["a"])
    finally:
        dead.close()
        hanging.close()


def test_texts_longer_than_a_pipe_do_not_block() -> None:
    pipeline = Pipeline([["cat"], ["cat"]], 20)
    texts = ["я" * 200_000, "", "b"]
    assert pipeline(texts) == texts
    pipeline.close()


@installed
def test_both_directions_translate_in_the_right_letters(engine: Apertium) -> None:
    source = "Президент сказал, что в 2024 году построят 12 школ."
    (be,) = engine.translate([source], "ru", "be")
    assert check_translation(source, be, "ru", "be") == ()
    assert "сказаў" in be
    assert "2024" in be
    (ru,) = engine.translate(["Прэзідэнт падтрымаў новы закон «Аб’ект»."], "be", "ru")
    assert "Президент" in ru
    assert "«Объект»" in ru


@installed
def test_many_texts_keep_their_order(engine: Apertium) -> None:
    texts = [f"Дом {number}." for number in range(150)]
    done = engine.translate(texts, "ru", "be")
    assert [text.split()[-1] for text in done] == [text.split()[-1] for text in texts]


@installed
def test_a_killed_process_is_started_again_and_closing_leaves_none() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        engine = Apertium()
        first = engine.translate(["Дом."], "ru", "be")
        pipeline = engine._open["ru", "be"][-1][0]
        pipeline._processes[3].kill()
        assert engine.translate(["Дом."], "ru", "be") == first
        assert not pipeline.alive
        again = engine._open["ru", "be"][-1][0]
        engine.close()
        assert all(process.returncode is not None for process in again._processes)


SPOILER = """\
import signal, sys
for text in iter(lambda: sys.stdin.buffer.read(1), b""):
    while not text.endswith(b"\\0"):
        text += sys.stdin.buffer.read(1)
    if b"crash" in text:
        sys.exit(1)
    if b"hang" in text:
        signal.pause()
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()
"""


@pytest.fixture
def fragile(tmp_path: Path) -> Iterator[Apertium]:
    """Yield an engine over a real process that copies, but dies or hangs at certain words."""
    script = tmp_path / "spoiler"
    script.write_text(f"#!{sys.executable}\n{SPOILER}")
    script.chmod(0o700)
    (tmp_path / "rus-ukr.mode").write_text(f"{script}\n")
    (tmp_path / "ukr-rus.mode").write_text("false\n")
    with Apertium(tmp_path, patience=1) as engine:
        yield engine


@pytest.mark.parametrize("fault", ["crash", "hang"])
def test_a_sentence_that_fails_twice_costs_only_itself(fragile: Apertium, fault: str) -> None:
    texts = [f"один {fault}", "два"]
    made = fragile.translate(texts, "ru", "uk")
    assert made == ["", "два"]
    assert check_translation(texts[0], made[0], "ru", "uk") == (caveat("empty"),)


def test_a_single_sentence_that_fails_is_empty_and_a_dead_pair_unavailable(
    fragile: Apertium,
) -> None:
    assert fragile.translate(["crash"], "ru", "uk") == [""]
    with pytest.raises(Unavailable, match="apertium uk-ru"):
        fragile.translate(["один"], "uk", "ru")


@given(st.text(alphabet="аб ,.\n", max_size=200), st.integers(1, 40))
def test_pieces_are_short_and_joined_the_text(text: str, longest: int) -> None:
    parts = pieces(text, longest)
    assert "".join(parts) == text
    assert all(len(part) <= longest for part in parts)


def test_a_text_is_cut_after_a_stop_rather_than_a_comma() -> None:
    assert pieces("Адзін два. Тры, чатыры пяць", 18) == ["Адзін два. ", "Тры, чатыры пяць"]
    assert pieces("адзін два тры, чатыры пяць", 20) == ["адзін два тры, ", "чатыры пяць"]


@installed
def test_a_table_without_stops_is_translated_whole(engine: Apertium) -> None:
    words = ["вада", "хлеб", "Абракадабрык"] * 2000
    (made,) = engine.translate([" ".join(words)], "be", "ru")
    assert made == " ".join(["вода", "хлеб", "Абракадабрик"] * 2000)


@installed
def test_a_word_left_in_a_later_piece_is_named_by_the_whole_text(engine: Apertium) -> None:
    text = "вада " * 500 + "абракадабрык"
    (made,) = engine.translate([text], "be", "ru")
    assert made.endswith("вода [абракадабрык]")
    assert engine.untranslated == {text: ["абракадабрык"]}


@installed
@pytest.mark.parametrize("text", ["вода ^^", "^", "^" * 5000, "[^] {^}"])
def test_a_caret_at_the_end_does_not_stop_the_pipe(engine: Apertium, text: str) -> None:
    assert engine.translate([text], "uk", "ru") == [text]


@installed
def test_words_left_are_named(engine: Apertium) -> None:
    engine.translate(["Абракадабрщик пришёл.", "Дом."], "ru", "be")
    assert set(engine.untranslated) <= {"Абракадабрщик пришёл."}


@installed
@pytest.mark.parametrize(
    ("russian", "expected"),
    [
        ("Мост закрыт.", "Мост закрыты."),
        ("Школа была закрыта.", "Школа была закрыта."),
        ("Решение принято, бюджеты подписаны.", "Рашэнне прынята, бюджэты падпісаны."),
        ("Рынок будет работать круглый год.", "Рынак будзе працаваць круглы год."),
        ("Мы будем жить в Минске.", "Мы будзем жыць у Мінску."),
        ("Цены не будут расти.", "Цаны не будуць расці."),
        ("Он есть в списке.", "Ён ёсць у спісе."),
    ],
)
def test_no_word_and_no_tense_is_lost(russian: str, expected: str) -> None:
    assert Apertium().translate([russian], "ru", "be") == [expected]


def test_a_reading_that_is_spoiled_leaves_the_word_unknown() -> None:
    analysis = "^Рынок/рынок<n><nom>$ ^будет/быть<vbser><fut><p3><sg>$^./.<sent>$"
    assert mended(analysis, "ru", "be") == "^Рынок/рынок<n><nom>$ ^будет/*будет$^./.<sent>$"
    assert mended(analysis, "ru", "uk") == analysis
    both = "^будет/быть<vbser><fut>/будить<vblex><pres>$"
    assert mended(both, "ru", "be") == "^будет/будить<vblex><pres>$"


@pytest.mark.parametrize(
    ("sent", "came", "expected"),
    [
        ("Школа была закрыта.[\n]", "Школа была .[\n]", True),
        ("Он сам пришёл.[\n]", "Ён  прыйшоў.[\n]", True),
        ("Всё.[\n]", "Усё.[\n]", False),
        ("Он пришёл .[\n]", "Ён прыйшоў .[\n]", False),
    ],
)
def test_a_lost_word_leaves_a_gap(sent: str, came: str, expected: bool) -> None:
    assert lost(sent, came) == expected


def test_a_word_that_an_engine_before_has_left_is_not_marked_twice() -> None:
    assert escape("Школа не [закриється]: дома") == "Школа не [\\[закриється\\]]: дома[\n]"
    assert finish("Школа не [\\[закриється\\]].[\n]", lambda word: (word, False)) == (
        "Школа не [закриється].",
        [],
    )


@installed
@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        # a clause with a subject or an infinitive has a finite verb
        ("be", "Прэзідэнт загадаў вывесці войскі.", "Президент приказал вывести войска."),
        ("be", "Ён загадаў, каб войскі выйшлі.", "Он приказал, чтобы войска вышли."),
        ("be", "Няма загадаў.", "Нет приказов."),
        (
            "be",
            "Пасля загадаў прэзідэнта войскі адышлі.",
            "После приказов президента войска отошли.",
        ),
        ("be", "Савет разглядаў справу.", "Совет рассматривал дело."),
        ("ru", "Он менял правила.", "Ён мяняў правілы."),
        # whom one does something to, after who does it
        ("ru", "Мать любит дочь.", "Маці любіць дачку."),
        ("ru", "Женщина купила ткань.", "Жанчына купіла тканіну."),
        ("ru", "Об этом сообщил источник.", "Аб гэтым паведаміла крыніца."),
        # what is until a time, and to a person
        ("be", "Пажар тушылі да раніцы.", "Пожар тушили до утра."),
        ("be", "Да вайны тут жылі.", "До войны здесь жили."),
        ("be", "Звярнуўся да прэзідэнта.", "Обратился к президенту."),
        # what burns or is stored, and what consists of people
        ("be", "У Лясным згарэў склад.", "В Лесном сгорел склад."),
        ("be", "На складзе знайшлі зброю.", "На складе нашли оружие."),
        ("be", "Новы склад каманды.", "Новый состав команды."),
        # other meanings
        ("ru", "Соглашение позволит разрешить спор.", "Пагадненне дазволіць вырашыць спрэчку."),
        ("ru", "Суд разрешил спор.", "Суд вырашыў спрэчку."),
        ("ru", "Суд разрешил въезд.", "Суд дазволіў уезд."),
        ("ru", "Дорога становится уже.", "Дарога робіцца вузей."),
        ("ru", "Думаем, стоит ли поднимать налоги.", "Думаем, ці варта паднімаць падаткі."),
        ("ru", "Он нырял.", "Ён ныраў."),
        ("ru", "Пришло немало людей.", "Прыйшло нямала людзей."),
        ("be", "Параненыя застаюцца ў бальніцы.", "Раненые остаются в больнице."),
        ("be", "Яны мелі адзіныя тарыфы.", "Они имели единые тарифы."),
        ("be", "Гэта адзіны выхад.", "Это единственный выход."),
        ("be", "Крама працуе да васьмі.", "Магазин работает до восьми."),
        ("be", "Там было трое мужчын.", "Там было трое мужчин."),
        ("be", "Пенітэнцыярнае ўпраўленне маўчыць.", "Пенитенциарное управление молчит."),
        ("uk", "Загинуло 38 чоловік.", "Погибло 38 человек."),
        ("uk", "Початкову школу закрили.", "Начальную школу закрыли."),
        ("uk", "ТОВ «Мрія» закрили.", "ООО «Мечта» закрыли."),
        ("uk", "Краматорська міська рада вирішила.", "Краматорский городской совет решил."),
        ("uk", "Це були 1900–2014 роки.", "Это были 1900–2014 годы."),
    ],
)
def test_the_sense_of_a_draft_stays(source: str, text: str, expected: str) -> None:
    target = "be" if source == "ru" else "ru"
    assert Apertium().translate([text], source, target) == [expected]


@installed
@pytest.mark.parametrize(
    ("source", "target", "text", "expected"),
    [
        ("ru", "be", "Полиция ищет Ли Кайфу.", "Паліцыя шукае Лі Кайфу."),
        ("ru", "be", "Актёр Ли Мин приехал.", "Акцёр Лі Мін прыехаў."),
        ("ru", "be", "Придёт ли он?", "Ці прыйдзе ён?"),
        ("ru", "uk", "Полиция ищет Ли Кайфу.", "Поліція шукає Лі Кайфу."),
        ("ru", "be", "Чед Хаммел сказал.", "Чэд Хаммел сказаў."),
        ("ru", "be", "Он живёт в Северной Корее.", "Ён жыве ў Паўночнай Карэе."),
        ("be", "ru", "Ён жыве ў Палу.", "Он живёт в Палу."),
        ("be", "ru", "Ён жыве ў Батон-Руж.", "Он живёт в Батон-Руж."),
        ("uk", "ru", "Сім'я Буряків отримала допомогу.", "Семья Буряков получила помощь."),
        ("ru", "be", "Об этом сообщил А.Б.", "Аб гэтым паведаміў А.Б."),
        ("ru", "uk", "Директор А.Б. Иванов.", "Директор А.Б. Іванов."),
    ],
)
def test_names_are_not_translated(source: str, target: str, text: str, expected: str) -> None:
    assert Apertium().translate([text], source, target) == [expected]


@installed
def test_a_word_that_the_hop_to_russian_has_left_is_carried_over() -> None:
    engine = Apertium()
    sent = "Яна раз'юшылася і закахалася."
    [russian] = engine.translate([sent], "be", "ru")
    assert russian == "Она [раз’юшылася] и [закахалася]."
    assert engine.translate([russian], "ru", "uk") == ["Вона роз’юшилася і закохалася."]
    kept = "Он сказал [так] и [кракозябр]."
    assert engine.translate([kept], "ru", "uk") == ["Він сказав [так] і [кракозябр]."]


@installed
def test_a_word_that_is_carried_over_is_no_longer_named_as_left() -> None:
    with Apertium() as engine:
        route = (Hop("be", "ru", engine), Hop("ru", "uk", engine))
        texts = ["Яна раз'юшылася.", "Яна капялюшылася."]
        trip = Trip(route, texts, dict.fromkeys(texts, ()))
        travel([trip])
    assert trip.texts[0] == "Вона роз’юшилася."
    assert trip.left == {texts[0]: (), texts[1]: ("капялюшылася",)}
