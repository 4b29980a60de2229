"""Faults on demand: how a service fails next, and how often."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

HANG_SECONDS = 120.0
"""How long a hanging service hangs at most; longer than any client waits."""

STATUSES = {
    "bad_request": 400,
    "unauthorized": 401,
    "payment": 402,
    "forbidden": 403,
    "not_found": 404,
    "timeout_status": 408,
    "conflict": 409,
    "invalid": 422,
    "early": 425,
    "rate_limit": 429,
    "plan_limit": 432,
    "usage_limit": 433,
    "server_error": 500,
    "bad_gateway": 502,
    "overloaded": 503,
    "gateway_timeout": 504,
}
"""Faults that are an answer with a status."""
BROKEN = ("html", "malformed", "empty", "list", "deep", "gzip", "huge", "redirect", "cut", "hang", "slow")
"""Faults of any service beside a status. `slow` delays the right answer by `seconds`."""
MODEL = ("quota", "too_long", "policy", "refusal", "filtered", "truncated", "no_choices", "nonsense")
"""Faults of the model's answer."""
STREAM = ("stream_cut", "stream_end", "stream_garbage", "stream_error", "stream_stall")
"""Faults of a streamed answer; they wait for a request that streams."""
PLATFORM = ("lost", "odd")
"""The site is made, and the answer is lost or no JSON."""
KINDS = (*STATUSES, *BROKEN, *MODEL, *STREAM, *PLATFORM)


@dataclass
class Fault:
    """One planned failure."""

    kind: str
    times: int = 1
    """How many requests it hits; -1 for all until it is cleared."""
    retry_after: float | None = None
    """Seconds, sent as Retry-After."""
    seconds: float = 1.0
    """Delay of `slow` and `stream_stall`."""
    path: str = ""
    """Only requests whose path ends so; empty for all of the service."""


@dataclass
class Faults:
    """Planned faults by service, and how often each service was called."""

    planned: dict[str, list[Fault]] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    requests: list[tuple[str, str, bytes]] = field(default_factory=list)
    """Service, method with path, and body of each request, for those who look at the wire."""

    def add(self, service: str, kind: str, **options: Any) -> None:
        """Plan a fault of a service. KeyError for an unknown kind."""
        if kind not in KINDS:
            raise KeyError(kind)
        self.planned.setdefault(service, []).append(Fault(kind, **options))

    def clear(self) -> None:
        self.planned.clear()

    def take(self, service: str, path: str, *, streaming: bool = False) -> Fault | None:
        """Return the fault that hits a request, counting it down."""
        for fault in self.planned.get(service, []):
            if not path.endswith(fault.path) or (fault.kind in STREAM and not streaming):
                continue
            if fault.times == 0:
                continue
            fault.times -= 1 if fault.times > 0 else 0
            return fault
        return None


async def broken(fault: Fault, request: Request) -> Response | None:
    """Return the broken answer that a fault of any service means, None for one that only the service can play."""
    headers = {} if fault.retry_after is None else {"retry-after": f"{fault.retry_after:g}"}
    if fault.kind in STATUSES:
        return _with_status(fault.kind, headers)
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
        return None
    if fault.kind == "hang":
        await _until_gone(request)
    bodies: dict[str, Response] = {
        "html": HTMLResponse("<html><body>Welcome to the hotel network</body></html>"),
        "malformed": Response('{"choices": [{', media_type="application/json"),
        "empty": Response(b"", media_type="application/json"),
        "list": JSONResponse([1, 2, 3]),
        "deep": Response("[" * 100_000, media_type="application/json"),
        "gzip": Response(b"\x1f\x8b", headers={"content-encoding": "gzip"}, media_type="application/json"),
        "huge": StreamingResponse(_flood(), media_type="application/json"),
        "redirect": Response(status_code=302, headers={"location": "http://127.0.0.1:9/"}),
        "cut": StreamingResponse(_cut(), media_type="application/json", headers={"content-length": "1000"}),
        "hang": Response(status_code=504),
    }
    return bodies.get(fault.kind)


def _with_status(kind: str, headers: dict[str, str]) -> Response:
    status = STATUSES[kind]
    error = {"message": f"sandbox: {kind}", "type": kind, "code": _CODES.get(kind, kind), "param": None}
    detail = [{"loc": ["body", "business_name"], "msg": "sandbox"}] if status in (400, 422) else {"error": kind}
    return JSONResponse({"error": error, "detail": detail}, status_code=status, headers=headers)


_CODES = {"rate_limit": "rate_limit_exceeded", "unauthorized": "invalid_api_key", "overloaded": "server_is_overloaded"}


async def _until_gone(request: Request) -> None:
    async with asyncio.timeout(HANG_SECONDS):
        while not await request.is_disconnected():  # noqa: ASYNC110 - the server tells by asking only
            await asyncio.sleep(0.05)


async def _flood() -> AsyncIterator[bytes]:
    for _ in range(200):
        yield b" " * 65_536


class Cut(Exception):
    """Ends an answer in its middle."""


async def _cut() -> AsyncIterator[bytes]:
    yield b'{"half": '
    raise Cut
