"""The platform's virtual file system: its contract on data, errors and lives, and its files by name."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import fakeredis
import pytest
from pydantic import SecretStr
from redis.exceptions import ConnectionError as Lost
from structlog.testing import capture_logs

from agent.integrations.redis_fs import RedisVirtualFileSystem
from agent.settings import Settings

BRIEF = {"step": "vision", "data": "user input", "user_id": 123, "ville": "Thiès"}


class Away:
    """A Redis that cannot be reached; what it says would give a secret away."""

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            raise Lost("redis://user:s3cr3t@host and the words of the person")

        return call


@pytest.fixture(params=[False, True], ids=["bytes", "text"])
def client(request: pytest.FixtureRequest) -> Any:
    return fakeredis.FakeAsyncRedis(decode_responses=request.param)


@pytest.fixture
def files(client: Any) -> RedisVirtualFileSystem:
    return RedisVirtualFileSystem(client=client)


async def test_a_session_is_json_under_its_id_for_two_hours(files: RedisVirtualFileSystem, client: Any) -> None:
    assert await files.write_session("session_123", BRIEF) is True

    assert json.loads(await client.get("session:session_123")) == BRIEF
    assert 7190 < await client.ttl("session:session_123") <= 7200
    assert await files.read_session("session_123") == BRIEF


@pytest.mark.parametrize(("ttl", "expected"), [(60, (50, 60)), (0, (-1, -1)), (None, (-1, -1))])
async def test_its_life_can_be_chosen(
    files: RedisVirtualFileSystem, client: Any, ttl: int | None, expected: tuple[int, int]
) -> None:
    assert await files.write_session("s", {"a": 1}, ttl=ttl)

    assert expected[0] <= await client.ttl("session:s") <= expected[1]


async def test_what_is_not_there_is_none(files: RedisVirtualFileSystem) -> None:
    assert await files.read_session("nobody") is None
    assert await files.read_file("nobody", "brief.json") is None
    assert await files.list_files("nobody") == []
    assert await files.list_user_sessions("nobody") == []


async def test_a_users_sessions_are_listed_newest_first_without_a_scan(
    files: RedisVirtualFileSystem, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("scan", "scan_iter", "keys"):
        monkeypatch.setattr(client, name, lambda *_, **__: pytest.fail("scanned the key space"))
    for number in range(4):
        await files.write_session(f"s{number}", {"user_id": 7})
    await files.write_session("theirs", {"user_id": 8})
    await files.write_session("s1", {"user_id": 7, "again": True})

    assert await files.list_user_sessions(7) == ["s1", "s3", "s2", "s0"]
    assert await files.list_user_sessions("7") == ["s1", "s3", "s2", "s0"]
    assert await files.list_user_sessions(8) == ["theirs"]


async def test_sessions_that_expired_or_changed_hands_are_not_listed(
    files: RedisVirtualFileSystem, client: Any
) -> None:
    for name in ("kept", "expired", "given"):
        await files.write_session(name, {"user_id": "a"})
    await client.delete("session:expired")
    await files.write_session("given", {"user_id": "b"})

    assert await files.list_user_sessions("a") == ["kept"]
    assert await files.list_user_sessions("b") == ["given"]
    assert await client.zcard("user-sessions:a") == 1


async def test_a_short_session_does_not_shorten_the_life_of_the_list(
    files: RedisVirtualFileSystem, client: Any
) -> None:
    await files.write_session("long", {"user_id": 1}, ttl=7200)
    await files.write_session("short", {"user_id": 1}, ttl=60)
    assert await client.ttl("user-sessions:1") > 7000
    await files.write_session("for good", {"user_id": 1}, ttl=0)
    await files.write_session("long", {"user_id": 1}, ttl=7200)

    assert await client.ttl("user-sessions:1") == -1


async def test_files_are_written_listed_and_read_by_name(files: RedisVirtualFileSystem, client: Any) -> None:
    written = {"brief.json": b"{}", "logo.svg": b"<svg/>", "site/index.html": "<p>Thiès</p>".encode()}
    for name, data in written.items():
        assert await files.write_file("s", name, data) is True

    assert await files.list_files("s") == sorted(written)
    assert await files.read_file("s", "site/index.html") == written["site/index.html"]
    assert await files.read_file("s", "sessions/s/brief.json") == b"{}"
    assert await files.read_file("other", "brief.json") is None
    assert 7190 < await client.ttl("session-files:s") <= 7200


async def test_all_files_of_a_session_live_and_expire_together(files: RedisVirtualFileSystem, client: Any) -> None:
    await files.write_file("s", "brief.json", b"{}", ttl=100)
    await files.write_file("s", "logo.svg", b"<svg/>", ttl=500)
    assert 490 < await client.ttl("session-files:s") <= 500
    await files.write_file("s", "logo.svg", b"<svg/>", ttl=0)

    assert await client.ttl("session-files:s") == -1


async def test_binary_files_come_back_as_they_were() -> None:
    files = RedisVirtualFileSystem(client=fakeredis.FakeAsyncRedis())
    data = bytes(range(256))
    await files.write_file("s", "icon.png", data)

    assert await files.read_file("s", "icon.png") == data


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../brief.json", "a/../b", "a//b", "site/", "a\\b", "a\nb", "."])
async def test_names_that_leave_the_session_are_refused(files: RedisVirtualFileSystem, name: str) -> None:
    assert await files.write_file("s", name, b"x") is False
    assert await files.read_file("s", name) is None
    assert await files.list_files("s") == []


async def test_a_deleted_session_leaves_no_key(files: RedisVirtualFileSystem, client: Any) -> None:
    await files.write_session("s", BRIEF)
    await files.write_file("s", "brief.json", b"{}")
    assert len(await client.keys("*")) == 3
    assert await files.delete_session("s") is True

    assert await client.keys("*") == []


async def test_failures_are_answers_and_are_logged_without_what_was_stored() -> None:
    files = RedisVirtualFileSystem(client=Away())
    with capture_logs() as logs:
        assert await files.write_session("s", {"user_id": 1, "words": "of the person"}) is False
        assert await files.read_session("s") is None
        assert await files.list_user_sessions(1) == []
        assert await files.write_file("s", "a", b"x") is False
        assert await files.read_file("s", "a") is None
        assert await files.list_files("s") == []
        assert await files.delete_session("s") is False
        assert await files.health_check() is False

    actions = [one["action"] for one in logs]
    assert actions == [
        "write_session",
        "read_session",
        "list_user_sessions",
        "write_file",
        "read_file",
        "list_files",
        "delete_session",
        "health_check",
    ]
    assert {(one["service"], one["status"], one["error"]) for one in logs} == {("redis", "failed", "ConnectionError")}
    assert "s3cr3t" not in str(logs)
    assert "person" not in str(logs)


async def test_what_is_no_json_is_a_failure(files: RedisVirtualFileSystem, client: Any) -> None:
    await client.set("session:broken", "{")
    await client.set("session:list", "[1]")

    assert await files.write_session("s", {"when": object()}) is False
    assert await files.read_session("broken") is None
    assert await files.read_session("list") is None


async def test_a_cancelled_call_is_no_failure() -> None:
    class Slow(Away):
        async def get(self, key: str) -> Any:
            await asyncio.Event().wait()

    reading = asyncio.create_task(RedisVirtualFileSystem(client=Slow()).read_session("s"))
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_without_arguments_it_connects_to_redis_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://user:word@store.example:7000/4")
    kept = RedisVirtualFileSystem().redis.connection_pool.connection_kwargs

    assert (kept["host"], kept["port"], kept["db"], kept["password"]) == ("store.example", 7000, 4, "word")


async def test_settings_can_be_given() -> None:
    files = RedisVirtualFileSystem(settings=Settings(redis_url=SecretStr("redis://127.0.0.1:1/0")))

    assert await files.health_check() is False
    await files.aclose()


async def test_a_given_client_stays_open(files: RedisVirtualFileSystem, client: Any) -> None:
    await files.aclose()

    assert await files.health_check() is True
