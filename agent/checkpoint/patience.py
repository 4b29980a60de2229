"""How long a client tries again.

Trying again is bounded in time, because a count bounds nothing when a server hangs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any, TypeVar

from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import ConnectionError as Lost
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as Slow

Result = TypeVar("Result")
_FIRST, _LONGEST = 0.01, 0.2
"""Seconds of pause, doubling from the first to the longest, with jitter."""

_trying: ContextVar[bool] = ContextVar("checkpoint_trying", default=False)


class Patience(Retry):
    """Tries again until `seconds` have passed since the call began, at least once."""

    def __init__(self, seconds: float, *also: type[RedisError]) -> None:
        """Try again after lost connections and timeouts, and after the errors of `also`."""
        super().__init__(ExponentialWithJitterBackoff(base=_FIRST, cap=_LONGEST), 1, (Lost, Slow, *also))
        self.seconds = seconds

    async def call_with_retry(
        self,
        do: Callable[[], Awaitable[Result]],
        fail: Callable[..., Any],
        is_retryable: Callable[[Exception], bool] | None = None,
        with_failure_count: bool = False,
    ) -> Result:
        """Return the result of `do`, or raise its last error. The signature is redis-py's.

        A call inside another one, which is how the client connects, is tried once: the outer one tries both again, and
        asks anew where the server is.
        """
        within = _trying.get()
        end = time.monotonic() + self.seconds
        token = _trying.set(True)
        try:
            return await self._call(do, fail, is_retryable, end, once=within, counted=with_failure_count)
        finally:
            _trying.reset(token)

    async def _call(
        self,
        do: Callable[[], Awaitable[Result]],
        fail: Callable[..., Any],
        is_retryable: Callable[[Exception], bool] | None,
        end: float,
        *,
        once: bool,
        counted: bool,
    ) -> Result:
        failures = 0
        while True:
            try:
                return await do()
            except self._supported_errors as error:
                if is_retryable and not is_retryable(error):
                    raise
                failures += 1
                await (fail(error, failures) if counted else fail(error))
                if once or (failures > self._retries and time.monotonic() >= end):
                    raise
            await asyncio.sleep(self._backoff.compute(failures))
