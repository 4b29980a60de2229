"""How the application is served by uvicorn, alone or as one of several processes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from agent.bootstrap import bootstrap
from agent.settings import Settings
from agent.web.app import create_app

if TYPE_CHECKING:
    from starlette.applications import Starlette

STOP_SECONDS = 25
"""What a stop waits for: running turns, then streams."""


def application() -> Starlette:
    """Return the application of one process, which draws in a process of its own."""
    settings = Settings()
    return create_app(settings.web_prefix, partial(bootstrap, settings, drawers=settings.web_drawers))


def options(settings: Settings, host: str, port: int) -> dict[str, Any]:
    """Return the options of the server."""
    return {
        "host": host,
        "port": port,
        "log_level": settings.log_level,
        "access_log": False,
        "server_header": False,
        "timeout_keep_alive": 30,
        "timeout_graceful_shutdown": STOP_SECONDS,
        "lifespan": "on",
    }
