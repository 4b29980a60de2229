"""Every form of REDIS_URL gets the right client; a server that is away or hangs costs seconds and not minutes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from redis.asyncio import Redis, RedisCluster, SSLConnection
from redis.exceptions import ConnectionError as Lost
from redis.exceptions import TimeoutError as Slow

from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.connection import connect

SECRET = "s3cr3t-word"


def kept(client: Any) -> dict[str, Any]:
    return dict(client.connection_pool.connection_kwargs)


async def test_plain_and_secure_urls_carry_user_password_and_database() -> None:
    plain = connect(f"redis://coach:{SECRET}@redis.example:6380/3")
    secure = connect(f"rediss://coach:{SECRET}@redis.example")

    assert isinstance(plain, Redis)
    assert (kept(plain)["host"], kept(plain)["port"], kept(plain)["db"]) == ("redis.example", 6380, 3)
    assert (kept(plain)["username"], kept(plain)["password"]) == ("coach", SECRET)
    assert issubclass(secure.connection_pool.connection_class, SSLConnection)
    for client in (plain, secure):
        assert kept(client)["socket_timeout"] == kept(client)["socket_connect_timeout"] == 1.0


@pytest.mark.parametrize("scheme", ["redis", "rediss"])
async def test_user_and_password_given_apart_are_used_unless_the_url_has_its_own(scheme: str) -> None:
    apart = kept(connect(f"{scheme}://redis.example", username="coach", password=SECRET))
    both = kept(connect(f"{scheme}://own:word@redis.example", username="coach", password=SECRET))
    sentinel = kept(connect(f"{scheme}+sentinel://one.example/main", username="coach", password=SECRET))
    cluster = connect(f"{scheme}+cluster://one.example", username="coach", password=SECRET)

    assert (apart["username"], apart["password"]) == ("coach", SECRET)
    assert (both["username"], both["password"]) == ("own", "word")
    assert (sentinel["username"], sentinel["password"]) == ("coach", SECRET)
    assert (cluster.connection_kwargs["username"], cluster.connection_kwargs["password"]) == ("coach", SECRET)


async def test_a_unix_socket_url_names_its_path(tmp_path: Path) -> None:
    assert kept(connect(f"unix://{tmp_path}/s"))["path"] == f"{tmp_path}/s"


async def test_a_cluster_url_gives_a_cluster_client() -> None:
    client = connect(f"redis+cluster://coach:{SECRET}@node.example:7001")

    assert isinstance(client, RedisCluster)
    assert [(node.host, node.port) for node in client.get_nodes() or client.startup_nodes] == [("node.example", 7001)]


async def test_a_sentinel_url_names_sentinels_service_and_database() -> None:
    client = connect(
        f"redis+sentinel://coach:{SECRET}@one.example:26379,two.example/mymaster/2?sentinel_password=other"
    )

    pool = client.connection_pool
    assert pool.service_name == "mymaster"
    assert (kept(client)["db"], kept(client)["username"], kept(client)["password"]) == (2, "coach", SECRET)
    asked = [one.connection_pool.connection_kwargs for one in pool.sentinel_manager.sentinels]
    assert [(one["host"], one["port"]) for one in asked] == [("one.example", 26379), ("two.example", 26379)]
    assert [one["password"] for one in asked] == ["other", "other"]


@pytest.mark.parametrize(
    "url", [f"http://coach:{SECRET}@x", f"{SECRET}", "", f"redis+sentinel://coach:{SECRET}@host", "redis+sentinel:///x"]
)
def test_another_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="REDIS_URL") as caught:
        connect(url)

    assert SECRET not in str(caught.value)


@pytest_asyncio.fixture
async def hung() -> AsyncIterator[str]:
    """A server that takes connections and never answers."""
    held: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: held.append(writer), "127.0.0.1", 0)
    yield f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    for writer in held:
        writer.close()
    server.close()
    await server.wait_closed()


async def test_a_hung_server_is_given_up_within_three_seconds(hung: str) -> None:
    client = connect(hung, socket_seconds=0.1, patience=0.2)
    began = time.monotonic()
    with pytest.raises((Slow, Lost)):
        await client.get("x")

    assert time.monotonic() - began < 0.3 * 3
    await client.aclose()


async def test_a_server_that_refuses_is_given_up_after_the_patience_and_not_before() -> None:
    client = connect("redis://127.0.0.1:1", patience=0.3)
    began = time.monotonic()
    with pytest.raises(Lost):
        await client.get("x")

    assert 0.3 <= time.monotonic() - began < 1.5
    await client.aclose()


async def test_a_connection_lost_in_mid_call_is_made_again(server: str) -> None:
    """A door that slams on the first three callers."""
    slammed = 0

    async def door(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal slammed
        slammed += 1
        if slammed > 3:
            inward, outward = await asyncio.open_unix_connection(server.removeprefix("unix://"))
            await asyncio.gather(copy(reader, outward), copy(inward, writer))
        writer.close()

    async def copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            sink.write(data)
        sink.close()

    listening = await asyncio.start_server(door, "127.0.0.1", 0)
    url = f"redis://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    async with PlainRedisSaver.from_conn_string(url) as saver:
        assert await saver.aget_tuple({"configurable": {"thread_id": "nobody"}}) is None
    assert slammed > 3
    listening.close()


async def test_three_hundred_sessions_at_once_share_the_connections(server: str, prefix: str, put: Any) -> None:
    client = connect(server, connections=4)
    saver = PlainRedisSaver(client, prefix=prefix)
    await asyncio.gather(*(put(saver, {"a": number}, thread=str(number)) for number in range(300)))

    found = [await saver.aget_tuple({"configurable": {"thread_id": str(number)}}) for number in range(300)]
    assert [one.checkpoint["channel_values"]["a"] for one in found if one] == list(range(300))
    await client.aclose()
