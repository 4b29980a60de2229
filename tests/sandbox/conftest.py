"""An application whose live providers speak to the sandbox over real HTTP; the roles not looked at are fakes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import fakeredis
import pytest
import stamina
from fakes import Calls, fake_services

from agent.bootstrap import Application, bootstrap
from agent.events import Asked, Event, Made, Problem
from agent.sandbox import Sandbox, running, settings_for
from agent.settings import Settings

ROLES = ("coach", "researcher", "copywriter", "logo_designer", "publisher")
TOLD = "business_name=Chez Awa activity=couture city=Dakar country=SN sector=fashion"


@pytest.fixture(scope="session")
def _served() -> Iterator[Sandbox]:
    """One sandbox for all tests of a process, in a thread with a loop of its own."""
    up, down = Future[Sandbox](), Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]]()

    async def until_told() -> None:
        told = asyncio.Event()
        async with running() as opened:
            down.set_result((asyncio.get_running_loop(), told))
            up.set_result(opened)
            await told.wait()

    thread = Thread(target=lambda: asyncio.run(until_told()))
    thread.start()
    yield up.result(timeout=30)
    loop, told = down.result()
    loop.call_soon_threadsafe(told.set)
    thread.join(timeout=30)


@pytest.fixture
def sandbox(_served: Sandbox) -> Sandbox:
    _served.forget()
    return _served


@dataclass
class Talk:
    """One person in one session."""

    app: Application
    session: str
    told: list[Event] = field(default_factory=list)

    async def hear(self, events: Any) -> list[Event]:
        new = [event async for event in events]
        self.told += new
        return new

    async def reply(self, reply: Any) -> list[Event]:
        return await self.hear(self.app.sessions.reply(self.session, reply))

    async def until(self, done: Callable[[Event], bool], first: Any = None) -> Event:
        """Go on as a person who agrees with everything, until an event satisfies `done`."""
        events = await self.reply(first) if first else await self.hear(self.app.sessions.resume(self.session))
        for _ in range(30):
            for event in events:
                if done(event):
                    return event
            question = next((event.question for event in reversed(events) if isinstance(event, Asked)), None)
            agreed = question is not None and "approve" in question.actions
            events = await self.reply({"action": "approve"} if agreed else {"action": "skip"})
        raise AssertionError(f"never came: {[type(event).__name__ for event in self.told]}")

    async def brief(self) -> dict[str, Any]:
        state = await self.app.sessions.state(self.session)
        return state.brief.model_dump(exclude_defaults=True)


@pytest.fixture
def talking(sandbox: Sandbox, tmp_path: Any) -> Callable[..., Any]:
    """Open a talk in which the roles named are live and the others fakes."""

    @asynccontextmanager
    async def open_talk(*live: str, language: str = "en", **settings: Any) -> AsyncIterator[Talk]:
        keys = {name.lower(): value for name, value in settings_for(sandbox.url).items()}
        made = Settings(_env_file=None, coach_home=tmp_path, **keys | {"digitalcloud360_settle": 0} | settings)
        services = fake_services(Calls())
        fakes = {name: getattr(services, name) for name in ROLES if name not in live}
        redis = fakeredis.FakeAsyncRedis()
        with stamina.set_testing(True, attempts=10, cap=True):
            async with bootstrap(made, redis=redis, **fakes) as app:
                yield Talk(app, await app.sessions.start(language=language))
        await redis.aclose()

    return open_talk


def is_problem(event: Event) -> bool:
    return isinstance(event, Problem)


def is_made(step: str) -> Callable[[Event], bool]:
    return lambda event: isinstance(event, Made) and event.step == step


@pytest.fixture
def made() -> Callable[[str], Callable[[Event], bool]]:
    return is_made


@pytest.fixture
def told_facts() -> str:
    return TOLD
