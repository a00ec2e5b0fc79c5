"""Many articles in many languages in, one trustworthy briefing in yours out."""

__version__ = "0.2.0.dev0"
