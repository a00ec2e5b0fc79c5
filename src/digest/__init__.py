"""Many articles in many languages in, one trustworthy briefing in yours out."""

__version__ = "0.1.0"
