"""Whether this process lives, and whether it can serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redis.exceptions import RedisError
from starlette.responses import JSONResponse

from agent.web.context import web_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def live(request: Request) -> Response:
    """Answer as long as the process does."""
    del request
    return JSONResponse({"status": "ok"})


async def ready(request: Request) -> Response:
    """Answer 200 when sessions can be read and written, 503 when the store is away or the process is stopping."""
    web = web_of(request)
    try:
        await web.application.redis.ping()
    except (RedisError, OSError):
        return JSONResponse({"status": "unavailable", "reason": "store"}, 503)
    if web.turns.closing:
        return JSONResponse({"status": "unavailable", "reason": "stopping"}, 503)
    return JSONResponse({"status": "ok", "store": web.application.store})
