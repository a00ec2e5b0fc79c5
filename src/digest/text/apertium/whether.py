"""Whether or or: what Belarusian ці and Ukrainian чи are in Russian.

Before the generator the stream is `^lemma<tags>$` a word; the conjunction is или there, or unknown.
A question begins with it (Ці не ён гэта?), and so does a clause after a word that asks (невядома,
ці прыедзе ён): ли follows the word that is asked about. Elsewhere it is или.
"""

from __future__ import annotations

import re

_WORD = r"~?\^[^<^$]+"
_NOT = r"~?\^не<adv>\$ "
_WHO = rf"(?:{_WORD}<(?:adj|det)[^$]*<nom>\$ )*{_WORD}<(?:prn><pers>|n>|np>)[^$]*<nom>\$ "
_SAID = rf"{_WORD}<(?:vb(?:lex|ser|mod)|pred)[^$]*\$"
_OR = re.compile(
    rf"(?P<open>^|<sent>\$ |,<cm>\$ )~?\^(?:или<cnjcoo>|\*чи)\$ "
    rf"(?P<no>{_NOT})?(?:(?P<who>{_WHO})?(?P<not>{_NOT})?(?P<said>{_SAID})|(?P<word>~?\^[^$]+\$))",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[^!.]*?\^\?<sent>")
_ASKS = re.compile(  # lemmas, and words that only the lexicon knows
    r"\^\*?(?:знать|узна|спр[оа]с|спрашива|пытать|интерес|провер|выясн|уточн|определ|сомне|завис"
    r"|вопрос|неизвестн|неясн|непонятн|понят|ясн|поня|понима|вид|увиде|посмотр|смотр|реш|дума|гада"
    r"|сказ|говор|расска|ответ|равн|помн|размышл|обсужд|спор|суд|то<|тот<|важн|объясн|догад|уверен"
    r"|оцен|установ|анализ|рассм|изуч|слож|трудн|известн|сообщ"
    r"|[зс]?пыта|невяд|даведа|незразум|высветл|удакл|цікав|вырыш|вірішу|з.ясу|дізна|невідом|перевір"
    r"|питан|знат)",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(r"~?\^\*([Чч])и\$")
_THIS = re.compile(r"~?\^это?т?<")
_NEAR = 600  # characters of the stream, in which a clause that asks ends


def whether(stream: str) -> str:
    """Return the stream with ли where something is asked, and или elsewhere."""
    return _UNKNOWN.sub(_either, _OR.sub(_asked, stream))


def _either(found: re.Match[str]) -> str:
    return "^Или<cnjcoo>$" if found[1] == "Ч" else "^или<cnjcoo>$"


def _asked(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - _NEAR) : found.start()].rpartition("<sent>")[2]
    is_clause = found["open"].startswith(",")
    asks = _ASKS.search(before) if is_clause else _QUESTION.match(found.string, found.end())
    if not asks or (is_clause and not (found["said"] or _THIS.match(found["word"]))):
        return found[0]
    no = found["no"] or found["not"] or ""
    words = f"{no}{found['said'] or found['word']} ^ли<part>$ {found['who'] or ''}".strip()
    return found["open"] + (words if is_clause else _opening(words))


def _opening(words: str) -> str:
    """Return units of which the first only has a capital letter."""
    first = words.index("^") + 1
    if words[first] == "*":
        return words
    return words[:first] + words[first].upper() + words[first + 1 :]
