"""Sessions over a store: repeated and late replies, two devices, failures, other people's sessions, forgetting."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import fakeredis
import pytest
from fakes import Calls, fake_services
from walking import FACTS

from agent.bootstrap import Application, bootstrap
from agent.events import Asked, Event, Problem
from agent.integrations import RedisVirtualFileSystem
from agent.settings import Settings
from nodes.errors import Misconfigured, NotSaved, SessionNotFound, Unavailable

TO_THE_END = (FACTS, "yes", "yes", "yes", "1", "yes")


@asynccontextmanager
async def application(
    calls: Calls, server: fakeredis.FakeServer | None = None, step_timeout: float = 45, **overrides: Any
) -> AsyncIterator[Application]:
    services = fake_services(calls)
    roles = {
        name: getattr(services, name)
        for name in ("coach", "researcher", "copywriter", "logo_designer", "publisher", "phrases")
    }
    redis = fakeredis.FakeAsyncRedis(server=server or fakeredis.FakeServer())
    settings = Settings(session_lease=1, step_timeout=step_timeout)
    async with bootstrap(settings, redis=redis, **{**roles, **overrides}) as opened:
        yield opened
    await redis.aclose()


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
async def app(calls: Calls) -> AsyncIterator[Application]:
    async with application(calls) as opened:
        yield opened


async def told(events: Any) -> list[Event]:
    return [event async for event in events]


async def begin(app: Application, **who: str) -> str:
    session = await app.sessions.start(language="en", **who)
    await told(app.sessions.resume(session))
    return session


async def test_every_reply_ends_with_the_open_question(app: Application) -> None:
    session = await begin(app)
    for reply in TO_THE_END:
        last = (await told(app.sessions.reply(session, reply)))[-1]
        assert isinstance(last, Asked)
    assert (last.step, last.number, last.count) == ("publish", 6, 6)


async def test_a_reply_delivered_twice_is_one_reply(app: Application, calls: Calls) -> None:
    session = await begin(app)
    for _ in range(2):
        await told(app.sessions.reply(session, FACTS, turn_id="turn-1"))
    assert calls.count["coach"] == 1
    assert len(await app.sessions.history(session)) == 3


async def test_a_double_click_publishes_once(app: Application, calls: Calls) -> None:
    session = await begin(app)
    for reply in TO_THE_END[:-1]:
        last = (await told(app.sessions.reply(session, reply)))[-1]
    assert isinstance(last, Asked)
    clicks = [app.sessions.reply(session, "yes", answers=last.question.id) for _ in range(2)]
    first, second = await asyncio.gather(*map(told, clicks))
    assert calls.count["publish"] == 1
    assert sorted(isinstance(events[0], Problem) for events in (first, second)) == [False, True]


async def test_replies_from_two_devices_at_once_are_both_kept(app: Application) -> None:
    session = await begin(app)
    said = ["city=Goma", "business_name=Awa"]
    await asyncio.gather(*(told(app.sessions.reply(session, reply)) for reply in said))
    brief = (await app.sessions.state(session)).brief
    assert (brief.location.city, brief.business_name) == ("Goma", "Awa")


async def test_a_late_reply_is_refused_and_the_open_question_given(app: Application) -> None:
    session = await begin(app)
    question = (await told(app.sessions.reply(session, "activity=tailor")))[-1]
    assert isinstance(question, Asked)
    await told(app.sessions.reply(session, "business_name=Awa", answers=question.question.id))
    before = await app.sessions.history(session)
    problem, open_question = await told(app.sessions.reply(session, "Bintou", answers=question.question.id))
    assert isinstance(problem, Problem)
    assert problem.key == "error.already_answered"
    assert isinstance(open_question, Asked)
    assert await app.sessions.history(session) == before


class Silent:
    """A service that takes the call and never answers."""

    def __init__(self) -> None:
        self.waiting = 0

    async def respond(self, request: Any) -> Any:
        await self._for_ever()

    async def design(self, request: Any) -> Any:
        await self._for_ever()

    async def _for_ever(self) -> None:
        self.waiting += 1
        try:
            await asyncio.Event().wait()
        finally:
            self.waiting -= 1


@pytest.mark.parametrize(("role", "before"), [("coach", ()), ("logo_designer", (FACTS, "yes", "yes"))])
async def test_a_service_that_never_answers_ends_in_a_problem_and_nothing_goes_on(
    role: str, before: tuple[str, ...]
) -> None:
    silent = Silent()
    async with application(Calls(), step_timeout=0.05, **{role: silent}) as app:
        session = await begin(app)
        for reply in before:
            await told(app.sessions.reply(session, reply))
        events = await told(app.sessions.reply(session, "yes"))
        problem = next(event for event in events if isinstance(event, Problem))
        assert (problem.key, problem.retry, silent.waiting) == ("error.unavailable", True, 0)
        assert "yes" in [turn.text for turn in await app.sessions.history(session)]


@pytest.mark.parametrize(
    ("error", "retry"),
    [(Unavailable("down"), True), (Misconfigured("bad key"), False), (RuntimeError("a bug, with a secret"), True)],
)
async def test_a_failure_is_a_problem_and_again_goes_on(
    app: Application, calls: Calls, error: Exception, retry: bool
) -> None:
    session = await begin(app)
    await told(app.sessions.reply(session, FACTS))
    calls.failing["research"] = error
    problem = next(event for event in await told(app.sessions.reply(session, "yes")) if isinstance(event, Problem))
    assert problem.retry is retry
    assert "saved" in problem.text
    assert str(error) not in problem.text
    calls.failing.clear()
    last = (await told(app.sessions.reply(session, "again")))[-1]
    assert isinstance(last, Asked)
    assert last.step == "research"


async def test_resuming_after_a_failure_finishes_the_step(app: Application, calls: Calls) -> None:
    session = await begin(app)
    await told(app.sessions.reply(session, FACTS))
    calls.failing["research"] = Unavailable("down")
    await told(app.sessions.reply(session, "yes"))
    calls.failing.clear()
    last = (await told(app.sessions.resume(session)))[-1]
    assert isinstance(last, Asked)
    assert last.step == "research"


async def test_another_users_session_is_not_found(app: Application) -> None:
    session = await begin(app, user_id="awa")
    for look in (app.sessions.state, app.sessions.history, app.sessions.forget):
        with pytest.raises(SessionNotFound):
            await look(session, user_id="bintou")
    with pytest.raises(SessionNotFound):
        await told(app.sessions.reply(session, "hello", user_id="bintou"))
    assert await app.sessions.list("awa") == [session]
    assert await app.sessions.list("bintou") == []


async def test_a_session_that_never_was_is_not_found_and_leaves_no_trace(app: Application) -> None:
    with pytest.raises(SessionNotFound):
        await told(app.sessions.reply("0" * 32, "hello"))
    assert await app.redis.keys("*") == []


async def test_forgetting_leaves_no_key_behind(app: Application) -> None:
    session = await begin(app, user_id="awa")
    await told(app.sessions.reply(session, FACTS))
    assert await app.redis.keys("*")
    await app.sessions.forget(session)
    assert await app.redis.keys("*") == []


async def test_the_platform_reads_a_sessions_results_by_name(app: Application) -> None:
    session = await begin(app, user_id="awa")
    for reply in TO_THE_END:
        await told(app.sessions.reply(session, reply))
    fs = RedisVirtualFileSystem(client=app.redis)
    names = await fs.list_files(session)
    assert {"brief.json", "findings.json", "content.json", "logo.svg", "site/index.html"} <= set(names)
    brief = json.loads(await fs.read_file(session, "brief.json") or b"")
    assert brief["business_name"] == "Awa Couture"
    listed = await fs.read_session(session)
    assert listed
    assert (listed["step"], listed["user_id"]) == ("publish", "awa")
    await app.sessions.forget(session)
    assert await app.redis.keys("*") == []


async def test_sessions_are_listed_the_latest_first(app: Application) -> None:
    first, second = await begin(app, user_id="awa"), await begin(app, user_id="awa")
    await told(app.sessions.reply(first, "city=Goma"))
    assert await app.sessions.list("awa") == [first, second]


async def test_a_guests_session_on_a_shared_store_is_listed_for_nobody(app: Application) -> None:
    await begin(app)
    assert await app.sessions.list("") == []


async def test_a_session_goes_on_in_another_process(calls: Calls) -> None:
    server = fakeredis.FakeServer()
    async with application(calls, server) as here:
        session = await begin(here)
        await told(here.sessions.reply(session, FACTS))
    async with application(calls, server) as there:
        last = (await told(there.sessions.reply(session, "yes")))[-1]
    assert isinstance(last, Asked)
    assert last.step == "research"


async def test_a_store_that_went_away_is_told_and_the_reply_can_be_sent_again(calls: Calls) -> None:
    server = fakeredis.FakeServer()
    async with application(calls, server) as app:
        session = await begin(app)
        server.connected = False
        with pytest.raises(NotSaved):
            await told(app.sessions.reply(session, FACTS, turn_id="t"))
        server.connected = True
        last = (await told(app.sessions.reply(session, FACTS, turn_id="t")))[-1]
    assert isinstance(last, Asked)
    assert last.question.kind == "recap"


async def test_no_secret_and_nothing_but_the_session_is_stored_under_its_keys(app: Application) -> None:
    session = await begin(app, user_id="awa")
    keys = await app.redis.keys("*")
    assert all(session.encode() in key or b"user:awa" in key for key in keys)
