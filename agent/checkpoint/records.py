"""Checkpoints and pending writes as they lie in the store.

A checkpoint is one member of a sorted set: namespace, id, stamp and the fields of its stored values in plain
text, so that a script can gather them, then one packed frame. The stamp is new for every put, so two reads with
the same stamp saw the same bytes. A channel's value is named by a reference: the number of an item of the hash,
the segments of a list, stored in the pieces it grew by, or, negative, a value that lies in the frame itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

import ormsgpack

from agent.checkpoint.errors import UnreadableCheckpoint
from agent.checkpoint.keys import prefix_of
from agent.checkpoint.segments import Segments, as_text, field, pieces

Reference = int | Segments


@dataclass(frozen=True)
class Record:
    """One stored checkpoint."""

    ns: str
    id: str
    stamp: str
    parent: str | None
    references: Mapping[str, Reference]
    inline: list[bytes]
    payload: bytes
    """Checkpoint without its values, and metadata."""

    def singles(self) -> list[int]:
        """Return the numbers of the whole values this checkpoint needs."""
        return [one for one in self.references.values() if isinstance(one, int) and one >= 0]

    def lists(self) -> dict[str, Segments]:
        """Return the segments of the lists this checkpoint needs, by channel."""
        return {channel: one for channel, one in self.references.items() if isinstance(one, list)}

    def fields(self) -> list[str]:
        """Return the hash fields this checkpoint needs, in the order the scripts send them."""
        return [
            *map(str, self.singles()),
            *(field(piece) for segments in self.lists().values() for piece in pieces(segments)),
        ]

    def encode(self) -> bytes:
        needs = ",".join([*map(str, self.singles()), *map(as_text, self.lists().values())])
        frame = [self.parent, dict(self.references), self.inline, self.payload]
        return prefix_of(self.ns, self.id, self.stamp, needs) + ormsgpack.packb(frame)

    @classmethod
    def decode(cls, member: bytes) -> Record:
        """Return the record. UnreadableCheckpoint if the bytes are not one."""
        try:
            ns, id_, stamp, _, frame = member.split(b"\x01", 4)
            parent, references, inline, payload = ormsgpack.unpackb(frame)
            return cls(_text(ns), _text(id_), stamp.decode(), parent, references, inline, payload)
        except (ValueError, TypeError) as error:
            raise UnreadableCheckpoint("a stored checkpoint is damaged") from error


@dataclass(frozen=True)
class Write:
    """One pending write of a task."""

    ns: str
    checkpoint: str
    task: str
    index: int
    """Position among the task's writes; negative for the special channels, which are overwritten."""
    path: str
    channel: str
    value: bytes

    @property
    def order(self) -> tuple[str, str, int]:
        """The order in which a live run applies writes (`writes_sort_key` of langgraph-checkpoint)."""
        return self.path, self.task, self.index

    @property
    def prefix(self) -> bytes:
        return prefix_of(self.ns, self.checkpoint, self.task, str(self.index))

    def encode(self) -> bytes:
        return self.prefix + ormsgpack.packb([self.path, self.channel, self.value])

    @classmethod
    def decode(cls, member: bytes) -> Write:
        """Return the write. UnreadableCheckpoint if the bytes are not one."""
        try:
            ns, checkpoint, task, index, frame = member.split(b"\x01", 4)
            path, channel, value = ormsgpack.unpackb(frame)
            return cls(_text(ns), _text(checkpoint), _text(task), int(index), path, channel, value)
        except (ValueError, TypeError) as error:
            raise UnreadableCheckpoint("a stored write is damaged") from error


def _text(part: bytes) -> str:
    return unquote(part.decode("utf-8", "surrogatepass"), errors="surrogatepass")
