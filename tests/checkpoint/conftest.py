"""Servers and savers for the checkpointer's tests: a fake one for most, one embedded server for the rest."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import fakeredis
import pytest
import pytest_asyncio

from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.connection import connect
from agent.checkpoint.embedded import ensure_server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an embedded server that all tests of this process share."""
    loop = asyncio.new_event_loop()
    running = ensure_server(Path(tmp_path_factory.mktemp("store")))
    yield loop.run_until_complete(running.__aenter__())
    loop.run_until_complete(running.__aexit__(None, None, None))
    loop.close()


@pytest.fixture
def fake_server() -> fakeredis.FakeServer:
    return fakeredis.FakeServer()


@pytest_asyncio.fixture
async def fake(fake_server: fakeredis.FakeServer) -> AsyncIterator[Any]:
    client = fakeredis.FakeAsyncRedis(server=fake_server)
    yield client
    await client.aclose()


@pytest_asyncio.fixture
async def real(server: str) -> AsyncIterator[Any]:
    client = connect(server)
    yield client
    await client.aclose()


@pytest_asyncio.fixture(params=["fake", "embedded"])
async def client(request: pytest.FixtureRequest, server: str) -> AsyncIterator[Any]:
    """A client of the fake server, then of the embedded one."""
    found = fakeredis.FakeAsyncRedis() if request.param == "fake" else connect(server)
    yield found
    await found.aclose()


@pytest.fixture
def saver(client: Any, prefix: str) -> PlainRedisSaver:
    return PlainRedisSaver(client, prefix=prefix)


@pytest.fixture
def prefix() -> str:
    """A prefix of its own for every test, as they share a server."""
    return f"t{uuid.uuid4().hex[:10]}"


Put = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def put() -> Put:
    """Store a checkpoint the way LangGraph does: values with new versions, then the next one on top of it."""
    from langgraph.checkpoint.base import empty_checkpoint

    async def put(
        saver: PlainRedisSaver,
        values: dict[str, Any],
        parent: dict[str, Any] | None = None,
        *,
        thread: str = "t",
        ns: str = "",
        changed: set[str] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        config = parent or {"configurable": {"thread_id": thread, "checkpoint_ns": ns}}
        before = await saver.aget_tuple(config) if parent else None
        versions = dict(before.checkpoint["channel_versions"]) if before else {}
        old = max(versions.values(), default=None)
        new = {name: saver.get_next_version(old, None) for name in (values if changed is None else changed)}
        checkpoint = empty_checkpoint() | {"channel_values": values, "channel_versions": versions | new}
        return await saver.aput(config, checkpoint, metadata or {"source": "loop", "step": 1}, new)

    return put


@pytest.fixture
def chat() -> Callable[[Any], Any]:
    """Build the smallest chat: each turn appends the person's message and an answer."""
    from langchain_core.messages import AIMessage
    from langgraph.graph import END, START, MessagesState, StateGraph

    async def answer(state: MessagesState) -> dict[str, Any]:
        return {"messages": [AIMessage(f"answer {len(state['messages'])}")]}

    def build(saver: Any) -> Any:
        graph = StateGraph(MessagesState)
        graph.add_node("answer", answer)
        graph.add_edge(START, "answer")
        graph.add_edge("answer", END)
        return graph.compile(checkpointer=saver)

    return build


@pytest_asyncio.fixture
async def scan() -> Callable[[Any, str], Awaitable[set[str]]]:
    async def scan(client: Any, prefix: str) -> set[str]:
        return {key.decode() async for key in client.scan_iter(match=f"*{prefix}*")}

    return scan
