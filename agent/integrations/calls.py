"""The one way to call an outside service: limited, timed, retried, broken off and logged by one policy."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import stamina
import structlog

from agent.integrations.breaker import Breaker
from agent.integrations.http import translate
from nodes.errors import IntegrationException, Unavailable

T = TypeVar("T")
Translate = Callable[[Exception, str], IntegrationException | None]

ATTEMPTS = 3
WINDOW = 20.0
"""Seconds after the first attempt in which a further one may begin."""
_JITTER = 0.25
_MARGIN = 1.0
"""Seconds an attempt must have left to be worth beginning."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Policy:
    """How one service is called."""

    service: str
    timeout: float
    """Seconds of one attempt, and the last moment of the whole call if that is later than WINDOW."""
    attempts: int = ATTEMPTS
    concurrency: int = 8
    """Requests in flight at once from this process."""
    first_wait: float = 0.5
    """Seconds before the second attempt when the service names none; doubled for each further one."""


class Calls:
    """All calls of one client to one service. It is the only owner of retries; vendor retries are off."""

    def __init__(self, policy: Policy, breaker: Breaker | None = None) -> None:
        self.policy = policy
        self._breaker = breaker or Breaker()
        self._slots = asyncio.Semaphore(policy.concurrency)

    async def run(
        self,
        action: str,
        operation: Callable[[], Awaitable[T]],
        *,
        translate: Translate = translate,
        retry: Callable[[IntegrationException], bool] = lambda error: isinstance(error, Unavailable),
    ) -> T:
        """Return what `operation` returns, or raise an error of the product's tree.

        Errors for which `retry` holds are tried again after Retry-After or with exponential backoff, at most
        `attempts` times and while the wait ends within WINDOW. The whole takes at most max(WINDOW, timeout) seconds.
        """
        return await self._breaker.run(lambda: self._retried(action, operation, translate, retry))

    async def _retried(
        self,
        action: str,
        operation: Callable[[], Awaitable[T]],
        translate: Translate,
        retry: Callable[[IntegrationException], bool],
    ) -> T:
        begun = time.monotonic()
        attempts = 1 if self._breaker.long_outage else self.policy.attempts

        def again(error: Exception) -> bool | float:
            if not isinstance(error, IntegrationException) or not retry(error):
                return False
            wait = error.retry_after
            in_time = time.monotonic() - begun + (wait or 0) < WINDOW - _MARGIN
            return in_time if wait is None else (wait if in_time else False)

        async for attempt in stamina.retry_context(
            on=again,
            attempts=attempts,
            timeout=WINDOW,
            wait_initial=self.policy.first_wait,
            wait_max=WINDOW / 2,
            wait_jitter=_JITTER,
        ):
            with attempt:
                left = max(WINDOW, self.policy.timeout) - (time.monotonic() - begun)
                return await self._once(action, operation, translate, attempt.num, min(left, self.policy.timeout))
        raise AssertionError("unreachable")

    async def _once(
        self, action: str, operation: Callable[[], Awaitable[T]], translate: Translate, number: int, seconds: float
    ) -> T:
        begun = time.monotonic()
        try:
            async with asyncio.timeout(max(seconds, 0.001)), self._slots:
                result = await operation()
        except Exception as error:
            known = translate(error, self.policy.service)
            self._log(action, type(known or error).__name__, begun, number, known.details if known else "")
            if known is None or known is error:
                raise
            raise known from error
        self._log(action, "success", begun, number, "")
        return result

    def _log(self, action: str, status: str, begun: float, number: int, details: str) -> None:
        write = log.info if status == "success" else log.warning
        extra = {"details": details} if details else {}
        duration = round(time.monotonic() - begun, 3)
        write(
            "service.called",
            action=action,
            service=self.policy.service,
            status=status,
            duration=duration,
            attempt=number,
            **extra,
        )
