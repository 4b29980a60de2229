"""A call that is cancelled at any moment ends as cancelled, and the client stays in step with its server."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from redis.asyncio import Redis

from agent.checkpoint.connection import SOCKET_SECONDS, connect

MOMENTS = 40


async def dropped(client: Any) -> list[int]:
    """The moments, in ticks of the loop, at which a cancellation of a call under way went unheard."""
    await client.ping()
    found = []
    for moment in range(MOMENTS):
        call = asyncio.create_task(client.echo(str(moment)))
        for _ in range(moment):
            await asyncio.sleep(0)
        asked = call.cancel()
        await asyncio.wait((call,))
        if asked and not call.cancelled():
            found.append(moment)
        assert await client.echo("next") == b"next"
    return found


async def test_no_cancellation_is_dropped(server: str) -> None:
    client = connect(server)
    try:
        assert await dropped(client) == []
    finally:
        await client.aclose()


@pytest.mark.skipif("sys.version_info >= (3, 12)", reason="asyncio.wait_for was mended in Python 3.12")
async def test_the_clients_own_connection_drops_some(server: str) -> None:
    client = Redis.from_url(server, socket_timeout=SOCKET_SECONDS)
    try:
        assert await dropped(client) != []
    finally:
        await client.aclose()
