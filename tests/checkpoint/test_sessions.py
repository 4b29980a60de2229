"""A user's sessions are listed newest first, by page, without a scan."""

from __future__ import annotations

from typing import Any

import pytest

from agent.checkpoint.sessions import SessionIndex


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    class Clock:
        now = 1_000_000.0

        def time(self) -> float:
            return self.now

    clock = Clock()
    monkeypatch.setattr("agent.checkpoint.sessions.time", clock)
    return clock


async def test_sessions_come_newest_first_and_by_page(client: Any, prefix: str, clock: Any) -> None:
    index = SessionIndex(client, prefix=prefix)
    for number in range(7):
        clock.now += 1
        await index.touch("user", f"s{number}")
    clock.now += 1
    await index.touch("user", "s2")
    await index.touch("somebody else", "theirs")

    assert [one.thread for one in await index.list("user", limit=3)] == ["s2", "s6", "s5"]
    assert [one.thread for one in await index.list("user", offset=3, limit=3)] == ["s4", "s3", "s1"]
    assert (await index.list("user"))[0].at == clock.now


async def test_expired_sessions_are_not_listed_and_take_no_room(client: Any, prefix: str, clock: Any) -> None:
    index = SessionIndex(client, ttl=100, prefix=prefix)
    await index.touch("user", "old")
    clock.now += 60
    await index.touch("user", "newer")
    clock.now += 60

    assert [one.thread for one in await index.list("user")] == ["newer"]
    assert await client.zcard(index.key("user")) == 1
    assert 0 < await client.ttl(index.key("user")) <= 100


async def test_a_forgotten_session_leaves_nothing(client: Any, prefix: str, scan: Any) -> None:
    index = SessionIndex(client, prefix=prefix)
    await index.touch("user:1 {x}", "only")
    assert len(await scan(client, prefix)) == 1
    await index.forget("user:1 {x}", "only")

    assert await index.list("user:1 {x}") == []
    assert await scan(client, prefix) == set()
