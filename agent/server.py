"""What langgraph.json points to: the graph and the checkpointer of the LangGraph server.

The server keeps one event loop; the application is opened once in it, by the checkpointer that the server opens at its
start, and the graph factory uses the same services.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from agent.bootstrap import Application, bootstrap

_application: list[Application] = []
"""The open application; a list, because the server opens it long after import."""


@asynccontextmanager
async def checkpointer() -> AsyncIterator[Any]:
    """Open the application for the server's life and give its Redis checkpointer."""
    async with bootstrap() as application:
        _application.append(application)
        try:
            yield application.graph.checkpointer
        finally:
            _application.remove(application)


async def graph() -> Any:
    """Return the compiled graph over the server's services; the server puts its own reference to the checkpointer."""
    if _application:
        return _application[-1].graph
    raise RuntimeError("the checkpointer of langgraph.json opens the application first; is it configured?")
