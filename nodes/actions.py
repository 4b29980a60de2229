"""What a person can do at a gate, as typed actions. Plain words become one of them in nodes.review."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from nodes.brief import Change
from nodes.frozen import Frozen


class Approve(Frozen):
    action: Literal["approve"] = "approve"


class ChangeWish(Frozen):
    """Make it different; the words become part of the step's declared input."""

    action: Literal["change"] = "change"
    text: str = Field(min_length=1)


class Back(Frozen):
    """Open an earlier step again; without one, the step before."""

    action: Literal["back"] = "back"
    step: str = ""


class Ask(Frozen):
    action: Literal["ask"] = "ask"
    text: str = Field(min_length=1)


class Skip(Frozen):
    action: Literal["skip"] = "skip"


class Choose(Frozen):
    """Pick a logo variant by its id, or a suggestion by its number."""

    action: Literal["choose"] = "choose"
    option: str = Field(min_length=1)


class Edit(Frozen):
    """Set one fact directly, in place of saying it."""

    action: Literal["edit"] = "edit"
    fact: str
    value: object = None
    change: Change = Change.SET


class Retry(Frozen):
    """Go on where something failed."""

    action: Literal["retry"] = "retry"


class Repeat(Frozen):
    """Ask the open question again."""

    action: Literal["repeat"] = "repeat"


class Settle(Frozen):
    """Say what was seen on the platform after an unknown outcome: the site's address, or nothing."""

    action: Literal["settle"] = "settle"
    url: str = Field(default="", pattern=r"^(https?://[^\s\"'<>]+)?$", max_length=300)


class Stop(Frozen):
    """Leave for now; nothing changes and nothing is lost."""

    action: Literal["stop"] = "stop"


class Say(Frozen):
    """Plain words, for the coach to understand."""

    action: Literal["say"] = "say"
    text: str = ""


Action = Annotated[
    Approve | ChangeWish | Back | Ask | Skip | Choose | Edit | Retry | Repeat | Settle | Stop | Say,
    Field(discriminator="action"),
]
ACTIONS: TypeAdapter[Action] = TypeAdapter(Action)
"""Validates an action from JSON; raises pydantic.ValidationError."""
