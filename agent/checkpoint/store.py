"""One thread's reads and writes against the server, with one round trip each."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from redis.exceptions import RedisError

from agent.checkpoint.errors import CheckpointError, NewerFormat, StaleWriter
from agent.checkpoint.hot import Head, HotThread, HotThreads
from agent.checkpoint.keys import ThreadKeys, keys_of, prefix_of
from agent.checkpoint.migration import STEPS, Step, upgrade
from agent.checkpoint.scripts import Scripts

FORMAT = 1
"""Number of the layout described in records.py and keys.py; raised together with a step in migration.py."""
ATTEMPTS = 8
"""How often a write is tried again when other writers keep moving the thread."""
PATIENCE = 8
"""Turns of the event loop that what a task wrote waits for its checkpoint: both are sent together then."""


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

    @property
    def followed(self) -> bool:
        """Whether another one follows at once, as a checkpoint follows what a task of its superstep wrote."""

    async def prepare(self, hot: HotThread, attempt: int) -> list[Any]:
        """Return the arguments for the script, made from what is known of the thread."""

    def done(self, hot: HotThread) -> None:
        """Take note that it is in the store."""


@dataclass(frozen=True)
class Handed:
    """An operation that was handed over, and what its caller waits for."""

    operation: Operation
    future: asyncio.Future[None]

    def done(self, hot: HotThread) -> None:
        if not self.failed:
            self.operation.done(hot)
        if not self.future.done():
            self.future.set_result(None)

    def fail(self, error: BaseException) -> None:
        if not self.future.done():
            self.future.set_exception(error)

    @property
    def failed(self) -> bool:
        return self.future.done() and not self.future.cancelled() and self.future.exception() is not None


async def _prepare(queue: Sequence[Handed], hot: HotThread, attempt: int) -> list[Any]:
    """Return the arguments of all operations; one that cannot be stored fails alone."""
    body: list[Any] = []
    for handed in queue:
        if handed.failed:
            continue
        try:
            body += await handed.operation.prepare(hot, attempt)
        except (RedisError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - it goes to its caller
            handed.fail(error)
    return body


class Store:
    """The threads of one client on one event loop."""

    def __init__(self, client: Any, *, prefix: str, ttl_ms: int, hot: HotThreads) -> None:
        self.client = client
        self.prefix = prefix
        self.ttl_ms = ttl_ms
        self.hot = hot
        self.steps: Mapping[int, Step] = STEPS
        self._scripts = Scripts(client)
        self._queues: dict[tuple[str, str], list[Handed]] = {}
        self._flushes: set[asyncio.Task[None]] = set()

    def keys(self, thread: str) -> ThreadKeys:
        return keys_of(self.prefix, thread)

    async def read(self, hot: HotThread, thread: str, ns: str, id_: str = "") -> Reply:
        """Return a checkpoint, the newest one if no id is given, and extend the life of the whole thread."""
        guess = hot.guess(ns, id_)
        while True:
            arguments = [prefix_of(ns), prefix_of(id_)[:-1], *_known(guess), self.ttl_ms]
            mark, last, *found = await self._scripts.run("read", self.keys(thread).stored, arguments)
            if mark is not None and await self._upgraded(thread, mark):
                hot.forget()
                guess = None
                continue
            if mark == hot.mark or not hot.mark:
                break
            hot.forget()
            guess = None
        if not found:
            return Reply(None)
        hot.mark, hot.last = mark or b"", max(hot.last, int(last or 0))
        member, writes, values = found
        return Reply(member, writes, values, guess)

    async def write(self, thread: str, token: str, operation: Operation) -> None:
        """Write one operation together with those that other tasks bring in the same turn of the event loop.

        Once handed over it is written even if the caller is cancelled. Raises StaleWriter, NewerFormat, TooLarge
        and whatever Redis raises.
        """
        key = (thread, token)
        queue = self._queues.get(key)
        if queue is None:
            queue = self._queues[key] = []
            flush = asyncio.ensure_future(self._flush(key, queue))
            self._flushes.add(flush)
            flush.add_done_callback(self._flushes.discard)
        handed = Handed(operation, asyncio.get_running_loop().create_future())
        queue.append(handed)
        await handed.future

    async def _flush(self, key: tuple[str, str], queue: list[Handed]) -> None:
        for _ in range(PATIENCE):
            if not all(handed.operation.followed for handed in queue):
                break
            await asyncio.sleep(0)
        del self._queues[key]  # this task runs once every caller of the turn has had its own
        try:
            await self._send(*key, queue)
        except BaseException as error:
            for handed in queue:
                handed.fail(error)
            if not isinstance(error, Exception):
                raise

    async def _send(self, thread: str, token: str, queue: list[Handed]) -> None:
        keys = self.keys(thread)
        hot = self.hot.of(thread)
        hot.writes += 1
        try:
            await self._try(keys, hot, thread, token, queue)
        finally:
            hot.writes += 1

    async def _try(self, keys: ThreadKeys, hot: HotThread, thread: str, token: str, queue: list[Handed]) -> None:
        for attempt in range(ATTEMPTS):
            body = await _prepare(queue, hot, attempt)
            if not body:
                return
            birth = "" if hot.mark else f"{FORMAT}:{os.urandom(6).hex()}"
            arguments = [token, self.ttl_ms, str(FORMAT), birth, hot.mark, *body]
            status, *details = await self._scripts.run("write", (*keys.stored, keys.fence), arguments)
            if status == b"ok":
                hot.mark = details[0]
                for handed in queue:
                    handed.done(hot)
                return
            if status == b"stale":
                raise StaleWriter("a newer writer has taken this session over")
            if status == b"format":
                await self._upgraded(thread, details[0])
            hot.forget()
            hot.last = int(details[1]) if len(details) > 1 else 0
        raise CheckpointError("other writers kept moving this session; nothing was written")

    async def _upgraded(self, thread: str, mark: bytes) -> bool:
        """Bring a thread of an older format to today's; whether that was needed. NewerFormat for a newer one."""
        found = int(mark.partition(b":")[0])
        if found > FORMAT:
            raise NewerFormat("this session was written by a newer release of this program")
        if found < FORMAT:
            await upgrade(self.client, self.keys(thread), FORMAT, self.steps)
        return found < FORMAT

    async def extend(self, thread: str) -> None:
        """Extend the life of the whole thread, if threads have one."""
        if self.ttl_ms:
            async with self.client.pipeline(transaction=False) as pipe:
                for key in self.keys(thread).stored:
                    pipe.pexpire(key, self.ttl_ms)
                await pipe.execute()

    async def settle(self) -> None:
        """Wait until everything handed over is written or refused."""
        while self._flushes:
            await asyncio.wait(set(self._flushes))


def _known(guess: Head | None) -> tuple[bytes, str]:
    if guess is None:
        return b"", ""
    held = ",".join(f"{stream}:{first}-{last}" for stream, (first, last) in guess.held().items())
    return prefix_of(guess.record.id, guess.record.stamp), held
