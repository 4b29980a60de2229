"""The store goes away in mid-conversation, refused or hung: the person is told, no turn is lost, and it goes on."""

from __future__ import annotations

import asyncio
import hashlib
import os
import signal
import subprocess
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fakes import Calls, fake_services
from walking import FACTS, answer

from agent.bootstrap import Application, bootstrap
from agent.checkpoint.connection import connect
from agent.checkpoint.embedded import find_binary
from agent.checkpoint.guardian import command, ping
from agent.cli import delayed
from agent.cli.delayed import DELAYED, until_saved
from agent.events import Asked, Event, Problem
from agent.settings import Settings


class Server:
    """A server that a test stops, wakes, kills and starts again."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "s"
        self._command = command(find_binary(), folder, self.socket, "always")
        self.process = subprocess.Popen(self._command)

    def hang(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def restart(self) -> None:
        self.process = subprocess.Popen(self._command)

    async def up(self) -> None:
        while await asyncio.to_thread(ping, self.socket) != "+PONG":
            await asyncio.sleep(0.01)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    running = Server(Path(os.path.relpath(tmp_path)) if len(str(tmp_path)) > 90 else tmp_path)
    await running.up()
    yield running
    running.wake()
    running.kill()


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delayed, "PAUSE", 0.02)


@asynccontextmanager
async def application(server: Server, calls: Calls) -> AsyncIterator[Application]:
    services = fake_services(calls)
    names = ("coach", "researcher", "copywriter", "logo_designer", "publisher", "phrases")
    roles = {name: getattr(services, name) for name in names}
    client = connect(f"unix://{server.socket}", socket_seconds=0.3, patience=0.1)
    async with bootstrap(Settings(session_lease=3), redis=client, **roles) as opened:
        yield opened
    await client.aclose()


class Talk:
    """A person in the terminal, as far as the store is concerned."""

    def __init__(self, app: Application, session: str, language: str) -> None:
        self._app = app
        self._session = session
        self._language = language
        self.events: list[Event] = []

    async def reply(self, words: str, number: int, told: Callable[[], None]) -> Event:
        """Say something; `told` runs when the person hears that saving is delayed."""
        turn: Callable[[], AsyncGenerator[Event, None]] = partial(
            self._app.sessions.reply, self._session, words, turn_id=f"turn {number}"
        )
        say = partial(self._app.services.phrases.say, self._language)
        async for event in until_saved(self._session, turn, say):
            self.events.append(event)
            if isinstance(event, Problem):
                told()
        return self.events[-1]


OUTAGES: dict[str, tuple[Callable[[Server], None], Callable[[Server], None]]] = {
    "refused": (Server.kill, Server.restart),
    "hung": (Server.hang, Server.wake),
}


@pytest.fixture(params=OUTAGES)
def outage(request: pytest.FixtureRequest) -> tuple[Callable[[Server], None], Callable[[Server], None]]:
    return OUTAGES[request.param]


async def begin(app: Application, language: str) -> str:
    session = await app.sessions.start(language=language)
    async for _ in app.sessions.resume(session):
        pass
    return session


async def heard(app: Application, session: str) -> list[tuple[str, str]]:
    """Return the conversation; the addresses of two sessions' sites differ."""
    site = f"awa-couture-{hashlib.sha256(session.encode()).hexdigest()[:8]}"
    return [(turn.speaker, turn.text.replace(site, "SITE")) for turn in await app.sessions.history(session)]


async def calm_walk(app: Application, language: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the replies that lead to a site, and the conversation as it is when nothing happens."""
    session = await begin(app, language)
    replies = [FACTS]
    while True:
        events = [event async for event in app.sessions.reply(session, replies[-1])]
        asked = events[-1]
        assert isinstance(asked, Asked)
        if asked.step == "publish":
            return replies, await heard(app, session)
        replies.append(answer(asked.step, asked.question.kind))


async def test_an_outage_before_every_reply_delays_it_and_loses_nothing(server: Server, outage: Any) -> None:
    away, back = outage
    calls = Calls()
    async with application(server, calls) as app:
        replies, calm = await calm_walk(app, "fr")
        session = await begin(app, "fr")
        talk = Talk(app, session, "fr")
        before = dict(calls.count)
        for number, reply in enumerate(replies):
            away(server)
            assert isinstance(await talk.reply(reply, number, lambda: back(server)), Asked)

        problems = [event for event in talk.events if isinstance(event, Problem)]
        said = (DELAYED, app.services.phrases.say("fr", DELAYED))
        assert [(one.key, one.text) for one in problems] == [said] * len(replies)
        assert await heard(app, session) == calm
        assert {name: calls.count[name] - done for name, done in before.items()} == before


async def test_an_outage_in_the_middle_of_every_step_delays_it_and_loses_nothing(
    server: Server, outage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reply was stored, its result cannot be: the turn is finished when the store is back."""
    away, back = outage
    calls = Calls()
    async with application(server, calls) as app:
        replies, calm = await calm_walk(app, "en")
        session = await begin(app, "en")
        talk = Talk(app, session, "en")
        note, hit = calls.note, set()

        def noted(name: str) -> Any:
            if name not in hit:
                hit.add(name)
                away(server)
            return note(name)

        monkeypatch.setattr(calls, "note", noted)
        for number, reply in enumerate(replies):
            assert isinstance(await talk.reply(reply, number, lambda: back(server)), Asked)

        assert {"coach", "research", "content", "logo", "publish"} <= hit
        assert await heard(app, session) == calm


async def test_without_the_turns_id_a_reply_that_was_stored_before_the_outage_is_said_twice(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what sending the same words again would do."""
    calls = Calls()
    async with application(server, calls) as app:
        session = await begin(app, "en")
        note = calls.note

        def noted(name: str) -> Any:
            monkeypatch.setattr(calls, "note", note)
            server.kill()
            return note(name)

        monkeypatch.setattr(calls, "note", noted)
        turn = partial(app.sessions.reply, session, FACTS)
        async for event in until_saved(session, turn, str):
            if isinstance(event, Problem):
                server.restart()

        assert [words for speaker, words in await heard(app, session) if speaker == "person"] == [FACTS, FACTS]
