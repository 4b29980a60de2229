"""One client per event loop: redis.asyncio clients cannot be shared between loops."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from agent.checkpoint.hot import HotThreads
from agent.checkpoint.store import Store


class Links:
    """The stores of one saver and its clones, one per event loop that uses them."""

    def __init__(self, client: Any, make: Callable[[], Any], *, prefix: str, ttl_ms: int, hot: int) -> None:
        self._given = client
        self.make = make
        self._prefix = prefix
        self._ttl_ms = ttl_ms
        self._hot = hot
        self._stores: WeakKeyDictionary[asyncio.AbstractEventLoop, Store] = WeakKeyDictionary()

    def store(self) -> Store:
        """Return the store of the running loop, made on first use."""
        loop = asyncio.get_running_loop()
        store = self._stores.get(loop)
        if store is None:
            client, self._given = (self._given or self.make()), None
            store = Store(client, prefix=self._prefix, ttl_ms=self._ttl_ms, hot=HotThreads(self._hot))
            self._stores[loop] = store
        return store

    async def close(self) -> None:
        """Finish the running loop's writes and close its client."""
        store = self._stores.pop(asyncio.get_running_loop(), None)
        if store is not None:
            await store.settle()
            await store.client.aclose()


def twin_of(client: Any) -> Any:
    """Return a new client to the same server. TypeError for a client that does not say how it was made."""
    pool = getattr(client, "connection_pool", None)
    if pool is None:
        raise TypeError("this client serves one event loop only; use PlainRedisSaver.from_conn_string")
    private = ("maint_notifications_pool_handler", "himport_registry")
    kept = {
        name: value
        for name, value in pool.connection_kwargs.items()
        if name not in private and not name.startswith("orig_")
    }
    made = type(pool)(connection_class=pool.connection_class, max_connections=pool.max_connections, **kept)
    return type(client).from_pool(made)
