"""Round trips, growth and outages: what a turn costs, and what happens to it when the server is away."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from redis.exceptions import ConnectionError as Lost

from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.lease import lease

CONFIG = {"configurable": {"thread_id": "t", "checkpoint_ns": ""}}
LONG = "a value that is stored apart because it is longer than forty-eight bytes"


class Calls:
    """Counts, and may fail, the scripts a client is asked to run."""

    def __init__(self, client: Any) -> None:
        self.count = 0
        self.away = False
        self._run = client.evalsha
        client.evalsha = self

    async def __call__(self, *arguments: Any) -> Any:
        self.count += 1
        if self.away:
            raise Lost("away")
        return await self._run(*arguments)


@pytest.mark.parametrize(("durability", "most"), [("sync", 4), ("async", 5)])
async def test_a_turn_of_chat_takes_the_same_few_round_trips_however_long_it_is(
    client: Any, prefix: str, chat: Any, durability: str, most: int
) -> None:
    graph = chat(PlainRedisSaver(client, prefix=prefix))
    await graph.ainvoke({"messages": [HumanMessage("first")]}, CONFIG)
    calls = Calls(client)
    for _ in range(20):
        calls.count = 0
        await graph.ainvoke({"messages": [HumanMessage("next")]}, CONFIG, durability=durability)
        assert calls.count <= most


async def test_what_one_tick_brings_is_one_round_trip(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    config = await put(saver, {"a": 1})
    calls = Calls(client)
    await asyncio.gather(*(saver.aput_writes(config, [("a", number)], f"task {number}") for number in range(9)))

    assert calls.count == 1
    found = await saver.aget_tuple(CONFIG)
    assert found is not None
    assert len(found.pending_writes or ()) == 9


async def test_who_holds_the_lease_asks_once_until_they_write(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    config = await put(saver, {"a": 1})
    calls = Calls(client)
    async with lease(client, "t", prefix=prefix):
        calls.count = 0
        assert await saver.aget_tuple(CONFIG) == await saver.aget_tuple(CONFIG)
        assert calls.count == 1
        await saver.aput_writes(config, [("a", 2)], "task")
        found = await saver.aget_tuple(CONFIG)
        assert found is not None
        assert found.pending_writes == [("task", "a", 2)]


async def test_who_holds_no_lease_sees_what_others_write(client: Any, prefix: str, put: Any) -> None:
    saver, other = PlainRedisSaver(client, prefix=prefix), PlainRedisSaver(client, prefix=prefix)
    config = await put(saver, {"a": 1})
    for number in range(3):
        await other.aput_writes(config, [("a", number)], f"task {number}")
        found = await saver.aget_tuple(CONFIG)
        assert found is not None
        assert len(found.pending_writes or ()) == number + 1


async def test_bytes_grow_with_the_turns_and_not_with_their_square(real: Any, prefix: str, chat: Any) -> None:
    saver = PlainRedisSaver(real, prefix=prefix)
    graph = chat(saver)
    sizes = {}
    for turn in range(1, 81):
        await graph.ainvoke({"messages": [HumanMessage("x" * 500)]}, CONFIG)
        if turn in (20, 80):
            keys = saver._links.store().keys("t").stored
            sizes[turn] = sum([await real.memory_usage(key, samples=0) for key in keys])

    assert sizes[80] / sizes[20] < 4 * 1.1


async def test_many_lists_that_grow_at_once_stay_one_segment_each(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    config = await put(saver, {"a": [LONG], "b": [LONG], "text": LONG})
    for number in range(5):
        grown = {"a": [LONG] * (number + 2), "b": [LONG] * (2 * number + 3), "text": LONG + str(number)}
        config = await put(saver, grown, config)

    head = saver._links.store().hot.of("t").guess("", "")
    assert head is not None
    assert [len(segments) for segments in head.record.lists().values()] == [3, 3]


async def test_a_read_of_what_is_known_sends_no_values(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    await put(saver, {"messages": [AIMessage(LONG)] * 50, "text": LONG})
    await saver.aget_tuple(CONFIG)
    replies: list[Any] = []
    run = client.evalsha

    async def noted(*arguments: Any) -> Any:
        replies.append(await run(*arguments))
        return replies[-1]

    client.evalsha = noted
    found = await saver.aget_tuple(CONFIG)
    fresh = await PlainRedisSaver(client, prefix=prefix).aget_tuple(CONFIG)

    assert found == fresh
    assert len(repr(replies[0])) < 200 < len(repr(replies[1]))


async def test_a_cancelled_caller_does_not_undo_the_write_nor_hurt_the_others(
    client: Any, prefix: str, put: Any
) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    config = await put(saver, {"a": 1})
    first = asyncio.create_task(saver.aput_writes(config, [("a", 1)], "first"))
    second = asyncio.create_task(saver.aput_writes(config, [("a", 2)], "second"))
    await asyncio.sleep(0)
    first.cancel()
    await second
    with pytest.raises(asyncio.CancelledError):
        await first

    found = await saver.aget_tuple(CONFIG)
    assert found is not None
    assert sorted(found.pending_writes or ()) == [("first", "a", 1), ("second", "a", 2)]


async def test_an_outage_is_an_error_and_the_session_goes_on_after_it(client: Any, prefix: str, chat: Any) -> None:
    graph = chat(PlainRedisSaver(client, prefix=prefix))
    await graph.ainvoke({"messages": [HumanMessage("before")]}, CONFIG)
    calls = Calls(client)
    calls.away = True
    for _ in range(3):
        with pytest.raises(Lost):
            await graph.ainvoke({"messages": [HumanMessage("lost?")]}, CONFIG)
    calls.away = False
    await graph.ainvoke({"messages": [HumanMessage("after")]}, CONFIG)

    for saver in (PlainRedisSaver(client, prefix=prefix), graph.checkpointer):
        said = (await chat(saver).aget_state(CONFIG)).values["messages"]
        assert [message.content for message in said] == ["before", "answer 1", "after", "answer 3"]


async def test_an_outage_in_the_middle_of_a_run_loses_nothing_that_was_stored(
    client: Any, prefix: str, chat: Any
) -> None:
    graph = chat(PlainRedisSaver(client, prefix=prefix))
    calls = Calls(client)
    limit = calls._run

    async def failing(*arguments: Any) -> Any:
        if calls.count == 2:
            raise Lost("away")
        calls.count += 1
        return await limit(*arguments)

    client.evalsha = failing
    with pytest.raises(Lost):
        await graph.ainvoke({"messages": [HumanMessage("said before the outage")]}, CONFIG, durability="sync")
    client.evalsha = limit
    out = await graph.ainvoke(None, CONFIG, durability="sync")

    assert [message.content for message in out["messages"]] == ["said before the outage", "answer 1"]


async def test_hundreds_of_threads_do_not_stay_in_memory(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix, hot=8)
    for number in range(40):
        await put(saver, {"list": [LONG]}, thread=str(number))

    assert len(saver._links.store().hot._threads) == 8
    found = await saver.aget_tuple({"configurable": {"thread_id": "0"}})
    assert found is not None
    assert found.checkpoint["channel_values"] == {"list": [LONG]}
