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


def test_where_an_outlet_can_be_followed_is_no_point() -> None:
    told = points(
        "Завод в Лесном открыли вчера утром. Будь в курсе, подписывайся на наш Instagram.\n"
        "Самые важные новости теперь в нашем Telegram-канале.\nМэр подписал указ о парке."
    )
    assert told == ["Завод в Лесном открыли вчера утром.", "Мэр подписал указ о парке."]


def test_an_announcement_and_a_number_are_no_points() -> None:
    told = points("Врач развеял слухи о чае. Он сказал следующее.\nМиф 1.\nЧай не лечит грипп.")
    assert told == ["Врач развеял слухи о чае.", "Чай не лечит грипп."]


MAYOR = (
    "Mayor John Petrie answered critics over the demolition of the school on Mill Street. "
    '"The school was unsafe, and three surveys confirmed it.\n"No rules were broken when the '
    "building on Mill Street came down. All twenty million pounds for the land went to the town "
    'budget.\n"Residents of Mill Street asked us for the demolition," he said. Residents have '
    "complained to the prosecutor about the demolition. The prosecutor is examining whether the "
    "demolition on Mill Street was legal."
)


def test_a_quotation_that_opens_anew_in_each_paragraph_is_one() -> None:
    told = points(MAYOR, "en", "Mayor answers critics over school")
    assert [point.split()[0] for point in told] == ["Mayor", "Residents", "The"]
    assert told[2].startswith("The prosecutor is examining")


def test_the_end_of_a_long_quotation_is_no_point() -> None:
    told = points(SCHOOL, title="Глава района прокомментировал снос школы")
    assert not any("»" in point for point in told)


@pytest.mark.parametrize(
    ("language", "first", "middle", "last"),
    [
        ("ru", "- Голы - часть игры.", "Было бы грустно их запретить.",
         "Эмоции - часть игры, - сказал Лаббадия."),
        ("be", "— Галы — частка гульні.", "Было б сумна іх забараніць.",
         "Эмоцыі — частка гульні, — сказаў Лабадзія."),
        ("uk", "— Голи — частина гри.", "Було б сумно їх заборонити.",
         "Емоції — частина гри, — сказав Лаббадія."),
        ("pl", "– Gole są częścią gry.", "Szkoda byłoby ich zabronić.",
         "Emocje są częścią gry – powiedział Labbadia."),
        ("en", "– Goals are a part of the game.", "A ban would be sad.",
         "Joy is a part of the game, – said Labbadia."),
        ("de", "– Tore gehören zum Spiel.", "Ein Verbot wäre traurig.",
         "Freude gehört zum Spiel, – sagte Labbadia."),
    ],
)  # fmt: skip
def test_direct_speech_goes_on_to_its_speaker(
    language: str, first: str, middle: str, last: str
) -> None:
    sentences = ["Der Klub gewann 3:0.", first, middle, last, "Das Spiel endete."]
    assert framed(sentences, [0] * 5, language) == {1, 2}
    assert framed(sentences, [0, 0, 1, 1, 1], language) == set()


def test_an_accusation_stands_with_who_accuses_and_who_denies() -> None:
    told = points(
        "Суд в Лесном начал рассматривать дело директора завода Ивана Петрова. Обвинение "
        "утверждает следующее. Петров похитил у завода 20 миллионов рублей. Деньги завода Петров "
        "перевёл на счета жены. Защита считает обвинение необоснованным. Петров не признаёт вину. "
        "Следующее заседание суда пройдёт 5 мая.",
        title="Суд по делу Петрова",
    )
    assert told[1:3] == [
        "Обвинение утверждает следующее. Петров похитил у завода 20 миллионов рублей.",
        "Петров не признаёт вину.",
    ]
    assert not any("счета жены" in point for point in told)


@pytest.mark.parametrize(
    ("language", "frame", "claim", "more", "denial"),
    [
        ("be", "Абвінавачанне сцвярджае наступнае.", "Пятроў скраў у завода 20 мільёнаў рублёў.",
         "Грошы завода Пятроў перавёў на рахункі жонкі.", "Пятроў не прызнае віну."),
        ("uk", "Обвинувачення стверджує таке.", "Петров викрав у заводу 20 мільйонів гривень.",
         "Гроші заводу Петров переказав на рахунки дружини.", "Петров не визнає провину."),
        ("pl", "Oskarżenie mówi, co następuje.", "Nowak ukradł zakładowi 20 milionów złotych.",
         "Nowak przelał te miliony na konta swojej żony.", "Nowak nie przyznaje się do winy."),
        ("en", "The prosecution alleges the following.", "Smith stole 20 million from the plant.",
         "The money went to the accounts of his wife.", "Smith denies all charges."),
        ("de", "Die Anklage behauptet Folgendes.", "Meier nahm 20 Millionen Euro aus dem Werk.",
         "Das Geld ging auf die Konten seiner Frau.", "Meier bestreitet die Vorwürfe."),
    ],
)  # fmt: skip
def test_an_accusation_is_one_point_with_its_frame(
    language: str, frame: str, claim: str, more: str, denial: str
) -> None:
    told = points(f"{frame} {claim} {more} {denial}", language, "20 000 000")
    assert told == [f"{frame} {claim}", denial]
    sentences = [frame, claim, more, denial, "2000 km."]
    assert 4 not in framed(sentences, [0] * 5, language)


FRAMES = [
    ("ru", "Как установило следствие, Петров руководил схемой.", "Обвиняемый похитил миллион."),
    ("be", "Як устанавіла следства, Пятроў кіраваў схемай.", "Абвінавачаны скраў мільён."),
    ("uk", "Як встановило слідство, Петров керував схемою.", "Обвинувачений викрав мільйон."),
    ("pl", "Jak ustaliła prokuratura, Nowak kierował grupą.", "Oskarżony ukradł milion."),
    ("en", "Investigators found that Smith ran the scheme.", "He took a million from the plant."),
    ("de", "Wie die Ermittler fanden heraus, führte er sie an.", "Er nahm eine Million."),
    ("ru", "По словам Петрова, школа была аварийной.", "Деньги за землю пошли в бюджет."),
    ("be", "Паводле слоў Пятрова, школа была аварыйнай.", "Грошы за зямлю пайшлі ў бюджэт."),
    ("uk", "За словами Петрова, школа була аварійною.", "Гроші за землю пішли до бюджету."),
    ("pl", "Według Nowaka szkoła groziła zawaleniem.", "Pieniądze trafiły do budżetu."),
    ("en", "According to Petrie, the school was unsafe.", "The money went to the town budget."),
    ("de", "Nach Angaben von Petri war die Schule baufällig.", "Das Geld ging an die Stadt."),
    ("ru", "Ходят слухи, что завод продадут.", "Рабочих ждёт увольнение."),
    ("be", "Ходзяць чуткі, што завод прададуць.", "Рабочых чакае звальненне."),
    ("uk", "Ходять чутки, що завод продадуть.", "На робітників чекає звільнення."),
    ("pl", "Krążą plotki, że zakład będzie sprzedany.", "Robotnicy stracą pracę."),
    ("en", "Rumours are going round that the plant is for sale.", "All workers leave in May."),
    ("de", "Gerüchten zufolge wird das Werk verkauft.", "Alle Arbeiter gehen im Mai."),
    ("ru", "В этом случае город останется без денег.", "Школы города закроют до весны."),
    ("be", "У гэтым выпадку горад застанецца без грошай.", "Школы горада закрыюць да вясны."),
    ("uk", "У цьому разі місто залишиться без грошей.", "Школи міста закриють до весни."),
    ("pl", "W tym przypadku miasto zostanie bez pieniędzy.", "Szkoły zamkną do wiosny."),
    ("en", "In such a scenario the city will be broke.", "Its schools will close until spring."),
    ("de", "In diesem Fall fehlt das Geld.", "Die Schulen werden bis Mai geschlossen."),
]


@pytest.mark.parametrize(("language", "frame", "following"), FRAMES)
def test_what_a_frame_goes_on_to_say_is_no_fact(language: str, frame: str, following: str) -> None:
    assert framed([frame, following], [0, 0], language) == {1}
    assert framed([frame, following], [0, 1], language) == set()


def test_who_doubts_a_scenario_and_who_checks_a_claim_is_told() -> None:
    told = points(
        "Мэр Лесного описал депутатам худший сценарий. В этом случае город останется без денег. "
        "Школы города закроют до весны, а учителя города не получат зарплату. Автобусы перестанут "
        "ходить с 1 января. Депутаты голосуют за бюджет города в пятницу. Экономисты считают такой "
        "сценарий маловероятным.",
        title="Бюджет Лесного",
    )
    assert told[-1] == "Экономисты считают такой сценарий маловероятным."
    assert not any("Школы" in point or "Автобусы" in point for point in told)


@pytest.mark.parametrize(
    ("language", "recall", "following"),
    [
        ("ru", "Напомним, прокуратура потребовала возбудить дело.", "Водитель сбил пешехода."),
        ("be", "Нагадаем, пракуратура запатрабавала справы.", "Кіроўца збіў пешахода."),
        ("uk", "Нагадаємо, прокуратура вимагала справи.", "Водійка збила пішохода."),
        ("pl", "Przypomnijmy, prokuratura chciała śledztwa.", "Kierowca potrąciła pieszego."),
        ("en", "As we previously reported, a driver fled.", "The car hit a woman in July."),
        ("de", "Zur Erinnerung: Ein Fahrer floh.", "Das Auto traf im Juli eine Frau."),
    ],
)
def test_what_is_recalled_is_of_another_event(language: str, recall: str, following: str) -> None:
    news = ["Five died.", "Two cars collided.", "One burned."]
    assert framed([*news, recall, following], [0] * 5, language) == {4}
    assert framed([recall, following], [0, 0], language) == set()
