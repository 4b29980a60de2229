"""The application as the commands open it: settings from the environment, logs without secrets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.bootstrap import Application


@asynccontextmanager
async def opened() -> AsyncIterator[Application]:
    """Open the application. Raises what `bootstrap` raises."""
    from agent import logs
    from agent.bootstrap import bootstrap
    from agent.settings import Settings

    settings = Settings()
    logs.configure(settings.log_level)
    async with bootstrap(settings) as application:
        yield application
