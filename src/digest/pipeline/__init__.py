"""The only place where stages are composed."""

from digest.pipeline.day import Day, Plan, assemble, process
from digest.pipeline.desk import desk
from digest.pipeline.engines import Engines
from digest.pipeline.lines import translate_lines

__all__ = [
    "Day",
    "Engines",
    "Plan",
    "assemble",
    "desk",
    "process",
    "translate_lines",
]
