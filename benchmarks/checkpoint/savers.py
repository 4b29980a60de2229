"""The contenders. Each is opened on a fresh store and says how many bytes a thread takes in it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.connection import connect
from agent.checkpoint.embedded import ensure_server
from benchmarks.checkpoint.floor import Floor

TTL_SECONDS = 7200
"""How long a session lives in Redis after its last use, with each saver that can let one end."""
FLUSH_BYTES = 1800
"""About what our saver sends in a flush of the chat; `paired` measures it."""


@dataclass(frozen=True)
class Contender:
    saver: Any
    size: Callable[[], Awaitable[int]]


async def _nothing() -> int:
    return 0


@asynccontextmanager
async def nothing(_: Path) -> AsyncIterator[Contender]:
    yield Contender(None, _nothing)


@asynccontextmanager
async def memory(_: Path) -> AsyncIterator[Contender]:
    from langgraph.checkpoint.memory import InMemorySaver

    saver = InMemorySaver()

    async def size() -> int:
        return sum(len(data) for _, data in saver.blobs.values()) + sum(
            len(checkpoint[1]) + len(metadata[1])
            for namespaces in saver.storage.values()
            for checkpoints in namespaces.values()
            for checkpoint, metadata, _ in checkpoints.values()
        )

    yield Contender(saver, size)


@asynccontextmanager
async def sqlite(folder: Path) -> AsyncIterator[Contender]:
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

    async with AsyncSqliteSaver.from_conn_string(str(folder / "checkpoints.sqlite")) as saver:

        async def size() -> int:
            return await asyncio.to_thread(lambda: sum(path.stat().st_size for path in folder.glob("*.sqlite*")))

        yield Contender(saver, size)


@asynccontextmanager
async def plainredis(folder: Path) -> AsyncIterator[Contender]:
    from langgraph_checkpoint_plainredis import AsyncRedisSaver

    async with server(folder) as (client, _, size):
        yield Contender(AsyncRedisSaver(client, ttl=TTL_SECONDS), size)


@asynccontextmanager
async def ours(folder: Path) -> AsyncIterator[Contender]:
    async with server(folder) as (_, url, size), PlainRedisSaver.from_conn_string(url, ttl=TTL_SECONDS) as saver:
        yield Contender(saver, size)


@asynccontextmanager
async def ours_without_memory(folder: Path) -> AsyncIterator[Contender]:
    """Every turn in a process that has not seen the session before."""

    class Forgetful(PlainRedisSaver):
        async def aget_tuple(self, config: Any) -> Any:
            self._links.store().hot.drop(str(config["configurable"]["thread_id"]))
            return await super().aget_tuple(config)

    async with server(folder) as (client, _, size):
        yield Contender(Forgetful(client, ttl=TTL_SECONDS), size)


@asynccontextmanager
async def floor(folder: Path) -> AsyncIterator[Contender]:
    async with server(folder) as (client, _, size):
        yield Contender(Floor(client, FLUSH_BYTES), size)


@asynccontextmanager
async def official(_: Path) -> AsyncIterator[Contender]:
    """Needs OFFICIAL_REDIS_URL: a server with RedisJSON and RediSearch, emptied before.

    Its bytes are the growth of used_memory: MEMORY USAGE counts strings that JSON documents share over and over.
    """
    from langgraph.checkpoint.redis.aio import AsyncRedisSaver

    url = os.environ["OFFICIAL_REDIS_URL"]
    client = connect(url)
    await client.flushdb()
    before = (await client.info("memory"))["used_memory"]

    async def size() -> int:
        return int((await client.info("memory"))["used_memory"]) - int(before)

    life = {"default_ttl": TTL_SECONDS // 60, "refresh_on_read": True}
    async with AsyncRedisSaver.from_conn_string(url, ttl=life) as saver:
        await saver.asetup()
        yield Contender(saver, size)
    await client.aclose()


@asynccontextmanager
async def server(folder: Path) -> AsyncIterator[tuple[Any, str, Callable[[], Awaitable[int]]]]:
    """Measure on OUR_REDIS_URL if given, so that all run on one machine and server, else on an embedded one."""
    async with ensure_server(folder) as embedded:
        url = os.environ.get("OUR_REDIS_URL", embedded)
        client = connect(url)
        await client.flushdb()

        async def size() -> int:
            """Sum of MEMORY USAGE, which for plain types counts everything once."""
            return sum([await client.memory_usage(key, samples=0) async for key in client.scan_iter(count=5000)])

        yield client, url, size
        await client.aclose()


ALL: dict[str, Callable[[Path], Any]] = {
    "no saver": nothing,
    "floor": floor,
    "InMemorySaver": memory,
    "sqlite": sqlite,
    "plainredis": plainredis,
    "ours": ours,
    "ours, cold": ours_without_memory,
    "official redis": official,
}


def missing(name: str) -> str:
    """Return why a contender cannot run here, "" if it can."""
    from importlib.util import find_spec

    needs = {"sqlite": "langgraph.checkpoint.sqlite", "plainredis": "langgraph_checkpoint_plainredis"}
    if name == "official redis" and "OFFICIAL_REDIS_URL" not in os.environ:
        return "no OFFICIAL_REDIS_URL"
    module = needs.get(name, "langgraph.checkpoint.redis" if name == "official redis" else "")
    return "" if not module or find_spec(module) else f"{module} is not installed in {Path(sys.prefix).name}"
