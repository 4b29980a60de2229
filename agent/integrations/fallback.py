"""When an outside service fails: take the local default, and say so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import structlog

from agent.integrations.session_context import current_session, session_key, unattended
from nodes.errors import BudgetSpent, CoachError, IntegrationException, Malformed
from nodes.results import Result

if TYPE_CHECKING:
    from redis.asyncio import Redis

R = TypeVar("R", bound=Result)
T = TypeVar("T")

_REMEMBERED = 3600
"""Seconds a failure counts: trying again within them brings the local default."""

log = structlog.get_logger()


async def degrade(live: Callable[[], Awaitable[R]], local: Callable[[], Awaitable[R]], notice: str) -> R:
    """Return the live result; when the service fails, the local one with `notice`, a key of the locales."""
    try:
        return await live()
    except IntegrationException as error:
        log.warning("service.replaced", action=notice, service=error.service, status=type(error).__name__)
        return (await local()).model_copy(update={"notice": notice})


class SecondTry:
    """For work whose quality depends on the service: its failure is shown once before the local default steps in.

    The person may want to wait. Only if trying again fails too, or at once for an answer that will not get better,
    the local default takes over. Counted per session, in Redis so that another device counts on.
    """

    def __init__(self, name: str, redis: Redis | None, at_once: tuple[type[CoachError], ...] = (Malformed,)) -> None:
        self._name = name
        self._redis = redis
        self._at_once = at_once
        self._memory: dict[str, int] = {}

    async def run(self, live: Callable[[], Awaitable[T]], local: Callable[[int], Awaitable[T]]) -> T:
        """Return the live answer, or the local one, which is told how many times in a row the service was away.

        Raises what `live` raises the first time in a session, and always in unattended work, which counts for nothing.
        """
        try:
            answer = await live()
        except (IntegrationException, BudgetSpent) as error:
            hopeless = isinstance(error, self._at_once)
            if unattended.get() and not hopeless:
                raise
            failures = 0 if hopeless else await self._count()
            if failures == 1:
                raise
            service = getattr(error, "service", "") or self._name
            log.warning("service.replaced", action=self._name, service=service, status=type(error).__name__)
            return await local(failures)
        await self._forget()
        return answer

    async def _count(self) -> int:
        session = current_session.get()
        if self._redis is None:
            self._memory[session] = self._memory.get(session, 0) + 1
            return self._memory[session]
        key = session_key("failed", session)
        failures = int(await self._redis.hincrby(key, self._name, 1))
        await self._redis.expire(key, _REMEMBERED)
        return failures

    async def _forget(self) -> None:
        session = current_session.get()
        if self._redis is None:
            self._memory.pop(session, None)
        else:
            await self._redis.hdel(session_key("failed", session), self._name)
