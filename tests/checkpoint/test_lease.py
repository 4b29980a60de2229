"""One writer per session: the second waits or is told so, and one that slept past its lease writes nothing."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import fakeredis
import pytest
from redis.exceptions import ConnectionError as Lost
from redis.exceptions import NoScriptError, ResponseError

from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.errors import LeaseHeld, StaleWriter
from agent.checkpoint.fencing import token_of
from agent.checkpoint.keys import ThreadKeys
from agent.checkpoint.lease import lease

TRIALS = 200
CONFIG = {"configurable": {"thread_id": "t", "checkpoint_ns": ""}}


class NoScripts(fakeredis.FakeAsyncRedis):
    async def evalsha(self, *args: Any, **kwargs: Any) -> Any:
        raise ResponseError("unknown command 'EVALSHA'")


@pytest.fixture(params=["scripts", "no scripts"])
def redis(request: pytest.FixtureRequest) -> Any:
    return fakeredis.FakeAsyncRedis() if request.param == "scripts" else NoScripts()


async def test_a_second_writer_is_refused_at_once(redis: Any) -> None:
    async with lease(redis, "t", seconds=5):
        with pytest.raises(LeaseHeld) as caught:
            async with lease(redis, "t"):
                pytest.fail("two writers at once")
        assert 0 < caught.value.wait <= 5
        async with lease(redis, "other"):
            pass


async def test_a_lease_given_to_a_caller_that_never_heard_of_it_is_his_when_he_asks_again() -> None:
    """A server that was hung works off what it was sent before, and answers nobody."""
    redis = fakeredis.FakeAsyncRedis()
    ask = redis.evalsha

    async def unheard(*arguments: Any) -> Any:
        with suppress(NoScriptError):
            await ask(*arguments)
        raise Lost("the reply is lost")

    async with lease(redis, "t", seconds=5):
        pass
    redis.evalsha = unheard
    with pytest.raises(Lost):
        async with lease(redis, "t", seconds=5):
            pytest.fail("nobody heard of it")
    redis.evalsha = ask
    assert await redis.exists(ThreadKeys("lg", "t").lease)

    async with lease(redis, "t", seconds=5):
        with pytest.raises(LeaseHeld):
            async with lease(redis, "t"):
                pytest.fail("two writers at once")


async def test_a_block_that_ends_because_the_store_is_away_lets_go_when_it_is_back() -> None:
    server = fakeredis.FakeServer()
    redis = fakeredis.FakeAsyncRedis(server=server)

    async def turn() -> None:
        async with lease(redis, "t", seconds=30):
            server.connected = False
            await redis.get("x")

    with pytest.raises(Lost):
        await turn()
    server.connected = True

    async with lease(redis, "t", wait=10):
        pass


async def test_a_second_writer_that_waits_comes_after_the_first(redis: Any) -> None:
    order: list[str] = []

    async def write(name: str, started: asyncio.Event) -> None:
        async with lease(redis, "t", wait=5):
            started.set()
            order.append(f"{name} in")
            await asyncio.sleep(0.01)
            order.append(f"{name} out")

    first, second = asyncio.Event(), asyncio.Event()
    one = asyncio.create_task(write("one", first))
    await first.wait()
    await asyncio.gather(one, write("two", second))

    assert order == ["one in", "one out", "two in", "two out"]


async def test_tokens_grow_even_across_a_deletion(redis: Any) -> None:
    tokens = []
    for _ in range(3):
        async with lease(redis, "t") as fence:
            tokens.append(int(fence.token))
        await redis.delete(*ThreadKeys("lg", "t").every)

    assert tokens == sorted(set(tokens))


async def test_a_lease_ends_with_its_block_even_on_an_error(redis: Any) -> None:
    with pytest.raises(RuntimeError, match="inside"):
        async with lease(redis, "t"):
            raise RuntimeError("inside")

    assert await redis.get(ThreadKeys("lg", "t").lease) is None
    assert token_of("t") == ""


async def test_a_lease_is_renewed_while_its_holder_works(redis: Any) -> None:
    async with lease(redis, "t", seconds=0.3) as fence:
        before = await redis.get(ThreadKeys("lg", "t").lease)
        await redis.pexpire(ThreadKeys("lg", "t").lease, 250)
        end = time.monotonic() + 5
        while await redis.pttl(ThreadKeys("lg", "t").lease) <= 250 and time.monotonic() < end:
            await asyncio.sleep(0.01)

        assert await redis.get(ThreadKeys("lg", "t").lease) == before
        assert not fence.lost.is_set()


async def test_a_holder_learns_that_its_lease_was_lost(redis: Any) -> None:
    async with lease(redis, "t", seconds=0.06) as fence:
        await redis.set(ThreadKeys("lg", "t").lease, "somebody else")
        await asyncio.wait_for(fence.lost.wait(), 5)

    assert await redis.get(ThreadKeys("lg", "t").lease) == b"somebody else"


class LosesACancellation(fakeredis.FakeAsyncRedis):
    """Answers a renewal only when it is cancelled, and drops the cancellation as asyncio.wait_for may."""

    held = False
    renewing: asyncio.Event

    async def execute_command(self, *args: Any, **kwargs: Any) -> Any:
        if self.held and args[0] == "EVALSHA" and not self.renewing.is_set():
            self.renewing.set()
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
        return await super().execute_command(*args, **kwargs)


async def test_a_lease_ends_even_when_the_cancellation_of_its_renewal_gets_lost() -> None:
    redis = LosesACancellation()
    redis.renewing = asyncio.Event()

    async def work() -> None:
        async with lease(redis, "t", seconds=0.9):
            redis.held = True
            await redis.renewing.wait()

    await asyncio.wait_for(work(), 10)


async def test_two_sessions_at_once_keep_their_own_tokens(redis: Any) -> None:
    async with lease(redis, "a") as outer, lease(redis, "b") as inner:
        assert (token_of("a"), token_of("b")) == (outer.token, inner.token)
        assert await asyncio.create_task(_tokens()) == (outer.token, inner.token)
    assert (token_of("a"), token_of("b")) == ("", "")


async def _tokens() -> tuple[str, str]:
    return token_of("a"), token_of("b")


async def test_the_checkpoint_write_itself_refuses_an_older_token(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    async with lease(client, "t", prefix=prefix):
        config = await put(saver, {"a": "first writer"})
        await _take_over(client, prefix)
        for write in (put(saver, {"a": "stale"}, config), saver.aput_writes(config, [("a", 1)], "task")):
            with pytest.raises(StaleWriter):
                await write

    found = await saver.aget_tuple(CONFIG)
    assert found is not None
    assert found.checkpoint["channel_values"] == {"a": "first writer"}
    assert found.pending_writes == []


async def _take_over(client: Any, prefix: str) -> None:
    """Let the lease run out and another writer come and go."""
    await client.delete(ThreadKeys(prefix, "t").lease)

    async def another() -> None:
        async with lease(client, "t", prefix=prefix):
            pass

    await asyncio.create_task(another())


async def test_a_lease_alone_would_have_let_the_stale_write_through(client: Any, prefix: str, put: Any) -> None:
    """The control: the same scene with the tokens taken away."""
    from agent.checkpoint.fencing import _tokens as tokens

    saver = PlainRedisSaver(client, prefix=prefix)
    async with lease(client, "t", prefix=prefix):
        await _take_over(client, prefix)
        hidden = tokens.set({})
        await put(saver, {"a": "stale"})
        tokens.reset(hidden)

    found = await saver.aget_tuple(CONFIG)
    assert found is not None
    assert found.checkpoint["channel_values"] == {"a": "stale"}


async def test_a_writer_of_a_deleted_session_does_not_bring_it_back(
    client: Any, prefix: str, put: Any, scan: Any
) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    async with lease(client, "t", prefix=prefix):
        await put(saver, {"a": 1})
        await saver.adelete_thread("t")
        with pytest.raises(StaleWriter):
            await put(saver, {"a": 2})

    assert await scan(client, prefix) == set()


class Sessions:
    """A session with one open question at a time, answered under a lease, or, as a control, without."""

    def __init__(self, client: Any, prefix: str, put: Any, *, leased: bool) -> None:
        self.client, self.prefix, self.put, self.leased = client, prefix, put, leased
        self.effects: list[str] = []

    async def reply(self, thread: str, question: int, text: str) -> str:
        if not self.leased:
            return await self._apply(thread, question, text)
        async with lease(self.client, thread, wait=10, prefix=self.prefix):
            return await self._apply(thread, question, text)

    async def _apply(self, thread: str, question: int, text: str) -> str:
        saver = PlainRedisSaver(self.client, prefix=self.prefix)
        config = {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}
        before = await saver.aget_tuple(config)
        answers = before.checkpoint["channel_values"]["answers"] if before else []
        if question >= 0 and len(answers) != question:
            return "already answered"
        self.effects.append(thread)
        await self.put(saver, {"answers": [*answers, text]}, before.config if before else None, thread=thread)
        return "applied"

    async def answers(self, thread: str) -> list[str]:
        config = {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}
        found = await PlainRedisSaver(self.client, prefix=self.prefix).aget_tuple(config)
        return list(found.checkpoint["channel_values"]["answers"]) if found else []


async def test_a_double_click_has_one_effect(fake: Any, prefix: str, put: Any) -> None:
    sessions = Sessions(fake, prefix, put, leased=True)
    for trial in range(TRIALS):
        clicks = [sessions.reply(f"s{trial}", 0, "yes") for _ in range(2)]
        assert sorted(await asyncio.gather(*clicks)) == ["already answered", "applied"]
        assert await sessions.answers(f"s{trial}") == ["yes"]

    assert len(sessions.effects) == TRIALS


async def test_without_a_lease_a_double_click_has_two(fake: Any, prefix: str, put: Any) -> None:
    sessions = Sessions(fake, prefix, put, leased=False)
    await asyncio.gather(*(sessions.reply("s", 0, "yes") for _ in range(2)))

    assert len(sessions.effects) == 2


async def test_two_devices_lose_no_message(fake: Any, prefix: str, put: Any) -> None:
    sessions = Sessions(fake, prefix, put, leased=True)
    for trial in range(TRIALS):
        await asyncio.gather(*(sessions.reply(f"s{trial}", -1, device) for device in ("phone", "laptop")))
        assert sorted(await sessions.answers(f"s{trial}")) == ["laptop", "phone"]


async def test_without_a_lease_two_devices_lose_one(fake: Any, prefix: str, put: Any) -> None:
    sessions = Sessions(fake, prefix, put, leased=False)
    await asyncio.gather(*(sessions.reply("s", -1, device) for device in ("phone", "laptop")))

    assert len(await sessions.answers("s")) == 1


HOLDER = """
import asyncio, json, sys
from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.connection import connect
from agent.checkpoint.errors import StaleWriter
from agent.checkpoint.fencing import writing_with
from agent.checkpoint.lease import lease
from langgraph.checkpoint.base import empty_checkpoint

url, prefix, trials, fenced = json.loads(sys.argv[1])

async def main():
    client = connect(url)
    saver = PlainRedisSaver(client, prefix=prefix)
    for trial in range(trials):
        thread = f"s{trial}"
        async with lease(client, thread, seconds=0.05, prefix=prefix) as fence:
            print("held", flush=True)
            sys.stdin.readline()
            token = fence.token if fenced else ""
            with writing_with(thread, token):
                config = {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}
                checkpoint = empty_checkpoint() | {"channel_values": {"a": "stale"}, "channel_versions": {"a": 1}}
                try:
                    await saver.aput(config, checkpoint, {"source": "loop", "step": 0}, {"a": 1})
                    print("written", flush=True)
                except StaleWriter:
                    print("refused", flush=True)
    await client.aclose()

asyncio.run(main())
"""


async def paused_holders(server: str, prefix: str, put: Any, client: Any, trials: int, *, fenced: bool) -> list[str]:
    """Stop the process that holds the lease until another writer has taken over and written; then let it write."""
    order = json.dumps([server, prefix, trials, fenced])
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, order],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    outcomes = []
    assert holder.stdin
    assert holder.stdout
    with holder:
        saver = PlainRedisSaver(client, prefix=prefix)
        for trial in range(trials):
            assert holder.stdout.readline() == "held\n"
            holder.send_signal(signal.SIGSTOP)
            async with lease(client, f"s{trial}", wait=10, prefix=prefix):
                await put(saver, {"a": "newer"}, thread=f"s{trial}")
            holder.send_signal(signal.SIGCONT)
            holder.stdin.write("go\n")
            holder.stdin.flush()
            outcomes.append(holder.stdout.readline().strip())
    return outcomes


async def test_a_holder_stopped_past_its_lease_is_refused(server: str, prefix: str, put: Any, real: Any) -> None:
    outcomes = await paused_holders(server, prefix, put, real, 50, fenced=True)

    assert outcomes == ["refused"] * 50
    for trial in range(50):
        config = {"configurable": {"thread_id": f"s{trial}", "checkpoint_ns": ""}}
        found = await PlainRedisSaver(real, prefix=prefix).aget_tuple(config)
        assert found is not None
        assert found.checkpoint["channel_values"] == {"a": "newer"}


async def test_without_its_token_the_stopped_holder_would_have_written(
    server: str, prefix: str, put: Any, real: Any
) -> None:
    assert await paused_holders(server, prefix, put, real, 3, fenced=False) == ["written"] * 3


async def test_a_killed_holders_session_is_free_after_its_lease(server: str, prefix: str, real: Any) -> None:
    order = json.dumps([server, prefix, 1, True])
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, order],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert holder.stdout
    with holder:
        assert holder.stdout.readline() == "held\n"
        holder.kill()
    async with lease(real, "s0", wait=5, prefix=prefix) as fence:
        assert int(fence.token) > 0
