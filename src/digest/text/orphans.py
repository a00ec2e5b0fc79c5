"""Sentences that lean on the one before: orphan pronouns, connectives, a dangling "he said".

Such a sentence misleads or puzzles where it stands alone, as the points of a briefing do.
"""

from __future__ import annotations

import re

from digest.records import primary

# Words and phrases (with _ for a space) at the start of a sentence that lean on the one before.
_OPENERS = {
    "en": "he she it they him his her hers their its this these those that such but and so or "
    "nor however also then thus hence meanwhile moreover therefore still yet instead "
    "besides otherwise nevertheless nonetheless furthermore additionally similarly "
    "afterwards as_a_result in_addition for_example for_instance on_the_other_hand "
    "in_contrast because_of_this at_the_same_time",
    "ru": "он она оно они его ее её их ему ей им это этот эта эти этого этой этому этом этих "
    "тот та те такой такая такое такие так также тоже однако но а и или поэтому затем "
    "потом причем причём впрочем зато там тогда тут тем_не_менее при_этом кроме_того "
    "в_то_же_время вместе_с_тем после_этого таким_образом более_того например к_тому_же "
    "в_свою_очередь итак",
    "be": "ён яна яно яны яго яе іх ім яму ёй гэта гэты гэтая гэтае гэтыя гэтага гэтай гэтаму "
    "гэтым гэтых той тая тыя такі такая такое такія так таксама аднак але а і ды таму "
    "затым потым прычым зрэшты затое там тады тут тым_не_менш тым_ня_менш пры_гэтым "
    "акрамя_таго апроч_таго у_той_жа_час разам_з_тым пасля_гэтага такім_чынам "
    "больш_за_тое напрыклад у_сваю_чаргу",
    "uk": "він вона воно вони його її їх йому їй це цей ця ці цього цієї цьому цим цих той та "
    "ті такий така таке такі так також теж однак але а і й проте тому потім відтак утім "
    "втім зате там тоді тут тим_не_менш при_цьому крім_того водночас разом_з_тим "
    "після_цього отже таким_чином більше_того наприклад до_того_ж у_свою_чергу",
    "pl": "on ona ono oni one jego jej ich mu im to ten ta te tego tej temu tym tych taki taka "
    "takie tak też także również jednak ale a i lub dlatego potem następnie zresztą zatem "
    "więc tam wtedy tu ponadto jednocześnie natomiast mimo_to poza_tym oprócz_tego "
    "w_ten_sposób na_przykład co_więcej tymczasem",
    "de": "er sie es sein seine seiner seinem ihr ihre ihm ihn ihnen dies diese dieser dieses "
    "diesem diesen solche aber und oder doch jedoch auch dabei dazu damit danach dann "
    "deshalb deswegen daher dadurch darum außerdem zudem allerdings trotzdem dennoch dort "
    "da so zum_beispiel im_gegensatz_dazu darüber_hinaus gleichzeitig denn",
}
# "he said" and "said he": the speaker was named in a sentence that is not here.
_SAID = {
    "en": ("he she they", "said says say added adds told explained wrote continued noted recalled"),
    "ru": (
        "он она они",
        "сказал заявил добавил отметил рассказал пояснил подчеркнул считает говорит уточнил",
    ),
    "be": (
        "ён яна яны",
        "сказаў сказала заявіў дадаў дадала адзначыў расказаў распавёў патлумачыў падкрэсліў кажа",
    ),
    "uk": (
        "він вона вони",
        "сказав сказала заявив додав додала зазначив розповів пояснив наголосив каже вважає",
    ),
    "pl": ("on ona oni", "powiedział dodał zaznaczył podkreślił wyjaśnił stwierdził mówi ocenił"),
    "de": ("er sie", "sagte sagt erklärte erklärt betonte betont meinte meint schrieb ergänzte"),
}
# Words, and pronouns soon after them, which can only mean somebody of an earlier sentence: "On
# Monday they won". An infinitive counts as such a word in Cyrillic: "Открыть её хотят в мае".
_SOON = {
    "en": ("on in at after before during since when while if", "he she they him her them"),
    "ru": (
        "в во на после до перед с со за под для через когда если \\w+ть",
        "он она оно они его её ее их ему ей им него неё нее них ним ней",
    ),
    "be": (
        "у ў на пасля да перад з са за пад для праз калі \\w+ць",
        "ён яна яно яны яго яе іх яму ёй ім",
    ),
    "uk": (
        "у в на після до перед з за під для через коли якщо \\w+ти",
        "він вона воно вони його її їх йому їй їм нього неї них ним ній",
    ),
    "pl": (
        "w we na po do przed z za pod dla gdy kiedy jeśli",
        "on ona ono oni one go je ich mu niego niej nich nim",
    ),
    "de": (
        "am im in nach vor bei seit als wenn von mit auf unter für gegen über aus",
        "er sie ihn ihm ihnen",
    ),
}
# In Slavic languages what belongs to the subject of a clause is its own (свой), so "his" there is
# somebody else's: "За сезон на её счету 19 голов". A name before it may be whose it is.
_OTHERS = {
    "ru": "его её ее их ему ей им него неё нее них нему ней ним ними",
    "be": "яго яе ягоны ягоная ягонае ягоныя іх іхні іхняя іхняе іхнія яму ёй ім ёю імі",
    "uk": "його її їх їхній їхня їхнє їхні їхнього їхньої їхньому їхніх йому їй їм нього неї них "
    "ньому ній ним ними",
    "pl": "jego jej ich mu niego niej nich nim nimi",
}
_NO_NAME = "[a-zа-яёўіїєґąćęłńóśźż0-9][\\w'’ʼ-]*"
# "Two of them stayed": a share of what an earlier sentence told of.
_SHARE = re.compile(
    r"[\W_]*(?:[^\s,]+\s+){1,4}"
    r"(?:of (?:them|these|those)|из них|зь? іх|з них|z nich|von ihnen|davon)"
    r"\b(?!\s+(?:who|which|that|aus)\b)|.*\bdadurch\b(?!,)",
    re.IGNORECASE,
)
_AFTER_QUOTE = r"[,.!?…”“»\"'’—–-]\s*"  # "the mayor said he would" names its speaker
_POLISH_TAIL = "[—–-] (?:powiedzia|doda|zaznaczy|podkreśli|wyjaśni|stwierdzi|oceni)ła?[.,]"


def leans(sentence: str, language: str) -> bool:
    """Tell whether a sentence needs the one before it; never where we have no lists."""
    key = primary(language)
    if key not in _OPENER:
        return False
    starts = (_OPENER[key], _EARLY[key], _SHARE, _FOREIGN.get(key))
    leading = any(start.match(sentence) for start in starts if start)
    return leading or bool(_DANGLING[key].search(sentence))


def _opener(words: str) -> re.Pattern[str]:
    phrases = "|".join(word.replace("_", r"\s+") for word in words.split())
    return re.compile(rf"[\W_]*(?:{phrases})\b", re.IGNORECASE)


def _early(before: str, pronouns: str, between: int = 1) -> re.Pattern[str]:
    words, who = before.replace(" ", "|"), pronouns.replace(" ", "|")
    return re.compile(rf"[\W_]*(?i:{words})\s+(?:[\w-]+\s+){{0,{between}}}(?:{who})\b")


def _foreign(pronouns: str) -> re.Pattern[str]:
    who = pronouns.replace(" ", "|")
    return re.compile(rf"[\W_]*[^\W_][\w'’ʼ-]*(?:\s+{_NO_NAME}){{0,5}}?\s+(?:{who})\b")


def _dangling(pronouns: str, verbs: str) -> re.Pattern[str]:
    who, says = (words.replace(" ", "|") for words in (pronouns, verbs))
    said = rf"(?:{says})(?:а|и|a)?"
    return re.compile(
        rf"\b(?:{who})\s+{said}\b|{_AFTER_QUOTE}{said}\s+(?:{who})\b|{_POLISH_TAIL}", re.IGNORECASE
    )


_OPENER = {language: _opener(words) for language, words in _OPENERS.items()}
_EARLY = {language: _early(*words) for language, words in _SOON.items()}
_EARLY["de"] = _early(*_SOON["de"], between=4)  # its verb comes second: Von hier aus sollen sie
_FOREIGN = {language: _foreign(words) for language, words in _OTHERS.items()}
_DANGLING = {language: _dangling(*words) for language, words in _SAID.items()}
