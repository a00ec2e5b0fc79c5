from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.records import Article
from digest.text.sentences import balanced, parted, placed, replaced, sentences, split

ONE_SENTENCE_EACH = [
    ("ru", ["Он жил на ул. Ленина в г. Минске.", "Хлеб, соль и т.д.", "Потом ушёл."]),
    ("ru", ["Это написал А. С. Пушкин.", "Было это осенью.", "Он жил тогда в Болдине."]),
    ("be", ["Праф. Іваноў жыве на вул. Якуба Коласа ў г. Менску.", "Потым пайшоў."]),
    ("be-tarask", ["Ён жыве ў г. Менску на вул. Коласа.", "Сёньня сьнег."]),
    ("uk", ["Він живе на вул. Хрещатик у м. Київ.", "Це проф. Шевченко."]),
    ("en", ["Dr. Smith met Mr. Jones of the U.S. Army.", "He lives in the U.S.", "He works."]),
    ("en", ["Tate was held on Dec. 29, 2022, in Bucharest.", "It was a Monday in dec."]),
    ("ru", ["Это было 5 янв. 1990 г. в Минске.", "Потом был февр."]),
    ("en", ["It cost $3.5 million.", "J. K. Rowling won."]),
    ("de", ["Dr. Müller kam z.B. gestern.", "Dann ging er."]),
    ("pl", ["Był tam m.in. Jan Kowalski z ul. Długiej.", "To prof. Nowak."]),
    ("ru", ["Завод построили в 2020 г.", "Он пуст.", "В 2019 г. Минск принял игры."]),
    ("be", ["Ён прыехаў у 2020 г.", "Там, у в. Лясная і аг. Калодзішчы, ціха."]),
    ("uk", ["Він приїхав у 2020 р.", "Він жив у смт. Лісове."]),
    ("ru", ["В дер. Малая сгорел дом.", "В пос. Лесной тихо."]),
    ("pl", ["Przyszło ok. 3 tys. osób.", "Potem wyszli."]),
    ("ru", ["Президент согласен.[2]", "Оппозиция против.[3][4]", "«Суд решит [5]», — сказал он."]),
    ("ru", ["Днём до +16 °С.", "Об этом сообщает сайт.", "Ветер до 14 м/с.", "Ранее был дождь."]),
    ("ru", ["Первый Mercedes-Benz (1105 ед.), за ним модели Lexus (883 ед.; -58%)."]),
    ("zh", ["你好。", "再见。"]),
    ("und", ["Hello there.", "Bye now."]),
]

QUOTATIONS = [
    ("ru", ["«Да! Конечно. Так», — сказал он.", "Потом ушёл."]),
    ("be", ["Ён сказаў: «Так. Ідзем!»", "Потым пайшоў."]),
    ("uk", ["«Так! Йдемо», — сказав він.", "Пішов."]),
    ("en", ["“Yes! Go. Now,” he said.", "He left."]),
    ("en", ['"Yes! Go. Now," he said.', "He left."]),
    ("de", ["Er sagte: „Ja. Gut.“", "Dann ging er."]),
    ("pl", ["Powiedział: „Tak. Idziemy”.", "Wyszedł."]),
]


@pytest.mark.parametrize(("language", "expected"), ONE_SENTENCE_EACH)
def test_abbreviations_do_not_end_a_sentence(language: str, expected: list[str]) -> None:
    joint = "" if language == "zh" else " "
    assert split(joint.join(expected), language) == expected


@pytest.mark.parametrize(("language", "expected"), QUOTATIONS)
def test_short_quotations_stay_whole(language: str, expected: list[str]) -> None:
    assert split(" ".join(expected), language) == expected


def test_a_long_quotation_is_split() -> None:
    text = "«" + "Это довольно длинное предложение о погоде в городе. " * 12 + "Конец»."
    assert len(split(text, "ru")) > 5


def test_a_stray_quote_does_not_swallow_the_rest() -> None:
    assert split('He left" early. She stayed. They met.', "en") == [
        'He left" early.',
        "She stayed.",
        "They met.",
    ]


def test_sentences_follow_the_paragraphs() -> None:
    article = Article(id="a", title="", text=("One. Two.", "", "Three."), language="en")
    assert sentences(article) == ("One.", "Two.", "Three.")
    assert [place for place, _ in placed(article)] == [0, 0, 2]


@pytest.mark.parametrize("text", ["«a» b", "„a“", "„a”", "“a”", '"a"', "«a “b” c»", "a’s"])
def test_balanced(text: str) -> None:
    assert balanced(text)


@pytest.mark.parametrize("text", ["«a", "a»", '"a', "“a „b“", "a”"])
def test_unbalanced(text: str) -> None:
    assert not balanced(text)


PIECES = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            ["г. ", "U.S. ", "Dr. ", "«", "» — ", '" ', "He ", "Я. ", ".\n", "? ", "。", "е́"]
        ),
    )
)
LANGUAGES = st.sampled_from(
    ["ru", "be", "be-tarask", "uk", "kk", "en", "de", "zh", "ar", "und", "xx"]
)


@given(PIECES.map("".join), LANGUAGES)
def test_splitting_loses_white_space_only(text: str, language: str) -> None:
    pieces = split(text, language)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(piece == piece.strip() and piece in text for piece in pieces)


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        ("pl", "minister ds. Europy|film pt. „Sny”|abp. Ryś|kpt. Nowak|dr n. med. Nowak"),
        ("pl", "szkoła im. Kopernika|gm. Wołomin|tel. 112|ppłk. Nowak|tj. Warszawa|art. 12"),
        ("de", "Frl. Weber|Dr. jur. Weber|Dr. med. Weber|Abs. 2|Fa. Weber|hl. Anna|Hptm. Weber"),
        ("uk", "бульв. Шевченка|підполк. Коваль|наб. Дніпра|єп. Лука|т. зв. Новоросія|мал. 3"),
        ("be", "наб. Свіслачы|воз. Нарач|вёс. Лясная|падпалк. Каваль|т. зв. Новаросія|рэж. Каваль"),
        ("ru", "наб. Невы|мкр. Северный|подполк. Кузнецов|еп. Лука|т. наз. Новороссия|реж. Лука"),
    ],
)  # fmt: skip
def test_what_stands_before_a_name_or_a_number_ends_no_sentence(
    language: str, phrases: str
) -> None:
    for phrase in phrases.split("|"):
        text = f"Там, {phrase}, 456."
        assert split(text, language) == [text]


def test_an_ordinal_does_not_end_a_sentence() -> None:
    assert split("In der 14. Minute fiel das Tor. Es blieb dabei.", "de") == [
        "In der 14. Minute fiel das Tor.",
        "Es blieb dabei.",
    ]


def test_straight_quotes_are_told_by_what_stands_before_them() -> None:
    assert not balanced('работать!" - заявил он, заметив: "Хотите вернуть')
    assert balanced('Газета "Звезда" пишет: "Так".')


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "Remont kosztuje 300 tys. zł za rok."),
        ("pl", "Przyszło 5 tys. ludzi."),
        ("cs", "Stojí to 3 mil. korun."),
        ("uk", "Ремонт коштує 148 млн. грн. за рік."),
    ],
)
def test_a_number_and_what_it_counts_are_one_sentence(language: str, text: str) -> None:
    assert split(text, language) == [text]
    assert len(split(f"{text} {text}", language)) == 2


PARTED = [
    ("ru", ["«Мы пришли сюда утром.", "Дом стоял пустой.", "Мы ушли», — сказал он."]),
    ("be", ["Ён сказаў: «Мы прыйшлі сюды раніцай.", "Дом стаяў пусты!»"]),
    ("en", ["“We came here at dawn.", "The house was empty,” he said."]),
    ("de", ["Er sagte: „Wir kamen am Morgen.", "Das Haus war leer.“"]),
    ("zh", ["“我们早上来到这里。房子是空的。”"]),
]


@pytest.mark.parametrize(("language", "expected"), PARTED)
def test_the_sentences_of_a_quotation_are_told(language: str, expected: list[str]) -> None:
    quotation = " ".join(expected)
    assert split(quotation, language) == [quotation]
    assert parted(quotation, language) == expected


@pytest.mark.parametrize(
    "sentence", ["«Да! Конечно. Так», — сказал он.", "Фильм «Что? Где? Когда?» идёт третий год."]
)
def test_a_quotation_of_a_word_or_two_is_not_parted(sentence: str) -> None:
    assert parted(sentence, "ru") == [sentence]


_BITS = st.sampled_from(
    [
        "«",
        "»",
        "“",
        "”",
        '"',
        " ",
        "  ",
        "\n",
        "\u00a0",
        ". ",
        "! ",
        ".",
        "…",
        " — ",
        "。",
        "你好",
        "Мы пришли сюда",
        "He left us then",
        "г. ",
        "5",
        "дом",
    ]
)


@given(st.lists(_BITS, max_size=30).map("".join), st.sampled_from(["ru", "be", "en", "de", "zh"]))
def test_a_text_put_together_of_its_sentences_is_itself(text: str, language: str) -> None:
    pieces = split(text, language)
    joined = [replaced(one, own, own) for one in pieces for own in [parted(one, language)]]
    assert joined == pieces
    assert replaced(text, pieces, joined) == text


def test_sentences_that_no_blank_parts_get_one_in_another_script() -> None:
    assert replaced("你好。再见。", ["你好。", "再见。"], ["Hello.", "Bye."]) == "Hello. Bye."
