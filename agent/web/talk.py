"""The conversation as lines for the page: what a typed action meant is said in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage

from agent.messages import action_of
from nodes.actions import (
    Action,
    AddLogo,
    AddPhoto,
    Approve,
    Back,
    CaptionPhoto,
    Choose,
    Edit,
    MovePhoto,
    RemoveLogo,
    RemovePhoto,
    Repeat,
    Retry,
    Settle,
    Skip,
    Stop,
)
from nodes.brief import FACTS
from nodes.ports import Phrases

_MARKED = re.compile(
    r"(?P<url>https?://[^\s<>\"«»“”]+[^\s<>\"«»“”.,;:!?)\]])|(?P<number>\+\d[\d \N{NO-BREAK SPACE}]{5,20}\d)"
)
_LABEL = re.compile(r"• [^:]{1,40}: ")


@dataclass(frozen=True)
class Part:
    text: str
    url: str = ""
    """Where the text leads; http and https only."""
    number: bool = False
    """A telephone number, read from left to right in every script."""


@dataclass(frozen=True)
class Row:
    """One line of a text as it was written."""

    parts: tuple[Part, ...]
    point: bool = False
    """One of a list's points."""
    label: str = ""
    """What stands before a point's value, with the point itself: "• City: "."""


@dataclass(frozen=True)
class Line:
    speaker: str
    rows: tuple[Row, ...]
    turn: str = ""
    """Id of a person's reply."""


def lines(
    messages: Sequence[AnyMessage], language: str, phrases: Phrases, moved: Mapping[str, str], start: int = 0
) -> list[Line]:
    """Return the conversation from its line number `start` on.

    moved: addresses that open elsewhere here, such as a file's on the server's disk.
    """
    return [_line(message, language, phrases, moved) for message in messages[start:]]


def linked(text: str) -> tuple[Part, ...]:
    """Return a text with its web addresses and telephone numbers apart."""
    parts, end = [], 0
    for found in _MARKED.finditer(text):
        parts += [Part(text[end : found.start()]), Part(found[0], found["url"] or "", bool(found["number"]))]
        end = found.end()
    return tuple(part for part in (*parts, Part(text[end:])) if part.text)


def rows(text: str) -> tuple[Row, ...]:
    """Return a text line by line; joined by line ends their parts are the text."""
    return tuple(_row(line) for line in text.split("\n"))


def _row(line: str) -> Row:
    label = _LABEL.match(line)
    name = label[0] if label else ""
    return Row(linked(line.removeprefix(name)), point=line.startswith("• "), label=name)


def _line(message: AnyMessage, language: str, phrases: Phrases, moved: Mapping[str, str]) -> Line:
    if not isinstance(message, HumanMessage):
        text = str(message.text)
        for old, new in moved.items():
            text = text.replace(old, new)
        return Line("coach", rows(text))
    action = action_of(message)
    text = _said(action, language, phrases) if action else str(message.text)
    return Line("person", (Row((Part(text),)),), message.id or "")


def _said(action: Action, language: str, phrases: Phrases) -> str:
    def say(key: str, **values: Any) -> str:
        return phrases.say(language, f"web.said.{key}", **values)

    match action:
        case Approve() | Skip() | Retry() | Repeat() | Stop():
            return say(action.action)
        case Back(step=step) if step:
            return say("back_to", step=_name(phrases, language, "step", step))
        case Back():
            return say("back")
        case Choose(option=option):
            return say("choose", option=option)
        case Settle(url=url):
            return url or say("settle")
        case Edit(fact=fact):
            return say("edit", fact=_name(phrases, language, "fact", fact))
        case AddLogo() | RemoveLogo() | AddPhoto() | CaptionPhoto() | MovePhoto() | RemovePhoto():
            return _pictured(action, language, phrases)
    return action.text


def _pictured(action: Action, language: str, phrases: Phrases) -> str:
    alt = getattr(action, "alt", "")
    bare = "_only" if isinstance(action, AddPhoto) and not alt else ""
    return phrases.say(language, f"pictures.said.{action.action}{bare}", alt=alt)


def _name(phrases: Phrases, language: str, kind: str, name: str) -> str:
    """Return the name of a step or fact as people read it; an action may name one that does not exist."""
    known = name in FACTS if kind == "fact" else name.isalpha()
    try:
        return phrases.say(language, f"{kind}.{name}") if known else name
    except KeyError:
        return name
