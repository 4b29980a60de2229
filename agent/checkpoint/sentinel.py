"""Connections to whichever server is the master now."""

from __future__ import annotations

from typing import Any

from redis.asyncio.connection import SSLConnection
from redis.asyncio.sentinel import SentinelManagedConnection


class MasterConnection(SentinelManagedConnection):
    """Asks the sentinels again before it reconnects; the client's own goes on at the address of the dead master."""

    async def send_packed_command(self, command: Any, check_health: bool = True) -> None:
        if not self.is_connected:
            await self.connect()  # type: ignore[no-untyped-call]
        await super().send_packed_command(command, check_health)


class SecureMasterConnection(MasterConnection, SSLConnection):
    """The same over TLS."""
