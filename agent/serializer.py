"""How session state becomes bytes: msgpack with a closed list of types, so that stored bytes stay inert data."""

from __future__ import annotations

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from nodes.brief import BusinessBrief, Sector
from nodes.conversation import Interview, Question
from nodes.results import LogoSet, LogoVariant, MarketResearch, SiteContent, Website
from nodes.uploads import Photo

STATE_TYPES: tuple[type, ...] = (
    BusinessBrief,
    Interview,
    Question,
    MarketResearch,
    SiteContent,
    LogoSet,
    LogoVariant,
    Photo,
    Website,
    Sector,
)
"""The models that stand in the state by themselves, and enumerations; what else they contain is plain values."""


def state_serializer(*more: type) -> JsonPlusSerializer:
    """Return the serializer for checkpoints. Anything but STATE_TYPES, `more` and plain values comes back as data."""
    return JsonPlusSerializer(pickle_fallback=False, allowed_msgpack_modules=(*STATE_TYPES, *more))
