"""LangGraph checkpoints on plain Redis. Knows langgraph-checkpoint and redis, and nothing of the product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.checkpoint.saver import PlainRedisSaver

__all__ = ["PlainRedisSaver"]


def __getattr__(name: str) -> Any:
    """Import the saver on first use: it needs LangGraph, the embedded server and the lease do not."""
    if name == "PlainRedisSaver":
        from agent.checkpoint.saver import PlainRedisSaver  # noqa: PLC0415

        return PlainRedisSaver
    raise AttributeError(name)
