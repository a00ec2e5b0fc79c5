"""How a text says that an earlier version of it was wrong, in six languages."""

from __future__ import annotations

import pytest

from digest.backends.extractive import Extractive
from digest.records import Article, Briefing, Caveat, caveat
from digest.text.statements.corrections import corrects, is_bare, statement

SAID = [
    "Correction (Nov. 3): the bridge is open.",
    "CORRECTED-Minsk says the bridge is open",
    "An earlier version of this article misstated the year.",
    "Исправлено: погибших нет.",
    "Ранее мы ошибочно сообщили, что погибли двое.",
    "В более ранней версии этого текста говорилось о двоих погибших.",
    "Раней мы памылкова паведамілі, што загінулі двое.",
    "У тэксце была дапушчана памылка.",
    "У попередній версії тексту йшлося про двох загиблих.",
    "Sprostowanie: nikt nie zginął.",
    "In einer früheren Version dieses Artikels hieß es, zwei Menschen seien gestorben.",
]
NEWS = [
    "Поправка к Конституции принята.",
    "Corrections officers went on strike.",
    "Korekta cen paliw nastąpi w maju.",
    "Первая версия следствия — поджог.",
    "Он исправил оценку и сдал экзамен.",
    "Власти ошибочно задержали двоих.",
    "Der Kurs wurde nach oben korrigiert.",
]


@pytest.mark.parametrize("text", SAID)
def test_a_correction_is_known(text: str) -> None:
    assert corrects(text)


@pytest.mark.parametrize("text", NEWS)
def test_news_of_corrections_is_none(text: str) -> None:
    assert not corrects(text)


def test_the_words_stay_the_same_where_the_text_around_them_changes() -> None:
    note = "Ранее мы ошибочно сообщили о двоих погибших."
    assert statement(["Пожар.", note]) == statement([f"Пожар в Бресте. {note} Дополнено.", "Ещё."])


def test_nobody_corrects_himself_in_the_middle() -> None:
    text = [*"абвг", "Ранее мы ошибочно сообщили о двоих, признал он.", *"дежз"]
    assert statement(text) == ""


@pytest.mark.parametrize("note", ["", "От редакции: "])
@pytest.mark.parametrize("warnings", [(), (caveat("corrected"),)])
def test_a_corrected_article_is_briefed_with_its_correction(
    warnings: tuple[Caveat, ...], note: str
) -> None:
    text = (
        "В Бресте ночью сгорел склад на улице Пушкинской, сообщили спасатели.",
        "Склад тушили шесть часов, работали двенадцать машин.",
        "Причину пожара устанавливает комиссия, склад не работал с лета.",
        f"{note}ранее мы ошибочно сообщили, что при пожаре погибли два человека, погибших нет.",
    )
    article = Article("a", "Пожар на складе", text, "ru", warnings=warnings)
    (briefing,) = Extractive().summarize([article], 1)
    assert isinstance(briefing, Briefing)
    assert corrects(briefing.points[0].text) == bool(warnings)


BARE = [
    "This article has been corrected.",
    "Текст исправлен.",
    "Статья была исправлена.",
    "Приносим извинения читателям.",
    "Тэкст выпраўлены.",
    "Просім прабачэння за памылку.",
    "Текст виправлено.",
    "Tekst został poprawiony.",
    "Der Artikel wurde korrigiert.",
]


@pytest.mark.parametrize("sentence", BARE)
def test_that_something_was_corrected_says_nothing(sentence: str) -> None:
    assert is_bare(sentence)


@pytest.mark.parametrize("sentence", [*SAID, *NEWS])
def test_what_was_wrong_says_something(sentence: str) -> None:
    assert not is_bare(sentence)


def test_what_was_wrong_stands_first_and_the_filler_nowhere() -> None:
    note = "Ранее мы ошибочно сообщили, что при пожаре погибли два человека, погибших нет."
    text = (
        "В Бресте ночью сгорел склад на улице Пушкинской, сообщили спасатели.",
        "Склад тушили шесть часов, работали двенадцать машин.",
        f"{note} Текст исправлен. Приносим извинения читателям.",
    )
    article = Article("a", "Пожар на складе", text, "ru", warnings=(caveat("corrected"),))
    (briefing,) = Extractive().summarize([article], 4)
    assert isinstance(briefing, Briefing)
    assert [point.text for point in briefing.points] == [note, *text[:2]]
