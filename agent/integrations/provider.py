"""How a family of integrations lists its providers: the first configured one serves, the local default is last."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from agent.integrations.workshop import Workshop
from agent.settings import Settings
from nodes.ports import Phrases

if TYPE_CHECKING:
    from redis.asyncio import Redis

Port = TypeVar("Port")


@dataclass(frozen=True)
class Resources:
    """What providers may share. Settings are the configuration; redis is the session store's client."""

    settings: Settings
    phrases: Phrases
    redis: Redis | None = None
    """None in tests without a store; providers then do without a cache or ledger."""
    workshop: Workshop = field(default_factory=Workshop)


@dataclass(frozen=True)
class Provider(Generic[Port]):
    """One way to fill a port."""

    name: str
    """As shown to the person and stored in results ("tavily")."""
    live: bool
    """True for an outside service."""
    needs: tuple[str, ...]
    """Environment variables that configure it; empty for a local default."""
    configured: Callable[[Settings], bool]
    open: Callable[[Resources], AbstractAsyncContextManager[Port]]
    """Opens the adapter; imports of vendor packages happen here and not before."""


def choose(providers: tuple[Provider[Port], ...], settings: Settings) -> Provider[Port]:
    """Return the first configured provider. The last of a family is always configured."""
    return next(provider for provider in providers if provider.configured(settings))
