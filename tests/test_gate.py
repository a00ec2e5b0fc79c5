from __future__ import annotations

import pytest

from digest.gate import Aids, check_translation, doubt_translation
from digest.gate.form import bad_form, complete, truncated
from digest.records import Detection, caveat
from digest.text.glossary import Glossary

GOOD = "Прэзідэнт сказаў, што ў 2024 годзе збяруць 1 200 тон яблыкаў."
SOURCE = "Президент сказал, что в 2024 году соберут 1 200 тонн яблок."


ALONE = Aids()


def kinds(
    source_text: str, translated: str, source: str, target: str, aids: Aids = ALONE
) -> set[str]:
    found = check_translation(source_text, translated, source, target, aids)
    return {fault.kind for fault in found}


def test_a_good_translation_passes() -> None:
    assert check_translation(SOURCE, GOOD, "ru", "be") == ()


@pytest.mark.parametrize(
    ("translated", "fault"),
    [
        (" ", "empty"),
        (GOOD.replace("1 200", "1 300"), "number_lost"),
        (GOOD + " Усяго 7.", "number_added"),
        (GOOD.replace("сказаў", "сказал щи"), "letters"),
        (SOURCE, "not_translated"),
        ("У 2024: 1 200.", "too_short"),
        (GOOD + " словы іншыя розныя вельмі шмат рознага тут напісана" * 4, "too_long"),
        (GOOD + " і яшчэ" * 5, "repeats"),
        ("<think>Hm</think> " + GOOD, "reasoning"),
        ("**Пераклад** " + GOOD, "markup"),
        (GOOD + " Падпішыцеся: https://x.by", "address_added"),
        ("Вось пераклад: " + GOOD, "preamble"),
        (GOOD.replace("тон ", "кілаграмаў "), "unit_changed"),
        ("In 2024 they will harvest 1 200 tonnes of apples, the president said.", "wrong_language"),
    ],
)
def test_planted_faults_are_found(translated: str, fault: str) -> None:
    assert fault in kinds(SOURCE, translated, "ru", "be")


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Извините, я не могу перевести этот текст.", "ru"),
        ("Я не могу помочь с этим запросом.", "ru"),
        ("Прабачце, але я не магу перакласці гэты тэкст.", "be"),
        ("Вибачте, я не можу перекласти цей текст.", "uk"),
        ("Przepraszam, ale nie mogę przetłumaczyć tego tekstu.", "pl"),
        ("Es tut mir leid, aber ich kann diesen Text nicht übersetzen.", "de"),
        ("Sorry, but I can't help with that.", "en"),
        ("Мост через реку закрыт. (Примечание переводчика: сокращено.)", "ru"),
        ("The bridge over the river is closed. (Note: shortened.)", "en"),
    ],
)
def test_M19_a_model_that_speaks_for_itself_is_found(said: str, language: str) -> None:
    assert "preamble" in kinds("Le pont sur la rivière est fermé.", said, "fr", language)


def test_what_people_cannot_do_is_no_excuse_of_a_model() -> None:
    source = "“Sorry, I can't get through,” said the driver, whom nobody could help."
    made = "«Извините, я не могу проехать», — сказал водитель, которому никто не мог помочь."
    assert "preamble" not in kinds(source, made, "en", "ru")


def test_M08_a_loop_of_one_word_and_a_sentence_said_twice() -> None:
    assert "repeats" in kinds(SOURCE, "да " * 30, "ru", "be")
    twice = "Прэзідэнт выступіў учора вечарам. Прэзідэнт выступіў учора вечарам."
    assert "repeats" in kinds("Президент выступил вчера вечером. Он устал.", twice, "ru", "be")


def test_M10_the_wrong_language_is_found_in_one_sentence_of_two() -> None:
    source = "Урад прыняў рашэнне ў аўторак. Яно датычыць усіх школ краіны."
    half = "Правительство приняло решение во вторник. Яно датычыць усіх школ краіны."
    assert "wrong_language" in kinds(source, half, "be", "ru")


def test_I_and_do_are_polish_words_too() -> None:
    told = "\"I don't think that's uncommon, do you?\""
    sure = Aids(lambda _: Detection("en", 1.0, "Latn"))
    assert kinds("«Не думаю, что это редкость, а вы?»", told, "ru", "en", sure) == set()


def test_M10_a_run_of_foreign_words_within_a_sentence_is_found() -> None:
    source = "He said: the road to the airport will be closed. It rained."
    mixed = "Ён сказаў: the road to the airport will be closed, і пайшоў дождж."
    assert "wrong_language" in kinds(source, mixed, "en", "be")
    title = "Ён паглядзеў фільм «The Fools Who Dream of the Stars» у Мінску."
    seen = "He watched the film “The Fools Who Dream of the Stars” in Minsk."
    assert kinds(seen, title, "en", "be") == set()


def test_M10_the_detector_decides_where_letters_do_not() -> None:
    def detect(_: str) -> Detection:
        return Detection("de", 0.99, "Latn")

    source = "Министр выступил перед депутатами парламента."
    english = "The minister spoke before members of parliament."
    assert check_translation(source, english, "ru", "en") == ()
    odd = "Minister spoke before parliament members."
    faults = check_translation(source, odd, "ru", "en", Aids(detect))
    assert [fault.kind for fault in faults] == ["wrong_language"]


@pytest.mark.parametrize(
    ("source_text", "translated", "source", "target"),
    [
        ("BBC News", "BBC News", "en", "be"),
        ("The government announced a new policy on Monday", "政府周一上午宣布新政策", "en", "zh"),
        ("Смотрите https://x.by/щи и #ищу", "Глядзіце https://x.by/щи і #ищу", "ru", "be"),
        ("Работники возвращаются в цех.", "Работнікі [возвращаются] ў цэх.", "ru", "be"),
        ("Twelve people came at 3 p.m.", "12 чалавек прыйшлі ў 15:00.", "en", "be"),
        ("He was born in the 1990s.", "Ён нарадзіўся ў 90-я гады.", "en", "be"),
        ("On 24 November 2026 it snowed.", "24.11.2026 ішоў снег.", "en", "be"),
        ("Lukashenko met Putin in Minsk.", "Лукашэнка сустрэўся з Пуціным у Мінску.", "en", "be"),
        ("The UN and the EU warned Germany.", "ААН і ЕС папярэдзілі Нямеччыну.", "en", "be"),
        ("The White House said nothing.", "У Белым доме нічога не сказалі.", "en", "be"),
        ("Queen Elizabeth met Mr. Steven Chase.", "Лізавета сустрэла Стыва Чэйза.", "en", "be"),
        ("North Korea armed itself.", "Северокорейские власти вооружились.", "en", "ru"),
        ("He lives in Worcestershire.", "Он живёт в графстве Вустершир.", "en", "ru"),
        ("Then Moon Jae-in spoke.", "Затем выступил Мун Чжэ Ин.", "en", "ru"),
        (
            "Wierzę w to, czego uczono w Pradze.",
            "I believe what they taught in Prague.",
            "pl",
            "en",
        ),
        ("In Vienna and Lisbon it rained.", "У Вене і Лісабоне ішоў дождж.", "en", "be"),
        ("It is 50 miles from here.", "Это в 80 километрах отсюда.", "en", "ru"),
        ("The 6-foot-6 forward came.", "Пришёл форвард ростом 198 см.", "en", "ru"),
        ("The 6-foot-6 forward came.", "Прыйшоў форвард ростам 6 футаў 6 цаляў.", "en", "be"),
        ("5 inches fell on 100 acres.", "Выпала 127 мм на 40 гектаров.", "en", "ru"),
        ("It was 80 degrees outside.", "На улице было 27 градусов.", "en", "ru"),
        ("He met Matthew Wright in Jelgava.", "Он встретил Мэтью Райта в Елгаве.", "en", "ru"),
        ("Xavier saw the Stadium of Light.", "Хавьер видел стадион «оф Лайт».", "en", "ru"),
        ("Ён быў у Венецыі з Лаўрэнам.", "He was in Venice with Laurence.", "be", "en"),
        ("Сатору Ивата (Satoru Iwata) молчал.", "Саторы Івата маўчаў.", "ru", "be"),
        ("Он говорил на Radio Scotland.", "Ён казаў на шатландскім радыё.", "ru", "be"),
        ("W piątkowej strzelaninie zginął.", "He died in the shooting on Friday.", "pl", "en"),
        ("«Хватит», — сказал Жуков Уилсону.", "«Досыць», — сказаў Жукаў Уілсану.", "ru", "be"),
    ],
)
def test_what_a_translator_may_do_is_no_fault(
    source_text: str, translated: str, source: str, target: str
) -> None:
    assert check_translation(source_text, translated, source, target) == ()


@pytest.mark.parametrize(
    ("translated", "fault"),
    [
        ("Увечары Кавальчук сустрэўся з Меркель.", "name_changed"),
        ("Увечары Джонсан сустрэўся з Меркель у Рыме.", ""),
        ("Увечары Джонсана сустрэла Меркель.", ""),
    ],
)
def test_M19_a_name_in_the_place_of_another(translated: str, fault: str) -> None:
    source = "In the evening Johnson met Merkel."
    assert kinds(source, translated, "en", "be") == ({fault} if fault else set())


@pytest.mark.parametrize(
    ("source_text", "translated", "source", "target"),
    [
        ("Mr. Steinem spoke of Europe.", "Спадар Кромвель казаў пра Еўропу.", "en", "be"),
        ("Британские войска ушли.", "The Korean troops left.", "ru", "en"),
        ("Это было в июне.", "That was in Pyongyang.", "ru", "en"),
        ("Ён быў у Вялікабрытаніі.", "He was in Scotland.", "be", "en"),
        ("The parish of Perry is small.", "Приход Мартина мал.", "en", "ru"),
    ],
)
def test_M19_a_name_in_the_place_of_a_people_a_month_or_a_state(
    source_text: str, translated: str, source: str, target: str
) -> None:
    assert kinds(source_text, translated, source, target) == {"name_changed"}


def test_the_glossary_tells_that_two_names_are_one() -> None:
    aids = Aids(glossary=Glossary.load())
    source, translated = "They met in Lviv and Grodno.", "Яны бачыліся ў Берасці і Львове."
    assert kinds(source, translated, "en", "be") == {"name_changed"}
    good = "Яны бачыліся ў Горадні і Львове."
    assert check_translation(source, good, "en", "be", aids) == ()
    assert kinds(source, translated, "en", "be", aids) == {"name_changed"}


def test_a_number_converted_wrongly_is_a_fault() -> None:
    source = "It is 50 miles from here."
    assert kinds(source, "Это в 90 километрах отсюда.", "en", "ru") == {
        "number_lost",
        "number_added",
    }


def test_a_height_in_feet_and_inches_is_one_number() -> None:
    source = "The 6-foot-6 forward came."
    assert kinds(source, "Пришёл форвард ростом 170 см.", "en", "ru") == {
        "number_lost",
        "number_added",
    }
    assert kinds(source, "Пришёл форвард ростом 6 футов.", "en", "ru") == {
        "number_lost",
        "number_added",
    }


def test_a_conversion_in_brackets_may_be_left_out_but_not_changed() -> None:
    twice, once = "The coast is 300 km (180 miles) long.", "Узбярэжжа мае 300 км."
    assert kinds(twice, once, "en", "be") == set()
    assert kinds(once, twice, "be", "en") == {"number_added"}
    assert "number_lost" in kinds(twice, "Узбярэжжа мае 187 міль.", "en", "be")
    assert kinds(twice.replace("180", "250"), once, "en", "be") == {"number_lost"}
    changed = "Узбярэжжа мае 300 км (187 міль)."
    assert kinds(twice, changed, "en", "be") == {"number_lost", "number_added"}


def test_M19_with_the_article_at_hand_a_first_name_may_be_added() -> None:
    source, translated = "Smith came.", "Потым прыйшоў Джон Сміт."
    aids = Aids(context="Smith came.")
    assert check_translation(source, translated, "en", "be", aids) == ()


def test_M19_with_the_article_at_hand_a_new_name_is_flagged_where_none_is_gone() -> None:
    pair = ("He arrived on Monday evening.", "У панядзелак увечары Джонсан прыехаў.", "en", "be")
    told, untold = Aids(context="Johnson will visit Warsaw."), Aids(context="Merkel is ill.")
    assert check_translation(*pair) == check_translation(*pair, untold) == ()
    assert doubt_translation(*pair) == doubt_translation(*pair, told) == ()
    assert doubt_translation(*pair, untold) == (caveat("name_doubtful", names="Джонсан"),)


@pytest.mark.parametrize(
    ("source_text", "translated", "source", "target"),
    [
        ("Then Hart came to Minsk.", "Потым у Мінск прыехаў Хант.", "en", "be"),  # by sound
        ("Лукашенко молчал.", "Потім Лукашенків мовчав.", "ru", "uk"),  # whose: another name
        ("Then Patricia sighed.", "Потым Шродэр уздыхнула.", "en", "be"),  # the same person
        ("His new play is “Cheers”.", "Його нова п’єса — «Привітання».", "en", "uk"),  # by sense
        ("The boss of the Shark Tank left.", "Глава Басейна з акулами ушёл.", "en", "ru"),
        ("Глава Минска молчал.", "The boss of Minsk was silent in Tokyo.", "ru", "en"),
    ],
)
def test_M19_a_name_that_may_be_the_lost_one_is_flagged(
    source_text: str, translated: str, source: str, target: str
) -> None:
    aids = Aids(context=f"Patricia Schroeder was there.\n{source_text}")
    assert check_translation(source_text, translated, source, target, aids) == ()
    (doubt,) = doubt_translation(source_text, translated, source, target, aids)
    assert doubt.kind == "name_doubtful"


@pytest.mark.parametrize(
    ("source_text", "translated", "target"),
    [
        # a first name in the place of another is no addition
        ("Там Ён Хоксли молчал.", "There Munich Hoxley was silent.", "en"),
        # a sentence begins with what the article names elsewhere
        ("Трампу нечего сказать.", "Про це Кореї нема чого сказати.", "uk"),
        # заявіў only sounds a little like Заеў
        ("В среду Заев сказал это.", "У сераду Кітай заявіў гэта.", "be"),
    ],
)
def test_M19_what_became_of_a_name(source_text: str, translated: str, target: str) -> None:
    aids = Aids(context=f"О Трампе, Заеве и Хоксли\n{source_text}")
    pair = (source_text, translated, "ru", target, aids)
    assert check_translation(*pair) or doubt_translation(*pair)


@pytest.mark.parametrize(
    ("source_text", "translated", "source", "target"),
    [
        ("Почему Трамп победит", "Why Trump Will Win", "ru", "en"),  # no Will
        ("Премию дали в 2016 г. После этого он молчал.", "Прэмію далі ў 2016 г. Пасля ён маўчаў.",
         "ru", "be"),
        ("На митинге были немцы.", "A German rally was held.", "ru", "en"),
        ("Pogoda jest na południu dobra.", "Погода на Південній добра.", "pl", "uk"),
        ("Было 27 градусов.", "Було 27 градусів за Цельсієм.", "ru", "uk"),
        ("В митинге были курды.", "At the rally were Kurdish people.", "ru", "en"),
        ("Шестеро ранены в Лонге.\nШестеро из тюрьмы.", "Бунт у Лонгу\nТрое з турми.", "ru", "uk"),
    ],
)  # fmt: skip
def test_M19_what_is_no_name(source_text: str, translated: str, source: str, target: str) -> None:
    aids = Aids(context=source_text)
    found = check_translation(source_text, translated, source, target, aids)
    assert "name_changed" not in {fault.kind for fault in found}
    assert doubt_translation(source_text, translated, source, target, aids) == ()


@pytest.mark.parametrize(
    ("translated", "flag"),
    [
        ("The Disaster Mitigation Agency was silent on Monday.", ""),  # common words in an office
        ("The Jagodin Agency was silent on Monday.", "Jagodin"),
        ("The Scottish Agency was silent on Monday.", "Scottish"),
    ],
)
def test_M19_with_the_article_at_hand_a_new_english_name_is_flagged(
    translated: str, flag: str
) -> None:
    source = "Агентство по борьбе с бедствиями молчало."
    assert kinds(source, translated, "ru", "en") == set()
    aids = Aids(context=f"Землетрясение было в Палу. {source}")
    assert kinds(source, translated, "ru", "en", aids) == set()
    doubts = doubt_translation(source, translated, "ru", "en", aids)
    assert doubts == ((caveat("name_doubtful", names=flag),) if flag else ())


def test_M19_a_common_word_takes_the_place_of_a_name_only_where_a_name_is_gone() -> None:
    title = "Он написал книгу «Лёгкий страх» о министре Вудворде."
    told = "He wrote the book Light Fear about minister Woodward."
    assert kinds(title, told, "ru", "en") == set()
    assert kinds(title, told.replace("Woodward", "Stone"), "ru", "en") == {"name_changed"}


def test_a_sentence_that_a_quotation_loses_is_missed() -> None:
    said = "«Мы закрываем мост на зиму. Ремонт начнут в понедельник. Объезда нет», — сказал он."
    kept = "«Мы зачыняем мост на зіму. Рамонт пачнуць у панядзелак. Аб’езду няма», — сказаў ён."
    assert check_translation(said, kept, "ru", "be") == ()
    lost = kept.replace(" Рамонт пачнуць у панядзелак.", "")
    assert kinds(said, lost, "ru", "be") == {"sentence_lost"}


def test_a_sentence_that_a_translation_adds_is_seen_by_number_and_length() -> None:
    source = "The bridge was closed on Monday as repairs will take all winter, engineers said."
    whole = "Мост зачынілі ў панядзелак. Рамонт зойме ўсю зіму, паведамілі інжынеры."
    assert check_translation(source, whole, "en", "be") == ()  # it parts one
    more = (
        "Жыхары суседніх вёсак скардзяцца на доўгі аб’езд і зноў просяць пусціць паром цераз раку."
    )
    assert kinds(source, f"{whole} {more}", "en", "be") == {"sentence_added"}


def test_M19_placeholders_that_models_leave_are_markup() -> None:
    for left in ("__ru__ Прывітанне", ">>bel<< Прывітанне", "Прывітанне</s>", "<unk> Прывітанне"):
        assert [fault.kind for fault in bad_form(left)] == ["markup"]


def test_a_number_that_stands_twice_may_not_lose_a_copy() -> None:
    source = "In 2020 there were 5 of them and 5 of us."
    assert kinds(source, "У 2020 было 5 іх і 5 нас.", "en", "be") == set()
    assert kinds(source, "У 2020 было 5 іх і пяць нас.", "en", "be") == set()
    assert kinds(source, "У 2020 было 5 іх і столькі ж нас.", "en", "be") == {"number_lost"}


def test_a_numeral_is_compared_with_a_numeral() -> None:
    source = "Fifteen people were injured."
    assert kinds(source, "Пацярпелі пятнаццаць чалавек.", "en", "be") == set()
    assert kinds(source, "Пацярпелі дваццаць чалавек.", "en", "be") == {"number_changed"}


def test_a_dropped_sentence_is_seen_by_number_and_length() -> None:
    source = "The bridge was closed on Monday. Repairs will take all of the winter, engineers said."
    whole = "Мост закрылі ў панядзелак. Рамонт зойме ўсю зіму, паведамілі інжынеры."
    assert check_translation(source, whole, "en", "be") == ()
    assert "sentence_lost" in kinds(source, "Мост закрылі ў панядзелак.", "en", "be")


@pytest.mark.parametrize(
    ("translated", "fault"),
    [
        ("Мост зачынілі ў панядзелак, бо рамонт зойме ўсю зіму, паведамілі інжынеры.", ""),
        ("Мост зачынілі ў панядзелак, бо рамонт", "truncated"),
        ("Мост зачынілі ў панядзелак.", "too_short"),
        ("Мост зачынілі ў панядзелак, бо цягам зімы.", "too_short"),
    ],
)
def test_M11_a_sentence_that_loses_its_second_half(translated: str, fault: str) -> None:
    source = "The bridge was closed on Monday as repairs will take all winter, engineers said."
    assert kinds(source, translated, "en", "be") == ({fault} if fault else set())


@pytest.mark.parametrize(
    ("translated", "flag"),
    [
        ("Ён не згадзіўся з рашэннем суда.", "negation_added"),
        ("Ён згадзіўся з рашэннем суда.", None),
    ],
)
def test_M14_a_flipped_negation_is_flagged_not_failed(translated: str, flag: str | None) -> None:
    source = "He agreed with the decision of the court."
    assert check_translation(source, translated, "en", "be") == ()
    assert doubt_translation(source, translated, "en", "be") == ((caveat(flag),) if flag else ())


def test_M14_an_opposite_is_flagged_not_failed() -> None:
    source = "Shares rose on Monday, and the council banned the march."
    right = "У панядзелак акцыі выраслі, і савет забараніў шэсце."
    wrong = "У панядзелак акцыі ўпалі, і савет забараніў шэсце."
    assert check_translation(source, wrong, "en", "be") == ()
    assert doubt_translation(source, wrong, "en", "be") == (caveat("opposite"),)
    assert doubt_translation(source, right, "en", "be") == ()


def test_M14_not_may_be_said_in_other_words() -> None:
    source, translated = "Он не смог прийти.", "He failed to come."
    assert doubt_translation(source, translated, "ru", "en") == ()
    assert doubt_translation(source, "He came.", "ru", "en") == (caveat("negation_lost"),)


def test_M11_a_truncated_text_is_cut_back_to_its_last_sentence() -> None:
    cut = "Мост закрылі. Рамонт зойме ўсю зі"
    assert [fault.kind for fault in truncated(cut)] == ["truncated"]
    assert complete(cut) == "Мост закрылі."
    assert complete("Ён сказаў: «Досыць!» Потым") == "Ён сказаў: «Досыць!»"
    assert complete("Рамонт зойме ўсю зі") == ""
