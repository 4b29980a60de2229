"""How the application is served by uvicorn, alone or as one of several processes."""

from __future__ import annotations

import socket
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from agent.bootstrap import bootstrap
from agent.settings import Settings
from agent.web.app import create_app
from agent.web.workers import STARTUP_FAILED, Workers

if TYPE_CHECKING:
    from starlette.applications import Starlette

STOP_SECONDS = 25
"""What a stop waits for: running turns, then streams."""


def application() -> Starlette:
    """Return the application of one process, which draws in a process of its own."""
    settings = Settings()
    return create_app(settings.web_prefix, partial(bootstrap, settings, drawers=settings.web_drawers))


def serve(settings: Settings, host: str, port: int, workers: int) -> int:
    """Serve until SIGTERM or SIGINT, in this process or in several; return the exit code.

    Raises OSError when the port is taken.
    """
    if workers > 1:
        return Workers(work, host, port, count=workers, patience=STOP_SECONDS + 5).run()
    import uvicorn  # noqa: PLC0415 - not needed where the application is mounted

    uvicorn.run(application(), **options(settings, host, port))
    return 0


def work(listening: socket.socket) -> None:
    """Serve as one of several processes; end with STARTUP_FAILED when the application cannot open."""
    import uvicorn  # noqa: PLC0415 - as above

    server = uvicorn.Server(uvicorn.Config(application(), **options(Settings(), *listening.getsockname()[:2])))
    server.run(sockets=[listening])
    if not server.started:
        sys.exit(STARTUP_FAILED)


def options(settings: Settings, host: str, port: int) -> dict[str, Any]:
    """Return the options of the server."""
    from agent.web.connection import PatientProtocol  # noqa: PLC0415 - uvicorn's

    return {
        "http": PatientProtocol,
        "host": host,
        "port": port,
        "log_level": settings.log_level,
        "access_log": False,
        "server_header": False,
        "timeout_keep_alive": 30,
        "timeout_graceful_shutdown": STOP_SECONDS,
        "lifespan": "on",
    }
