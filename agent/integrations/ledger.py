"""The ledger of effects that must happen once: written before the first byte leaves, kept outside the checkpoint.

An entry goes from calling to done, failed (surely not happened) or unknown (may have happened). A caller that dies
leaves `calling` behind and stops its heartbeat; whoever comes next finds the entry unknown.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from agent.repeating import repeating

if TYPE_CHECKING:
    from redis.asyncio import Redis

Status = Literal["calling", "done", "failed", "unknown"]

BEAT = 1.5
DEAD_AFTER = 6.0
"""Seconds without a heartbeat after which a caller counts as dead; several beats, so that a busy process lives on."""

_SWAP = "if redis.call('GET',KEYS[1])==ARGV[1] then redis.call('SET',KEYS[1],ARGV[2]) return 1 end return 0"
"""Compare and set on the exact bytes. Servers that refuse scripts get the same by WATCH."""


@dataclass(frozen=True)
class Entry:
    """What is known of one effect."""

    status: Status
    owner: str
    first: float
    """Unix time of the first reservation: the same in every repetition, so that its body can be the same too."""
    last: float
    """Unix time of the latest call."""
    result: dict[str, Any] | None = None


class EffectLedger:
    """Entries by key in Redis. Errors of the store pass through: without a ledger nothing is called."""

    def __init__(
        self, redis: Redis, *, prefix: str = "coach:effect", ttl: int = 0, clock: Callable[[], float] = time.time
    ) -> None:
        """ttl: seconds an entry is kept after its last change, 0 for good; never shorter than the session."""
        self._redis = redis
        self._prefix = prefix
        self._ttl = ttl
        self._clock = clock

    @asynccontextmanager
    async def alive(self, key: str, owner: str) -> AsyncIterator[None]:
        """Keep `owner` known as living inside; enter before `reserve`."""
        await self._beat(key, owner)
        try:
            async with repeating(partial(self._beat, key, owner), BEAT, name="ledger.heartbeat"):
                yield
        finally:
            await asyncio.gather(self._redis.delete(f"{self.name(key)}:alive:{owner}"), return_exceptions=True)

    async def reserve(self, key: str, owner: str) -> Entry:
        """Return the entry as it stands; it is ours to call when its owner is `owner`.

        A new or failed effect becomes ours. One left by a caller that died becomes unknown.
        """
        now = self._clock()
        mine = Entry("calling", owner, now, now)
        while True:
            if await self._redis.set(self.name(key), _write(mine), nx=True, ex=self._ttl or None):
                return mine
            raw, entry = await self._read(key)
            if entry is None:
                continue
            if entry.status == "failed":
                again = replace(mine, first=entry.first)
                if await self._swap(key, raw, again):
                    return again
            elif entry.status == "calling" and not await self._lives(key, entry.owner):
                await self._swap(key, raw, replace(entry, status="unknown"))
            else:
                return entry

    async def take_over(self, key: str, owner: str) -> Entry | None:
        """Make an unknown effect ours to call again, None when it is no longer unknown.

        Only for those who know that a second call does no harm.
        """
        raw, entry = await self._read(key)
        if entry is None or entry.status != "unknown":
            return None
        mine = replace(entry, status="calling", owner=owner, last=self._clock())
        return mine if await self._swap(key, raw, mine) else None

    async def settle(self, key: str, owner: str, status: Status, result: dict[str, Any] | None = None) -> Entry | None:
        """Write the outcome and return what stands then; an empty owner is a person or a look-up.

        `done` always stands and is never overwritten; any other outcome counts only from the latest owner.
        """
        while True:
            raw, entry = await self._read(key)
            if entry is None or entry.status == "done":
                return entry
            if status != "done" and owner and entry.owner != owner:
                return entry
            settled = replace(entry, status=status, result=result)
            if await self._swap(key, raw, settled):
                return settled

    async def look(self, key: str) -> Entry | None:
        """Return the entry as it is written."""
        return (await self._read(key))[1]

    async def _beat(self, key: str, owner: str) -> None:
        await self._redis.set(f"{self.name(key)}:alive:{owner}", b"1", px=int(DEAD_AFTER * 1000))

    async def _lives(self, key: str, owner: str) -> bool:
        return bool(await self._redis.exists(f"{self.name(key)}:alive:{owner}"))

    def name(self, key: str) -> str:
        """Return the Redis key of an entry."""
        return f"{self._prefix}:{{{key}}}"

    async def _read(self, key: str) -> tuple[bytes, Entry | None]:
        raw = await self._redis.get(self.name(key))
        if raw is None:
            return b"", None
        data = raw.encode() if isinstance(raw, str) else bytes(raw)
        return data, Entry(**json.loads(data))

    async def _swap(self, key: str, old: bytes, new: Entry) -> bool:
        from redis.exceptions import NoPermissionError, ResponseError  # noqa: PLC0415 - slow to import

        name = self.name(key)
        try:
            swapped = bool(await self._redis.eval(_SWAP, 1, name, old, _write(new)))
        except NoPermissionError:
            swapped = await self._swap_watching(name, old, new)
        except ResponseError as error:
            if "unknown command" not in str(error).lower():
                raise
            swapped = await self._swap_watching(name, old, new)
        if swapped and self._ttl:
            await self._redis.expire(name, self._ttl)
        return swapped

    async def _swap_watching(self, name: str, old: bytes, new: Entry) -> bool:
        from redis.exceptions import WatchError  # noqa: PLC0415 - slow to import

        async with self._redis.pipeline(transaction=True) as pipe:
            await pipe.watch(name)
            raw = await pipe.get(name)
            if (raw.encode() if isinstance(raw, str) else raw) != old:
                return False
            pipe.multi()  # type: ignore[no-untyped-call]
            pipe.set(name, _write(new))
            try:
                await pipe.execute()
            except WatchError:
                return False
        return True


def _write(entry: Entry) -> bytes:
    return json.dumps(asdict(entry), sort_keys=True).encode()
