"""What a person can do at a gate, as typed actions. Plain words become one of them in nodes.review."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from nodes.brief import Change
from nodes.frozen import Frozen
from nodes.uploads import Caption, Digest


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


class AddLogo(Frozen):
    """Use the logo that was handed in under this digest; it becomes the choice."""

    action: Literal["add_logo"] = "add_logo"
    upload: Digest


class RemoveLogo(Frozen):
    """Forget the logo that was handed in; a drawn one stands in its place."""

    action: Literal["remove_logo"] = "remove_logo"


class AddPhoto(Frozen):
    """Show the photo that was handed in under this digest; one that is shown already gets these words."""

    action: Literal["add_photo"] = "add_photo"
    upload: Digest
    alt: Caption = ""


class CaptionPhoto(Frozen):
    """Say what a photo shows."""

    action: Literal["caption_photo"] = "caption_photo"
    photo: Digest
    alt: Caption = ""


class MovePhoto(Frozen):
    """Put a photo in another place, 1 for the top of the page; beyond the last is the last."""

    action: Literal["move_photo"] = "move_photo"
    photo: Digest
    to: int = Field(ge=1, le=100)


class RemovePhoto(Frozen):
    """Take a photo off the site and forget it."""

    action: Literal["remove_photo"] = "remove_photo"
    photo: Digest


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


Arrangement = CaptionPhoto | MovePhoto | RemovePhoto
"""What can be done with a photo that is there."""

Action = Annotated[
    Approve
    | ChangeWish
    | Back
    | Ask
    | Skip
    | Choose
    | Edit
    | AddLogo
    | RemoveLogo
    | AddPhoto
    | CaptionPhoto
    | MovePhoto
    | RemovePhoto
    | Retry
    | Repeat
    | Settle
    | Stop
    | Say,
    Field(discriminator="action"),
]
ACTIONS: TypeAdapter[Action] = TypeAdapter(Action)
"""Validates an action from JSON; raises pydantic.ValidationError."""
