"""Script calls on kept connections: as many at once as there are, and none is left behind in a wrong state."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from redis.exceptions import ConnectionError as Lost
from redis.exceptions import NoScriptError, ResponseError
from redis.exceptions import TimeoutError as Slow

from agent.checkpoint.connection import connect

ECHO = "return ARGV[1]"
COUNT = "return redis.call('INCR', KEYS[1])"


@pytest_asyncio.fixture
async def narrow(server: str) -> AsyncIterator[Any]:
    """A client with four connections."""
    client = connect(server, connections=4)
    yield client
    await client.aclose()


async def test_many_calls_at_once_each_get_their_own_reply(narrow: Any) -> None:
    digest = await narrow.script_load(ECHO)

    replies = await asyncio.gather(*(narrow.evalsha(digest, 0, b"%d" % number) for number in range(200)))

    assert replies == [b"%d" % number for number in range(200)]


async def test_script_calls_leave_connections_for_other_commands(narrow: Any) -> None:
    digest = await narrow.script_load(ECHO)
    await asyncio.gather(*(narrow.evalsha(digest, 0, "x") for _ in range(20)))

    assert await asyncio.gather(*(narrow.ping() for _ in range(20))) == [True] * 20


async def test_a_pool_of_one_connection_serves_scripts_too(server: str) -> None:
    client = connect(server, connections=1)
    digest = await client.script_load(ECHO)

    assert await client.evalsha(digest, 0, "x") == b"x"
    assert await client.ping()
    await client.aclose()


async def test_a_cancelled_call_does_not_leave_its_reply_to_the_next(narrow: Any) -> None:
    digest = await narrow.script_load(ECHO)
    for number in range(30):
        call = asyncio.ensure_future(narrow.evalsha(digest, 0, f"cancelled {number}"))
        for _ in range(number % 5):
            await asyncio.sleep(0)
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)

        assert await narrow.evalsha(digest, 0, f"next {number}") == f"next {number}".encode()


async def test_errors_of_the_server_pass_through_and_the_connection_goes_on(narrow: Any) -> None:
    with pytest.raises(NoScriptError):
        await narrow.evalsha("0" * 40, 0)
    with pytest.raises(ResponseError, match=r"(?i)wrong number"):
        await narrow.evalsha(await narrow.script_load("return redis.call('GET')"), 0)

    assert await narrow.evalsha(await narrow.script_load(ECHO), 0, "x") == b"x"


async def test_a_connection_the_server_closed_is_made_again(narrow: Any, prefix: str) -> None:
    digest = await narrow.script_load(COUNT)
    await narrow.evalsha(digest, 1, prefix)
    for one in await narrow.client_list():
        if one["id"] != str(await narrow.client_id()):
            await narrow.client_kill_filter(_id=one["id"])

    assert await narrow.evalsha(digest, 1, prefix) >= 2
    await narrow.delete(prefix)


async def test_a_server_that_never_answers_is_given_up(tmp_path: Any) -> None:
    held: list[asyncio.StreamWriter] = []
    server = await asyncio.start_unix_server(lambda _, writer: held.append(writer), tmp_path / "s")
    client = connect(f"unix://{tmp_path}/s", socket_seconds=0.05, patience=0.1)

    with pytest.raises((Slow, Lost)):
        await client.evalsha("0" * 40, 0)

    await client.aclose()
    for writer in held:
        writer.close()
    server.close()
