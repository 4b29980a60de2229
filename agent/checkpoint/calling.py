"""How a client calls Redis: how long it tries again, and how commands are packed.

Trying again is bounded in time, because a count bounds nothing when a server hangs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import cache
from importlib.util import find_spec
from typing import Any, TypeVar

from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import ConnectionError as Lost
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as Slow

Result = TypeVar("Result")
_FIRST, _LONGEST = 0.01, 0.2
"""Seconds of pause, doubling from the first to the longest, with jitter."""


@cache
def packed(kind: type[AbstractConnection]) -> type[AbstractConnection]:
    """Return the connection class with script calls packed by hiredis, at a fifth of the CPU, if it is installed."""
    if find_spec("hiredis") is None:
        return kind
    from hiredis import pack_command  # noqa: PLC0415 - optional

    def pack(connection: AbstractConnection, *arguments: Any) -> list[bytes]:
        if arguments[0] == "EVALSHA":
            return [pack_command(arguments)]
        return kind.pack_command(connection, *arguments)

    return type(f"Packed{kind.__name__}", (kind,), {"pack_command": pack})


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
        """Return the result of `do`, or raise its last error. The signature is redis-py's."""
        end = time.monotonic() + self.seconds
        failures = 0
        while True:
            try:
                return await do()
            except self._supported_errors as error:
                if is_retryable and not is_retryable(error):
                    raise
                failures += 1
                await (fail(error, failures) if with_failure_count else fail(error))
                if failures > self._retries and time.monotonic() >= end:
                    raise
            await asyncio.sleep(self._backoff.compute(failures))
