"""What drafts between Russian and Belarusian owe to both: senses, cases, numbers, ў."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.backends.apertium import CODES, MODES, Apertium
from digest.backends.pipes import Pipeline
from digest.text.apertium.agreement import agreed
from digest.text.apertium.analyses import lost, mended, shortened
from digest.text.apertium.choices import choices, chosen
from digest.text.apertium.idioms import idiomatic
from digest.text.apertium.readings import READINGS
from digest.text.belarusian.euphony import euphonic

installed = pytest.mark.skipif(
    not (MODES / "rus-bel.mode").is_file(), reason="apertium-bel-rus is not installed"
)


@installed
@pytest.mark.parametrize(
    ("russian", "belarusian"),
    [
        ("Директор и депутат ответили.", "Дырэктар і дэпутат адказалі."),
        ("Дан ответ на решение.", "Дадзены адказ на рашэнне."),
        ("Торф горит уже сутки.", "Торф гарыць ужо суткі."),
        ("На 12 миллионов больше.", "На 12 мільёнаў больш."),
        ("У него нет данных.", "У яго няма даных."),
        ("Дом строится, расследование проводится.", "Дом будуецца, расследаванне праводзіцца."),
        ("Без воды остались 74 дома.", "Без вады засталіся 74 дамы."),
        ("Дом с отоплением.", "Дом з ацяпленнем."),
        ("Создано 22 постоянных рабочих места.", "Створана 22 пастаянныя рабочыя месцы."),
        ("Пострадали 62 человека и 15 человек.", "Пацярпелі 62 чалавекі і 15 чалавек."),
        ("В школе 23 ребёнка.", "У школе 23 дзіцяці."),
        ("Это было 24 ноября 2024 года.", "Гэта было 24 лістапада 2024 года."),
        ("Товары готовы к продаже.", "Тавары гатовыя да продажу."),
        ("К нему пришли люди, живущие в доме.", "Да яго прыйшлі людзі, якія жывуць у доме."),
        ("По словам директора, в верхней части.", "Па словах дырэктара, у верхняй частцы."),
        ("Общество назвало предложение хорошим.", "Грамадства назвала прапанову добрым."),
        ("Количество выросло, движение закрыто.", "Колькасць вырасла, рух закрыты."),
        ("Женщину, которую убил сосед, нашли.", "Жанчыну, якую забіў сусед, знайшлі."),
        ("Памяти соседа, жившего в доме.", "Памяці суседа, які жыў у доме."),
        ("Решение приняла Дума.", "Рашэнне прыняла Дума."),
        ("Дом, который стоит в лесу, стоит 5 рублей.", "Дом, які стаіць у лесе, каштуе 5 рублёў."),
        (
            "«Человек замечает дым на две недели раньше».",
            "«Чалавек заўважае дым на два тыдні раней».",
        ),
        ("Депутаты приняли решение во вторник.", "Дэпутаты прынялі рашэнне ў аўторак."),
        ("В. Жидкин, А. С. Петров и В. В. Путин.", "В. Жыдкін, А. С. Пятроў і В. В. Пуцін."),
        ("Ветер 7-12 м/с, скорость 60 км/ч.", "Вецер 7-12 м/с, скорасць 60 км/г."),
        ("Ресторан McDonald's и URBAN-фреска.", "Рэстарацыя McDonald's і URBAN-фрэска."),
        ("В настоящее время идёт ремонт.", "Цяпер ідзе рамонт."),
        ("Задержано должностное лицо.", "Затрымана службовая асоба."),
        (
            "В домах, получивших разрешение, живут люди.",
            "У дамах, якія атрымалі дазвол, жывуць людзі.",
        ),
        (
            "Это негативно сказывается на времени работы.",
            "Гэта негатыўна адбіваецца на часе работы.",
        ),
        ("Источник сообщил об этом.", "Крыніца паведаміла аб гэтым."),
        ("Алкоголь – это вещество.", "Алкаголь – гэта рэчыва."),
        ("Все купленные альбомы здесь.", "Усе купленыя альбомы тут."),
        ("Режим повышенной готовности.", "Рэжым павышанай гатоўнасці."),
        ("Сотрудники патрульно-постовой службы.", "Супрацоўнікі патрульна-паставой службы."),
        ("Депутаты приняли правила.", "Дэпутаты прынялі правілы."),
        ("Он требует решения.", "Ён патрабуе рашэння."),
        ("Полиция начала проверку.", "Паліцыя пачала праверку."),
        ("Число погибших выросло до 12 человек.", "Колькасць загінулых вырасла да 12 чалавек."),
        ("Правительство России приняло меры.", "Урад Расіі прыняў меры."),
        ("Там образовалась пробка.", "Там утварыўся затор."),
        ("В прошлом году прошло собрание.", "У мінулым годзе прайшоў сход."),
        ("В том числе, таким образом, тем не менее.", "У тым ліку, такім чынам, тым не менш."),
    ],
)
def test_a_draft_reads_as_belarusian(russian: str, belarusian: str) -> None:
    with Apertium() as engine:
        assert engine.translate([russian], "ru", "be") == [belarusian]


@installed
def test_the_number_of_an_article_counts_nothing() -> None:
    with Apertium() as engine:
        (draft,) = engine.translate(["Возбуждена статья 193 кодекса."], "ru", "be")
    assert "193 кодэкса" in draft


@installed
@pytest.mark.parametrize(
    ("belarusian", "russian"),
    [
        ("Ён сказаў, што стаў дырэктарам.", "Он сказал, что стал директором."),
        ("У 2016 годзе вады не было.", "В 2016 году воды не было."),
        ("Гэта было падчас сустрэчы.", "Это было во время встречи."),
        ("Каля 7 гадзін раніцы.", "Около 7 часов утра."),
        ("Праз 3 месяцы і 22 дні.", "Через 3 месяца и 22 дня."),
        ("Адзін з іх прыйшоў да яго.", "Один из них пришёл к нему."),
        ("У яе няма часу.", "У неё нет времени."),
        ("Колькасць вырасла да 832.", "Количество выросло до 832."),
        ("Хвалі вышынёй да 7 метраў.", "Волны высотой до 7 метров."),
        ("Па словах дырэктара, у гэтым раёне.", "По словам директора, в этом районе."),
        ("Яна ўбачыць яго.", "Она увидит его."),
        ("Яна можа ўбачыць яго.", "Она может увидеть его."),
        ("Ён быў павялічаны ў два разы.", "Он был увеличен в два раза."),
        ("Расследаванне забойства працягваецца.", "Расследование убийства продолжается."),
        ("Тут з'явіўся 13-гадовы хлопчык.", "Здесь появился 13-летний мальчик."),
        ("Ва ўсе часы, у Францыі, са ўсімі.", "Во все времена, во Франции, со всеми."),
        ("Пра Аўстрыю.", "Об Австрии."),
        ("Пра гэта стала вядома 5 красавіка.", "Об этом стало известно 5 апреля."),
        ("Невядома, ці прыедзе ён.", "Неизвестно, приедет ли он."),
        ("Ці можна вылечыць хваробу?", "Можно ли вылечить болезнь?"),
        ("Ён вучыцца ў школе і хоча вырашыць пытанне.", "Он учится в школе и хочет решить вопрос."),
        ("Суд прызначыў тры гады калоніі.", "Суд назначил три года колонии."),
        ("Яму было 40 гадоў.", "Ему было 40 лет."),
        ("Мы думаем, што вы ведаеце.", "Мы думаем, что вы знаете."),
        ("ДАІ, МУС і ЕЗ паведамілі.", "ГАИ, МВД и ЕС сообщили."),
        ("Правілы CSS-старонкі.", "Правила CSS-страницы."),
        ("За апошні тыдзень загінула 12 чалавек.", "За последнюю неделю погибло 12 человек."),
        ("Улады абвясцілі надзвычайнае становішча.", "Власти объявили чрезвычайное положение."),
        ("Здымкі апублікаваны ў сацсетках.", "Снимки опубликованы в соцсетях."),
        ("Міністр абароны звольнены.", "Министр обороны уволенный."),
        ("Рэдагаванне забаронена. Міністэрства паведаміла.", "Редактирование запрещено. Министерство сообщило."),
        ("Калі ласка, чытайце.", "Пожалуйста, читайте."),
        ("Для трох жыхароў.", "Для трёх жителей."),
        ("Плошча 50 га.", "Площадь 50 га."),
        ("Скончылася свята.", "Закончился праздник."),
    ],
)
def test_a_draft_reads_as_russian(belarusian: str, russian: str) -> None:
    with Apertium() as engine:
        assert engine.translate([belarusian], "be", "ru") == [russian]


@pytest.mark.skipif(
    not (MODES / "ukr-rus.mode").is_file(), reason="apertium-rus-ukr is not installed"
)
@pytest.mark.parametrize(
    ("ukrainian", "russian"),
    [
        ("Немає грошей.", "Нет денег."),
        ("Він не має часу.", "Он не имеет времени."),
        (
            "Відновили рух нового маршруту 24 листопада.",
            "Возобновили движение нового маршрута 24 ноября.",
        ),
        ("Поліція повідомила про зростання.", "Полиция сообщила про рост."),
        ("Один з них прийшов до міста.", "Один из них пришёл к городу."),
        ("Роботи тривали о шостій ранку.", "Работы продолжались в шесть утра."),
        ("Крім того, жінка розповіла.", "Кроме того, женщина рассказала."),
    ],
)
def test_a_draft_from_ukrainian_loses_no_word(ukrainian: str, russian: str) -> None:
    with Apertium() as engine:
        assert engine.translate([ukrainian], "uk", "ru") == [russian]


def test_a_word_that_stands_twice_stands_for_another() -> None:
    assert lost("Він має часу", "Он имеет имеет")
    assert not lost("Далеко далеко", "Далеко далеко")
    assert not lost("што нешта адбываецца", "что что-то происходит")


@installed
def test_a_participle_at_the_beginning_is_no_name() -> None:
    with Apertium() as engine:
        (draft,) = engine.translate(["Воспитывающие детей Петровы ушли."], "ru", "be")
    assert draft.startswith("[Воспитывающие] ")


FORMS = {
    "n": [f"<n><{g}><{a}><sg><nom>" for g in ("m", "f", "nt") for a in ("nn", "aa")],
    "adj": ["<adj><m><an><sg><nom>", "<adj><sint><m><an><sg><nom>"],
    "vblex": [
        f"<vblex><{aspect}>{tv}<inf>" for aspect in ("perf", "impf") for tv in ("", "<tv>", "<iv>")
    ],
}


@pytest.mark.parametrize(("source", "target"), sorted(READINGS))
def test_every_chosen_word_is_one_that_the_generator_knows(source: str, target: str) -> None:
    mode = f"{CODES[source]}-{CODES[target]}"
    package = "rus-ukr" if source == "uk" else "bel-rus"
    automaton = Path(f"/usr/share/apertium/apertium-{package}/{mode}.autogen.bin")
    if not automaton.is_file():
        pytest.skip(f"apertium-{package} is not installed")
    generate = Pipeline([["lt-proc", "-z", "-g", str(automaton)]], 20)
    try:
        for (lemma, part), choice in choices(source, target).items():
            assert bool(choice.gender) == (part == "n"), lemma
            readings = [choice.tags] if choice.tags else FORMS.get(part, [f"<{part}>"])
            readings = [r for r in readings if choice.gender in ("", *r[1:-1].split("><"))]
            forms = generate([f"^{choice.lemma}{reading}$[\n]" for reading in readings])
            assert any("#" not in form for form in forms), lemma
    finally:
        generate.close()


def test_other_directions_are_left_alone() -> None:
    stream = "^ответ<n><m><nn><sg><nom>/надлом<n><m><nn><sg><nom>$"
    for mend in (mended, chosen, agreed):
        assert mend(stream, "ru", "uk") == stream


def test_the_first_of_several_meanings_is_replaced_with_its_gender() -> None:
    stream = "^Случай<n><m><nn><pl><gen>/Аказія<n><f><nn><pl><gen>/Выпадак<n><m><nn><pl><gen>$"
    assert chosen(stream, "ru", "be") == "^Случай<n><m><nn><pl><gen>/Выпадак<n><m><nn><pl><gen>$"


def test_a_preposition_decides_the_case_of_what_follows_it() -> None:
    stream = (
        "^в/в<pr>$ ^верхней/верхний<adj><f><sg><gen>/верхний<adj><f><sg><prp>$ "
        "^части/часть<n><f><sg><gen>/часть<n><f><sg><prp>$ ^дома/дом<n><m><sg><gen>$"
    )
    assert mended(stream, "ru", "be") == (
        "^в/в<pr>$ ^верхней/верхний<adj><f><sg><prp>$ "
        "^части/часть<n><f><sg><prp>$ ^дома/дом<n><m><sg><gen>$"
    )


@pytest.mark.parametrize(
    ("came", "asked"),
    [
        ("прынялі у аўторак", "прынялі ў аўторак"),
        ("бальніцы увялі рэжым", "бальніцы ўвялі рэжым"),
        ("на Украіне, у Менску", "на Украіне, у Менску"),
        ("дом ў горадзе", "дом у горадзе"),
        ("першая унія", "першая унія"),
        ("з снежня, з складу, з сабой", "са снежня, са складу, з сабой"),
        ("са суседняга дому, са мной", "з суседняга дому, са мной"),
        ("Рыкарду Са Пінту. Са суседам", "Рыкарду Са Пінту. З суседам"),
        ("з-за значных страт", "з-за значных страт"),
    ],
)
def test_small_words_go_by_the_sounds_around_them(came: str, asked: str) -> None:
    assert euphonic(came) == asked


@given(st.text(alphabet="абеіоуў -,.мн20", max_size=60))
def test_euphony_changes_nothing_but_the_small_letters(text: str) -> None:
    assert euphonic(text).replace("ў", "у") == text.replace("ў", "у")


def test_participles_that_were_short_are_short_again() -> None:
    assert shortened("закрытая\ue000, закрытае\ue000, закрытыя\ue000, закрыты\ue000") == (
        "закрыта, закрыта, закрыты, закрыты"
    )


def test_turns_of_phrase() -> None:
    assert idiomatic("выйсці к 20 студзеня", "be") == "выйсці да 20 студзеня"
    assert (
        idiomatic("На продолжении. Более за 5. К 5 метрам", "ru")
        == "В течение. Более 5. К 5 метрам"
    )
    assert idiomatic("У хаду нарады сябар сябра, цераз два тыдні, цераз раку", "be") == (
        "У ходзе нарады адзін аднаго, праз два тыдні, цераз раку"
    )
    assert idiomatic("более за 135, 37-годовая, была найдено, была давно", "ru") == (
        "более 135, 37-летняя, была найдена, была давно"
    )
