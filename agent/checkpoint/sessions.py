"""Whose sessions there are: one sorted set per user, thread by last activity. Listing needs no scan."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from agent.checkpoint.keys import PREFIX


@dataclass(frozen=True)
class Activity:
    """One session of a user."""

    thread: str
    at: float
    """Unix time of the last activity."""


@dataclass(frozen=True)
class SessionIndex:
    """The index over a redis.asyncio client.

    ttl: seconds after which an untouched session is no longer listed, None or 0 for good.
    """

    redis: Any
    ttl: int | None = None
    prefix: str = PREFIX

    def key(self, user_id: str) -> str:
        return f"{self.prefix}:user:{quote(str(user_id), safe='')}"

    async def touch(self, user_id: str, thread_id: str) -> None:
        """Note activity in a session; it is the user's newest now. One round trip."""
        async with self.redis.pipeline(transaction=False) as pipe:
            self._trim(pipe, self.key(user_id))
            pipe.zadd(self.key(user_id), {str(thread_id): time.time()})
            if self.ttl:
                pipe.expire(self.key(user_id), self.ttl)
            await pipe.execute()

    async def list(self, user_id: str, *, offset: int = 0, limit: int = 50) -> list[Activity]:
        """Return a page of the user's sessions, newest first. One round trip."""
        async with self.redis.pipeline(transaction=False) as pipe:
            self._trim(pipe, self.key(user_id))
            pipe.zrange(self.key(user_id), offset, offset + limit - 1, desc=True, withscores=True)
            *_, found = await pipe.execute()
        return [Activity(thread.decode(), score) for thread, score in found]

    async def forget(self, user_id: str, thread_id: str) -> None:
        """Remove a session from the list; the last one takes the key with it."""
        await self.redis.zrem(self.key(user_id), str(thread_id))

    def _trim(self, pipe: Any, key: str) -> None:
        if self.ttl:
            pipe.zremrangebyscore(key, "-inf", f"({time.time() - self.ttl}")
