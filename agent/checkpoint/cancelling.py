"""Connections on which a cancelled call is cancelled."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any

from redis.asyncio.connection import AbstractConnection


@cache
def heeding(kind: type[AbstractConnection]) -> type[AbstractConnection]:
    """Return the connection class with one fault of its sending mended.

    It sends through asyncio.wait_for, which in Python 3.11 drops a cancellation that arrives in the tick in which the
    sending has just finished (python/cpython#86296): a task that is cancelled then goes on for ever.
    """

    async def send(connection: AbstractConnection, command: Any, check_health: bool = True) -> None:
        task = asyncio.current_task()
        before = task.cancelling() if task else 0
        await kind.send_packed_command(connection, command, check_health)
        if task and task.cancelling() > before:
            await connection.disconnect(nowait=True)  # its reply must not be read as that of the next call
            raise asyncio.CancelledError

    return type(f"Heeding{kind.__name__}", (kind,), {"send_packed_command": send})
