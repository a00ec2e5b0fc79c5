"""What Apertium's rules from Russian to Ukrainian leave of the Russian: a lost blank, a lost case.

Before the generator the stream is `^lemma<tags>$` a word. A determiner is joined to its noun, which
keeps the Russian prepositional then, an adjective has its number twice, and к before a dative is
unknown: до with the genitive.
"""

from __future__ import annotations

import re

from digest.text.apertium.stream import preposition

_GLUED = re.compile(r"(<(?:det|prn|past|pos)>[^$]*\$)(?=~?\^(?:\*|[^<^$]+<(?:n|np|adj|num)>))")
_NUMBER = re.compile(r"(<adj>(?:<comp>|<sup>)?<\w+>)<(?:sg|pl)>(?=<(?:sg|pl)>)")
_BESIDE = r"(?:~?\^[^<^$]+<(?:adj|det)[^$]*\$ )*"
_TOWARDS = re.compile(rf"\^\*([кК])о?\$ ({_BESIDE}~?\^[^<^$]+<(?:n|np|prn)>[^$]*<dat>[^$]*\$)")
# A name after a title is in its case, and no one's: президент Лукашенко.
_TITLED = re.compile(
    r"(\^(?:екс-|віце-)?(?:президент|прем.єр(?:-міністр)?|міністр|депутат|генерал|мер|губернатор|посол"
    r"|спікер|директор|прокурор)<n><m><aa><sg>(<\w+>)\$ \^[^<^$]+<np><cog><m><sg>)<gen>",
    re.IGNORECASE,
)


def agreed(stream: str) -> str:
    """Return the stream with blanks between words, and the cases as Ukrainian has them."""
    stream = _GLUED.sub(r"\1 ", stream).replace("<prp>", "<loc>")
    stream = _NUMBER.sub(r"\1<an>", stream)
    stream = _TITLED.sub(r"\1\2", stream)
    return _TOWARDS.sub(_towards, stream)


def _towards(found: re.Match[str]) -> str:
    return f"{preposition('до', found[1])} {found[2].replace('<dat>', '<gen>')}"
