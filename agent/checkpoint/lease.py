"""One writer per session: a lease over Redis, with a fencing token that every checkpoint write carries.

A lease alone does not stop a writer that was paused past its end. The token does: each lease gets a greater one,
and the saver refuses, in the same script that writes, a token older than the newest issued.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from agent.checkpoint.errors import LeaseHeld
from agent.checkpoint.fencing import writing_with
from agent.checkpoint.keys import PREFIX, ThreadKeys
from agent.checkpoint.scripts import Scripts

LEASE_SECONDS = 30.0
"""A dead writer's session is free again after this; a living one renews three times within it."""
FENCE_FACTOR = 20
"""The newest token is remembered this many leases long, and as long as the lease is renewed."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.005, 0.1
_MOST_IN_DOUBT = 1000
_LET_GO = 0.5
"""Seconds the end of a block waits for the lease to be let go; a store that has just gone away gets no more."""


@dataclass
class Fence:
    """A held lease."""

    thread: str
    token: str
    lost: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the lease could not be renewed in time; from then on writes may be refused."""
    ended: bool = False


@asynccontextmanager
async def lease(
    redis: Any, thread_id: Any, *, wait: float = 0.0, seconds: float = LEASE_SECONDS, prefix: str = PREFIX
) -> AsyncIterator[Fence]:
    """Hold the session for writing; checkpoints written inside, by tasks started there too, carry its token.

    wait: seconds to wait for another writer to finish, 0 to be refused at once. Raises LeaseHeld, and what Redis
    raises. The end releases the lease; if the process dies it ends by itself after `seconds`. A block that ends because
    the store is away is left at once: the lease is let go behind it, as soon as the store is back.
    """
    from redis.exceptions import RedisError  # noqa: PLC0415

    keys = ThreadKeys(prefix, str(thread_id))
    owner = _in_doubt.pop(keys.lease, "") or os.urandom(8).hex()
    holder = _Holder(Scripts(redis), (keys.lease, keys.fence, keys.checkpoints), owner, int(seconds * 1000))
    try:
        fence = Fence(keys.thread, await holder.take(wait))
    except LeaseHeld:
        raise
    except BaseException:
        while len(_in_doubt) >= _MOST_IN_DOUBT:
            del _in_doubt[next(iter(_in_doubt))]
        _in_doubt[keys.lease] = owner
        raise
    heartbeat = asyncio.create_task(holder.renew(fence))
    away = False
    try:
        with writing_with(keys.thread, fence.token):
            yield fence
    except (RedisError, OSError):
        away = True
        raise
    finally:
        fence.ended = True  # a cancellation alone can get lost: asyncio.wait_for of Python 3.11 drops one now and then
        heartbeat.cancel()
        try:
            await asyncio.wait((heartbeat,))
        finally:
            release = asyncio.create_task(holder.release())
            _releases.add(release)
            release.add_done_callback(_releases.discard)
            await asyncio.wait((release,), timeout=0 if away else _LET_GO)


_in_doubt: dict[str, str] = {}
"""Owners whose call for a lease got no answer, by its key. A server that was hung may still give it to them when it
wakes, so the next to ask here asks as the same owner: nobody else would ever let it go."""
_releases: set[asyncio.Task[None]] = set()
"""Those under way, so that none is collected as garbage."""


@dataclass(frozen=True)
class _Holder:
    scripts: Scripts
    keys: tuple[str, str, str]
    """Lease, fence and checkpoints."""
    owner: str
    life: int
    """Milliseconds."""

    async def take(self, wait: float) -> str:
        end, pause = time.monotonic() + wait, _FIRST_PAUSE
        while True:
            answer = await self.scripts.run("take", self.keys[:2], [self.owner, self.life, self.life * FENCE_FACTOR])
            if answer[0] != b"held":
                return bytes(answer[0]).decode()
            left = end - time.monotonic()
            if left <= 0:
                raise LeaseHeld(wait=max(0, answer[1]) / 1000)
            await asyncio.sleep(min(left, pause * random.uniform(0.5, 1.5)))
            pause = min(_LONGEST_PAUSE, pause * 1.5)

    async def keep(self, life: int) -> bool:
        return bool(await self.scripts.run("keep", self.keys, [self.owner, life, self.life * FENCE_FACTOR]))

    async def renew(self, fence: Fence) -> None:
        """Renew until the end. A store that is away is asked again until the lease has run out for certain."""
        from redis.exceptions import RedisError  # noqa: PLC0415

        renewed = time.monotonic()
        while not (fence.lost.is_set() or fence.ended):
            await asyncio.sleep(self.life / 3000)
            try:
                if await self.keep(self.life):
                    renewed = time.monotonic()
                else:
                    fence.lost.set()
            except (RedisError, OSError):
                if time.monotonic() - renewed > self.life / 1000:
                    fence.lost.set()

    async def release(self) -> None:
        """Let go. If the store stays away the lease ends by itself, so that is no error of the work that was done."""
        from redis.exceptions import RedisError  # noqa: PLC0415

        end = time.monotonic() + self.life / 1000
        while time.monotonic() < end:
            with suppress(RedisError, OSError):
                await self.keep(0)
                return
            await asyncio.sleep(_LONGEST_PAUSE)
