from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.backends.langdetect import Profiles
from digest.language import already_in, among, detect, identify, of_lines
from digest.records import MULTIPLE, UNDETERMINED, Article
from digest.text.writing.orthography import fold, written

SENTENCES = {
    "be": "Учора ўвечары ў сталіцы адкрылася вялікая выстава, на якую прыйшло шмат людзей.",
    "be-tarask": "Сёньня сьнег ляжыць на плошчы, і ня ўсе людзі вераць у хуткае пацяпленьне.",
    "be-Latn": "Učora ŭviečary ŭ stalicy adkryłasia vialikaja vystava, jakaja spadabałasia ŭsim.",
    "ru": "Вчера вечером в столице открылась большая выставка, на которую пришло много людей.",
    "uk": "Учора ввечері у столиці відкрилася велика виставка, на яку прийшло багато людей.",
    "pl": "Wczoraj wieczorem w stolicy otwarto dużą wystawę, na którą przyszło wielu ludzi.",
    "de": "Gestern Abend wurde in der Hauptstadt eine große Ausstellung eröffnet, die alle freut.",
    "en": "A large exhibition opened in the capital last night, and many people came to see it.",
    "sr": "Синоћ је у главном граду отворена велика изложба, на коју је дошло много људи.",
    "kk": "Кеше кешке елордада үлкен көрме ашылды, оны көруге көптеген адам келді.",
    "zh-Hans": "昨天晚上，首都举办了一场大型展览，许多人前来参观这些作品。",
}
detector = Profiles()


def article(*paragraphs: str) -> Article:
    return Article(id="1", title="", text=paragraphs)


@pytest.mark.parametrize("language", SENTENCES)
def test_l03_tells_near_languages_and_orthographies_apart(language: str) -> None:
    assert detector.detect(SENTENCES[language]).language == language


@pytest.mark.parametrize(
    ("text", "orthography"),
    [
        ("Расея адкрыла мяжу для Беларусі", "be-tarask"),
        ("Лукашэнка ляціць у Горадню", "be-tarask"),
        ("Як выглядае грамадзкі транспарт у гарадах", "be-tarask"),
        ("Новы здымак ад расейскіх СМІ", "be-tarask"),
        ("Мэтавая старонка, вызначаная вамі, не існуе", "be"),
        ("Гутарка пра рэпрэсіі, эпідэмію ды пратэсты", "be"),
        ("Што адбываецца ў горадзе", "be"),  # without a mark the official one
        ("Мэр сказаў, што рух адкрыты", "be"),
        ("Будаўніцтва каштавала 12 мільёнаў, паведаміла мэрыя", "be"),
        ("Хтосьці паклаў тэлефон на збожжа", "be"),
        ("Спадарожнік возьмуць на барацьбу супраць лесу", "be"),
        ("Спадар пісьменьнік", "be-tarask"),
    ],
)
def test_l03_one_mark_tells_the_orthography(text: str, orthography: str) -> None:
    assert detector.detect(text).language == orthography


@pytest.mark.parametrize("language", SENTENCES)
def test_is_sure_of_a_plain_sentence_but_never_beyond_one(language: str) -> None:
    assert 0.7 <= detector.detect(SENTENCES[language]).confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "12.11.2026 — 300",
        "👍👍🎉🎉😀",
        "```\nfor name in names:\n    print(name)\n```",
        "if (a) { b = c->d; } x[i] += y; return {};",
        "https://example.org/news/article?id=1 somebody@example.org",
    ],
)
def test_l05_finds_no_language_where_there_is_no_prose(text: str) -> None:
    assert detector.detect(text).language == UNDETERMINED


@pytest.mark.parametrize("text", ["Так", "Minsk", "Ok?"])
def test_l01_does_not_judge_a_few_letters(text: str) -> None:
    found = detector.detect(text)
    assert (found.language, found.confidence) == (UNDETERMINED, 0.0)


def test_l01_an_undetermined_article_keeps_the_language_of_its_feed() -> None:
    known = Article(id="1", title="", text=("Ok",), language="be")
    assert identify([known], detector)[0].language == "be"


@pytest.mark.parametrize("declared", ["ru", "uk", "ru-RU", "UK"])
def test_l01_what_a_source_declares_decides_in_doubt_but_never_against_the_letters(
    declared: str,
) -> None:
    doubtful = Article(id="1", title="", text=("Погода на завтра",), language=declared)
    assert identify([doubtful], detector)[0].language == written(declared)
    headline = "Суд отпустил журналистку под залог"  # Serbian, by its letters
    misleading = Article(id="1", title="", text=(headline,), language=declared)
    assert identify([misleading], detector)[0].language == written(declared)
    elsewhere = Article(id="1", title="", text=(headline,), language="en")  # a feed's default
    assert identify([elsewhere], detector)[0].language != "en"
    belarusian = Article(id="1", title="", text=("Надвор’е ў Менску",), language=declared)
    assert identify([belarusian], detector)[0].language.startswith("be")


def test_l01_a_headline_in_doubt_is_in_the_language_of_its_sources_others() -> None:
    news = (
        "В Минске из-за снегопада отменили двадцать рейсов, пассажирам обещают вернуть деньги за "
        "билеты, сообщили в аэропорту"
    )
    others = [Article(str(n), "", (f"{n}. {news}",), "und", source="БелТА") for n in range(3)]
    headline = Article("h", "", ("Суд отпустил журналистку под залог",), "und", source="БелТА")
    elsewhere = replace(headline, id="e", source="Політика")
    plain = Article("b", "", ("Надвор’е ў Менску",), "und", source="БелТА")
    every = [*others, headline, elsewhere, plain, replace(headline, id="d", language="en")]
    read = {one.id: one for one in every}
    told = identify(every, detector)
    assert [one.language for one in told[3:]] == ["sr", "sr", "be-tarask", "sr"]
    found = among(told, read, detector)
    assert [one.language for one in found] == ["ru"] * 4 + ["sr", "be-tarask", "ru"]
    assert among(told[2:4], read, detector)[1].language == "sr"  # one other is no custom


def test_l01_an_outlet_of_two_languages_has_none_for_its_headlines() -> None:
    russian = (
        "В Минске из-за снегопада отменили двадцать рейсов, пассажирам обещают вернуть деньги за "
        "билеты, сообщили в аэропорту"
    )
    belarusian = (
        "У Мінску праз снегапад адмянілі дваццаць рэйсаў, пасажырам абяцаюць вярнуць грошы за "
        "квіткі, паведамілі ў аэрапорце"
    )
    every = [Article(str(n), "", (f"{n}. {russian}",), "und", source="a") for n in range(2)]
    every += [Article(f"b{n}", "", (f"{n}. {belarusian}",), "und", source="a") for n in range(2)]
    every += [Article("h", "", ("Суд отпустил журналистку под залог",), "und", source="a")]
    told = identify(every, detector)
    assert among(told, {one.id: one for one in every}, detector) == told


def test_l01_a_headline_counts_once() -> None:
    title = "Выпуск 13"
    headline = Article(id="1", title=title, text=(title,), language="ru")
    assert identify([headline], detector)[0].language == "ru"


def test_l01_a_text_too_short_to_tell_is_judged_with_its_title() -> None:
    title = "В Минске из-за снегопада отменили двадцать рейсов"
    short = Article(id="1", title=title, text=("Видео.",))
    assert identify([short], detector)[0].language == "ru"


@pytest.mark.parametrize(
    "headline", ["Задержали журналиста", "Пожар на складе в Бресте потушен", "Бюджет приняли"]
)
def test_l01_a_headline_is_in_a_language_that_readers_have_rather_than_in_another(
    headline: str,
) -> None:
    assert detector.detect(headline).language == "ru"


@pytest.mark.parametrize(
    ("headline", "language"),
    [("Спартсмен-юніёр ростам 6 футаў", "be"), ("Полиция өкілі денесі", "kk")],
)
def test_l03_a_headline_is_in_no_language_that_lacks_its_letters(
    headline: str, language: str
) -> None:
    assert detector.detect(headline).language == language


def test_l03_a_name_in_another_alphabet_decides_nothing() -> None:
    headline = "В Минске прошёл концерт группы «Ляпіс Трубяцкой»"
    assert detector.detect(headline).language == "ru"


def test_l02_the_cells_of_a_table_are_no_second_language() -> None:
    table = ["Курсы валют на 24 ноября", "Валюта Покупка Продажа", "USD 3,2100 3,2300"]
    assert detect(table, detector).language == "ru"


def test_a_script_without_profiles_is_undetermined() -> None:
    text = "Երեկ երեկոյան մայրաքաղաքում բացվեց մեծ ցուցահանդես"
    assert detector.detect(text).language == UNDETERMINED


def test_l02_two_languages_of_equal_weight_are_several() -> None:
    found = detect([SENTENCES["be"], SENTENCES["ru"]], detector)
    assert found.language == MULTIPLE
    assert {tag for tag, _ in found.shares} == {"be", "ru"}
    assert sum(share for _, share in found.shares) == pytest.approx(1)


def test_l02_a_quotation_does_not_make_a_text_several() -> None:
    quoted = "Вчера всё было хорошо."
    assert detect([SENTENCES["be"]] * 4 + [quoted], detector).language == "be"


def test_two_orthographies_of_one_language_are_not_several() -> None:
    found = detect([SENTENCES["be"], SENTENCES["be-tarask"]], detector)
    assert found.language.startswith("be")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Segodnya v Minske proshla vstrecha, na kotoruyu prishli vse.", "ru-Latn-x-translit"),
        ("Vchera vecherom v stolice otkrylas bolshaja vystavka.", "ru-Latn-x-translit"),
        ("Siohnia u Minsku adbylasia vialikaia vystava, na yakuyu pryishlo shmat liudzei.",
         "be-Latn-x-translit"),
        (SENTENCES["be-Latn"], "be-Latn"),
        ("Kemarin malam sebuah pameran besar dibuka di ibu kota.", "id"),
        ("Sinoci je v mestu potekala velika razstava, na katero so prisli mnogi.", "sl"),
    ],
)  # fmt: skip
def test_l04_transliterated_text_is_told_apart(text: str, language: str) -> None:
    assert detector.detect(text).language == language


def test_l04_a_transliterated_article_is_flagged_and_no_readers_own() -> None:
    text = "Segodnya v Minske proshla vstrecha, na kotoruyu prishli vse."
    (found,) = identify([article(text)], detector)
    assert [str(warning) for warning in found.warnings] == ["translit"]
    assert not already_in("ru", text, detector)
    assert not already_in("en", text, detector)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("افتتح معرض كبير في العاصمة مساء أمس وجاء كثير من الناس لرؤيته", "ar"),
        ("תערוכה גדולה נפתחה אתמול בערב בבירה ואנשים רבים באו לראות אותה", "he"),
        ("昨夜、首都で大きな展覧会が開かれ、多くの人々が訪れました。", "ja"),
        ("어젯밤 수도에서 큰 전시회가 열렸고 많은 사람들이 보러 왔습니다.", "ko"),
        ("เมื่อคืนมีการเปิดนิทรรศการขนาดใหญ่ในเมืองหลวง", "th"),
    ],
)
def test_l06_scripts_from_right_to_left_and_without_spaces(text: str, language: str) -> None:
    assert detector.detect(text).language == language


def test_l07_latin_look_alikes_inside_cyrillic_words_do_not_mislead() -> None:
    text = SENTENCES["ru"].translate(str.maketrans("аео", "aeo"))
    assert detector.detect(text).language == "ru"


def test_l07_folding_leaves_latin_names_alone() -> None:
    assert fold("Рaйон Google") == "Район Google"


def test_l08_decomposed_letters_and_soft_hyphens_do_not_mislead() -> None:
    import unicodedata

    text = unicodedata.normalize("NFD", SENTENCES["be"]).replace("ста", "с\u00adта")
    assert detector.detect(text) == detector.detect(SENTENCES["be"])


def test_addresses_and_markup_in_prose_do_not_mislead() -> None:
    text = f"https://example.org/a-long-english-address {SENTENCES['be']} name@example.org"
    assert detector.detect(text).language == "be"


def test_the_same_text_gets_the_same_answer() -> None:
    text = "Гэта коротка так"
    assert len({detector.detect(text) for _ in range(20)}) == 1
    assert Profiles().detect(text) == detector.detect(text)


@pytest.mark.parametrize("language", ["be", "ru", "uk", "pl", "de", "en"])
def test_a_text_in_the_readers_language_needs_no_translation(language: str) -> None:
    assert already_in(language, SENTENCES[language], detector)


def test_l03_belarusian_is_never_skipped_as_russian_or_the_other_way() -> None:
    assert not already_in("ru", SENTENCES["be"], detector)
    assert not already_in("be", SENTENCES["ru"], detector)
    assert not already_in("uk", SENTENCES["be-tarask"], detector)


@pytest.mark.parametrize("reader", ["be", "be-tarask", "be-Latn"])
def test_a_reader_has_one_orthography_and_a_region_is_none(reader: str) -> None:
    texts = {tag: SENTENCES[tag] for tag in ("be", "be-tarask", "be-Latn")}
    assert [tag for tag in texts if already_in(reader, texts[tag], detector)] == [reader]
    assert already_in("ru-BY", SENTENCES["ru"], detector)


def test_two_signals_must_agree() -> None:
    class Mistaken(Profiles):
        def detect(self, text: str):  # type: ignore[no-untyped-def]
            return type(super().detect(text))("ru", 0.99, "Cyrl")

    assert not already_in("ru", SENTENCES["be"], Mistaken())


def test_identify_touches_nothing_but_the_language() -> None:
    before = article(SENTENCES["pl"])
    after = identify([before], detector)[0]
    assert (after.language, after.text, before.language) == ("pl", before.text, UNDETERMINED)


@given(st.text(max_size=400))
def test_never_raises_and_stays_in_bounds(text: str) -> None:
    found = detector.detect(text)
    assert found.language
    assert 0 <= found.confidence <= 1
    already_in("be", text, detector)


@given(st.lists(st.sampled_from([*SENTENCES.values(), "", "12", "Ok"]), max_size=4))
def test_shares_never_exceed_the_whole(paragraphs: list[str]) -> None:
    assert sum(share for _, share in detect(paragraphs, detector).shares) <= 1 + 1e-9


def test_a_line_is_in_its_own_language_where_that_can_be_told() -> None:
    lines = [
        "Добрый день, как дела?",
        "",
        "Прывітанне, як справы сёння?",
        "Hello, my friend.",
        "12",
    ]
    told = of_lines([SENTENCES["ru"], *lines], detector)
    assert told == ["ru", "ru", "ru", "be", "en", "ru"]


def test_a_short_line_that_may_be_in_the_texts_language_is() -> None:
    assert of_lines([SENTENCES["ru"], "Мост закрыт."], detector) == ["ru", "ru"]
    assert of_lines([SENTENCES["be"], "Мост закрыт."], detector) == ["be", "be"]
