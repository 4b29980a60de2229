"""The tokens one session may use: reserved before a call, corrected to the usage after it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.integrations.session_context import current_session, session_key
from nodes.errors import BudgetSpent

if TYPE_CHECKING:
    from redis.asyncio import Redis

_BYTES_PER_TOKEN = 3
"""Cautious: English has about four bytes a token, French three and a half, Arabic and Amharic about three."""


def estimate(*texts: str) -> int:
    """Return how many tokens the texts are at most, roughly."""
    return sum(len(text.encode(errors="replace")) for text in texts) // _BYTES_PER_TOKEN + 8 * len(texts)


@dataclass
class Spending:
    """One reserved call."""

    reserved: int
    used: int = 0
    """Tokens the service counted; whoever calls sets it when the reply is there, else nothing is charged."""


class TokenBudget:
    """Counts per session in Redis, so that all devices and processes share one budget; without Redis in memory."""

    def __init__(self, limit: int, redis: Redis | None = None, *, ttl: int = 0) -> None:
        """`limit`: tokens per session, 0 for none. `ttl`: seconds the count outlives its last change, 0 for good."""
        self.limit = limit
        self._redis = redis
        self._ttl = ttl
        self._memory: dict[str, int] = {}

    @asynccontextmanager
    async def spending(self, tokens: int) -> AsyncIterator[Spending]:
        """Reserve `tokens` for the current session around a call.

        Raises BudgetSpent before the call when they are not left: parallel calls cannot overspend together.
        """
        session = current_session.get()
        if not session:
            yield Spending(tokens)
            return
        if await self._add(session, tokens) > self.limit > 0:
            await self._add(session, -tokens)
            raise BudgetSpent(f"token budget of {self.limit} used up")
        spending = Spending(tokens)
        try:
            yield spending
        finally:
            await self._add(session, spending.used - tokens)

    async def spent(self, session: str) -> int:
        """Return the tokens a session has used, calls in flight at their reservation."""
        if self._redis is None:
            return self._memory.get(session, 0)
        return int(await self._redis.get(session_key("tokens", session)) or 0)

    async def _add(self, session: str, tokens: int) -> int:
        if self._redis is None:
            self._memory[session] = self._memory.get(session, 0) + tokens
            return self._memory[session]
        key = session_key("tokens", session)
        total = int(await self._redis.incrby(key, tokens))
        if self._ttl:
            await self._redis.expire(key, self._ttl)
        return total
