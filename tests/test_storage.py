"""The session store as the application opens it: what it warns of, what it refuses, and what its errors become."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import fakeredis
import pytest
from pydantic import SecretStr
from redis.exceptions import ConnectionError as Lost

from agent.checkpoint import errors
from agent.checkpoint.connection import connect
from agent.checkpoint.embedded import ensure_server
from agent.settings import Settings
from agent.storage import Storage, open_storage
from nodes.errors import NotSaved, SessionBusy, SessionError, SettingsError, StateTooLarge


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    async with ensure_server(tmp_path / "store") as found:
        yield found


async def worries(url: str) -> tuple[str, ...]:
    async with open_storage(Settings(redis_url=SecretStr(url))) as storage:
        return storage.worries


async def test_a_server_that_keeps_everything_is_no_worry(url: str) -> None:
    assert await worries(url) == ()


@pytest.mark.parametrize("policy", ["allkeys-lru", "volatile-random"])
async def test_a_server_that_evicts_is_warned_of_by_name(url: str, policy: str) -> None:
    client = connect(url)
    await client.config_set("maxmemory-policy", policy)
    await client.aclose()

    (worry,) = await worries(url)

    assert policy in worry
    assert "noeviction" in worry


async def test_a_server_without_a_log_of_writes_is_warned_of(url: str) -> None:
    client = connect(url)
    await client.config_set("appendonly", "no")
    await client.aclose()

    (worry,) = await worries(url)

    assert "appendonly" in worry


async def test_a_user_who_may_not_ask_about_the_server_can_work(url: str) -> None:
    client = connect(url)
    await client.acl_setuser("coach", enabled=True, passwords=["+word"], keys=["*"], commands=["+@all", "-info"])
    await client.aclose()
    settings = Settings(redis_url=SecretStr(url.replace("unix://", "unix://coach:word@")))

    async with open_storage(settings) as storage:
        assert storage.worries == ()
        async with storage.writing("s"):
            pass


async def test_user_and_password_may_be_settings_of_their_own(url: str) -> None:
    client = connect(url)
    await client.acl_setuser("coach", enabled=True, passwords=["+word"], keys=["*"], commands=["+@all"])
    await client.config_set("requirepass", "other")
    await client.aclose()

    async with open_storage(
        Settings(redis_url=SecretStr(url), redis_username="coach", redis_password=SecretStr("word"))
    ) as storage:
        assert await storage.redis.acl_whoami() in ("coach", b"coach")
        await storage.redis.config_set("requirepass", "")  # or nobody could stop the embedded server


async def test_an_old_server_is_refused() -> None:
    class Old(fakeredis.FakeAsyncRedis):
        async def info(self, *_: Any, **__: Any) -> dict[str, Any]:
            return {"redis_version": "5.0.14", "cluster_enabled": 0}

    with pytest.raises(SettingsError, match=r"Redis 5\.0\.14; 6\.0 or newer"):
        async with open_storage(Settings(), Old()):
            pytest.fail("it was opened")


async def test_a_wrong_password_is_told_without_repeating_it(url: str) -> None:
    settings = Settings(redis_url=SecretStr(url.replace("unix://", "unix://nobody:s3cr3t@")))

    with pytest.raises(NotSaved) as caught:
        async with open_storage(settings):
            pytest.fail("it was opened")

    assert "s3cr3t" not in str(caught.value)


@pytest.fixture
async def storage() -> AsyncIterator[Storage]:
    async with open_storage(Settings(session_lease=1), fakeredis.FakeAsyncRedis()) as opened:
        yield opened


@pytest.mark.parametrize(
    ("raised", "becomes", "says"),
    [
        (errors.TooLarge("photos", 5_000_000, 4_000_000), StateTooLarge, "photos"),
        (errors.StaleWriter("old"), SessionBusy, "another device"),
        (errors.NewerFormat("written by a newer release"), SessionError, "newer release"),
        (errors.UnreadableCheckpoint("damaged"), SessionError, "damaged"),
        (Lost("secret-host:6379"), NotSaved, "ConnectionError"),
    ],
)
async def test_every_error_of_the_store_is_one_of_the_products(
    storage: Storage, raised: Exception, becomes: type[Exception], says: str
) -> None:
    with pytest.raises(becomes, match=says) as caught:
        async with storage.writing("s"):
            raise raised

    assert type(caught.value) is becomes
    assert "secret-host" not in str(caught.value)


async def test_a_state_that_is_too_large_names_its_field_and_is_not_worth_sending_again(storage: Storage) -> None:
    from langgraph.checkpoint.base import empty_checkpoint

    checkpoint = empty_checkpoint() | {"channel_values": {"photos": "x" * 5_000_000}, "channel_versions": {"photos": 1}}

    async def save() -> None:
        async with storage.writing("s"):
            here = {"configurable": {"thread_id": "s", "checkpoint_ns": ""}}
            await storage.saver.aput(here, checkpoint, {"source": "loop", "step": 0}, {"photos": 1})

    with pytest.raises(StateTooLarge, match="photos"):
        await save()
