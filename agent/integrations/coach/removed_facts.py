"""Hears what is to go: "remove my address"."""

from __future__ import annotations

from collections.abc import Iterator

from agent.integrations.coach.heard import Context, Heard
from nodes.brief import BusinessBrief, Change, fact
from nodes.facts.text import Span, Text
from nodes.frozen import Frozen

_REACH = 40
"""Folded characters after "remove" in which the fact is named."""


def hear_removed_facts(text: Text, context: Context) -> Iterator[Heard]:
    """Hear known facts that the words take away altogether."""
    for found in context.lexicon.pattern("offers", "remove").finditer(text.folded):
        rest = text.folded[found.end() : found.end() + _REACH].split("\n")[0]
        span = Span(found.start(), found.end() + len(rest))
        for name in context.lexicon.groups("facts"):
            if context.lexicon.pattern("facts", name).search(rest):
                yield Heard(name, _all_of(context.brief, name), text, span, Change.REMOVE)


def _all_of(brief: BusinessBrief, name: str) -> object:
    """Return every item of a list, None for a single value: what a removal takes away."""
    value = fact(brief, name)
    if not isinstance(value, tuple):
        return None
    return [item.model_dump() if isinstance(item, Frozen) else item for item in value]
