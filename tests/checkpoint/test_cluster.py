"""The whole contract on a Redis Cluster of three masters, started for this module alone."""

from __future__ import annotations

import asyncio
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.conformance import checkpointer_test, validate
from langgraph.checkpoint.conformance.report import ProgressCallbacks
from redis.asyncio import Redis

from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.connection import connect
from agent.checkpoint.embedded import find_binary
from agent.checkpoint.errors import StaleWriter
from agent.checkpoint.keys import ThreadKeys
from agent.checkpoint.lease import lease

SLOTS = 16384


def free_port() -> int:
    """A free port whose cluster bus port, 10000 above, is free as well."""
    while True:
        with socket.socket() as one, socket.socket() as bus:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            if port < 55_000:
                try:
                    bus.bind(("127.0.0.1", port + 10_000))
                except OSError:
                    continue
                return port


async def joined(ports: list[int]) -> None:
    """Share the slots out, introduce the nodes to each other, and wait until they agree."""
    nodes = [Redis(port=port) for port in ports]
    share = -(-SLOTS // len(ports))
    for number, node in enumerate(nodes):
        first, last = number * share, min((number + 1) * share, SLOTS) - 1
        await node.execute_command("CLUSTER", "ADDSLOTSRANGE", first, last)
        await node.execute_command("CLUSTER", "MEET", "127.0.0.1", ports[0])
    for node in nodes:
        while b"cluster_state:ok" not in await _info(node):
            await asyncio.sleep(0.02)
        await node.aclose()


async def _info(node: Redis) -> bytes:
    found = await node.execute_command("CLUSTER", "INFO")
    if isinstance(found, dict):
        return "".join(f"{name}:{value}\n" for name, value in found.items()).encode()
    return bytes(found)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    ports = [free_port() for _ in range(3)]
    nodes = [_node(tmp_path_factory.mktemp(f"node{port}"), port) for port in ports]
    try:
        loop = asyncio.new_event_loop()
        loop.run_until_complete(asyncio.wait_for(_up(ports), 20))
        loop.close()
        yield f"redis+cluster://127.0.0.1:{ports[0]}"
    finally:
        for node in nodes:
            node.kill()
            node.wait()


async def _up(ports: list[int]) -> None:
    for port in ports:
        client = Redis(port=port)
        while True:
            try:
                await client.ping()
            except OSError:
                await asyncio.sleep(0.02)
            else:
                break
        await client.aclose()
    await joined(ports)


def _node(folder: Path, port: int) -> subprocess.Popen[bytes]:
    settings = {"port": port, "bind": "127.0.0.1", "cluster-enabled": "yes", "dir": folder, "save": ""}
    arguments = [str(part) for name, value in settings.items() for part in (f"--{name}", value)]
    return subprocess.Popen([find_binary(), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


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
