"""One thread's reads and writes against the server, with one round trip each."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from agent.checkpoint.errors import CheckpointError, NewerFormat, StaleWriter
from agent.checkpoint.hot import Head, HotThread, HotThreads
from agent.checkpoint.keys import ThreadKeys, prefix_of
from agent.checkpoint.scripts import script

FORMAT = 1
"""Number of the layout described in records.py and keys.py; raised together with a step in migration.py."""
ATTEMPTS = 8
"""How often a write is tried again when other writers keep moving the thread."""


@dataclass(frozen=True)
class Reply:
    """What a read found."""

    member: bytes | None
    """None when there is no checkpoint, empty when it is the guessed one."""
    writes: Sequence[bytes] = ()
    values: Sequence[bytes | None] = ()
    guess: Head | None = None
    """The guess the server took into account: the pieces it holds were not sent."""


class Operation(Protocol):
    """Something to write. It is prepared anew when the thread turns out to have moved."""

    async def prepare(self, hot: HotThread, attempt: int) -> list[Any]:
        """Return the arguments for the script, made from what is known of the thread."""

    def done(self, hot: HotThread) -> None:
        """Take note that it is in the store."""


class Store:
    """The threads of one client on one event loop."""

    def __init__(self, client: Any, *, prefix: str, ttl_ms: int, hot: HotThreads) -> None:
        self.client = client
        self.prefix = prefix
        self.ttl_ms = ttl_ms
        self.hot = hot
        self._queues: dict[tuple[str, str], list[tuple[Operation, asyncio.Future[None]]]] = {}
        self._flushes: set[asyncio.Task[None]] = set()

    def keys(self, thread: str) -> ThreadKeys:
        return ThreadKeys(self.prefix, thread)

    async def read(self, hot: HotThread, thread: str, ns: str, id_: str = "") -> Reply:
        """Return a checkpoint, the newest one if no id is given, and extend the life of the whole thread."""
        guess = hot.guess(ns, id_)
        while True:
            arguments = [prefix_of(ns), prefix_of(id_)[:-1], *_known(guess), self.ttl_ms]
            mark, last, *found = await script("read")(self.client, self.keys(thread).stored, arguments)
            if mark is not None:
                _check_format(mark)
            if mark == hot.mark or not hot.mark:
                break
            hot.forget()
            guess = None
        if not found:
            return Reply(None)
        hot.mark, hot.last = mark, max(hot.last, int(last or 0))
        member, writes, values = found
        return Reply(member, writes, values, guess)

    async def write(self, thread: str, token: str, operation: Operation) -> None:
        """Write one operation together with those that other tasks bring in the same turn of the event loop.

        Once handed over it is written even if the caller is cancelled. Raises StaleWriter, NewerFormat, TooLarge
        and whatever Redis raises.
        """
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        key = (thread, token)
        queue = self._queues.get(key)
        if queue is None:
            queue = self._queues[key] = []
            flush = asyncio.ensure_future(self._flush(key, queue))
            self._flushes.add(flush)
            flush.add_done_callback(self._flushes.discard)
        queue.append((operation, future))
        await future

    async def _flush(self, key: tuple[str, str], queue: list[tuple[Operation, asyncio.Future[None]]]) -> None:
        await asyncio.sleep(0)
        del self._queues[key]
        try:
            await self._send(*key, [operation for operation, _ in queue])
        except BaseException as error:
            for _, future in queue:
                if not future.done():
                    future.set_exception(error)
            if not isinstance(error, Exception):
                raise
        else:
            for _, future in queue:
                if not future.done():
                    future.set_result(None)

    async def _send(self, thread: str, token: str, operations: list[Operation]) -> None:
        keys = self.keys(thread)
        hot = self.hot.of(thread)
        for attempt in range(ATTEMPTS):
            body = [part for operation in operations for part in await operation.prepare(hot, attempt)]
            birth = f"{FORMAT}:{os.urandom(6).hex()}"
            arguments = [token, self.ttl_ms, str(FORMAT), birth, hot.mark, *body]
            status, *details = await script("write")(self.client, (*keys.stored, keys.fence), arguments)
            if status == b"ok":
                hot.mark = details[0]
                for operation in operations:
                    operation.done(hot)
                return
            if status == b"stale":
                raise StaleWriter("a newer writer has taken this session over")
            if status == b"format":
                _check_format(details[0])
            hot.forget()
            hot.last = int(details[1]) if len(details) > 1 else 0
        raise CheckpointError("other writers kept moving this session; nothing was written")

    async def settle(self) -> None:
        """Wait until everything handed over is written or refused."""
        while self._flushes:
            await asyncio.wait(set(self._flushes))


def _check_format(mark: bytes) -> None:
    if int(mark.partition(b":")[0]) > FORMAT:
        raise NewerFormat("this session was written by a newer release of this program")


def _known(guess: Head | None) -> tuple[bytes, str]:
    if guess is None:
        return b"", ""
    held = ",".join(f"{stream}:{first}-{last}" for stream, (first, last) in guess.held().items())
    return prefix_of(guess.record.id, guess.record.stamp), held
