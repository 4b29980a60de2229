from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import pytest
from fakeredis import FakeAsyncRedis
from redis.exceptions import NoPermissionError, ResponseError

from agent.integrations.ledger import EffectLedger


class NoScripts(FakeAsyncRedis):
    """A server that refuses scripts."""

    refusal: Exception = NoPermissionError("NOPERM")

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        if args[0] == "EVAL":
            raise self.refusal
        return await super().execute_command(*args, **options)


class OlderServer(NoScripts):
    refusal = ResponseError("unknown command 'eval', with args beginning with:")


@pytest.fixture(params=[FakeAsyncRedis, NoScripts, OlderServer])
def ledger(request) -> EffectLedger:
    return EffectLedger(request.param())


async def test_a_new_effect_is_ours_and_a_second_caller_sees_it_under_way(ledger) -> None:
    async with ledger.alive("k", "a"):
        assert (await ledger.reserve("k", "a")).owner == "a"
        assert (await ledger.reserve("k", "b")).owner == "a"
        assert (await ledger.reserve("k", "b")).status == "calling"


async def test_of_many_callers_at_once_one_gets_it(ledger) -> None:
    async def call(name: str) -> bool:
        async with ledger.alive("k", name):
            mine = (await ledger.reserve("k", name)).owner == name
            await asyncio.sleep(0.01)
        return mine

    assert sum(await asyncio.gather(*(call(str(number)) for number in range(20)))) == 1


async def test_what_a_dead_caller_left_is_unknown(ledger) -> None:
    await ledger.reserve("k", "a")
    entry = await ledger.reserve("k", "b")
    assert (entry.status, entry.owner) == ("unknown", "a")


async def test_what_is_done_is_never_done_again(ledger) -> None:
    await ledger.reserve("k", "a")
    await ledger.settle("k", "a", "done", {"url": "u"})
    assert (await ledger.reserve("k", "b")).result == {"url": "u"}
    await ledger.settle("k", "a", "failed")
    await ledger.settle("k", "", "unknown")
    assert (await ledger.reserve("k", "b")).status == "done"


async def test_what_surely_failed_may_be_called_again_and_keeps_its_first_time(ledger) -> None:
    first = await ledger.reserve("k", "a")
    await ledger.settle("k", "a", "failed")
    again = await ledger.reserve("k", "b")
    assert (again.owner, again.status, again.first) == ("b", "calling", first.first)


async def test_a_stale_caller_cannot_call_failed_what_another_took_over(ledger) -> None:
    async with ledger.alive("k", "a"):
        await ledger.reserve("k", "a")
    await ledger.settle("k", "a", "unknown")
    assert (await ledger.take_over("k", "b")).owner == "b"
    await ledger.settle("k", "a", "failed")
    assert (await ledger.look("k")).owner == "b"
    assert (await ledger.look("k")).status == "calling"


async def test_a_stale_callers_success_counts(ledger) -> None:
    await ledger.reserve("k", "a")
    await ledger.settle("k", "a", "unknown")
    await ledger.take_over("k", "b")
    await ledger.settle("k", "a", "done", {"url": "u"})
    await ledger.settle("k", "b", "unknown")
    assert (await ledger.look("k")).status == "done"


async def test_only_the_unknown_is_taken_over_and_by_one(ledger) -> None:
    assert await ledger.take_over("k", "b") is None
    await ledger.reserve("k", "a")
    await ledger.settle("k", "a", "unknown")
    taken = await asyncio.gather(*(ledger.take_over("k", str(number)) for number in range(10)))
    assert sum(entry is not None for entry in taken) == 1


async def test_a_heartbeat_keeps_a_slow_caller_alive(monkeypatch) -> None:
    monkeypatch.setattr("agent.integrations.ledger.BEAT", 0.02)
    monkeypatch.setattr("agent.integrations.ledger.DEAD_AFTER", 0.1)
    ledger = EffectLedger(FakeAsyncRedis())
    async with ledger.alive("k", "a"):
        await ledger.reserve("k", "a")
        await asyncio.sleep(0.3)
        assert (await ledger.reserve("k", "b")).status == "calling"


class LosesACancellation(FakeAsyncRedis):
    """Answers a heartbeat only when it is cancelled, and drops the cancellation as asyncio.wait_for may."""

    beating: asyncio.Event

    async def set(self, *args: Any, **options: Any) -> Any:
        if asyncio.current_task().get_name() == "ledger.heartbeat" and not self.beating.is_set():
            self.beating.set()
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
        return await super().set(*args, **options)


async def test_a_heartbeat_ends_even_when_its_cancellation_gets_lost(monkeypatch) -> None:
    monkeypatch.setattr("agent.integrations.ledger.BEAT", 0.01)
    redis = LosesACancellation()
    redis.beating = asyncio.Event()

    async def work() -> None:
        async with EffectLedger(redis).alive("k", "a"):
            await redis.beating.wait()

    done, _ = await asyncio.wait({asyncio.create_task(work())}, timeout=10)
    assert done


async def test_an_entry_outlives_the_session_and_ends() -> None:
    redis = FakeAsyncRedis()
    ledger = EffectLedger(redis, ttl=100)
    await ledger.reserve("k", "a")
    await ledger.settle("k", "a", "done", {})
    assert 0 < await redis.ttl("coach:effect:{k}") <= 100
