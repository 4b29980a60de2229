"""What langgraph.json points to: the graph and the checkpointer of the LangGraph server.

The server keeps one event loop; the application is opened once in it, by the checkpointer that the server opens at its
start, and the graph factory uses the same services.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from agent.bootstrap import Application, bootstrap

_application: list[Application] = []
"""The open application; a list, because the server opens it long after import."""


@asynccontextmanager
async def checkpointer() -> AsyncIterator[Any]:
    """Open the application for the server's life and give its Redis checkpointer."""
    from agent.checkpoint.server import ServerSaver  # noqa: PLC0415 - needs LangGraph
    from agent.serializer import state_serializer  # noqa: PLC0415

    await asyncio.to_thread(_read_data)
    async with bootstrap() as application, AsyncExitStack() as stack:
        saver = ServerSaver(application.redis, ttl=application.session_ttl, serde=state_serializer())
        stack.push_async_callback(saver.aclose)
        _application.append(application)
        try:
            yield saver
        finally:
            _application.remove(application)


def _read_data() -> None:
    """Read all texts and CLDR data now: the server allows no file to be read while it runs."""
    import babel.dates  # noqa: F401, PLC0415 - reads the machine's time zone when it is imported
    from babel import localedata  # noqa: PLC0415 - slow to import

    from agent import resources  # noqa: PLC0415

    spoken = resources.languages("locales")
    for name in localedata.locale_identifiers():
        if name.split("_")[0] in spoken:
            localedata.load(name)
    for folder in ("locales", *(f"playbooks/{language}" for language in spoken)):
        for entry in resources.ROOT.joinpath(folder).iterdir():
            if entry.name.endswith(".yaml"):
                resources.load_yaml(f"{folder}/{entry.name}")


async def graph() -> Any:
    """Return the compiled graph over the server's services; the server puts its own reference to the checkpointer."""
    if _application:
        return _application[-1].graph
    raise RuntimeError("the checkpointer of langgraph.json opens the application first; is it configured?")
