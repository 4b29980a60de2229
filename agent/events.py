"""What a session tells its listeners while it works on a reply."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from nodes.conversation import Question


class Event(BaseModel):
    model_config = ConfigDict(frozen=True)

    session_id: str


class Working(Event):
    """An integration is being called for this step."""

    event: Literal["working"] = "working"
    step: str


class Made(Event):
    """A step's result is there."""

    event: Literal["made"] = "made"
    step: str
    made_by: str
    live: bool
    result: dict[str, Any]


class Asked(Event):
    """The open question: the last event of every reply that went well."""

    event: Literal["question"] = "question"
    question: Question
    step: str
    """The step of the walk, for a progress line."""
    number: int
    """Its position, from 1."""
    count: int
    language: str
    brief: dict[str, Any]
    """The facts known so far."""


class Problem(Event):
    """Something went wrong; nothing that was said is lost."""

    event: Literal["problem"] = "problem"
    key: str
    """The kind of problem, as a key of the locales ("error.busy")."""
    text: str
    retry: bool
    """Whether saying "again" may help."""
    retry_after: float | None = None
    """Seconds after which it may, if the service said."""


AnyEvent = Annotated[Working | Made | Asked | Problem, Field(discriminator="event")]
