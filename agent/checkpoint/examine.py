"""Whether a Redis can be trusted with sessions, from what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OLDEST = (6, 0)
"""Older servers lack commands and the protocol used here."""
_KEEPING = ("noeviction", "volatile-ttl")
"""Policies under which a full server refuses writes, or drops only what would expire next anyway."""


@dataclass(frozen=True)
class ServerFacts:
    """What a server says of itself; a field is None where a hosted service hides it."""

    version: str
    cluster: bool
    policy: str | None
    appends: bool | None
    """Whether writes are logged to disk; without that a killed server loses sessions."""

    @property
    def too_old(self) -> bool:
        numbers = tuple(int(part) for part in self.version.split(".")[:2] if part.isdigit())
        return bool(numbers) and numbers < OLDEST

    @property
    def evicts(self) -> bool:
        """Whether a full server would silently drop sessions."""
        return self.policy is not None and self.policy not in _KEEPING


async def examine(client: Any) -> ServerFacts:
    """Ask the server, in one round trip per node. Raises what Redis raises."""
    found: Mapping[str, Any] = await client.info()
    if "redis_version" not in found:
        found = next(iter(found.values()))
    appends = found.get("aof_enabled")
    return ServerFacts(
        version=str(found.get("redis_version", "")),
        cluster=bool(int(found.get("cluster_enabled", 0))),
        policy=found.get("maxmemory_policy"),
        appends=None if appends is None else bool(int(appends)),
    )
