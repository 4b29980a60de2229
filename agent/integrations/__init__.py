"""The ways to the outside: one client per service, one family of providers per port.

The clients are exported here by name and loaded on first use, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.integrations.digitalcloud360_client import DigitalCloud360APIClient
    from agent.integrations.logoai_client import LogoAIClient
    from agent.integrations.openai_client import OpenAIClient
    from agent.integrations.redis_fs import RedisVirtualFileSystem
    from agent.integrations.tavily_client import TavilyClient

__all__ = ["DigitalCloud360APIClient", "LogoAIClient", "OpenAIClient", "RedisVirtualFileSystem", "TavilyClient"]

_HOMES = {
    "DigitalCloud360APIClient": "digitalcloud360_client",
    "LogoAIClient": "logoai_client",
    "OpenAIClient": "openai_client",
    "RedisVirtualFileSystem": "redis_fs",
    "TavilyClient": "tavily_client",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
