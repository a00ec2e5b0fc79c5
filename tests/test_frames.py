"""What an earlier sentence frames is no fact: words, a condition, what one side claims."""

from __future__ import annotations

import pytest

from digest.backends.extractive import Extractive
from digest.records import Article, Briefing
from digest.text.sentences import split, unquoted
from digest.text.statements.frames import claims, denies, framed


def points(text: str, language: str = "ru", title: str = "") -> list[str]:
    article = Article("1", title, tuple(text.split("\n")), language=language)
    (briefing,) = Extractive().summarize([article], 4)
    assert isinstance(briefing, Briefing)
    return [point.text for point in briefing.points]


def within(text: str, language: str) -> list[str]:
    sentences = split(text, language)
    return [sentences[n] for n in sorted(framed(sentences, [0] * len(sentences), language))]


SCHOOL = (
    "Глава района Иван Петров прокомментировал снос школы на улице Лесной. «Школа была аварийной, "
    "это подтвердили три экспертизы подряд. Никаких нарушений при сносе здания на улице Лесной не "
    "было. Деньги за землю, все двадцать миллионов рублей, пошли в бюджет района. Жители улицы "
    "Лесной сами просили снести школу, и у нас есть их подписи. Суд признал, что снос здания школы "
    "был законным», — заявил Петров. Жители обратились в прокуратуру с жалобой на снос школы. "
    "Прокуратура проверяет законность сноса здания на улице Лесной."
)


def test_the_middle_of_a_long_quotation_is_no_fact() -> None:
    told = points(SCHOOL, title="Глава района прокомментировал снос школы")
    assert not any("миллионов" in point or "подписи" in point for point in told)
    assert "Прокуратура проверяет законность сноса здания на улице Лесной." in told
    assert len(within(SCHOOL, "ru")) == 4


def test_a_quotation_without_an_end_was_a_misprint() -> None:
    text = SCHOOL.replace("»", "")
    assert within(text, "ru") == []


def test_who_speaks_for_a_whole_article_is_quoted_all_the_same() -> None:
    speech = SCHOOL[SCHOOL.index("«") : SCHOOL.index("Суд")].strip() + "»"
    assert points(speech)


def test_what_is_outside_quotations() -> None:
    assert unquoted("Он сказал: «Нет».") == "Он сказал: ."
    assert unquoted("Да», — сказал он.", "«Нет.") == ", — сказал он."
    assert unquoted("Да.", "«Нет.") == ""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Если бюджет не примут, город останется без денег. Школы закроют до весны."),
        ("be", "Калі бюджэт не прымуць, горад застанецца без грошай. Школы закрыюць да вясны."),
        ("uk", "Якщо бюджет не приймуть, місто залишиться без грошей. Школи закриють до весни."),
        ("pl", "Jeśli budżet upadnie, miasto zostanie bez pieniędzy. Szkoły zamkną do wiosny."),
        ("en", "If the budget fails, the city will have no money. Schools will close until May."),
        ("de", "Wenn der Haushalt scheitert, fehlt Geld. Die Schulen werden geschlossen."),
    ],
)
def test_what_may_be_is_no_fact(language: str, text: str) -> None:
    assert within(text, language) == split(text, language)[1:]


def test_what_has_happened_is_a_fact_whatever_was_supposed() -> None:
    assert within("Если бюджет не примут, денег не будет. Мэр собрал депутатов.", "ru") == []
    assert within("If it fails, money will be short. The mayor called a meeting.", "en") == []
    assert within("Если верить мэру, всё в порядке.\nШколы закроют до весны.", "lv") == []


def test_a_condition_ends_with_its_paragraph() -> None:
    sentences = ["Если бюджет не примут, денег не будет.", "Школы закроют до весны."]
    assert framed(sentences, [0, 1], "ru") == frozenset()


CLAIMS = [
    ("ru", "По версии следствия, мэр получил взятку. Он построил на эти деньги дом.",
     "Сам мэр вину отрицает."),
    ("be", "Паводле следства, мэр атрымаў хабар. Ён пабудаваў на гэтыя грошы дом.",
     "Сам мэр віну адмаўляе."),
    ("uk", "За версією слідства, мер отримав хабар. Він збудував на ці гроші дім.",
     "Сам мер провину заперечує."),
    ("pl", "Według prokuratury burmistrz wziął łapówkę. Zbudował za te pieniądze dom.",
     "Burmistrz nie przyznaje się do niczego."),
    ("en", "Prosecutors say the mayor took a bribe. He built a house with the money.",
     "The mayor denies all charges."),
    ("de", "Laut Anklage nahm der Bürgermeister Geld. Er baute davon ein Haus.",
     "Der Bürgermeister bestreitet das."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "claim", "denial"), CLAIMS)
def test_what_one_side_claims_is_no_fact(language: str, claim: str, denial: str) -> None:
    first, second = split(claim, language)
    assert claims(first, language)
    assert not claims(second, language)
    assert denies(denial, language)
    assert within(f"{claim} {denial}", language) == [second]


def test_beside_a_charge_stands_that_it_is_denied() -> None:
    told = points(
        "Следственный комитет завершил расследование дела бывшего мэра Лесного Олега Сидорова. "
        "По версии следствия, в 2019 году Сидоров получил взятку от строителя. За взятку он отдал "
        "строителю участок земли в центре Лесного. Сидоров построил на эти деньги дом в Лесном. "
        "Сам Сидоров вину отрицает. Дело Сидорова передали в суд Лесного на этой неделе.",
        title="Дело мэра Лесного передали в суд",
    )
    assert told[1:3] == [
        "По версии следствия, в 2019 году Сидоров получил взятку от строителя.",
        "Сам Сидоров вину отрицает.",
    ]
    assert not any("дом" in point or "участок" in point for point in told)


def test_an_announcement_and_a_number_are_no_points() -> None:
    told = points("Врач развеял слухи о чае. Он сказал следующее.\nМиф 1.\nЧай не лечит грипп.")
    assert told == ["Врач развеял слухи о чае.", "Чай не лечит грипп."]
