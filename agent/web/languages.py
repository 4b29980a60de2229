"""Which languages the page speaks, and which of them a browser asks for."""

from __future__ import annotations

from functools import cache

from agent import resources
from nodes.ports import Phrases

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@cache
def spoken() -> tuple[str, ...]:
    """Return the languages with all phrases of the page, in the order they are offered."""
    order = ("fr", "en", "pt", "sw", "ar")
    there = [
        code
        for code in resources.languages("locales")
        if resources.ROOT.joinpath(f"playbooks/{code}/web.yaml").is_file()
    ]
    return tuple(sorted(there, key=lambda code: (order.index(code) if code in order else len(order), code)))


def direction(language: str) -> str:
    """Return the writing direction of a language."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def preferred(header: str, default: str) -> str:
    """Return the best language for an Accept-Language header (RFC 9110, 12.5.4), `default` if none fits."""
    wanted: list[tuple[float, int, str]] = []
    for position, part in enumerate(header.split(",")[:20]):
        tag, _, rest = part.strip().partition(";")
        wanted.append((-_quality(rest), position, tag.split("-")[0].casefold()))
    return next((code for weight, _, code in sorted(wanted) if weight and code in spoken()), default)


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0


def name_of(phrases: Phrases, code: str) -> str:
    """Return a language's own name."""
    return phrases.say(code, "language_name")
