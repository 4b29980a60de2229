"""Forgetting leaves no key behind, whatever the session did: the whole key space is scanned, on every kind of store."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import fakeredis
import httpx
import pytest
from clusters import running_cluster
from fakes import Calls, fake_services
from walking import FACTS, answer

from agent.bootstrap import Application, bootstrap
from agent.checkpoint.connection import connect
from agent.checkpoint.embedded import ensure_server
from agent.checkpoint.keys import ThreadKeys
from agent.events import Asked
from agent.integrations import DigitalCloud360APIClient, RedisVirtualFileSystem
from agent.integrations.http import open_client
from agent.integrations.publishing.digitalcloud360_publisher import DigitalCloud360Publisher
from agent.integrations.session_context import session_key
from agent.settings import Settings
from agent.web.feed import Feed
from nodes.errors import NotSaved, SessionBusy, SessionNotFound

SITES = itertools.count(1)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_cluster(tmp_path_factory.mktemp("cluster")) as url:
        yield url


@pytest.fixture(params=["fake", "embedded", "cluster"])
async def redis(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Any]:
    if request.param == "fake":
        client: Any = fakeredis.FakeAsyncRedis()
        yield client
    elif request.param == "cluster":
        client = connect(request.getfixturevalue("cluster"))
        await client.flushall()
        yield client
    else:
        async with ensure_server(tmp_path / "store") as url:
            client = connect(url)
            yield client
            await client.aclose()
        return
    await client.aclose()


def platform(_: httpx.Request) -> httpx.Response:
    number = next(SITES)
    return httpx.Response(201, json={"data": {"id": f"w{number}", "url": f"https://site-{number}.test"}})


@asynccontextmanager
async def application(redis: Any, answer: Any = platform) -> AsyncIterator[Application]:
    """The application over fakes, but for the publisher: that one keeps a ledger."""
    settings = Settings(
        session_lease=10,
        digitalcloud360_base_url="https://platform.test",
        digitalcloud360_service_secret="s",  # type: ignore[arg-type]
        digitalcloud360_capability="lookup",
        digitalcloud360_settle=0,
    )
    http = open_client(timeout=5, transport=httpx.MockTransport(answer))
    publisher = DigitalCloud360Publisher(DigitalCloud360APIClient(settings, http=http), redis, settings)
    services = fake_services(Calls())
    roles = {
        name: getattr(services, name) for name in ("coach", "researcher", "copywriter", "logo_designer", "phrases")
    }
    async with bootstrap(settings, redis=redis, publisher=publisher, **roles) as opened:
        yield opened


async def keys(redis: Any) -> set[str]:
    return {key.decode() async for key in redis.scan_iter(match="*", count=1000)}


async def walk(app: Application, until: str = "publish", user_id: str = "awa") -> str:
    """Start a session and answer until this step is asked about."""
    session = await app.sessions.start(user_id=user_id, language="en")
    events = [event async for event in app.sessions.resume(session)]
    reply = FACTS
    while isinstance(events[-1], Asked) and events[-1].step != until:
        events = [event async for event in app.sessions.reply(session, reply)]
        if isinstance(events[-1], Asked):
            reply = answer(events[-1].step, events[-1].question.kind)
    return session


async def use_everything(app: Application, session: str) -> None:
    """Leave what the page and paid services keep for a session."""
    await app.redis.set(session_key("tokens", session), 10)
    await app.redis.hset(session_key("memo", session), "step", "result")
    await app.redis.hset(session_key("uploads", session), "photo", b"bytes")
    await app.redis.set(session_key("failed", session), 1)
    feed = Feed(app.redis, 60)
    await feed.append(session, [("asked", {"text": "Awa Couture"})])
    await feed.append(session, [("problem", {"text": "Awa Couture"})])


async def test_a_session_that_did_everything_leaves_no_key(redis: Any) -> None:
    async with application(redis) as app:
        session = await walk(app)
        await use_everything(app, session)
        kinds = {key.split(":")[0].strip("{") + ":" + key.split(":")[1].split("{")[0] for key in await keys(redis)}
        assert {"coach:site", "coach:effect", "coach:elsewhere", "coach:uploads"} <= kinds
        assert await RedisVirtualFileSystem(client=redis).list_files(session)

        await app.sessions.forget(session)

        assert await keys(redis) == set()


async def test_a_publishing_left_in_doubt_leaves_no_key(redis: Any) -> None:
    """The ledger then holds the whole brief that went out."""

    def lost(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("lost", request=request)

    async with application(redis, lost) as app:
        session = await walk(app)
        kept = [await redis.get(key) for key in await keys(redis) if key.startswith("coach:site:")]
        assert any(b"Awa Couture" in (text or b"") for text in kept)

        await app.sessions.forget(session)

        assert await keys(redis) == set()


async def test_other_sessions_keep_every_key(redis: Any) -> None:
    async with application(redis) as app:
        kept = await walk(app)
        before = await keys(redis)
        gone = await walk(app)

        await app.sessions.forget(gone)

        assert await keys(redis) == before
        assert await app.sessions.list("awa") == [kept]


async def test_a_users_list_forgets_a_session_whose_files_have_expired(redis: Any) -> None:
    async with application(redis) as app:
        session = await walk(app)
        await redis.delete(f"session:{session}")

        await app.sessions.forget(session)

        assert await keys(redis) == set()


async def test_forgetting_waits_for_the_turn_at_work_which_then_writes_nothing(redis: Any) -> None:
    async with application(redis) as app:
        session = await walk(app, "preview")
        turn = app.sessions.reply(session, "yes")
        await anext(turn)
        forgetting = asyncio.create_task(app.sessions.forget(session))
        await asyncio.sleep(0)
        assert not forgetting.done()
        async for _ in turn:
            pass
        await forgetting

        assert await keys(redis) == set()


async def test_a_session_in_other_hands_is_not_half_forgotten(redis: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.storage.PATIENCE", 0.0)
    async with application(redis) as app:
        session = await walk(app)
        before = await keys(redis)
        turn = app.sessions.reply(session, "hello")
        await anext(turn)
        with pytest.raises(SessionBusy):
            await app.sessions.forget(session)
        async for _ in turn:
            pass

        assert before <= await keys(redis)


async def test_a_store_that_goes_away_in_between_leaves_a_session_to_be_forgotten_again() -> None:
    server = fakeredis.FakeServer()
    redis = fakeredis.FakeAsyncRedis(server=server)
    async with application(redis) as app:
        session = await walk(app)
        zrem = redis.zrem

        async def gone(*arguments: Any) -> Any:
            server.connected = False
            return await zrem(*arguments)

        redis.zrem = gone
        with pytest.raises(NotSaved):
            await app.sessions.forget(session)
        server.connected, redis.zrem = True, zrem
        await redis.delete(ThreadKeys("lg", session).lease)  # it could not be let go, and would end by itself

        await app.sessions.forget(session)

        assert await keys(redis) == set()
    await redis.aclose()


async def test_forgetting_what_never_was_leaves_no_key(redis: Any) -> None:
    async with application(redis) as app:
        with pytest.raises(SessionNotFound):
            await app.sessions.forget("nobody")

        assert await keys(redis) == set()


async def test_a_reply_to_a_forgotten_session_leaves_no_key(redis: Any) -> None:
    async with application(redis) as app:
        session = await walk(app, "vision")
        await app.sessions.forget(session)
        with pytest.raises(SessionNotFound):
            async for _ in app.sessions.reply(session, "hello"):
                pass

        assert await keys(redis) == set()
