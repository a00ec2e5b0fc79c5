"""Briefings in the reader's language: the protocol of the engines, the routes, and the stage."""

from digest.translate.routes import Hop, Route, Translator, all_routes, best_route, routes
from digest.translate.stage import translate
from digest.translate.trips import ask
from digest.translate.work import Check, Desk, Repair, Tell, Translation

__all__ = [
    "Check",
    "Desk",
    "Hop",
    "Repair",
    "Route",
    "Tell",
    "Translation",
    "Translator",
    "all_routes",
    "ask",
    "best_route",
    "routes",
    "translate",
]
