"""What is stored is data: serializers that would run code found in a checkpoint are refused at the start."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import ormsgpack
from langgraph.checkpoint.serde.base import SerializerProtocol
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from agent.checkpoint.errors import TooLarge, UnreadableCheckpoint, UnsafeSerializer

VALUE_LIMIT = 4 * 1024 * 1024
"""Bytes one value of the state may take; hosted Redis services cap requests at 1 to 100 MB."""
WRITE_LIMIT = 16 * 1024 * 1024
"""Bytes all new values of one checkpoint may take together."""

_NEVER_WRITTEN = ("json", "pickle")


def strict_serializer(types: Iterable[type] = ()) -> JsonPlusSerializer:
    """Return a serializer that rebuilds LangGraph's and LangChain's own value types and the given ones, no other."""
    return JsonPlusSerializer(allowed_msgpack_modules=[(kind.__module__, kind.__qualname__) for kind in types] or None)


_sprung: list[str] = []


def canary(word: str) -> str:
    """Note that stored bytes had this function called. Nothing but a planted checkpoint names it."""
    _sprung.append(word)
    return word


def prove_inert(serde: SerializerProtocol) -> None:
    """Raise UnsafeSerializer if bytes that name a function get that function called.

    An encrypted serializer reads no plain bytes here, and foreign bytes do not decrypt, so it needs no proof.
    """
    if isinstance(serde, EncryptedSerializer):
        return
    gadget = ormsgpack.packb(ormsgpack.Ext(0, ormsgpack.packb((__name__, canary.__name__, "sprung"))))
    _sprung.clear()
    with _silent(), suppress(Exception):  # refusing the bytes, in whatever way, is what is wanted
        serde.loads_typed(("msgpack", gadget))
    if _sprung:
        raise UnsafeSerializer(
            "the serializer calls functions named in stored bytes; build it with strict_serializer(types) "
            "or with an explicit allowed_msgpack_modules"
        )


@contextmanager
def _silent() -> Iterator[None]:
    """Keep LangGraph's warning about the canary out of the logs; other threads' warnings pass."""
    logger = logging.getLogger("langgraph.checkpoint.serde.jsonplus")

    def other(record: logging.LogRecord) -> bool:
        return canary.__name__ not in (record.args or ())

    logger.addFilter(other)
    try:
        yield
    finally:
        logger.removeFilter(other)


@dataclass(frozen=True)
class Codec:
    """Values to bytes and back, within the limits."""

    serde: SerializerProtocol
    value_limit: int = VALUE_LIMIT

    def dump(self, value: Any, channel: str) -> bytes:
        """Return the value with its type in front. TooLarge names the channel."""
        kind, payload = self.serde.dumps_typed(value)
        if len(payload) > self.value_limit:
            raise TooLarge(channel, len(payload), self.value_limit)
        return kind.encode() + b"\x01" + payload

    def load(self, stored: bytes) -> Any:
        """Return the value. UnreadableCheckpoint for a type this saver never writes."""
        kind_bytes, mark, payload = stored.partition(b"\x01")
        kind = kind_bytes.decode("ascii", "replace")
        plain = isinstance(self.serde, EncryptedSerializer) and "+" not in kind
        if not mark or kind.partition("+")[0] in _NEVER_WRITTEN or plain:
            raise UnreadableCheckpoint(f"stored as {kind[:20]!r}, which this saver does not write")
        try:
            return self.serde.loads_typed((kind, bytes(payload)))
        except Exception as error:  # a serializer or cipher may raise anything when bytes are not its own
            raise UnreadableCheckpoint("a stored value is damaged, or sealed with another key") from error
