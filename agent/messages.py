"""The transcript: between LangChain's messages and the core's plain words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from pydantic import ValidationError

from nodes.actions import ACTIONS, Action
from nodes.conversation import Turn

TAIL = 40
"""Turns of the talk a coach is given besides the new words; keeps a turn's cost constant."""
MESSAGE_LIMIT = 20_000
"""Characters of one message that are read; the rest is left out and the person is told by the coach's question."""


def from_person(reply: Any, *, turn_id: str | None = None, answers: str = "") -> HumanMessage:
    """Return a reply as a message: plain words, or a typed action ({"action": "approve"}).

    turn_id makes a repeated delivery of the same reply the same message; answers is the id of the question it
    was given to. Raises pydantic.ValidationError when a mapping is no action.
    """
    extra: dict[str, Any] = {"answers": answers} if answers else {}
    text = reply if isinstance(reply, str) else ""
    if not isinstance(reply, str):
        action = ACTIONS.validate_python(reply)
        extra["action"] = action.model_dump(mode="json")
        text = _shown(action)
    return HumanMessage(content=_storable(text[:MESSAGE_LIMIT]), id=turn_id, additional_kwargs=extra)


def from_resume(reply: Any) -> HumanMessage:
    """Return what a client resumed an interrupt with as a message; what is no action counts as words."""
    if isinstance(reply, dict) and isinstance(reply.get("text"), str) and "action" not in reply:
        reply = reply["text"]
    try:
        return from_person(reply)
    except ValidationError:
        return from_person(str(reply))


def action_of(message: AnyMessage) -> Action | None:
    """Return the typed action a message carries, None for plain words."""
    data = message.additional_kwargs.get("action")
    return ACTIONS.validate_python(data) if data else None


def unheard(messages: Sequence[AnyMessage], heard: str) -> list[AnyMessage]:
    """Return the person's messages after the last one that was acted upon, oldest first."""
    found: list[AnyMessage] = []
    for message in reversed(messages):
        if message.id == heard and heard:
            break
        if isinstance(message, HumanMessage):
            found.append(message)
    return found[::-1]


def recent(messages: Sequence[AnyMessage], before: Sequence[AnyMessage], limit: int | None = TAIL) -> tuple[Turn, ...]:
    """Return the last turns before some messages, oldest first; all of them without a limit."""
    new = {message.id for message in before}
    older = (message for message in reversed(messages) if message.id not in new)
    tail = [turn for message in islice(older, limit) if (turn := _turn(message))]
    return tuple(tail[::-1])


def _storable(text: str) -> str:
    """Return the text without lone surrogates: no store can encode them."""
    return text.encode("utf-8", "ignore").decode()


def coach_says(text: str) -> AIMessage:
    """Return the coach's words as a message."""
    return AIMessage(content=text)


def _turn(message: AnyMessage) -> Turn | None:
    if isinstance(message, HumanMessage):
        return Turn(speaker="person", text=str(message.text))
    return Turn(speaker="coach", text=str(message.text)) if isinstance(message, AIMessage) else None


def _shown(action: Action) -> str:
    """Return an action as a line of the transcript."""
    hidden = ("action", "upload", "photo")
    words = [f"/{action.action}", *(str(value) for name, value in action if name not in hidden and value)]
    return action.text if action.action in ("say", "ask", "change") else " ".join(words)
