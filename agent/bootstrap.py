"""The one composition root: settings -> store, providers, services -> graph and sessions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, fields
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from agent.integrations.provider import Provider, Resources, choose
from agent.integrations.session_context import current_session
from agent.integrations.workshop import Workshop, open_workshop
from agent.phrases import PhraseBook, vocabulary
from agent.settings import Settings
from nodes.ports import Services

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph
    from redis.asyncio import Redis

    from agent.intake import Intake
    from agent.sessions import Sessions
    from agent.uploads import RedisUploads


@dataclass(frozen=True)
class Application:
    """Everything a way in needs. Valid inside `bootstrap` only."""

    settings: Settings
    services: Services
    providers: dict[str, Provider[Any]]
    """Per role of Services, the provider that fills it; a role given as an override is missing here."""
    graph: CompiledStateGraph[Any, Any, Any, Any]
    sessions: Sessions
    intake: Intake
    """Where pictures are handed in."""
    uploads: RedisUploads
    redis: Redis
    store: str
    """What keeps the sessions: "embedded" or "redis"."""
    session_ttl: int | None
    """Seconds a session lives after its last activity, None for good."""
    workshop: Workshop
    """Where logos and sites are made."""


_TOOLS = ("agent.integrations.logo.composer", "agent.integrations.publishing.site")
"""What the processes of the workshop work with."""


@asynccontextmanager
async def bootstrap(settings: Settings | None = None, **overrides: Any) -> AsyncIterator[Application]:
    """Open the application; closing it ends its connections and background work.

    overrides fill roles directly: any field of Services by its name (coach=..., publisher=...), `redis` with a
    client that the caller closes, `drawers` with the number of processes that draw, 0 for a thread, and `walk` and
    `state` for a graph with more steps. Raises SettingsError for settings that cannot work and NotSaved when the
    store cannot be reached.
    """
    settings = settings or Settings()
    async with AsyncExitStack() as stack:
        from agent.storage import open_storage  # noqa: PLC0415 - --help does not wait for the store's client

        storage = await stack.enter_async_context(open_storage(settings, overrides.pop("redis", None)))
        from agent.intake import Intake  # noqa: PLC0415
        from agent.uploads import RedisUploads  # noqa: PLC0415

        uploads = RedisUploads(storage.redis, storage.ttl)
        workshop = await stack.enter_async_context(open_workshop(overrides.pop("drawers", 0), _TOOLS))
        store = _Store(storage, uploads, workshop)
        services, providers = await _services(settings, store, overrides, stack)
        graph, sessions = await _sessions(settings, services, providers, store, overrides, stack)
        yield Application(
            settings=settings,
            services=services,
            providers=providers,
            graph=graph,
            sessions=sessions,
            intake=Intake(uploads, workshop),
            uploads=uploads,
            redis=storage.redis,
            store=storage.kind,
            session_ttl=storage.ttl,
            workshop=workshop,
        )


def families() -> dict[str, str]:
    """Return the family of integrations for each role of Services."""
    return {field.name: field.metadata["family"] for field in fields(Services) if "family" in field.metadata}


def providers_of(family: str) -> tuple[Provider[Any], ...]:
    """Return a family's providers, the local default last."""
    listed: tuple[Provider[Any], ...] = import_module(f"agent.integrations.{family}").PROVIDERS
    return listed


@dataclass(frozen=True)
class _Store:
    """What everything else is built on."""

    storage: Any
    uploads: RedisUploads
    workshop: Workshop


async def _services(
    settings: Settings, store: _Store, overrides: dict[str, Any], stack: AsyncExitStack
) -> tuple[Services, dict[str, Provider[Any]]]:
    """Fill each role by an override, else by the first configured provider of its family."""
    filled: dict[str, Any] = {"phrases": PhraseBook(), "vocabulary": vocabulary(), "uploads": store.uploads}
    filled |= {field.name: overrides.pop(field.name) for field in fields(Services) if field.name in overrides}
    resources = Resources(settings, filled["phrases"], store.storage.redis, store.workshop)
    chosen: dict[str, Provider[Any]] = {}
    for role, family in families().items():
        if role not in filled:
            chosen[role] = choose(providers_of(family), settings)
            filled[role] = await stack.enter_async_context(chosen[role].open(resources))
    return Services(**filled), chosen


async def _sessions(
    settings: Settings,
    services: Services,
    providers: dict[str, Provider[Any]],
    store: _Store,
    overrides: dict[str, Any],
    stack: AsyncExitStack,
) -> tuple[Any, Sessions]:
    from agent.ahead import RunAhead  # noqa: PLC0415 - see bootstrap
    from agent.graph import WALK, GraphState, build_graph, gates  # noqa: PLC0415
    from agent.integrations.publishing.site_files import whole_site  # noqa: PLC0415
    from agent.session_files import SessionFiles  # noqa: PLC0415
    from agent.sessions import Sessions  # noqa: PLC0415

    storage = store.storage
    walk, state = overrides.pop("walk", WALK), overrides.pop("state", GraphState)
    if overrides:
        raise TypeError(f"bootstrap got unknown overrides: {', '.join(sorted(overrides))}")
    free = _free(providers, walk)
    ahead = RunAhead(
        services,
        on=settings.run_ahead,
        guessing=frozenset(step.name for step in walk) if settings.run_ahead_paid else free,
        elsewhere=frozenset(step.name for step in walk) - free,
        patience=settings.step_timeout,
    )
    stack.push_async_callback(ahead.close)
    graph = build_graph(services, walk=walk, state=state, ahead=ahead, scope=_scope).compile(checkpointer=storage.saver)
    sessions = Sessions(
        graph,
        services.phrases,
        storage,
        storage.index,
        SessionFiles(storage.redis, partial(whole_site, store.workshop), storage.ttl, store.uploads),
        steps=gates(walk),
        language=settings.coach_language,
        guests=storage.kind == "embedded",
    )
    return graph, sessions


@contextmanager
def _scope(session_id: str) -> Iterator[None]:
    """Let integrations know which session they serve, for its budget and its files."""
    token = current_session.set(session_id)
    try:
        yield
    finally:
        current_session.reset(token)


def _free(providers: dict[str, Provider[Any]], walk: Sequence[Any]) -> frozenset[str]:
    """Return the steps done on this machine: they may run on a guess, because a wrong one costs no money."""
    local = {role for role, provider in providers.items() if not provider.live}
    return frozenset(step.name for step in walk if step.role in local)
