"""Figures for Prometheus, summed over all processes: each adds what it counted to one hash in Redis."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from redis.exceptions import RedisError
from starlette.responses import PlainTextResponse

from agent.web.context import web_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FLUSH_EVERY = 5.0
"""Seconds between two additions; a process that is killed loses at most these."""
BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the time classes, in seconds."""
_KEY = "coach:web:metrics"
_TYPES = {
    "coach_requests_total": ("counter", "Requests answered, by kind of path, method and status."),
    "coach_request_seconds": ("histogram", "Time until a request was answered, streams apart."),
    "coach_followers": ("gauge", "Feeds followed in the process that answers."),
    "coach_turns_running": ("gauge", "Turns running in the process that answers."),
}


class Metrics:
    """Counts in this process and adds up in Redis."""

    def __init__(self, redis: Any) -> None:
        self._redis = redis
        self._fresh: Counter[str] = Counter()
        self._seconds: Counter[str] = Counter()
        self._task: asyncio.Task[None] | None = None
        self._closing = False

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._flush_on(), name="metrics")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        with suppress(RedisError, OSError):
            await self.flush()

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

    async def _flush_on(self) -> None:
        while not self._closing:
            await asyncio.sleep(FLUSH_EVERY)
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


async def exposed(request: Request) -> Response:
    """Give the figures in Prometheus' text format, version 0.0.4."""
    from agent.web.api.auth import require_service  # noqa: PLC0415

    web = web_of(request)
    if web.application.settings.service_secret:
        require_service(request)
    sums = await web.metrics.lines()
    gauges = [f"coach_followers {web.watch.count}", f"coach_turns_running {web.turns.count}"]
    text: list[str] = []
    for name, (kind, help_) in _TYPES.items():
        text += [f"# HELP {name} {help_}", f"# TYPE {name} {kind}"]
        text += [line for line in (*sums, *gauges) if re.match(rf"{name}(_bucket|_sum|_count)?[{{ ]", line)]
    return PlainTextResponse("\n".join(text) + "\n", media_type="text/plain; version=0.0.4")
