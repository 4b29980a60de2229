"""A circuit breaker that forgives quickly and waits longer the longer a service stays away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from nodes.errors import IntegrationException, Misconfigured, Unavailable

T = TypeVar("T")

THRESHOLD = 3
"""Failed operations in a row that open the breaker; a wrong key or an exhausted account opens it at once."""
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
PATIENCE = 2.0
"""A caller waits for a pause up to this many seconds; for a longer one it is told to come back."""
LONG_OUTAGE = 4.0
"""From this pause on a probe is one single attempt."""


BREAKER_OPEN = "breaker open"
"""`details` of an error raised without calling the service."""


class Breaker:
    """One service's breaker in one process.

    While open, one caller at a time probes after the pause; each failed probe doubles the pause, a success ends it.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._turn = asyncio.Lock()
        self._failures = 0
        self._pause = 0.0
        self._until = 0.0
        self._reason: IntegrationException | None = None

    @property
    def is_open(self) -> bool:
        return self._pause > 0

    @property
    def long_outage(self) -> bool:
        return self._pause >= LONG_OUTAGE

    async def run(self, operation: Callable[[], Awaitable[T]]) -> T:
        """Return what `operation` returns; while open, raise why the service is left alone, with `retry_after`."""
        if self.is_open:
            async with self._turn:
                if self.is_open:
                    await self._cool()
                    return await self._watched(operation)
        return await self._watched(operation)

    async def _cool(self) -> None:
        left = self._until - self._clock()
        if left > PATIENCE:
            raise self._refusal(left)
        if left > 0:
            await self._sleep(left)

    def _refusal(self, left: float) -> IntegrationException:
        reason = self._reason
        kind = Misconfigured if isinstance(reason, Misconfigured) else Unavailable
        service, key = (reason.service, reason.key) if reason else ("", "")
        return kind(f"{service} is left alone", service=service, details=BREAKER_OPEN, retry_after=left, key=key)

    async def _watched(self, operation: Callable[[], Awaitable[T]]) -> T:
        try:
            result = await operation()
        except (Unavailable, Misconfigured) as error:
            self._count(error)
            raise
        except IntegrationException:
            self._reset()
            raise
        self._reset()
        return result

    def _count(self, error: IntegrationException) -> None:
        self._failures += 1
        if self._failures >= THRESHOLD or isinstance(error, Misconfigured):
            self._reason = error
            self._pause = min(max(FIRST_PAUSE, self._pause * 2), LONGEST_PAUSE)
            self._until = self._clock() + self._pause

    def _reset(self) -> None:
        self._failures = 0
        self._pause = 0.0
        self._reason = None
