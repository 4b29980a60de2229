"""The talk: what was said, what is asked, and how far the interview has come."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from nodes.brief import FactUpdate
from nodes.frozen import Frozen


class Turn(Frozen):
    """One line of the conversation."""

    speaker: Literal["person", "coach"]
    text: str


class Question(Frozen):
    """What the coach asks; a reply names its id, so that a late one cannot answer the next question."""

    id: str
    gate: str
    """The step whose gate is open."""
    kind: Literal["fact", "recap", "review", "confirm", "caption"]
    text: str
    """The whole message, in the person's language."""
    remark: str = ""
    """The part of the text before the question itself; asked again, the question goes without it."""
    asks: tuple[str, ...] = ()
    """The facts it asks for, by the names in FACTS."""
    suggestions: tuple[str, ...] = ()
    """Answers that can be picked by number."""
    actions: tuple[str, ...] = ()
    """Typed actions that fit here: approve, change, back, ask, skip, choose, retry."""
    subject: str = ""
    """Fingerprint of the result or brief under review: a yes counts for exactly this."""


class Interview(Frozen):
    """How far the interview has come. It outlives a turn and is no fact of the business."""

    asked: tuple[str, ...] = ()
    """Facts asked for, in order; a fact asked for is never asked for again, save one clarification."""
    passed: tuple[str, ...] = ()
    """Facts the person skipped."""
    clarified: tuple[str, ...] = ()
    """Facts for which the one clarification was used."""
    talked_past: tuple[str, ...] = ()
    """Facts asked for once more after a reply about something else."""
    aside: tuple[str, ...] = ()
    """Sentences that fitted no fact when they were said; offered when the question they may answer comes up."""
    drafting: str = ""
    """The fact being worded together ("help me say it"), or empty."""
    draft: tuple[str, ...] = ()
    """Answers gathered for that wording so far."""
    questions: int = 0
    """How many questions were asked so far."""


class CoachTurn(Frozen):
    """What a coach makes of the person's words. It proposes; the vision step checks and decides."""

    updates: tuple[FactUpdate, ...] = ()
    wish: str = ""
    """A wish for the step under review ("shorter", "greener"), in the person's words."""
    remark: str = ""
    """Said before the next question: a reflection, or the answer to a question back."""
    ask: str = ""
    """The wording of the next question, about the first of the missing facts; empty leaves it to the phrase book."""
    asks: tuple[str, ...] = ()
    """The facts `ask` asks for."""
    suggestions: tuple[str, ...] = Field(default=(), max_length=6)
    passed: tuple[str, ...] = ()
    """Facts the person declined to give."""
    aside: tuple[str, ...] = ()
    """Sentences of this turn that fit no fact yet."""
    clarify: bool = False
    """True when `ask` clarifies a vague answer instead of asking for the next fact."""
    drafting: str = ""
    draft: tuple[str, ...] = ()
    language: str = ""
    """The language the person writes in, when it is clear."""
    understood: bool = True
    """False when nothing could be made of the words."""
    made_by: str = ""
