"""Clients for every kind of Redis, with bounded waiting: a hung server costs seconds and not minutes."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

CONNECTIONS = 50
SOCKET_SECONDS = 1.0
PATIENCE_SECONDS = 2.0
"""A lost connection is tried again for so long; a hung server costs at most this and two socket timeouts more.
Every command sent here may be repeated."""
SENTINEL_PATIENCE_SECONDS = 10.0
"""Electing a new master takes some seconds."""


def connect(
    url: str,
    *,
    username: str = "",
    password: str = "",
    connections: int = CONNECTIONS,
    socket_seconds: float = SOCKET_SECONDS,
    patience: float = PATIENCE_SECONDS,
) -> Any:
    """Return a redis.asyncio client; nothing is sent yet. One client serves one event loop.

    redis://, rediss:// and unix:// name one server; redis+cluster:// and rediss+cluster:// any node of a cluster;
    redis+sentinel://host:port,host:port/service/db the sentinels of a master. User and password in the URL go before
    those given here.
    ValueError for any other form; the message never repeats the URL.
    """
    scheme = urlsplit(url).scheme
    login = {name: value for name, value in (("username", username), ("password", password)) if value}
    options: dict[str, Any] = {
        "socket_timeout": socket_seconds,
        "socket_connect_timeout": socket_seconds,
    }
    if scheme in ("redis+cluster", "rediss+cluster"):
        return _cluster(url.replace("+cluster", "", 1), patience, connections, login | options)
    if scheme in ("redis+sentinel", "rediss+sentinel"):
        return _sentinel(url, patience, connections, options, login)
    if scheme in ("redis", "rediss", "unix"):
        return _single(url, patience, connections, login | options)
    raise ValueError("REDIS_URL must begin with redis://, rediss://, unix://, redis+cluster:// or redis+sentinel://")


def _single(url: str, patience: float, connections: int, options: dict[str, Any]) -> Any:
    from redis.asyncio import BlockingConnectionPool  # noqa: PLC0415
    from redis.asyncio.connection import Connection, parse_url  # noqa: PLC0415

    from agent.checkpoint.cancelling import heeding  # noqa: PLC0415
    from agent.checkpoint.line import ScriptClient  # noqa: PLC0415
    from agent.checkpoint.patience import Patience  # noqa: PLC0415

    named: dict[str, Any] = dict(parse_url(url))
    kind = heeding(named.pop("connection_class", Connection))
    settings = {"max_connections": connections, "timeout": 5, "retry": Patience(patience), **options, **named}
    return ScriptClient.from_pool(BlockingConnectionPool(connection_class=kind, **settings))


def _cluster(url: str, patience: float, connections: int, options: dict[str, Any]) -> Any:
    from redis.asyncio import RedisCluster  # noqa: PLC0415

    from agent.checkpoint.patience import Patience  # noqa: PLC0415

    return RedisCluster.from_url(url, max_connections=connections, retry=Patience(patience), **options)


def _sentinel(url: str, patience: float, connections: int, options: dict[str, Any], login: dict[str, str]) -> Any:
    from redis.asyncio.sentinel import MasterNotFoundError, Sentinel  # noqa: PLC0415

    from agent.checkpoint.patience import Patience  # noqa: PLC0415
    from agent.checkpoint.sentinel import MasterConnection, SecureMasterConnection  # noqa: PLC0415

    parts = urlsplit(url)
    _, _, hosts = parts.netloc.rpartition("@")
    service, _, database = parts.path.strip("/").partition("/")
    if not service or not hosts:
        raise ValueError("a sentinel REDIS_URL needs hosts and a service: redis+sentinel://host:26379/service")
    secure: dict[str, Any] = {"ssl": True} if parts.scheme.startswith("rediss") else {}
    named = {
        name: unquote(value) for name, value in (("username", parts.username), ("password", parts.password)) if value
    }
    query = parse_qs(parts.query)
    own = {"password": query["sentinel_password"][0]} if "sentinel_password" in query else {}
    found = Sentinel(  # type: ignore[no-untyped-call]
        [_address(host) for host in hosts.split(",")], sentinel_kwargs={**options, **own, **secure}, **options
    )
    # Until a new master is elected the sentinels answer that there is none.
    retry = Patience(max(patience, SENTINEL_PATIENCE_SECONDS), MasterNotFoundError)
    kind = SecureMasterConnection if secure else MasterConnection
    master = {
        "connection_class": kind,
        "db": int(database or 0),
        "retry": retry,
        "max_connections": connections,
        **login,
        **named,
        **secure,
    }
    return found.master_for(service, **master)


def _address(host: str) -> tuple[str, int]:
    name, mark, port = host.rpartition(":")
    return (name.strip("[]"), int(port)) if mark else (host, 26379)
