"""Wishes: what the person wants different about a result. They become part of that step's declared input."""

from __future__ import annotations

from typing import Any

from nodes.inputs import FOCUS
from nodes.ports import Services
from nodes.state import CoachingState
from nodes.words import mentions


def add_wish(state: CoachingState, wish: str, gate: str, services: Services) -> dict[str, Any]:
    """Return the changed keys: the wish kept for its step, and that step open again.

    A wish for research is kept as words of a closed list, for no sentence of the person goes to a search service.
    """
    step = _step_of(wish, gate, services)
    if not step:
        return {"remark": services.phrases.say(state.language, "review.unclear")}
    kept = _focus(wish, services) if step == "research" else (wish,)
    if not kept:
        return {"remark": services.phrases.say(state.language, "review.research_focus")}
    before = state.wishes.get(step, ())
    return {
        "wishes": state.wishes | {step: tuple(dict.fromkeys((*before, *kept)))},
        "skipped": tuple(name for name in state.skipped if name != step),
    }


def _step_of(wish: str, gate: str, services: Services) -> str:
    """Return the step under review, or after the last one the step the wish names; empty when nothing says which."""
    if gate in ("research", "content", "logo"):
        return gate
    steps = ("logo", "content", "research")
    about = (step for step in steps if mentions(wish, services.vocabulary.get(f"about.{step}", ())))
    return next(about, "")


def _focus(wish: str, services: Services) -> tuple[str, ...]:
    return tuple(word for word in FOCUS if mentions(wish, services.vocabulary.get(f"focus.{word}", ())))
