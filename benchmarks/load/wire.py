"""HTTP/1.1 over one kept connection with as little work as possible: the one who measures must not be the load."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

HEAD_LIMIT = 65_536


class Cut(Exception):
    """The connection ended before the answer was whole."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Asking:
    """Sends requests somehow."""

    async def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        raise NotImplementedError

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.ask("GET", path, b"", headers)

    async def post(self, path: str, body: Any, **headers: str) -> Answer:
        return await self.ask("POST", path, json.dumps(body).encode(), {"content-type": "application/json", **headers})

    async def send_form(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        kind = {"content-type": "application/x-www-form-urlencoded", **headers}
        return await self.ask("POST", path, urlencode(fields).encode(), kind)


class Wire(Asking):
    """One person's connection. After Cut the next request opens another one."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._headers: dict[str, str] = {}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        """Send one request and return its answer. Raises Cut."""
        try:
            reader, writer = self._streams or await self._open()
            writer.write(self._packed(method, path, body, headers))
            status, got = await _head(reader)
            answer = Answer(status, got, await _body(reader, status, got))
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError) as error:
            self.close()
            raise Cut from error
        if got.get("connection") == "close":
            self.close()
        return answer

    @asynccontextmanager
    async def listen(self, path: str) -> AsyncIterator[asyncio.StreamReader]:
        """Open a stream of its own, past the head of its answer. Raises Cut."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=HEAD_LIMIT)
        except OSError as error:
            raise Cut from error
        try:
            writer.write(self._packed("GET", path, b"", {"accept": "text/event-stream"}))
            await _head(reader)
            yield reader
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            raise Cut from error
        finally:
            writer.close()

    def add(self, name: str, value: str) -> None:
        """Send this header with every request."""
        self._headers = {**self._headers, name: value}

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
        self._streams = None

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=HEAD_LIMIT)
        return self._streams

    def _packed(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        lines = {"host": f"127.0.0.1:{self._port}", **self._headers, **headers, "content-length": str(len(body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines[1:] if line)
    return int(lines[0].split()[1]), {name.lower(): value for name, _, value in pairs}


async def _body(reader: asyncio.StreamReader, status: int, headers: dict[str, str]) -> bytes:
    if status in (204, 304):
        return b""
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(parts)
