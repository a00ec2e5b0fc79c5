"""What each family of encoder-decoder checkpoints needs to be told; one row a family.

Both runtimes read it. Adding a family is a row in `table` and a test; where CTranslate2 does not
convert it right, the comparison says so, and `conversion.convert` has what is mended.
"""

from digest.backends.neural.families.family import Family, Lead
from digest.backends.neural.families.languages import Language, Pairs, languages, pairs_of
from digest.backends.neural.families.table import SUMMARIZERS, TRANSLATORS, family_of

__all__ = [
    "SUMMARIZERS",
    "TRANSLATORS",
    "Family",
    "Language",
    "Lead",
    "Pairs",
    "family_of",
    "languages",
    "pairs_of",
]
