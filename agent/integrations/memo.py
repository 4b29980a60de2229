"""Answers that were paid for once, kept so that the same question costs nothing again."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from redis.asyncio import Redis

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
