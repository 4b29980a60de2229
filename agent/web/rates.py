"""How often the same visitor or session may ask, counted over all processes."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from typing import Any

from nodes.errors import RateLimited

WINDOW = 60
"""Seconds of one counting."""


class Rates:
    """Counts requests in fixed windows in Redis."""

    def __init__(self, redis: Any, limits: Mapping[str, int]) -> None:
        """Take the limit of each kind of request for one window; 0 means none."""
        self._redis = redis
        self._limits = limits

    async def check(self, kind: str, who: str) -> None:
        """Count one request. RateLimited, with the seconds to wait, when there were too many."""
        limit = self._limits[kind]
        if not limit:
            return
        now = time.time()
        # Only a digest is kept: an address is personal data.
        name = hashlib.sha256(f"{kind}\0{who}".encode("utf-8", "replace")).hexdigest()[:24]
        key = f"coach:rate:{{{name}}}:{int(now // WINDOW)}"
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.incr(key)
            pipe.expire(key, 2 * WINDOW)
            count, _ = await pipe.execute()
        if count > limit:
            raise RateLimited(f"more than {limit} {kind} in {WINDOW} s", retry_after=WINDOW - now % WINDOW)
