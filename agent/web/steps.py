"""The walk as the page's progress line."""

from __future__ import annotations

from dataclasses import dataclass

from agent.web.standing import GATES, Standing
from nodes.ports import Phrases


@dataclass(frozen=True)
class Stage:
    name: str
    label: str
    number: int
    place: str
    """done, now or ahead."""
    reopens: bool
    """Whether the person can go back to it from here."""


def stages(standing: Standing, language: str, phrases: Phrases) -> list[Stage]:
    """Return every gate of the walk with its place."""
    here = GATES.index(standing.gate)
    published = standing.gate == "publish" and standing.state.publish is not None
    found = []
    for number, name in enumerate(GATES, start=1):
        place = "ahead" if number - 1 > here else "now" if number - 1 == here and not published else "done"
        reopens = number - 1 < here and standing.state.question is not None and name != "preview"
        found.append(Stage(name, phrases.say(language, f"step.{name}"), number, place, reopens))
    return found
