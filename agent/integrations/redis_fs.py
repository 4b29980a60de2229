"""RedisVirtualFileSystem: the platform's view of a session, as JSON and as named files, on plain Redis.

    session:{session_id}          string: the session as JSON, as the platform reads it
    session-files:{session_id}    hash: the session's files by name; they live and expire together
    user-sessions:{user_id}       sorted set: the user's sessions by their last write, so that listing needs no scan

The platform's contract on errors: a failed write is False, a failed read None, and both are logged.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import structlog

from agent.settings import Settings

TTL_SECONDS = 7200
"""The platform keeps a session for two hours after its last write."""
USUAL_ADDRESS = "redis://localhost:6379/0"
"""Used when no REDIS_URL is set; the health check then says whether anybody is there."""
SOCKET_SECONDS = 2.0

_log = structlog.get_logger()


class RedisVirtualFileSystem:
    """Session data and files in Redis. Nothing is sent before the first call; `aclose` ends an own connection."""

    def __init__(self, *, client: Any = None, settings: Settings | None = None) -> None:
        """Use the given redis.asyncio client, which the caller closes, or connect to REDIS_URL."""
        self._own = client is None
        self.redis = client if client is not None else _connect(settings or Settings())

    async def write_session(
        self,
        session_id: str,
        data: dict[str, Any],
        ttl: int | None = TTL_SECONDS,
        files: Mapping[str, bytes | str] = MappingProxyType({}),
    ) -> bool:
        """Store the session for `ttl` seconds (0 or None: for good) and list it under `data["user_id"]`, if given.

        files: of the session, stored on the way as `write_files` does.
        """
        try:
            user_id = data.get("user_id")
            async with self.redis.pipeline(transaction=False) as pipe:
                _put_files(pipe, session_id, files, ttl)
                pipe.set(_session(session_id), json.dumps(data), ex=ttl or None)
                if user_id is not None:
                    pipe.zadd(_user(user_id), {session_id: time.time()})
                    pipe.ttl(_user(user_id))
                answers = await pipe.execute()
            if user_id is not None:
                await self._let_live(_user(user_id), answers[-1], ttl)
        except Exception as error:  # noqa: BLE001 - the contract: failures are answers
            return _failed("write_session", error, session_id=session_id)
        return True

    async def read_session(self, session_id: str) -> dict[str, Any] | None:
        """Return the session's data, None if there is none or it cannot be read."""
        try:
            return _object(await self.redis.get(_session(session_id)))
        except Exception as error:  # noqa: BLE001 - as above
            _failed("read_session", error, session_id=session_id)
            return None

    async def list_user_sessions(self, user_id: Any) -> list[str]:
        """Return the ids of the user's sessions that still exist, newest first; empty if they cannot be read."""
        try:
            listed = [_text(name) for name in await self.redis.zrevrange(_user(user_id), 0, -1)]
            owners = [_owner(text) for text in await self._get_each(_session(name) for name in listed)]
            gone = [name for name, owner in zip(listed, owners, strict=True) if owner != str(user_id)]
            if gone:
                await self.redis.zrem(_user(user_id), *gone)
        except Exception as error:  # noqa: BLE001 - as above
            _failed("list_user_sessions", error)
            return []
        return [name for name in listed if name not in gone]

    async def delete_session(self, session_id: str, user_id: Any = None) -> bool:
        """Remove the session, its files and its place in the list of its user, or of the one given."""
        try:
            owner = user_id if user_id is not None else _owner(await self.redis.get(_session(session_id)))
            for key in (_session(session_id), _files(session_id)):
                await self.redis.delete(key)
            if owner is not None:
                await self.redis.zrem(_user(owner), session_id)
        except Exception as error:  # noqa: BLE001 - as above
            return _failed("delete_session", error, session_id=session_id)
        return True

    async def write_file(self, session_id: str, name: str, data: bytes | str, ttl: int | None = TTL_SECONDS) -> bool:
        """Store a file ("brief.json", "site/index.html"); all files of the session now live `ttl` seconds more."""
        return await self.write_files(session_id, {name: data}, ttl)

    async def write_files(
        self, session_id: str, files: Mapping[str, bytes | str], ttl: int | None = TTL_SECONDS
    ) -> bool:
        """Store several files, all or none, as `write_file` does one."""
        if not files:
            return True
        try:
            async with self.redis.pipeline(transaction=True) as pipe:
                _put_files(pipe, session_id, files, ttl)
                await pipe.execute()
        except Exception as error:  # noqa: BLE001 - as above
            return _failed("write_file", error, session_id=session_id)
        return True

    async def delete_files(self, session_id: str, names: Iterable[str]) -> bool:
        """Remove files of the session; those that are not there do no harm."""
        try:
            if gone := [_name(session_id, name) for name in names]:
                await self.redis.hdel(_files(session_id), *gone)
        except Exception as error:  # noqa: BLE001 - as above
            return _failed("delete_files", error, session_id=session_id)
        return True

    async def read_file(self, session_id: str, name: str) -> bytes | None:
        """Return a file's bytes, None if there is none. The whole path sessions/<id>/<name> is a name too."""
        try:
            data = await self.redis.hget(_files(session_id), _name(session_id, name))
        except Exception as error:  # noqa: BLE001 - as above
            _failed("read_file", error, session_id=session_id)
            return None
        return data.encode("utf-8") if isinstance(data, str) else data

    async def list_files(self, session_id: str) -> list[str]:
        """Return the names of the session's files, sorted; empty if they cannot be read."""
        try:
            return sorted(_text(name) for name in await self.redis.hkeys(_files(session_id)))
        except Exception as error:  # noqa: BLE001 - as above
            _failed("list_files", error, session_id=session_id)
            return []

    async def health_check(self) -> bool:
        """Whether Redis answers."""
        try:
            return bool(await self.redis.ping())
        except Exception as error:  # noqa: BLE001 - as above
            return _failed("health_check", error)

    async def aclose(self) -> None:
        """Close the connection, unless it was given."""
        if self._own:
            await self.redis.aclose()

    async def _let_live(self, key: str, left: int, ttl: int | None) -> None:
        """Let a list with so many seconds left outlive its sessions; it drops those that are gone when it is read."""
        if not ttl and left >= 0:
            await self.redis.persist(key)
        elif ttl and left < ttl and (left >= 0 or await self.redis.zcard(key) == 1):
            await self.redis.expire(key, ttl)

    async def _get_each(self, keys: Iterable[str]) -> list[Any]:
        async with self.redis.pipeline(transaction=False) as pipe:
            for key in keys:
                pipe.get(key)
            return list(await pipe.execute())


def _connect(settings: Settings) -> Any:
    from redis.asyncio import BlockingConnectionPool, Redis  # noqa: PLC0415
    from redis.asyncio.retry import Retry  # noqa: PLC0415
    from redis.backoff import ExponentialWithJitterBackoff  # noqa: PLC0415

    url = settings.redis_url.get_secret_value() if settings.redis_url else USUAL_ADDRESS
    password = settings.redis_password.get_secret_value() if settings.redis_password else None
    pool = BlockingConnectionPool.from_url(
        url,
        username=settings.redis_username or None,
        password=password,
        timeout=5,
        socket_timeout=SOCKET_SECONDS,
        socket_connect_timeout=SOCKET_SECONDS,
        retry=Retry(ExponentialWithJitterBackoff(base=0.02, cap=0.2), 1),
    )
    return Redis.from_pool(pool)


def _put_files(pipe: Any, session_id: str, files: Mapping[str, bytes | str], ttl: int | None) -> None:
    if not files:
        return
    pipe.hset(_files(session_id), mapping={_name(session_id, name): data for name, data in files.items()})
    if ttl:
        pipe.expire(_files(session_id), ttl)
    else:
        pipe.persist(_files(session_id))


def _session(session_id: str) -> str:
    return f"session:{session_id}"


def _files(session_id: str) -> str:
    return f"session-files:{session_id}"


def _user(user_id: Any) -> str:
    return f"user-sessions:{user_id}"


def _text(value: bytes | str) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else value


def _object(text: bytes | str | None) -> dict[str, Any] | None:
    if text is None:
        return None
    found = json.loads(text)
    if not isinstance(found, dict):
        raise TypeError("the stored session is no JSON object")
    return found


def _owner(text: bytes | str | None) -> str | None:
    user_id = (_object(text) or {}).get("user_id")
    return None if user_id is None else str(user_id)


def _name(session_id: str, name: str) -> str:
    """Return the plain name of a file. ValueError for one that would leave the session's folder."""
    plain = name.removeprefix(f"sessions/{session_id}/")
    if not plain.isprintable() or "\\" in plain or any(part in ("", ".", "..") for part in plain.split("/")):
        raise ValueError("not a file name")
    return plain


def _failed(action: str, error: Exception, **context: Any) -> bool:
    """Log a failure; the error's class only, as its text may quote what was stored."""
    _log.error(
        "redis_fs.failed", service="redis", action=action, status="failed", error=type(error).__name__, **context
    )
    return False
