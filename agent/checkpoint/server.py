"""The saver under the LangGraph server, which counts versions in its own way.

The server names channel versions "<number>.<fraction>" whatever the saver says; this project's savers count with
integers. A thread must be able to pass from one to the other in the middle, so both are the same thing here: the
number stands in the integer's high bits and the fraction, cut to 24 bits, in its low ones.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata, CheckpointTuple

from agent.checkpoint.saver import RANDOM_BITS, PlainRedisSaver

_STEPS = 1 << RANDOM_BITS


def as_number(version: Any) -> Any:
    """Return the integer of a server's version; order is kept, and anything else comes back as it is."""
    if not isinstance(version, str):
        return version
    number, _, fraction = version.partition(".")
    low = min(round(float(fraction or 0) * _STEPS), _STEPS - 1)
    return int(number) << RANDOM_BITS | low


def as_text(version: Any) -> Any:
    """Return an integer version as the server writes them; `as_number` of it is the same integer again."""
    if not isinstance(version, int):
        return version
    return f"{version >> RANDOM_BITS:032}.{(version % _STEPS) / _STEPS:.16f}"


class ServerSaver(PlainRedisSaver):
    """PlainRedisSaver for langgraph.json: stores what other ways in store, and shows the server its own versions."""

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        found = await super().aget_tuple(config)
        return _shown(found) if found else None

    async def alist(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002 - LangGraph's name
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[CheckpointTuple]:
        async for found in super().alist(config, filter=filter, before=before, limit=limit):
            yield _shown(found)

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        stored = _versions(checkpoint, as_number)
        return await super().aput(
            config, stored, metadata, {name: as_number(each) for name, each in new_versions.items()}
        )


def _shown(found: CheckpointTuple) -> CheckpointTuple:
    return found._replace(checkpoint=_versions(found.checkpoint, as_text))


def _versions(checkpoint: Checkpoint, turn: Any) -> Checkpoint:
    changed: dict[str, Any] = {
        "channel_versions": _turned(checkpoint["channel_versions"], turn),
        "versions_seen": {name: _turned(seen, turn) for name, seen in checkpoint["versions_seen"].items()},
    }
    return {**checkpoint, **changed}  # type: ignore[typeddict-item]


def _turned(versions: Mapping[str, Any], turn: Any) -> dict[str, Any]:
    return {name: turn(version) for name, version in versions.items()}
