"""What a text must satisfy to be published: the checks of summaries and of translations.

A check returns faults, as caveats: a text with a fault is not shown. A doubt is a caveat on a text
that is.
"""

from digest.gate.aids import Aids
from digest.gate.form import complete
from digest.gate.language import Detect
from digest.gate.summary import Known, Verdict, check_summary, doubt_point
from digest.gate.translation import Faults, check_translation, doubt_translation

__all__ = [
    "Aids",
    "Detect",
    "Faults",
    "Known",
    "Verdict",
    "check_summary",
    "check_translation",
    "complete",
    "doubt_point",
    "doubt_translation",
]
