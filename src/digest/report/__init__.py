"""What a run came to, for whoever runs it: as a record, as JSON and as text."""

from digest.report.record import Mailed, Report, SourceLine, StageLine, Standing
from digest.report.text import counted, is_long, subject, summary, together, verdict, write

__all__ = [
    "Mailed",
    "Report",
    "SourceLine",
    "StageLine",
    "Standing",
    "counted",
    "is_long",
    "subject",
    "summary",
    "together",
    "verdict",
    "write",
]
