"""If or when: what Belarusian калі is in Russian.

After the bilingual dictionary the stream is `^source/target$` a word, where it is когда always. It
stays so in a question, after a time or a word that asks (у той час, калі; невядома, калі), and
where its clause tells what was; before бы, and of what is or will be, it is если mostly.
"""

from __future__ import annotations

import re

_WHEN = re.compile(r"\^([Кк])алі<(?:adv|cnj\w+)>[^$]*\$(?! \^ласка<)")
_OPENS = re.compile(r"(?:\^[^$]*<(?:lquot|guio|cnjcoo|adv)>[^$]*\$|[^^])*")
_ASKED = re.compile(
    r"\^\*?(?:час|дзень|момант|раз|тады|год|ноч|раніца|вечар|дата|перыяд|эпоха|гадзіна|веда|вядом"
    r"|невядом|сказа|скажа|паведа|с?пыта|запыта|чака|пам|незразумел|зразумел|цікав|пакуль|нядаўна|толькі)"
    r"[^$]*\$\^,<cm>[^$]*\$ $",
    re.IGNORECASE,
)
_WAS = re.compile(r"<past>|\^\*[а-яёіў’']+(?:[аіыеяоу]ў|ўся|л[аі]|л[аі]ся)/")
_SURELY = re.compile(r"^ \^бы<|,<cm>[^$]*\$ \^то<")  # калі не служыў, то
_CLAUSE = re.compile(r"(?:(?!<cm>|<sent>).)*", re.DOTALL)
_END = re.compile(r"\^([^<^$]+)<sent>")


def conditional(stream: str) -> str:
    """Return the stream with если for когда where it is a condition."""
    return _WHEN.sub(lambda found: _if(found[1]) if _is_condition(found) else found[0], stream)


def _if(letter: str) -> str:
    return f"^{letter}алі<cnjsub>/{'Е' if letter == 'К' else 'е'}сли<cnjsub>$"


def _is_condition(found: re.Match[str]) -> bool:
    before = found.string[: found.start()].rpartition("<sent>$")[2]
    after = found.string[found.end() :]
    if _SURELY.search(after.partition("<sent>")[0]):
        return True
    end, clause = _END.search(after), _CLAUSE.match(after)
    is_question = end is not None and "?" in end[1] and _OPENS.fullmatch(before) is not None
    was = clause is not None and _WAS.search(clause[0]) is not None
    return not (is_question or was or _ASKED.search(before))
