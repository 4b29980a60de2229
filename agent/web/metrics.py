"""Figures for Prometheus, summed over all processes: each adds what it counted to one hash in Redis."""

from __future__ import annotations

import re
import time
from collections import Counter
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from redis.exceptions import RedisError

from agent.repeating import repeating

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FLUSH_EVERY = 5.0
"""Seconds between two additions; a process that is killed loses at most these."""
BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the time classes, in seconds."""
_KEY = "coach:web:metrics"


class Metrics:
    """Counts in this process and adds up in Redis."""

    def __init__(self, redis: Any) -> None:
        self._redis = redis
        self._fresh: Counter[str] = Counter()
        self._seconds: Counter[str] = Counter()

    async def __aenter__(self) -> Self:
        self._flushing = repeating(self._try, FLUSH_EVERY, name="metrics")
        await self._flushing.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._flushing.__aexit__(kind, error, trace)
        await self._try()

    def answered(self, kind: str, method: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._fresh[f'coach_requests_total{{kind="{kind}",method="{method}",status="{status}"}}'] += 1
        if kind.endswith(("feed", "events")):
            return
        for bound in BUCKETS:
            if seconds <= bound:
                self._fresh[f'coach_request_seconds_bucket{{kind="{kind}",le="{bound:g}"}}'] += 1
        self._fresh[f'coach_request_seconds_bucket{{kind="{kind}",le="+Inf"}}'] += 1
        self._fresh[f'coach_request_seconds_count{{kind="{kind}"}}'] += 1
        self._seconds[f'coach_request_seconds_sum{{kind="{kind}"}}'] += round(seconds * 1000)

    async def flush(self) -> None:
        """Add what was counted since the last time."""
        fresh, self._fresh = self._fresh, Counter()
        seconds, self._seconds = self._seconds, Counter()
        if not fresh:
            return
        async with self._redis.pipeline(transaction=False) as pipe:
            for name, count in (fresh + seconds).items():
                pipe.hincrby(_KEY, name, count)
            await pipe.execute()

    async def lines(self) -> list[str]:
        """Return all sums, one a line."""
        await self.flush()
        found: dict[bytes, bytes] = await self._redis.hgetall(_KEY)
        return sorted(_line(name.decode(), int(value)) for name, value in found.items())

    async def _try(self) -> None:
        with suppress(RedisError, OSError):
            await self.flush()


def _line(name: str, value: int) -> str:
    return f"{name} {value / 1000 if '_sum{' in name else value}"


class Measure:
    """Counts and times every request of the application behind it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.monotonic(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            if web := scope.get("coach.web"):
                method = scope["method"] if scope["method"] in _METHODS else "OTHER"
                web.metrics.answered(_kind(scope), method, status, time.monotonic() - began)


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def _kind(scope: Scope) -> str:
    """Return the route that answered, never the path itself: it holds ids."""
    route = scope.get("route")
    path = getattr(route, "path", "") or "unknown"
    return re.sub(r"[^a-zA-Z0-9_/{}.-]", "", path.replace('"', ""))
