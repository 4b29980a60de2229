"""From stored bytes to the checkpoint tuples LangGraph asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import Checkpoint, CheckpointMetadata, CheckpointTuple

from agent.checkpoint.errors import UnreadableCheckpoint
from agent.checkpoint.fencing import token_of
from agent.checkpoint.hot import Head, HotThread
from agent.checkpoint.records import Record, Write
from agent.checkpoint.runs import Backing, Run
from agent.checkpoint.segments import Piece, Segments, field, pieces
from agent.checkpoint.serializer import Codec
from agent.checkpoint.snapshots import Frozen, NotPlain
from agent.checkpoint.store import Reply, Store


class Reader:
    """Reads checkpoints of one store."""

    def __init__(self, store: Store, codec: Codec) -> None:
        self._store = store
        self._codec = codec

    async def head(self, hot: HotThread, thread: str, ns: str, id_: str = "") -> tuple[Head, list[Write]] | None:
        """Return a checkpoint as stored, the newest if no id is given, and remember it.

        Whoever holds the thread's lease asks the server once until they write.
        """
        token = token_of(thread)
        asked = token, ns, id_, hot.writes
        if asked in hot.seen:
            found: tuple[Head, list[Write]] | None = hot.seen[asked]
            return found
        found = await self._head(hot, thread, ns, id_)
        hot.seen = {asked: found} if token else {}
        return found

    async def _head(self, hot: HotThread, thread: str, ns: str, id_: str) -> tuple[Head, list[Write]] | None:
        reply = await self._store.read(hot, thread, ns, id_)
        if reply.member is None:
            return None
        head = reply.guess if reply.guess is not None and not reply.member else self._take(reply)
        hot.remember(head, newest=not id_)
        return head, [Write.decode(member) for member in reply.writes]

    def _take(self, reply: Reply) -> Head:
        record = Record.decode(reply.member or b"")
        fresh = iter(reply.values)
        singles = {number: _present(value) for number, value in zip(record.singles(), fresh, strict=False)}
        held = reply.guess.held() if reply.guess else {}
        known: dict[Piece, list[Frozen]] = {}
        for run in reply.guess.runs.values() if reply.guess else ():
            known.update(run.by_piece())
        gathered = {channel: _gather(parts, held, known, fresh) for channel, parts in record.lists().items()}
        runs: dict[str, Run] = {}
        raw: dict[str, list[bytes]] = {}
        for channel, found in gathered.items():
            try:
                runs[channel] = self._run(record.lists()[channel], found)
            except NotPlain:
                raw[channel] = [self._stored(part, channel) for part in found]
        checkpoint, _ = self.payload(record)
        return Head(record, checkpoint["channel_versions"], singles, runs, raw)

    def _run(self, segments: Segments, found: list[bytes | list[Frozen]]) -> Run:
        backing = Backing()
        for part in found:
            backing.add([Frozen(value) for value in self.load(part)] if isinstance(part, bytes) else part)
        return Run(segments, len(found), backing)

    def _stored(self, part: bytes | list[Frozen], channel: str) -> bytes:
        return part if isinstance(part, bytes) else self._codec.dump([item.thaw() for item in part], channel)

    def values(self, head: Head) -> dict[str, Any]:
        """Return a checkpoint's values, every one independent of what is remembered."""
        return {channel: self._value(channel, head) for channel in head.record.references}

    def _value(self, channel: str, head: Head) -> Any:
        reference = head.record.references[channel]
        if isinstance(reference, int):
            return self.load(head.record.inline[-1 - reference] if reference < 0 else head.singles[reference])
        run = head.runs.get(channel)
        return run.thaw() if run else [value for part in head.raw[channel] for value in self.load(part)]

    def fetched(self, record: Record, channel: str, items: Mapping[str, bytes | None]) -> Any:
        """Return one channel's value out of hash fields."""
        reference = record.references[channel]
        if isinstance(reference, list):
            return [value for piece in pieces(reference) for value in self.load(_present(items[field(piece)]))]
        return self.load(record.inline[-1 - reference] if reference < 0 else _present(items[str(reference)]))

    def payload(self, record: Record) -> tuple[Checkpoint, CheckpointMetadata]:
        """Return the checkpoint without its values, and its metadata."""
        checkpoint, metadata = self._codec.load(record.payload)
        return checkpoint, metadata

    def load(self, stored: bytes) -> Any:
        return self._codec.load(stored)

    def assemble(
        self, thread_id: Any, record: Record, writes: Iterable[Write], values: dict[str, Any]
    ) -> CheckpointTuple:
        """Return what LangGraph asks for."""
        checkpoint, metadata = self.payload(record)
        checkpoint["channel_values"] = values
        ordered = sorted(writes, key=lambda write: write.order)
        return CheckpointTuple(
            config=config_of(thread_id, record.ns, record.id),
            checkpoint=checkpoint,
            metadata=metadata,
            parent_config=config_of(thread_id, record.ns, record.parent) if record.parent else None,
            pending_writes=[(write.task, write.channel, self.load(write.value)) for write in ordered],
        )


def _gather(
    segments: Segments, held: Mapping[int, tuple[int, int]], known: Mapping[Piece, list[Frozen]], fresh: Iterator[Any]
) -> list[bytes | list[Frozen]]:
    """Return a list's pieces: remembered ones where the server knew that they are, else the ones it sent."""
    found: list[bytes | list[Frozen]] = []
    for stream, number in pieces(segments):
        first, last = held.get(stream, (0, -1))
        found.append(known[stream, number] if first <= number <= last else _present(next(fresh)))
    return found


def _present(value: bytes | None) -> bytes:
    if value is None:
        raise UnreadableCheckpoint("a value of a stored checkpoint is missing")
    return value


def config_of(thread_id: Any, ns: str, id_: str) -> RunnableConfig:
    return {"configurable": {"thread_id": thread_id, "checkpoint_ns": ns, "checkpoint_id": id_}}
