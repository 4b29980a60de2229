"""The board beside the conversation: what is known, and why, as it takes shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import AnyMessage, HumanMessage

from agent.graph import GraphState
from agent.messages import action_of
from agent.web.talk import Part, linked
from nodes.brief import FACTS, fact
from nodes.facts import phones
from nodes.ports import Phrases
from nodes.publish import STEP as PUBLISH
from nodes.recap import shown

HELD = ("business_name",)
"""Facts that can be corrected but not removed."""
_AROUND = 60
"""Characters of the person's words shown on either side of those that say a fact."""


@dataclass(frozen=True)
class Fact:
    name: str
    label: str
    values: tuple[str, ...]
    why: str
    """What the person said of it; empty when it was typed into its field."""


def facts(state: GraphState, language: str, phrases: Phrases) -> list[Fact]:
    """Return the facts that are known, as the person reads them."""
    found = []
    for name in FACTS:
        value = fact(state.brief, name)
        if value:
            items = value if isinstance(value, tuple) else (value,)
            values = tuple(_shown(name, item, language, phrases) for item in items)
            found.append(Fact(name, phrases.say(language, f"fact.{name}"), values, _why(state, name, values)))
    return found


def unknown(state: GraphState, language: str, phrases: Phrases) -> list[tuple[str, str]]:
    """Return the facts that may be added, by name and label."""
    return [(name, phrases.say(language, f"fact.{name}")) for name in FACTS if not fact(state.brief, name)]


def sources(state: GraphState) -> list[tuple[str, tuple[Part, ...], str]]:
    """Return what was found, each with its source's title and address."""
    findings = state.research.findings if state.research else ()
    return [(found.claim, linked(found.source_title), _address(found.url)) for found in findings]


def preview_version(state: GraphState) -> str:
    """Return what the site would be published as now; empty while there is nothing to show."""
    return PUBLISH.expected(state)


def is_live(state: GraphState) -> bool:
    """Whether the site that is online is the one that would be published now."""
    return state.publish is not None and PUBLISH.current(state)


def _shown(name: str, value: object, language: str, phrases: Phrases) -> str:
    if name in ("phone", "whatsapp"):
        return phones.shown(str(value))
    return shown(name, value, language, phrases)


def _why(state: GraphState, name: str, values: tuple[str, ...]) -> str:
    quote = state.evidence.get(name, "")
    found = next((excerpt for said in _spoken(state.messages) if (excerpt := _excerpt(said, quote))), "")
    return found or ("" if quote in values else quote)


def _spoken(messages: Sequence[AnyMessage]) -> list[str]:
    """Return the person's own words, the latest first."""
    said = (message for message in reversed(messages) if isinstance(message, HumanMessage))
    return [str(message.text) for message in said if not action_of(message)]


def _excerpt(said: str, quote: str) -> str:
    """Return the quote with the words around it, empty when it was not said here."""
    at = said.find(quote) if quote else -1
    if at < 0:
        return ""
    start, stop = max(0, at - _AROUND), at + len(quote)
    if start:
        start = said.find(" ", start, at) + 1 or at
    end = stop + _AROUND
    if end < len(said):
        end = max(said.rfind(" ", stop, end), stop)
    return f"{'…' if start else ''}{said[start:end].strip()}{'…' if end < len(said) else ''}"


def _address(url: str) -> str:
    """Return a web address; anything else from a search result is no link."""
    return url if url.startswith(("https://", "http://")) else ""
