"""The whole contract on a Redis Cluster of three masters, started for this module alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from clusters import running_cluster
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.conformance import checkpointer_test, validate
from langgraph.checkpoint.conformance.report import ProgressCallbacks

from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.connection import connect
from agent.checkpoint.errors import StaleWriter
from agent.checkpoint.keys import ThreadKeys
from agent.checkpoint.lease import lease


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_cluster(tmp_path_factory.mktemp("cluster")) as url:
        yield url


@pytest_asyncio.fixture
async def client(cluster: str) -> AsyncIterator[Any]:
    client = connect(cluster)
    yield client
    await client.aclose()


async def test_every_conformance_test_passes(cluster: str) -> None:
    seen: list[tuple[str, bool]] = []

    @checkpointer_test(name="cluster")
    async def made() -> AsyncIterator[PlainRedisSaver]:
        async with PlainRedisSaver.from_conn_string(cluster, ttl=60) as saver:
            yield saver

    await validate(made, progress=ProgressCallbacks(on_test_result=lambda _, name, good, __: seen.append((name, good))))

    assert [name for name, good in seen if not good] == []
    assert len(seen) == 81


async def test_sessions_on_all_masters_run_and_are_forgotten(client: Any, prefix: str, chat: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    graph = chat(saver)
    threads = [f"thread {number}" for number in range(12)]
    for thread in threads:
        async with lease(client, thread, prefix=prefix):
            for turn in range(2):
                config = {"configurable": {"thread_id": thread}}
                out = await graph.ainvoke({"messages": [HumanMessage(f"turn {turn}")]}, config)
        assert [message.content for message in out["messages"]][::2] == ["turn 0", "turn 1"]
    homes = {client.get_node_from_key(ThreadKeys(prefix, thread).checkpoints).name for thread in threads}
    assert len(homes) == 3

    await saver.aprune(threads)
    for thread in threads:
        await saver.adelete_thread(thread)
    assert [key async for key in client.scan_iter(match=f"*{prefix}*")] == []


async def test_an_older_token_is_refused_there_too(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    async with lease(client, "t", prefix=prefix):
        await client.delete(ThreadKeys(prefix, "t").lease)
        await asyncio.create_task(_pass_through(client, prefix))
        with pytest.raises(StaleWriter):
            await put(saver, {"a": 1})


async def _pass_through(client: Any, prefix: str) -> None:
    async with lease(client, "t", prefix=prefix):
        pass
