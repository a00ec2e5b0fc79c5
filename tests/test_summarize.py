from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from digest.backends.extractive import Extractive
from digest.errors import DigestError
from digest.records import Article, Briefing, Failure, Signature
from digest.summarize import summarize
from digest.text.orphans import leans
from digest.text.sentences import balanced, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

STORM = Article(
    id="storm",
    title="Storm floods the coast road at Newtown",
    text=(
        "FILE - A boat in Newtown harbour on May 2. (AP Photo/Jo Doe, File)",
        "A storm flooded the coast road at Newtown on Monday and cut the town off for hours. "
        "He had never seen such a storm in the town in forty years of service on the coast. "
        "What should the people of Newtown do when the next storm floods the coast road?",
        "The mayor of Newtown, Ann Smith, said that the coast road would stay closed until Friday. "
        "The coast road at Newtown was flooded by a storm on Monday, which cut the town off. "
        "“We are safe. The storm has passed,” the mayor told the people of Newtown on Monday.",
        "Engineers will inspect two bridges on the coast road before any traffic may return. "
        "However, it was also closed.",
        "Schools in the town opened again on Tuesday after the water had left the streets.",
    ),
    language="en",
)


def briefing(article: Article, points: int = 4) -> Briefing:
    result = Extractive().summarize([article], points)[0]
    assert isinstance(result, Briefing)
    return result


def test_points_are_sentences_of_the_article_in_its_order() -> None:
    made = briefing(STORM)
    assert made.headline == STORM.title
    assert len(made.points) == 4
    evidence = [point.evidence for point in made.points]
    assert evidence == sorted(evidence)
    own = sentences(STORM)
    for point in made.points:
        assert point.text == " ".join(own[index] for index in point.evidence)


def test_captions_questions_orphans_and_fragments_are_avoided() -> None:
    text = " ".join(point.text for point in briefing(STORM).points)
    for avoided in ("FILE", "He had never", "What should", "However"):
        assert avoided not in text


@pytest.mark.parametrize(
    "aside",
    [
        "Sign up for the daily newsletter of the town and the coast road at Newtown.",
        "Editor's note: this story about the storm on the coast road has been updated.",
    ],
)
def test_asides_of_the_page_are_avoided(aside: str) -> None:
    article = replace(STORM, text=(aside, *STORM.text))
    assert all(point.text != aside for point in briefing(article, 5).points)


@pytest.mark.parametrize(
    "aside",
    [
        "Фото: БелаПАН",
        "Снимок: Николай Иванов",
        "Источник: Бомбардир.ру",
        "Максим Гаптар, Sport.ua",
        "Subscribe to continue reading.",
        "Already a subscriber?",
        "Get unlimited access from 1 euro a month.",
        "— Почему цена такая низкая?",
        "[1] Указ № 412 от 3 ноября.",
        "| Округ | Кандидат | Процентов |",
        "The post Storm floods the road appeared first on Newtown News.",
        "Сообщение «Шторм залил дорогу» появились сначала на Новости.",
    ],
)
def test_what_states_nothing_is_no_point_even_of_a_short_article(aside: str) -> None:
    short = replace(STORM, text=("The storm flooded the coast road at Newtown on Monday.", aside))
    assert [point.text for point in briefing(short).points] == [short.text[0]]


def test_a_sentence_without_end_is_told_up_to_a_clause() -> None:
    endless = "The court found, " + ", ".join(f"that count {n} was proven" for n in range(60)) + "."
    made = briefing(replace(STORM, text=(endless,)))
    (point,) = made.points
    assert endless.startswith(point.text.removesuffix(" …"))
    assert point.text.endswith("was proven …")
    assert len(point.text.split()) < 70
    assert point.evidence == (0,)


def test_where_nothing_stands_alone_the_beginning_is_quoted() -> None:
    verses = ("Ад родных ніў, ад роднай хаты", "У панскі двор дзеля красы", "Яны, бяздольныя")
    poem = replace(STORM, language="be", text=verses)
    assert [point.text for point in briefing(poem, 2).points] == list(verses[:2])


def test_without_a_title_the_lead_comes_first() -> None:
    assert briefing(replace(STORM, title=""), 1).points[0].text.startswith("A storm flooded")


def test_repetition_is_avoided() -> None:
    texts = [point.text for point in briefing(STORM).points]
    assert sum("flooded" in text for text in texts) == 1


def test_a_longer_repetition_is_avoided() -> None:
    """A report that tells its lead once more, with many words around it."""
    lead = "A storm flooded the coast road on Monday and cut off hundreds of people."
    again = (
        "Hundreds of people were cut off when a storm flooded the coast road on Monday evening, "
        "said the fire brigade, two neighbours, a baker on his way home, the owner of the only inn "
        "and a visitor from abroad, who filmed waves, broken umbrellas and a floating bench."
    )
    points = briefing(replace(STORM, text=(lead, *STORM.text[3:], again)), 3).points
    assert [point.text.split()[0] for point in points] == ["A", "Engineers", "Schools"]


def test_what_the_title_says_is_no_point() -> None:
    again = "The storm has flooded the coast road at Newtown."
    article = replace(STORM, text=(again, *STORM.text))
    assert again not in [point.text for point in briefing(article).points]
    short = replace(STORM, text=(again, "However, it was also closed."))
    assert [point.text for point in briefing(short).points] == ["However, it was also closed."]


def test_a_short_article_gives_fewer_points() -> None:
    short = replace(STORM, text=("The storm flooded the coast road on Monday.",))
    assert len(briefing(short).points) == 1


def test_orphans_serve_where_nothing_else_is_there() -> None:
    only = replace(STORM, text=("He had never seen such a storm in the town.",))
    assert briefing(only).points[0].text.startswith("He had")


def test_who_is_not_named_is_told_of_only_after_the_sentence_that_names_him() -> None:
    text = (
        "The council of Newtown voted on Monday to close the coast road for a year.",
        "An engineer, Ann Brown, warned that the wall of the harbour would not last.",
        "What should be done now?",
        "On Friday she left for the capital.",
    )
    points = [point.text for point in briefing(replace(STORM, text=text), 4).points]
    assert points == list(text[:2])
    told = (text[0], text[1], text[3])
    points = [point.text for point in briefing(replace(STORM, text=told), 4).points]
    assert points == list(told)


def test_a_missing_title_is_made_from_the_lead_and_marked() -> None:
    made = briefing(replace(STORM, title=""))
    assert STORM.text[1].startswith(made.headline.removesuffix(" …"))
    assert made.warnings


def test_no_sentence_is_a_failure_in_its_place() -> None:
    empty = replace(STORM, id="empty", text=("—", "***"))
    results = summarize([STORM, empty, STORM], Extractive(), 4)
    assert [type(result) for result in results] == [Briefing, Failure, Briefing]
    assert isinstance(results[1], Failure)
    assert (results[1].subject, results[1].stage) == ("empty", "summarize")


def test_without_title_and_text_there_is_nothing_to_tell() -> None:
    (result,) = Extractive().summarize([replace(STORM, title="", text=("",))], 4)
    assert isinstance(result, Failure)


def test_quotations_are_whole() -> None:
    long = "“" + "The water of the storm came over the wall of the harbour at night. " * 8
    article = replace(STORM, text=(long + "Nobody slept.” The mayor thanked the rescue crews.",))
    points = briefing(article, 1).points
    assert all(balanced(point.text) for point in points)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He left the town."),
        ("en", "“The road is closed,” he said."),
        ("en", "On Monday they left the town."),
        ("en", "If at least 70% of them agree, the road will close."),
        ("de", "Knapp 40 Prozent davon stammen aus Fördermitteln."),
        ("uk", "Через неї ремонт затримався на п'ять тижнів."),
        ("ru", "В понедельник они покинули город."),
        ("ru", "Открыть её планируют в мае."),
        ("be", "У панядзелак яны перамаглі."),
        ("be", "Адкрыць яе плануюць у траўні."),
        ("be", "Усяго за сезон на яе рахунку 19 галоў."),
        ("de", "Von hier aus sollen sie Kontakte aufgebaut haben."),
        ("ru", "По его словам, помещение было застраховано."),
        ("uk", "Цього року на їхньому рахунку сім перемог."),
        ("pl", "Według niego kontrole są dokładniejsze."),
        ("ru", "Он покинул город."),
        ("ru", "«Дорога закрыта», — сказал он."),
        ("be", "Ён пакінуў горад."),
        ("be-tarask", "Акрамя таго, дарога зачыненая."),
        ("be", "«Дарога зачынена», — сказала яна."),
        ("uk", "Крім того, дорогу закрили."),
        ("pl", "Jednak droga jest zamknięta."),
        ("pl", "– Droga jest zamknięta – powiedział."),
        ("de", "Außerdem ist die Straße gesperrt."),
        ("de", "„Die Straße ist gesperrt“, sagte er."),
        ("de", "„Die Straße ist gesperrt“, regt sie an."),
        ("be", "«Дарога зачынена», – казаў ён."),
        ("uk", "«Дорогу закрито», – запевняє він."),
        ("en", "Wearing the glittering Imperial Crown, he read out the speech."),
        ("en", "Asked about the road, she said that it was closed."),
        ("en", "Because it was late, she was behind on fund-raising."),
        ("en", "“Do they think I get a discount?” she wondered."),
        ("en", "Both come with a guarantee of three years."),
        ("en", "By that logic, the road would be closed for ever."),
        ("en", "Of those, 70 percent said they would vote yes."),
        ("ru", "Об этом сообщает пресс-служба министерства."),
        ("ru", "Следуя этой логике, дорогу закроют навсегда."),
        ("ru", "С тех пор стройка превратилась в долгострой."),
        ("ru", "С таким предложением выступили в агентстве."),
        ("ru", "Напомним, дорогу закрыли в мае."),
        ("be", "Пра гэта паведаміла прэс-служба міністэрства."),
        ("be", "Па гэтай логіцы дарогу закрыюць назаўсёды."),
        ("be", "Паводле гэтай логікі дарогу закрыюць назаўсёды."),
        ("uk", "Про це повідомила прес-служба міністерства."),
        ("uk", "За цією логікою дорогу закриють назавжди."),
        ("pl", "O tym poinformowało ministerstwo."),
        ("pl", "Z tej przyczyny droga jest zamknięta."),
        ("pl", "Twierdzi, że droga jest zamknięta."),
        ("pl", "Dodała także, że droga jest zamknięta."),
        ("de", "Das teilte die Polizei am Montag mit."),
        ("de", "Bei dieser Operation beschlagnahmte die Polizei ein Kilo Kokain."),
        ("de", "Stattdessen bleibt die Straße gesperrt."),
        ("en", "“The road is closed until Friday. Nobody knows why.”"),
        ("be", "«Не думаю, што гэта такая рэдкасць.»"),
        ("xx", "«Дарога зачынена»."),
        ("ru", "Демократы, утверждает он, задались целью препятствовать."),
        ("ru", "Пенсии, по его словам, вырастут в мае."),
        ("ru", "Работает он таким же образом, как и вентиляторы."),
        ("ru", "Далее он сравнивает подходы Вашингтона."),
        ("ru", "В частности, министра спросили о концерте."),
        ("ru", "Как это было реализовано в Москве и других регионах."),
        ("be", "У панядзелак вечарам ён быў арыштаваны."),
        ("be", "Пенсіі, паводле яго слоў, вырастуць у траўні."),
        ("uk", "Натомість, зауважив він, США продовжують санкції."),
        ("uk", "Місія демократів, за його словами, протистояти."),
        ("uk", "Тепер вони бояться залишатися в країні."),
        ("pl", "Był to ostatni dzień wizyty."),
        ("pl", "Aresztowano go w poniedziałek w Wasilli."),
        ("pl", "Przeniósł się on na Stadium of Light."),
        ("pl", "Emerytury, jego zdaniem, wzrosną w maju."),
        ("ru", "Сказал Трамп, подражая голосу ведущего новостей."),
        ("ru", "Трамп сказал своим пародийным голосом."),
        ("be", "Трамп сказаў сваім парадыйным «дыктарскім» голасам."),
        ("be", "Дадаў Пятроў, смеючыся."),
        ("uk", "Сказав Шевченко, сміючись."),
        ("en", "Said Smith, laughing."),
        ("en", "Pensions, according to him, will rise in May."),
        ("en", "Now they fear for their place."),
        ("de", "Seiner Meinung nach steigen die Renten im Mai."),
        ("ru", "В прошлом году этот показатель был на миллиард долларов меньше - $13,73 млрд."),
        ("be", "Летась гэты паказчык быў на мільярд меншы."),
        ("uk", "Торік цей показник був на мільярд менший."),
        ("pl", "W ubiegłym roku ten wskaźnik był niższy o miliard."),
        ("en", "Last year this figure was a billion less."),
        ("de", "Im vergangenen Jahr war diese Zahl um eine Milliarde kleiner."),
        ("ru", "С начала года в Башкирии зафиксировано 2 500 преступлений этого рода, что больше."),
        ("ru", "За январь-апрель зарегистрировано 1 274 таких преступлений."),
        ("be", "З пачатку года выяўлена 2 500 злачынстваў гэтага роду."),
        ("uk", "Від початку року скоєно 2 500 злочинів такого роду."),
        ("pl", "Od początku roku popełniono 2500 przestępstw tego rodzaju."),
        ("en", "Since January police have counted 2,500 crimes of this kind."),
        ("de", "Seit Januar zählte die Polizei 2500 Taten dieser Art."),
        ("ru", "Первая предполагается за одноразовое распространение; вторая - за подкуп."),
        ("be", "Першая прадугледжваецца за аднаразовае распаўсюджванне; другая — за подкуп."),
        ("uk", "Перша передбачається за одноразове поширення; друга - за підкуп."),
        ("pl", "Pierwsza dotyczy jednorazowego rozpowszechniania, druga przekupstwa."),
        ("en", "The first is for spreading rumours once; the second for bribes."),
        ("de", "Die erste gilt für einmalige Verbreitung, die zweite für Bestechung."),
        ("ru", "61,3% полагают, что система готова к залогу вместо ареста."),
        ("ru", "33,9% потеряли большую часть активов."),
        ("be", "61,3% лічаць, што сістэма гатовая да закладу."),
        ("uk", "61,3% вважають, що система готова до застави."),
        ("pl", "61,3 proc. uważa, że system jest gotowy na kaucję."),
        ("en", "61 percent think that the system is ready for bail."),
        ("de", "61 Prozent meinen, dass das System bereit ist."),
        ("ru", "Опрошенные говорят о недостаточной квалификации следователей в этой области."),
        ("be", "Апытаныя кажуць пра недастатковую кваліфікацыю следчых у гэтай галіне."),
        ("uk", "Опитані говорять про недостатню кваліфікацію слідчих у цій галузі."),
        ("pl", "Ankietowani mówią o braku śledczych w tej dziedzinie."),
        ("en", "Three of four speak of the poor training of detectives in this field."),
        ("de", "Drei von vier beklagen die Ausbildung der Ermittler in diesem Bereich."),
    ],
)
def test_leaning_sentences(language: str, text: str) -> None:
    assert leans(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Директор Иванов показал его гостям."),
        ("ru", "Выйдя к журналистам, Меркель сказала, что она рада."),
        ("de", "Nach der Wahl sagte Merkel, dass sie gewonnen habe."),
        ("pl", "Komisja przekazała, że jej raport jest gotowy."),
        ("en", "Heather left the town."),
        ("en", "Police said they left the town."),
        ("en", "Two of those who left the town came back."),
        ("be", "У праграму трапілі 14 фільмаў, з іх пяць дэбютных."),
        ("ru", "Полицейские сказали, что они покинули город."),
        ("ru", "Оновский покинул город."),
        ("be", "Янаў пакінуў горад."),
        ("de", "Ersatz für die Straße fehlt."),
        ("xx", "He left the town."),
        ("en", "This year the town will repair its road."),
        ("en", "In this month's vote the town chose a mayor."),
        ("en", "Those who are on the front line need a road."),
        ("en", "Both Smith and Jones left the town."),
        ("ru", "В этом году город починит дорогу."),
        ("ru", "Этим летом город починит дорогу."),
        ("be", "Гэтым летам горад адрамантуе дарогу."),
        ("be", "У гэтым годзе горад адрамантуе дарогу."),
        ("uk", "Цього тижня місто відремонтує дорогу."),
        ("pl", "W tym roku miasto naprawi drogę."),
        ("pl", "Powiedział Kowalski, że droga jest zamknięta."),
        ("de", "Dieses Jahr saniert die Stadt die Straße."),
        ("de", "In diesem Sommer saniert die Stadt die Straße."),
        ("de", "Das bekannte Museum zeigt neue Bilder."),
        ("ru", "«Дорога жизни» открыта для движения."),
        ("be", "Наша Ніва паведаміла пра новую дарогу."),
        ("ru", "«Мы решили закрыть дорогу», — сказал мэр Минска."),
        ("ru", "Министр Петров сказал, что пенсии, по его словам, вырастут."),
        ("ru", "Сказал Петров, что дорогу закроют."),
        ("ru", "Петров сказал о закрытии дороги в мае."),
        ("ru", "Заявил Петров: «Дорогу закроют»."),
        ("ru", "В результате аварии погибли три человека."),
        ("ru", "Коллектив завода получил премию, и рабочие довольны."),
        ("uk", "Міністр заявив, що пенсії зростуть."),
        ("ru", "47,3% экспертов считают неоправданным арест предпринимателей."),
        ("ru", "20% зарплат в городе выплачивают наличными."),
        ("ru", "Первая партия вакцины прибыла в город в мае."),
        ("ru", "В Минске число больных выросло, и этот показатель выше прошлогоднего."),
        ("be", "47% экспертаў лічаць арышт неапраўданым."),
        ("uk", "Перша партія вакцини прибула до міста."),
        ("pl", "47 procent Polaków uważa, że system jest gotowy."),
        ("en", "The first batch of the vaccine is in town."),
        ("de", "47 Prozent der Befragten meinen, dass das System bereit ist."),
    ],
)
def test_sentences_that_stand_alone(language: str, text: str) -> None:
    assert not leans(text, language)


@pytest.mark.parametrize("language", ["ru", "be", "zh", "ar", "und", "mul"])
def test_every_language_works(language: str) -> None:
    words = ["альфа", "бета", "гамма", "дельта", "эпсилон", "дзета", "эта", "тета"]
    text = " ".join(f"Слово {' '.join(words[i:])} стоит здесь всегда номер {i}." for i in range(6))
    assert len(briefing(Article("a", "Слово", (text,), language)).points) == 4


class Forgetful:
    """An engine that loses the last article."""

    signature = Signature("forgetful")

    def summarize(self, articles: Sequence[Article], points: int) -> list[Briefing | Failure]:
        return Extractive().summarize(articles[:-1], points)


class Shuffled(Forgetful):
    def summarize(self, articles: Sequence[Article], points: int) -> list[Briefing | Failure]:
        return Extractive().summarize(articles, points)[::-1]


@pytest.mark.parametrize("engine", [Forgetful(), Shuffled()])
def test_an_engine_must_answer_for_each_article_in_order(engine: Forgetful) -> None:
    with pytest.raises(DigestError, match="forgetful"):
        summarize([STORM, replace(STORM, id="other")], engine, 4)


def test_the_inside_of_a_long_quotation_is_avoided() -> None:
    inside = "The water of the storm came over the wall of the harbour at night."
    article = replace(
        STORM,
        text=("“We woke at three that night. " + f"{inside} " * 5 + "Nobody slept.”",
              "The mayor thanked the rescue crews of the town."),
    )  # fmt: skip
    assert [point.text for point in briefing(article, 1).points] == [article.text[1]]
