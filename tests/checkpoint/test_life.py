"""A thread's keys live and expire together; every turn extends them all."""

from __future__ import annotations

from typing import Any

import pytest

from agent.checkpoint import PlainRedisSaver

LONG = "a value that is stored apart because it is longer than forty-eight bytes"
CONFIG = {"configurable": {"thread_id": "t", "checkpoint_ns": ""}}


@pytest.fixture
def saver(client: Any, prefix: str) -> PlainRedisSaver:
    return PlainRedisSaver(client, prefix=prefix, ttl=7200)


async def lives(client: Any, saver: PlainRedisSaver) -> list[int]:
    return [await client.pttl(key) for key in saver._links.store().keys("t").stored]


async def age(client: Any, saver: PlainRedisSaver) -> None:
    for key in saver._links.store().keys("t").stored:
        await client.pexpire(key, 5000)


async def prepared(saver: PlainRedisSaver, put: Any) -> dict[str, Any]:
    config = await put(saver, {"list": [LONG], "once": LONG})
    await saver.aput_writes(config, [("a", LONG)], "task")
    return dict(config)


@pytest.mark.parametrize("act", ["put", "write", "read", "read again", "read by id", "list"])
async def test_every_use_extends_every_key(client: Any, saver: PlainRedisSaver, put: Any, act: str) -> None:
    config = await prepared(saver, put)
    await age(client, saver)
    assert max(await lives(client, saver)) <= 5000

    match act:
        case "put":
            await put(saver, {"list": [LONG, "more"], "once": LONG}, config, changed={"list"})
        case "write":
            await saver.aput_writes(config, [("b", LONG)], "other task")
        case "read":
            await PlainRedisSaver(client, prefix=saver._links.store().prefix, ttl=7200).aget_tuple(CONFIG)
        case "read again":
            await saver.aget_tuple(CONFIG)
        case "read by id":
            await saver.aget_tuple(config)
        case "list":
            assert [one async for one in saver.alist(CONFIG)]

    found = await lives(client, saver)
    assert min(found) > 7_190_000
    assert max(found) - min(found) < 1000


async def test_a_value_written_once_outlives_its_first_span_of_life(
    client: Any, saver: PlainRedisSaver, put: Any
) -> None:
    """Savers that extend only the newest keys lose it: they keep values in keys of their own."""
    config = await prepared(saver, put)
    for turn in range(5):
        await age(client, saver)
        config = await put(saver, {"list": [LONG] * (turn + 2), "once": LONG}, config, changed={"list"})

    fresh = PlainRedisSaver(client, prefix=saver._links.store().prefix, ttl=7200)
    found = await fresh.aget_tuple(CONFIG)
    assert found is not None
    assert found.checkpoint["channel_values"]["once"] == LONG
    assert min(await lives(client, saver)) > 7_190_000


async def test_without_a_life_nothing_expires(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    await prepared(saver, put)

    assert await lives(client, saver) == [-1, -1, -1]


async def test_a_copy_lives_as_long_as_its_source(client: Any, saver: PlainRedisSaver, put: Any) -> None:
    await prepared(saver, put)
    await saver.acopy_thread("t", "copy")

    keys = saver._links.store().keys("copy")
    assert all([7_190_000 < await client.pttl(key) <= 7_200_000 for key in keys.stored])


async def test_a_thread_that_has_expired_is_a_new_one(client: Any, saver: PlainRedisSaver, put: Any) -> None:
    config = await prepared(saver, put)
    for key in saver._links.store().keys("t").stored:
        await client.delete(key)

    assert await saver.aget_tuple(CONFIG) is None
    assert await saver.aget_tuple(config) is None
    await put(saver, {"list": ["new"]})
    found = await saver.aget_tuple(CONFIG)
    assert found is not None
    assert found.checkpoint["channel_values"] == {"list": ["new"]}
