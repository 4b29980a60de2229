"""Behind sentinels the master may die: writes go on at the one that is elected, and the caller only waits."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from clusters import free_port
from redis.asyncio import Redis

from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.connection import connect
from agent.checkpoint.embedded import find_binary
from agent.checkpoint.lease import lease

SETTINGS = """port {port}
dir {folder}
sentinel monitor main 127.0.0.1 {master} 1
sentinel down-after-milliseconds main 300
sentinel failover-timeout main 2000
"""


class Trio:
    """A master, its replica and a sentinel."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.master_port, self.replica_port, self.port = free_port(), free_port(), free_port()
        self._stack = stack
        self.master = self._start(folder / "a", "--port", self.master_port, "--save", "")
        follows = ("--replicaof", f"127.0.0.1 {self.master_port}")
        self._start(folder / "b", "--port", self.replica_port, "--save", "", *follows)
        settings = folder / "sentinel.conf"
        settings.write_text(SETTINGS.format(port=self.port, folder=folder, master=self.master_port))
        self._start(folder / "c", settings, "--sentinel", first=True)

    def _start(self, folder: Path, *arguments: object, first: bool = False) -> subprocess.Popen[bytes]:
        folder.mkdir()
        place = () if first else ("--dir", folder)
        process = subprocess.Popen(
            [find_binary(), *map(str, (*arguments, *place))], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process

    async def ready(self) -> None:
        """Wait until the replica follows and the sentinel knows of it."""
        sentinel, replica = Redis(port=self.port), Redis(port=self.replica_port)
        while True:
            try:
                follows = (await replica.info("replication")).get("master_link_status") == "up"
                known = await sentinel.sentinel_slaves("main")
                if follows and known and known[0]["is_slave"] and not known[0]["is_disconnected"]:
                    break
            except OSError:
                pass
            except Exception as error:
                if "Connection" not in type(error).__name__:
                    raise
            await asyncio.sleep(0.05)
        await sentinel.aclose()
        await replica.aclose()


@pytest.fixture
async def trio(tmp_path: Path) -> AsyncIterator[Trio]:
    with ExitStack() as stack:
        found = Trio(tmp_path, stack)
        await asyncio.wait_for(found.ready(), 60)
        yield found


async def test_a_killed_master_costs_a_wait_and_nothing_that_was_replicated(trio: Trio, prefix: str, put: Any) -> None:
    client = connect(f"redis+sentinel://127.0.0.1:{trio.port}/main", patience=50)
    saver = PlainRedisSaver(client, prefix=prefix)
    config = await put(saver, {"a": ["before"]})
    assert await client.wait(1, 10_000) == 1
    trio.master.kill()

    async with lease(client, "t", prefix=prefix):
        await put(saver, {"a": ["before", "after"]}, config)

    found = await saver.aget_tuple({"configurable": {"thread_id": "t"}})
    assert found is not None
    assert found.checkpoint["channel_values"]["a"] == ["before", "after"]
    elected = Redis(port=trio.replica_port)
    assert (await elected.info("replication"))["role"] == "master"
    await elected.aclose()
    for sentinel in client.connection_pool.sentinel_manager.sentinels:
        await sentinel.aclose()
    await client.aclose()
