"""Where sessions are kept: a Redis given by the settings, else an embedded server with its data on disk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import structlog

from agent.checkpoint.connection import connect
from agent.checkpoint.embedded import ensure_server
from agent.checkpoint.errors import CheckpointError, LeaseHeld, NoServer, StaleWriter, TooLarge
from agent.checkpoint.examine import examine
from agent.checkpoint.lease import lease
from agent.checkpoint.sessions import SessionIndex
from nodes.errors import NotSaved, SessionBusy, SessionError, SettingsError, StateTooLarge

if TYPE_CHECKING:
    from agent.checkpoint import PlainRedisSaver
    from agent.settings import Settings

log = structlog.get_logger(__name__)

PATIENCE = 2.0
"""How many leases long a second device waits for the first one's turn to end."""


@dataclass(frozen=True)
class Storage:
    """The open store of one application."""

    kind: Literal["embedded", "redis"]
    redis: Any
    saver: PlainRedisSaver
    index: SessionIndex
    lease_seconds: float
    ttl: int | None
    """Seconds a session lives after its last activity, None for good."""
    worries: tuple[str, ...] = ()
    """Why the server may lose sessions, in words for operators."""

    @asynccontextmanager
    async def writing(self, session_id: str) -> AsyncIterator[None]:
        """Hold a session for writing. See agent.sessions.Writers."""
        from redis.exceptions import RedisError  # noqa: PLC0415 - the client is slow to import

        try:
            async with lease(self.redis, session_id, wait=PATIENCE * self.lease_seconds, seconds=self.lease_seconds):
                yield
        except (LeaseHeld, StaleWriter) as error:
            raise SessionBusy("another device is writing to this session") from error
        except TooLarge as error:
            raise StateTooLarge(f"the session's {error.channel} is too large to be saved") from error
        except CheckpointError as error:
            raise SessionError(str(error)) from error
        except RedisError as error:
            raise NotSaved(f"the session store does not answer ({type(error).__name__})") from error


@asynccontextmanager
async def open_storage(settings: Settings, redis: Any = None) -> AsyncIterator[Storage]:
    """Open the store and make sure that it answers; `redis` is a client given by the caller, who closes it.

    Raises SettingsError where no server can be embedded, NotSaved when the store does not answer.
    """
    from redis.exceptions import RedisError  # noqa: PLC0415 - the client is slow to import

    from agent.checkpoint import PlainRedisSaver  # noqa: PLC0415 - needs LangGraph
    from agent.serializer import state_serializer  # noqa: PLC0415

    async with AsyncExitStack() as stack:
        embedded = settings.redis_url is None and redis is None
        client = redis or await _client(settings, stack)
        try:
            worries = await _worries(client)
        except (RedisError, OSError) as error:
            raise NotSaved(f"the session store does not answer ({type(error).__name__})") from error
        for worry in worries:
            log.warning("store.unsafe", service="redis", detail=worry)
        ttl = None if embedded else settings.session_ttl or None
        saver = PlainRedisSaver(client, ttl=ttl, serde=state_serializer())
        stack.push_async_callback(saver.aclose)
        kind: Literal["embedded", "redis"] = "embedded" if embedded else "redis"
        yield Storage(kind, client, saver, SessionIndex(client, ttl), settings.session_lease, ttl, worries)


async def _worries(client: Any) -> tuple[str, ...]:
    """Make sure that the server answers, and return why it may lose sessions, as far as it says so of itself.

    Raises SettingsError for a server that is too old.
    """
    from redis.exceptions import ResponseError  # noqa: PLC0415 - as above

    try:
        facts = await examine(client)
    except ResponseError:  # a service, or a user's rights, may hide it
        await client.ping()
        return ()
    if facts.too_old:
        raise SettingsError(f"the session store is Redis {facts.version}; 6.0 or newer is needed")
    evicts = f"a full server silently drops sessions: set maxmemory-policy to noeviction instead of {facts.policy}"
    forgets = "a server that is killed loses sessions: set appendonly to yes"
    return (evicts,) * facts.evicts + (forgets,) * (facts.appends is False)


async def _client(settings: Settings, stack: AsyncExitStack) -> Any:
    try:
        if settings.redis_url:
            password = settings.redis_password.get_secret_value() if settings.redis_password else ""
            client = connect(settings.redis_url.get_secret_value(), username=settings.redis_username, password=password)
        else:
            client = connect(await stack.enter_async_context(ensure_server(settings.coach_home / "store")))
    except (NoServer, ValueError) as error:
        raise SettingsError(str(error)) from error
    stack.push_async_callback(client.aclose)
    return client
