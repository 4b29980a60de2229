"""Turns, their feed and those who follow it."""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import Any

import pytest
from fakeredis import FakeAsyncRedis
from redis.exceptions import ConnectionError as Lost

from agent.bootstrap import bootstrap
from agent.checkpoint.lease import lease
from agent.integrations.session_context import words_listener
from agent.web.feed import FIRST, Entry, Feed, readable_id
from agent.web.starting import first_session_id
from agent.web.stream import event_stream, for_programs
from agent.web.turns import Closing
from agent.web.watch import Change, Watch
from nodes.conversation import CoachTurn


class SlowCoach:
    """Answers when it is let."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.go = asyncio.Event()
        self.calls = 0

    async def respond(self, request: Any) -> CoachTurn:
        self.calls += 1
        self.asked.set()
        await self.go.wait()
        return CoachTurn()


class TalkingCoach:
    """Says its words bit by bit."""

    async def respond(self, request: Any) -> CoachTurn:
        listener = words_listener.get()
        assert listener
        listener("Hello")
        listener("Hello dear")
        await asyncio.sleep(0.3)
        listener("Hello dear Awa")
        await asyncio.sleep(0.3)
        listener("Good day")
        return CoachTurn(remark="Good day")


async def _session(desk: Any) -> str:
    return str((await desk.api().post("/sessions", json={"language": "en"})).json()["session_id"])


async def test_a_turn_ends_though_its_caller_hangs_up(make_settings: Any, open_another: Any, until: Any) -> None:
    coach = SlowCoach()
    async with open_another(make_settings(), coach=coach) as desk:
        api = desk.api()
        at = f"/sessions/{await _session(desk)}"
        call = asyncio.create_task(api.post(f"{at}/replies", json={"text": "hello"}))
        await coach.asked.wait()
        call.cancel()
        coach.go.set()

        async def heard() -> bool:
            return not (await api.get(at)).json()["working"]

        await until(heard)
        turns = (await api.get(f"{at}/history")).json()["turns"]
        assert [turn["text"] for turn in turns if turn["speaker"] == "person"] == ["hello"]


async def test_a_second_delivery_joins_the_turn_that_runs(make_settings: Any, open_another: Any) -> None:
    coach = SlowCoach()
    async with open_another(make_settings(), coach=coach) as desk:
        at = f"/sessions/{await _session(desk)}/replies"
        calls = [asyncio.create_task(desk.api().post(at, json={"text": "hi", "turn_id": "t"})) for _ in range(2)]
        await coach.asked.wait()
        coach.go.set()
        answers = await asyncio.gather(*calls)
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].json()["events"] == answers[1].json()["events"]
        assert coach.calls == 1


async def test_a_stopping_process_ends_its_turns_and_takes_no_new_ones(make_settings: Any, open_another: Any) -> None:
    coach, redis = SlowCoach(), FakeAsyncRedis()
    async with open_another(make_settings(), redis, coach=coach) as desk:
        session_id = await _session(desk)
        call = asyncio.create_task(desk.api().post(f"/sessions/{session_id}/replies", json={"text": "hi"}))
        await coach.asked.wait()
        coach.go.set()
    assert (await call).json()["session"]["working"] is False
    async with open_another(make_settings(), redis) as desk:
        turns = (await desk.api().get(f"/sessions/{session_id}/history")).json()["turns"]
        assert "hi" in [turn["text"] for turn in turns]


async def test_a_turn_cut_off_is_finished_by_the_next_process(
    make_settings: Any, open_another: Any, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.web.app.GRACE", 0.01)
    coach, redis = SlowCoach(), FakeAsyncRedis()
    async with open_another(make_settings(), redis, coach=coach) as desk:
        session_id = await _session(desk)
        call = asyncio.create_task(desk.api().post(f"/sessions/{session_id}/replies", json={"text": "city=Dakar"}))
        await coach.asked.wait()
    call.cancel()
    async with open_another(make_settings(), redis) as desk:
        api = desk.api()

        async def done() -> Any:
            view = (await api.get(f"/sessions/{session_id}")).json()
            return view if not view["working"] else None

        assert (await until(done))["brief"]["location"]["city"] == "Dakar"


async def test_a_reply_that_waits_for_another_writer_is_not_acknowledged(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.web.api.replies.PATIENCE", 0.05)
    api, session_id = desk.api(), await _session(desk)
    reply = {"text": "city=Dakar", "turn_id": "t-1"}
    async with lease(desk.redis, session_id, seconds=30):
        assert (await api.post(f"/sessions/{session_id}/replies", json=reply)).status_code == 409
        assert (await api.get(f"/sessions/{session_id}")).json()["working"] is True
    monkeypatch.setattr("agent.web.api.replies.PATIENCE", 30)
    answer = await api.post(f"/sessions/{session_id}/replies", json=reply)
    assert (answer.status_code, answer.json()["session"]["working"]) == (200, False)
    turns = (await api.get(f"/sessions/{session_id}/history")).json()["turns"]
    assert [turn["text"] for turn in turns if turn["speaker"] == "person"] == ["city=Dakar"]


async def test_a_page_whose_reply_waits_for_another_writer_keeps_it_and_sends_it_again(
    visitor: Any, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await visitor.start("city=Dakar")
    monkeypatch.setattr("agent.web.pages.PATIENCE", 0.05)
    form = {**visitor.page.form(holds="text"), "turn": str(uuid.uuid4())}
    async with lease(desk.redis, path.rpartition("/")[2], seconds=30):
        assert (await visitor.send(form, text="business_name=Awa")).response.status_code == 409
    monkeypatch.setattr("agent.web.pages.PATIENCE", 30)
    page = await visitor.send(form, text="business_name=Awa")
    assert page.text.count("You: business_name=Awa") == 1


async def test_first_words_that_could_not_be_stored_are_not_lost(
    visitor: Any, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.web.pages.PATIENCE", 0.05)
    await visitor.get("/?lang=en")
    form = visitor.page.form(ends="/start")
    session_id = first_session_id(form["turn"], "city=Dakar")
    async with bootstrap(desk.settings, redis=desk.redis) as application:
        await application.sessions.start(language="en", session_id=session_id)
    async with lease(desk.redis, session_id, seconds=30):
        assert (await visitor.send(form, text="city=Dakar")).response.status_code == 409
    monkeypatch.setattr("agent.web.pages.PATIENCE", 30)
    assert (await visitor.send(form, text="city=Dakar")).text.count("You: city=Dakar") == 1


async def test_who_saw_a_session_at_work_hears_when_it_rests(desk: Any) -> None:
    session_id, feed = await _session(desk), Feed(desk.redis, 60)
    async with Watch(feed) as watch:
        async with lease(desk.redis, session_id, seconds=30):
            where = await feed.where(session_id)
            assert where.writing
        async with watch.follow(session_id, "9999999999999-0", where.version) as follower:
            change = await asyncio.wait_for(follower.news.get(), 5)
    assert isinstance(change, Change)
    assert change.version == (await feed.where(session_id)).version != where.version


async def test_a_closing_process_says_so(desk: Any) -> None:
    from agent.web.turns import Turns

    turns = Turns(None, Feed(desk.redis, 60))  # type: ignore[arg-type]
    await turns.close(0)
    with pytest.raises(Closing):
        turns.resume("s")


async def test_words_of_a_model_are_announced_as_they_come(make_settings: Any, open_another: Any) -> None:
    async with open_another(make_settings(), coach=TalkingCoach()) as desk:
        session_id = await _session(desk)
        await desk.api().post(f"/sessions/{session_id}/replies", json={"text": "hi"})
        entries = (await Feed(desk.redis, 60).look({session_id: FIRST}))[session_id].entries
        draft = ""
        seen = []
        for entry in entries:
            if entry.event == "words":
                draft = draft[: entry.data["at"]] + entry.data["text"]
                seen.append(draft)
        assert seen == ["Hello dear", "Hello dear Awa", "Good day"]
        assert [entry.event for entry in entries][-1] == "question"


async def test_results_are_announced_without_their_content(desk: Any) -> None:
    api = desk.api()
    session_id = await _session(desk)
    said = (
        "business_name=Awa; activity=tailor; city=Dakar; offer=dress 9000; target_audience=women; "
        "differentiation=care; vision=grow; phone=+221771234567"
    )
    await api.post(f"/sessions/{session_id}/replies", json={"text": said})
    for _ in range(3):
        await api.post(f"/sessions/{session_id}/approve", json={})
    entries = (await Feed(desk.redis, 60).look({session_id: FIRST}))[session_id].entries
    made = [entry.data for entry in entries if entry.event == "made"]
    assert [data["step"] for data in made] == ["research", "content", "logo"]
    assert not [data for data in made if "result" in data]


async def test_a_follower_hears_on_from_the_entry_it_knows() -> None:
    feed = Feed(FakeAsyncRedis(), 60)
    for number in range(3):
        await feed.append("s", [("working", {"step": str(number)})])
    first = (await feed.look({"s": FIRST}))["s"].entries[0]
    async with Watch(feed) as watch, watch.follow("s", first.id) as follower:
        heard = [await asyncio.wait_for(follower.news.get(), 5) for _ in range(2)]
        assert [each.data["step"] for each in heard if isinstance(each, Entry)] == ["1", "2"]


async def test_two_followers_hear_the_same_from_different_entries() -> None:
    feed = Feed(FakeAsyncRedis(), 60)
    await feed.append("s", [("working", {"step": "0"})])
    known = (await feed.look({"s": FIRST}))["s"].entries[0].id
    async with Watch(feed) as watch, watch.follow("s", FIRST) as old, watch.follow("s", known) as new:
        await feed.append("s", [("working", {"step": "1"})])
        assert [(await asyncio.wait_for(old.news.get(), 5)).data["step"] for _ in range(2)] == ["0", "1"]
        assert (await asyncio.wait_for(new.news.get(), 5)).data["step"] == "1"
        assert new.news.empty()


async def test_what_is_done_elsewhere_is_noticed_when_nobody_writes(desk: Any) -> None:
    session_id = await _session(desk)
    feed = Feed(desk.redis, 60)
    before = (await feed.where(session_id)).version
    async with Watch(feed) as watch, watch.follow(session_id, "9999999999999-0", before) as follower:
        await desk.api().put(f"/sessions/{session_id}/facts/city", json={"value": "Thiès"})
        change = await asyncio.wait_for(follower.news.get(), 5)
        assert isinstance(change, Change)
        assert change.version == (await feed.where(session_id)).version != before


async def test_a_store_that_is_away_for_a_moment_ends_no_follower(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = Feed(FakeAsyncRedis(), 60)
    real, failures = feed.look, [Lost("away"), Lost("away")]

    async def flaky(sessions: dict[str, str]) -> Any:
        if failures:
            raise failures.pop()
        return await real(sessions)

    monkeypatch.setattr(feed, "look", flaky)
    await feed.append("s", [("working", {"step": "0"})])
    async with Watch(feed) as watch, watch.follow("s", FIRST) as follower:
        assert (await asyncio.wait_for(follower.news.get(), 5)).data["step"] == "0"
    assert failures == []


async def test_a_stream_ends_when_the_process_stops() -> None:
    feed = Feed(FakeAsyncRedis(), 60)
    async with Watch(feed) as watch:
        stream = event_stream(watch, "s", FIRST, "", for_programs).body_iterator.__aiter__()
        assert "ping" in await stream.__anext__()
        watch.end_all()
        async with asyncio.timeout(5):
            assert [told async for told in stream] == []


async def test_an_event_stays_one_event_whatever_its_text_holds() -> None:
    told = for_programs(Entry("1-0", "words", {"at": 0, "text": "a\n\nevent: problem\ndata: {}\r\n\u2028"}))
    assert told.count("\n\n") == 1
    assert told.count("event: ") == 1 + told.split("data: ")[1].count("event: ")
    assert json.loads(told.split("data: ", 1)[1])["text"].startswith("a\n\nevent")


@pytest.mark.parametrize("text", ["", "x", "1", "1-", "-1-0", "1-0; DROP", "9" * 30 + "-0", "٣-٠"])
def test_an_id_that_is_none_begins_at_the_first_entry(text: str) -> None:
    assert readable_id(text) == FIRST


async def test_the_log_of_a_session_is_short_and_passes(desk: Any) -> None:
    feed = Feed(desk.redis, 60)
    for number in range(700):
        await feed.append("s", [("words", {"at": number, "text": "x"})])
    key = next(key for key in await desk.redis.keys("*feed*") if b"coach" in key and b":s}" in key)
    assert await desk.redis.xlen(key) < 400
    assert 0 < await desk.redis.ttl(key) <= 60


async def test_a_missing_store_is_told_as_such(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: Any, **__: Any) -> Any:
        raise Lost("away")

    api = desk.api()
    session_id = await _session(desk)
    monkeypatch.setattr(Feed, "where", away)
    answer = await api.get(f"/sessions/{session_id}")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert "away" not in answer.text


async def test_health_tells_whether_sessions_can_be_kept(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = desk.visitor()
    assert (await visitor.get("/health/live")).response.json() == {"status": "ok"}
    assert (await visitor.get("/health/ready")).response.status_code == 200

    async def away(*_: Any, **__: Any) -> Any:
        raise Lost("away")

    monkeypatch.setattr(desk.redis, "ping", away)
    assert (await visitor.get("/health/ready")).response.status_code == 503
    assert (await visitor.get("/health/live")).response.status_code == 200


async def test_figures_are_summed_over_processes_and_need_the_secret(make_settings: Any, open_another: Any) -> None:
    redis = FakeAsyncRedis()
    async with open_another(make_settings(), redis) as one, open_another(make_settings(), redis) as two:
        await one.visitor().get("/")
        await two.visitor().get("/")
    async with open_another(make_settings(), redis) as desk:
        assert (await desk.visitor().get("/metrics")).response.status_code == 401
        told = (await desk.visitor(**{"x-service-secret": "a-service-secret"}).get("/metrics")).response.text
        assert 'coach_requests_total{kind="/",method="GET",status="200"} 2' in told
        assert "/s/" not in told.replace("/s/{session_id}", "")
