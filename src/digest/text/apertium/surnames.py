"""Surnames that no dictionary has, in the case that Apertium's stream shows around them.

Before the generator a known word is `^lemma<tags>$`, a name often `^*name$`. Surnames in -енко are
declined in Belarusian and in Ukrainian, and not in Russian (Лукашэнкі, Порошенка; Лукашенко); other
cases differ in their endings (з Янукавічам, с Януковичем; аб Статкевічу, о Статкевиче).
"""

from __future__ import annotations

import re

_DECLINED = {
    "be": re.compile(
        r"\^\*([А-ЯЁІЎ][а-яёіў’'-]+?)(?:[эе]н|(?<=[шчжцр])ан)(?:к(?:а|і|у|ам|ай|ом)|цы)\$"
    ),
    "uk": re.compile(r"\^\*([А-ЯІЇЄҐ][а-яіїєґ’'-]+?)[еє]н(?:к(?:о|а|у|ові|ом)|ці)\$"),
}
_ABOUT_HIM = re.compile(
    r"(<(?:np|n><m><aa>)[^$]*<prp>\$ ~?\^\*[А-ЯЁІЎ][а-яёіў’'-]+[^аеёіоуыэюяў])у\$"
)


def in_russian(stream: str, source: str) -> str:
    """Return the stream with surnames in -енко as they always are, and others after о in -е."""
    return _ABOUT_HIM.sub(r"\1е$", _DECLINED[source].sub(r"^*\1енко$", stream))


_ENKO = r"\^\*(?P<name>[А-ЯЁ][а-яё-]+енк)о\$"
_TITLED = re.compile(
    rf"(?P<who>\^[^<^$]+<(?:np|n)>(?:<\w+>)*<m>(?:<\w+>)*<(?P<case>\w+)>\$ ){_ENKO}"
)
_AFTER = re.compile(
    rf"(?P<who>\^(?P<case>ад|да|у|для|без|супраць|каля|з-за|пасля|з|аб|пры|пра|праз)<pr>\$ )"
    rf"{_ENKO}",
    re.IGNORECASE,
)
_OF_HIM = re.compile(  # візіт Лукашэнкі
    rf"(?P<who>\^[^<^$]+<n><\w+><nn><\w+><\w+>\$ ){_ENKO}(?= ?~?\^[^<^$]+<(?:pr|sent|cm|cnjcoo|n)>)"
)
_TIME = re.compile(
    r"дзень|тыдзень|месяц|год|панядзелак|аўторак|серада|чацвер|пятніца|субота|нядзеля"
)
_ENDINGS = {"nom": "о", "gen": "и", "ins": "ом", **dict.fromkeys(("dat", "acc", "loc"), "у")}
_CASES = {"з": "ins", "пра": "acc", "праз": "acc", "аб": "loc", "пры": "loc"}
_HUSHING = re.compile(r"(\^\*[А-ЯЁ][а-яё-]+[жчшц])ем\$")
_ABOUT_THEM = re.compile(r"(<(?:np|n><m><aa>)[^$]*<loc>\$ ~?\^\*[А-ЯЁ][а-яё-]+[гжкхцчшр])е\$")


def in_belarusian(stream: str) -> str:
    """Return the stream with Russian surnames in the endings of Belarusian cases."""
    stream = _ABOUT_THEM.sub(r"\1у$", _HUSHING.sub(r"\1ом$", stream))
    stream = _AFTER.sub(_cased, _TITLED.sub(_cased, stream))
    return _OF_HIM.sub(_owning, stream)


def _cased(found: re.Match[str]) -> str:
    case = found["case"].lower()
    ending = _ENDINGS.get(case) or _ENDINGS[_CASES.get(case, "gen")]
    return f"{found['who']}^*{found['name']}{ending}$"


def _owning(found: re.Match[str]) -> str:
    return found[0] if _TIME.search(found["who"]) else f"{found['who']}^*{found['name']}и$"
