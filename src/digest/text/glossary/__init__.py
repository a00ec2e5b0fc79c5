"""The glossary: terms that every translation writes in one way, in the reader's house style."""

from __future__ import annotations

from digest.text.glossary.book import Glossary, Mention
from digest.text.glossary.forms import Form
from digest.text.glossary.terms import Term, read

__all__ = ["Form", "Glossary", "Mention", "Term", "read"]
