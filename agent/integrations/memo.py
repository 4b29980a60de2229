"""Answers that were paid for once, kept so that the same question costs nothing again."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from agent.integrations.session_context import current_session, session_key
from nodes.fingerprint import fingerprint
from nodes.frozen import Frozen

if TYPE_CHECKING:
    from redis.asyncio import Redis

M = TypeVar("M", bound=Frozen)

log = structlog.get_logger()


class Memo:
    """JSON values by key in Redis. It is a saving and no promise: a failing store means asking again."""

    def __init__(self, redis: Redis | None, name: str, *, ttl: int) -> None:
        """ttl: seconds a value is kept; 0 keeps nothing. Without Redis nothing is kept either."""
        self._redis = redis if ttl else None
        self._name = name
        self._ttl = ttl

    async def recall(self, *question: object) -> Any:
        """Return what was kept for this question, None when nothing is."""
        if self._redis is None:
            return None
        from redis.exceptions import RedisError  # noqa: PLC0415 - slow to import

        try:
            raw = await self._redis.get(self._key(question))
            return None if raw is None else json.loads(raw)
        except (RedisError, ValueError) as error:
            log.warning("memo.unreadable", action=self._name, service="redis", status=type(error).__name__)
            return None

    async def keep(self, answer: Any, *question: object) -> None:
        """Keep an answer, which must be JSON-shaped."""
        if self._redis is None:
            return
        from redis.exceptions import RedisError  # noqa: PLC0415 - slow to import

        try:
            await self._redis.set(self._key(question), json.dumps(answer), ex=self._ttl)
        except RedisError as error:
            log.warning("memo.unwritable", action=self._name, service="redis", status=type(error).__name__)

    def _key(self, question: tuple[object, ...]) -> str:
        canonical = json.dumps(question, sort_keys=True, ensure_ascii=False, default=str)
        return f"coach:{self._name}:{hashlib.sha256(canonical.encode()).hexdigest()[:32]}"


class SessionMemo:
    """Paid results of the current session, in one hash that is forgotten with it."""

    def __init__(self, redis: Redis | None, *, ttl: int) -> None:
        """ttl: seconds the session's results are kept after the last one."""
        self._redis = redis
        self._ttl = ttl

    async def recall(self, kind: type[M], step: str, request: Frozen) -> M | None:
        """Return the result kept for this declared input, None when there is none. A failing store is a miss."""
        session = current_session.get()
        if self._redis is None or not session:
            return None
        from redis.exceptions import RedisError  # noqa: PLC0415 - slow to import

        try:
            raw = await self._redis.hget(session_key("memo", session), fingerprint(step, request))
            return None if raw is None else kind.model_validate_json(raw)
        except (RedisError, ValueError) as error:
            log.warning("memo.unreadable", action=step, service="redis", status=type(error).__name__)
            return None

    async def keep(self, result: Frozen, step: str, request: Frozen) -> None:
        """Keep a result of this declared input."""
        session = current_session.get()
        if self._redis is None or not session:
            return
        from redis.exceptions import RedisError  # noqa: PLC0415 - slow to import

        key = session_key("memo", session)
        try:
            await self._redis.hset(key, fingerprint(step, request), result.model_dump_json())
            await self._redis.expire(key, self._ttl)
        except RedisError as error:
            log.warning("memo.unwritable", action=step, service="redis", status=type(error).__name__)
