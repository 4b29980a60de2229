"""From LangGraph's checkpoints and writes to what is stored: each value once, a grown list only by its tail."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from langgraph.checkpoint.base import WRITES_IDX_MAP, Checkpoint, CheckpointMetadata

from agent.checkpoint import segments
from agent.checkpoint.errors import TooLarge
from agent.checkpoint.hot import Head, HotThread
from agent.checkpoint.keys import prefix_of
from agent.checkpoint.reading import Reader
from agent.checkpoint.records import Record, Reference, Write
from agent.checkpoint.runs import Backing, Run
from agent.checkpoint.serializer import WRITE_LIMIT, Codec
from agent.checkpoint.snapshots import Frozen, NotPlain

INLINE_LIMIT = 48
"""Bytes up to which a value lies in the checkpoint itself: an own item would cost more than it holds."""


@dataclass
class Draft:
    """What a checkpoint will refer to, as it is put together."""

    hot: HotThread
    parent: Head | None
    branch: bool
    """Whether lists must go on in a stream of their own, because another branch has the next piece already."""
    references: dict[str, Reference] = field(default_factory=dict)
    inline: list[bytes] = field(default_factory=list)
    singles: dict[int, bytes] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    raw: dict[str, list[bytes]] = field(default_factory=dict)
    new: dict[str, bytes] = field(default_factory=dict)
    """Hash fields to be stored."""

    def keep(self, channel: str, parent: Head) -> None:
        """Refer to the value as the parent does."""
        reference = parent.record.references.get(channel)
        if reference is None:
            return
        self.references[channel] = reference
        if isinstance(reference, list):
            if channel in parent.runs:
                self.runs[channel] = parent.runs[channel]
            else:
                self.raw[channel] = parent.raw[channel]
        elif reference >= 0:
            self.singles[reference] = parent.singles[reference]
        else:
            self._lay_inline(channel, parent.record.inline[-1 - reference])

    def store(self, channel: str, stored: bytes) -> None:
        """Store a value whole."""
        if len(stored) <= INLINE_LIMIT:
            self._lay_inline(channel, stored)
            return
        number = self.hot.next_number()
        self.references[channel] = number
        self.singles[number] = self.new[str(number)] = stored

    def store_list(self, channel: str, values: list[Any], codec: Codec) -> None:
        """Store the part of a list that is not stored yet. NotPlain, with nothing changed, if it cannot be told."""
        before = self.parent.runs.get(channel) if self.parent else None
        run = before.common(values) if before else Run([], 0, Backing())
        tail = values[run.length :]
        if tail:
            items = [Frozen(value) for value in tail]
            stored = codec.dump(tail, channel)
            piece = self._next_piece(run)
            self.new[segments.field(piece)] = stored
            run = run.grown(piece, items)
        self.references[channel] = run.segments
        self.runs[channel] = run

    def _next_piece(self, run: Run) -> segments.Piece:
        if run.segments and not self.branch:
            return run.segments[-3], run.segments[-1] + 1
        return self.hot.next_number(), 1

    def _lay_inline(self, channel: str, stored: bytes) -> None:
        self.inline.append(stored)
        self.references[channel] = -len(self.inline)


@dataclass
class PutCheckpoint:
    """A checkpoint on its way into the store."""

    codec: Codec
    reader: Reader
    thread: str
    ns: str
    parent: str | None
    checkpoint: Checkpoint
    metadata: CheckpointMetadata
    new_versions: Mapping[str, Any]
    _head: Head = field(init=False)
    followed: ClassVar[bool] = False

    async def prepare(self, hot: HotThread, attempt: int) -> list[Any]:
        parent = await self._parent(hot)
        draft = Draft(hot, parent, branch=attempt > 0)
        for channel, version in self.checkpoint["channel_versions"].items():
            if parent and channel not in self.new_versions and parent.versions.get(channel) == version:
                draft.keep(channel, parent)
            elif channel in self.checkpoint["channel_values"]:
                self._store(draft, channel, self.checkpoint["channel_values"][channel])
        size = sum(map(len, draft.new.values()))
        if size > WRITE_LIMIT:
            raise TooLarge(", ".join(sorted(self.new_versions)), size, WRITE_LIMIT)
        self._head = self._finish(draft)
        return self._arguments(draft, self._head.record)

    def done(self, hot: HotThread) -> None:
        hot.remember(self._head)

    async def _parent(self, hot: HotThread) -> Head | None:
        if not self.parent:
            return None
        known = hot.guess(self.ns, self.parent)
        if known is not None:
            return known
        found = await self.reader.head(hot, self.thread, self.ns, self.parent)
        return found[0] if found else None

    def _store(self, draft: Draft, channel: str, value: Any) -> None:
        if type(value) is list and value:
            try:
                draft.store_list(channel, value, self.codec)
            except NotPlain:
                pass
            else:
                return
        draft.store(channel, self.codec.dump(value, channel))

    def _finish(self, draft: Draft) -> Head:
        bare = {key: value for key, value in self.checkpoint.items() if key != "channel_values"}
        payload = self.codec.dump((bare, self.metadata), "metadata")
        id_, stamp = self.checkpoint["id"], os.urandom(6).hex()
        record = Record(self.ns, id_, stamp, self.parent, draft.references, draft.inline, payload)
        return Head(record, dict(self.checkpoint["channel_versions"]), draft.singles, draft.runs, draft.raw)

    def _arguments(self, draft: Draft, record: Record) -> list[Any]:
        parent = prefix_of(self.ns, draft.parent.record.id) if draft.parent else b""
        head = [
            "p",
            prefix_of(self.ns, record.id),
            record.stamp,
            record.encode(),
            parent,
            draft.hot.last,
            len(draft.new),
        ]
        return [*head, *(part for item in draft.new.items() for part in item)]


@dataclass
class PutWrites:
    """Pending writes of one task on their way into the store. A repeated one keeps the first value."""

    codec: Codec
    ns: str
    checkpoint: str
    writes: Sequence[tuple[str, Any]]
    task: str
    path: str

    @property
    def followed(self) -> bool:
        return not any(channel in WRITES_IDX_MAP for channel, _ in self.writes)  # an interrupt or error ends the run

    async def prepare(self, hot: HotThread, attempt: int) -> list[Any]:  # noqa: ARG002 - the same every time
        arguments: list[Any] = []
        for position, (channel, value) in enumerate(self.writes):
            index = WRITES_IDX_MAP.get(channel, position)
            stored = self.codec.dump(value, channel)
            write = Write(self.ns, self.checkpoint, self.task, index, self.path, channel, stored)
            arguments += ("w", write.prefix, "1" if index < 0 else "0", write.encode())
        return arguments

    def done(self, hot: HotThread) -> None:
        """Nothing is remembered of pending writes: reads always fetch them."""
