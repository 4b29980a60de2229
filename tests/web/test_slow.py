"""Connections that are slow on purpose end, and everybody else is served meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from agent.web.connection import HEAD_LIMIT, PatientProtocol
from agent.web.limits import limited

MANY = 200
REQUEST = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"


class Impatient(PatientProtocol):
    head_seconds = 0.3


async def _hello(request: Request) -> PlainTextResponse:
    return PlainTextResponse((await request.body()).decode() or "hello")


@pytest_asyncio.fixture
async def port() -> AsyncIterator[int]:
    app = Starlette(routes=[Route("/", _hello, methods=["GET", "POST"])])
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, http=Impatient, lifespan="off", log_level="critical", timeout_keep_alive=1)
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


async def _open(port: int, first: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(first)
    return reader, writer


async def _ended(reader: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(20):
        with contextlib.suppress(ConnectionError):
            return await reader.read()
    return b""


async def test_heads_that_do_not_end_are_cut_and_others_are_served_meanwhile(port: int) -> None:
    slow = [await _open(port, (b"", b"GET / HTTP/1.1\r\nhost: a")[number % 2]) for number in range(MANY)]
    reader, writer = await _open(port, REQUEST)
    assert b"200 OK" in await reader.readline()
    assert await asyncio.gather(*(_ended(each) for each, _ in slow)) == [b""] * MANY
    for _, each in (*slow, (reader, writer)):
        each.close()


async def test_a_kept_connection_has_to_finish_its_next_request_too(port: int) -> None:
    reader, writer = await _open(port, REQUEST)
    await reader.readuntil(b"hello")
    writer.write(b"GET / HT")
    assert await _ended(reader) == b""
    writer.close()


async def test_a_head_without_end_is_cut_by_its_bytes(port: int) -> None:
    reader, writer = await _open(port, b"GET / HTTP/1.1\r\nx: " + b"a" * 2 * HEAD_LIMIT)
    assert await _ended(reader) == b""
    writer.close()


async def test_requests_on_one_connection_are_answered_as_ever(port: int) -> None:
    reader, writer = await _open(port, REQUEST * 3 + b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\nbo")
    for _ in range(3):
        await reader.readuntil(b"hello")
    writer.write(b"dy")
    await reader.readuntil(b"body")
    writer.close()


async def test_a_body_that_comes_too_slowly_is_given_up() -> None:
    pieces: list[dict[str, Any]] = [{"type": "http.request", "body": b"a", "more_body": True}]

    async def receive() -> Any:
        return pieces.pop() if pieces else await asyncio.Event().wait()

    slow = limited(receive, 100, seconds=0.05)
    await slow()
    with pytest.raises(HTTPException) as caught:
        await slow()
    assert caught.value.status_code == 408


async def test_what_comes_after_the_body_may_take_its_time() -> None:
    coming = asyncio.get_running_loop().create_future()
    messages: list[Any] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Any:
        return messages.pop() if messages else await coming

    quick = limited(receive, 100, seconds=0)
    await quick()
    waiting = asyncio.create_task(quick())
    await asyncio.sleep(0)
    assert not waiting.done()
    coming.set_result({"type": "http.disconnect"})
    assert (await waiting)["type"] == "http.disconnect"
