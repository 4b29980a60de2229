"""How session state becomes bytes: msgpack with a closed list of types, so that stored bytes stay inert data."""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from nodes.brief import BusinessBrief
from nodes.conversation import Interview, Question
from nodes.errors import SettingsError
from nodes.results import LogoSet, MarketResearch, SiteContent, Website

STATE_TYPES: tuple[type, ...] = (BusinessBrief, Interview, Question, MarketResearch, SiteContent, LogoSet, Website)
"""The models that stand in the state by themselves; what they contain is rebuilt by their own validation."""


def state_serializer(*more: type) -> JsonPlusSerializer:
    """Return the serializer for checkpoints. Anything but STATE_TYPES, `more` and plain values comes back as data.

    Raises SettingsError if a canary that is not on the list comes back as its own type: the list is then not
    in force, and stored bytes could build any object.
    """
    serializer = JsonPlusSerializer(pickle_fallback=False, allowed_msgpack_modules=(*STATE_TYPES, *more))
    if isinstance(serializer.loads_typed(serializer.dumps_typed(_Canary())), _Canary):
        raise SettingsError("the serializer's list of allowed types is not in force")
    return serializer


class _Canary:
    """Not on the list, and built from bytes nowhere."""

    def model_dump(self, **_: Any) -> dict[str, Any]:
        return {}
