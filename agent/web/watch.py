"""One look a moment at all sessions that somebody follows in this process: any Redis, one round trip."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import structlog
from redis.exceptions import RedisError

from agent.repeating import repeating
from agent.web.feed import Entry, Feed, Glance

log = structlog.get_logger(__name__)

LOOK_EVERY = 0.4
"""Seconds between two looks."""
BACKLOG = 1000
"""Announcements a slow follower may lag behind; then it is let go and comes back with its last id."""


@dataclass(frozen=True)
class Change:
    """The session's state is another one, whoever changed it."""

    version: str


News = Entry | Change


@dataclass(eq=False)
class Follower:
    """One who follows a session from an entry on."""

    session_id: str
    last: str
    version: str
    news: asyncio.Queue[News | None] = field(default_factory=lambda: asyncio.Queue(BACKLOG))
    """None ends it."""
    writing: bool = False

    def take(self, glance: Glance) -> None:
        """Note what is new for this follower."""
        fresh = [entry for entry in glance.entries if _order(entry.id) > _order(self.last)]
        rested = self.writing and not glance.writing
        self.writing = glance.writing
        items: list[News] = list(fresh)
        if fresh:
            self.last = fresh[-1].id
        if not glance.writing and (rested or glance.version != self.version):
            self.version = glance.version
            items.append(Change(glance.version))
        for item in items:
            self._put(item)

    def end(self) -> None:
        self._put(None)

    def _put(self, item: News | None) -> None:
        if self.news.full():
            self.news.get_nowait()
            item = None
        self.news.put_nowait(item)


class Watch:
    """Looks while it is entered; leaving it ends all followers."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._followers: set[Follower] = set()

    async def __aenter__(self) -> Self:
        self._looking = repeating(self._look, LOOK_EVERY, name="watch")
        await self._looking.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end_all()
        await self._looking.__aexit__(kind, error, trace)

    @asynccontextmanager
    async def follow(self, session_id: str, last: str, version: str = "") -> AsyncIterator[Follower]:
        """Follow a session from an entry and a version on, until the context is left or the process ends."""
        follower = Follower(session_id, last, version)
        self._followers.add(follower)
        try:
            yield follower
        finally:
            self._followers.discard(follower)

    def end_all(self) -> None:
        """End every follower: the process is about to stop."""
        for follower in self._followers:
            follower.end()

    @property
    def count(self) -> int:
        """How many follow something."""
        return len(self._followers)

    async def _look(self) -> None:
        if not self._followers:
            return
        oldest: dict[str, str] = {}
        for follower in self._followers:
            known = oldest.get(follower.session_id)
            if known is None or _order(follower.last) < _order(known):
                oldest[follower.session_id] = follower.last
        try:
            glances = await self._feed.look(oldest)
        except (RedisError, OSError) as error:
            log.warning("watch.failed", error=type(error).__name__)
            return
        for follower in tuple(self._followers):
            if follower.session_id in glances:
                follower.take(glances[follower.session_id])


def _order(id_: str) -> tuple[int, int]:
    at, _, number = id_.partition("-")
    return int(at), int(number or 0)
