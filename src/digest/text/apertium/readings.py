"""Which readings of a word are left out, and which cases a preposition asks for, by direction.

Debian's apertium-bel-rus and apertium-rus-ukr (0.2.1) know readings that their transfer rules drop
without a sign (`мост закрыт` becomes `мост`), put into another tense (`будет` becomes `ёсць`) or
turn round (`немає` becomes `является`), and such as the news hardly has (`сказаў` as the plural of
a fairy tale, `уже` as narrower).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Readings:
    """What is known of the words of one language, for one direction of translation."""

    spoiled: re.Pattern[str]  # a reading that is left out, though the word be unknown then
    seldom: re.Pattern[str]  # a reading that is left out where there is another
    unknown: frozenset[str]  # words whose readings are all wrong; the lexicon has them
    governed: dict[str, re.Pattern[str]]  # preposition -> the cases that it asks for
    oblique: re.Pattern[str]  # the case that only a preposition asks for
    places: bool = False  # whether a case that says where is likelier than one that says where to
    objects: bool = False  # whether a noun after a verb that has one is its object
    acts: bool = False  # whether a noun after its verb looks like a genitive: приняли правила


def _governed(cases: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {word: re.compile(f"<(?:{c})>") for c, words in cases.items() for word in words.split()}


_RUSSIAN = Readings(
    spoiled=re.compile(
        r"<vbser><(?:fut|imp|pp)>|^(?:частное<n>|маркий<adj>|люба<n>|пря<n>|тьма<n>|воз<n>|взяток<n>"
        r"|германий<n>|ком<n>|тура<n>|перед<n>|карт<n>|баз<n>|планет<n>|чалый<adj>|искомый<adj>|го<part>"
        r"|вероника<n>|путина<n>|страж<n>[^/]*(?:<sg>|<pl><(?:gen|acc)>)|стража<n>[^/]*<pl><nom>|под<n>|пола<n>|плат<n>|втора<n>|чаща<n>|ныряло<n>|немалый<adj>[^/]*<(?:cmp|short)>|железа<n>|недра<n>|том<n><m><nn><sg><dat>|судный<adj>|сделанный<adj>|пар<n><m><nn><sg><dat>|ряд<n><m><nn><sg><ins>|течь²?<vblex>[^/]*<pp|"
        r"прошлый<adj>[^/]*<(?:short|cmp)>)|<np><ant><\w+>(?:<\w+>)?<pl>"
        r"|^(?:погибнуть|умереть|пропасть|выжить)<vblex>[^/]*<pp><actv>"
    ),
    seldom=re.compile(
        r"<adj><sint>(?:<comp>|<cmp>|<short>)|^(?:прошлое|будущее)<n>|^запереть<vblex>"
    ),
    unknown=frozenset({"надо", "тем", "ничего", "скорее", "подробнее", "вернее", "видимо"}),
    governed=_governed(
        {
            "acc|prp": "в во на о об обо",
            "prp": "при",
            "gen": "из изо от ото до без безо для около после у из-за среди вокруг против кроме",
            "dat": "к ко благодаря",
            "dat|prp": "по",
            "ins|gen": "с со",
            "ins": "над перед передо между",
            "ins|acc": "за под",
            "acc": "через про сквозь",
        }
    ),
    oblique=re.compile("<prp>"),
    acts=True,
)

_BELARUSIAN = Readings(
    spoiled=re.compile(
        r"<vblex><impf><pp><pasv>|^(?:марыць<vblex>|запіс<n><m><nn><pl><gen>|сказ<n><m><nn><pl><gen>|годзе<adv>|раз<adv>|друг<n><m><aa><pl>|любы<n>|вада¹<n>|былы<adj><cmp>|сум<n>|Прага<n>|чаго<adv>"
        r"|пасад<n>|супраць<adv>|супроць<adv>|стала<adv>|стол<n><m><nn><sg><gen>|Біч<n>|нам<n>|руб<n>|паля<n>"
        r"|гад<n>|ток<n><m><nn><pl>|быль<n>|туя<n>|ям<n>|яма<n><f><nn><sg><acc>|дума<n><f><nn><sg><ins>|даль<n>|мазкі<adj>"
        r"|збег<n>|парадкам<adv>|варта<n>|свята<adv>|любы¹<adj>|сцяг<n>|надалей<adv>|віка<n>|біла<n>|біль<n><m><nn><pl>|даўгі<n>"
        r"|перад<n>|(?:адказ|заклік|паказ|расказ)<n><m><nn><pl><gen>|маг<n>|рад<n>|бак<n><m><nn><sg><(?:loc|dat)>|прыма<n>|грош<n>|дапамога<n><f><nn><pl><gen>"
        r"|града<n><f><nn><pl><gen>|зорка<adv>|хіба<n>|госця<n>"
        r"|сіло<n>|упэўніць<vblex>[^/]*<pp>|захад<n><m><nn><pl>|арыштаваны<n>|прывілея<n><f><nn><pl><gen>|чыгун(?:ка|ок)<n>)|<adj><cmp>|<np><ant><\w+>(?:<\w+>)?<pl>"
        r"|^быць<vblex><impf>(?:<imp>|<pres><p[12]>|<pres><p3><pl>)"
    ),
    seldom=re.compile(
        r"^(?:стаў<n>|сябра<n>|раз<n><m><nn>(?:<sg><ins>|<pl><dat>)|Ян<np>|дама<n>|люты<adj>|сом<n>"
        r"|уступ<n>|вось<n>|пята<n>|буры<adj>|часць<n><f><nn><pl><gen>"
        r"|[^/]*<imp>"  # глядзім is no давай смотреть
        r"|[^/]*ка<n><f><aa><sg><(?:loc|dat)>)"  # амерыканцы are many men
    ),
    unknown=frozenset({"нельга", "неабходна", "вядома", "мус", "га", "рада", "рады", "мелі"}),
    governed=_governed(
        {
            "acc|loc|gen": "у ў ва",
            "acc|loc": "на па",
            "loc": "аб пры",
            "gen": "да ад без для каля пасля супраць сярод з-за замест вакол акрамя апрача паводле",
            "dat": "дзякуючы насуперак к",
            "ins|gen": "з са",
            "ins": "над перад паміж",
            "ins|acc": "за пад",
            "acc": "праз цераз пра",
        }
    ),
    oblique=re.compile("<loc>"),
)

_UKRAINIAN = Readings(
    spoiled=re.compile(
        "<vbser><neg>|<voc>$|^(?:робот<n>|перти<vblex>|грош<n>|доха<n>|ген<adv>|стала<n>|гостя<n>"
        "|наставити<vblex>[^/]*<imp>|просилити<vblex>|рівний<adj><m><an><sg><loc>|петро<n>|стало<adv>"
        "|люд<n>|том<n>|сход<n>|посів<n>|дава<n>|прийшлий<adj>|галуза<n>|попр|йтися<|замістя<n>|пам'яток<n>|призначений<adj>|спрямований<adj>|хода<n>|леха<n>|лес<n>|лік<n>|грат<n>|середа<n><f><nn><pl><gen>|пров<n>|сум<n>|ріка<n><f><nn><pl><gen>)"
    ),  # немає became является
    seldom=re.compile(
        r"^(?:став<n>|бута<n>|протяг<n>|той<det>|зелень<n>|живий<adj>[^/]*<nt>|сталий<adj>[^/]*<f><an><sg><nom>|[^/]*<(?:imp|voc)>)"
    ),
    unknown=frozenset(
        {
            *("немає", "нема", "чи", "досі", "хоч", "попри", "аби", "йдеться", "мовляв", "понад"),
            *("чим", "чого", "чому", "наразі"),
        }
    ),
    governed=_governed(
        {
            "acc|loc|gen": "у в",
            "acc|loc": "на о об",
            "loc|dat": "по",
            "loc": "при",
            "gen": "до від без для біля після серед замість навколо крім проти",
            "ins|gen": "з із зі",
            "ins": "над перед між",
            "ins|acc": "за під",
            "acc": "через про крізь",
        }
    ),
    oblique=re.compile("<loc>"),
    places=True,
    acts=True,
    objects=True,
)

_TO_UKRAINIAN = replace(
    _RUSSIAN,
    spoiled=re.compile(
        r"^есть¹<vblex>|<np><cog><(?:mf|f)>|<np><ant><\w+>(?:<\w+>)?<pl>|<(?:pp|pprs)><actv>|<pprs><pasv>"
        r"|^(?:взяток<n>|карт<n>|баз<n>|страж<n>|под<n>|прошлый<adj>[^/]*<(?:short|cmp)>|запереть<vblex>"
        r"|частное<n>|маркий<adj>|люба<n>|пря<n>|тьма<n>|воз<n>|ком<n>|тура<n>|вероника<n>|путина<n>"
        r"|хмель<n>|животный<adj>|[^/]*<adj><sint><comp>"
        r"|горе<n>|пар<n><m><nn><sg><dat>|ряд<n><m><nn><sg><ins>|глава<n><m><nn>|разное<n>|минуть<vblex>[^/]*<pp>)"
    ),
    seldom=re.compile(f"{_RUSSIAN.seldom.pattern}|^оно?<prn><pers><p3>[^/]*<sg><ins>"),  # им
    unknown=frozenset(
        ("нет", "нельзя", "около", "называемый", "ли", "видно", "мало", "пусть", "примерно")
    ),
    objects=True,
)

READINGS = {
    ("ru", "be"): _RUSSIAN,
    ("be", "ru"): _BELARUSIAN,
    ("uk", "ru"): _UKRAINIAN,
    ("ru", "uk"): _TO_UKRAINIAN,
}
