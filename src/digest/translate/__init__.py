"""Briefings in the reader's language: the protocol of the engines, the routes, and the stage."""

from digest.translate.routes import Hop, Route, Translator, all_routes, best_route, routes
from digest.translate.stage import Check, Translation, translate

__all__ = [
    "Check",
    "Hop",
    "Route",
    "Translation",
    "Translator",
    "all_routes",
    "best_route",
    "routes",
    "translate",
]
