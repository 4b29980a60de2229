"""The official conformance suite, with its extended capabilities, judges the saver on every kind of server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import fakeredis
import pytest
from langgraph.checkpoint.conformance import checkpointer_test, validate
from langgraph.checkpoint.conformance.report import ProgressCallbacks
from redis.exceptions import ResponseError

from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.connection import connect

ALL = 81


class NoScripts(fakeredis.FakeAsyncRedis):
    """A server that refuses EVAL."""

    async def evalsha(self, *args: Any, **kwargs: Any) -> Any:
        raise ResponseError("unknown command 'EVALSHA'")


async def judge(make: Callable[[], Any]) -> list[tuple[str, bool]]:
    seen: list[tuple[str, bool]] = []
    await validate(make, progress=ProgressCallbacks(on_test_result=lambda _, name, good, __: seen.append((name, good))))
    return seen


def registered(saver: Callable[[], PlainRedisSaver]) -> Any:
    @checkpointer_test(name="plain")
    async def made() -> AsyncIterator[PlainRedisSaver]:
        made = saver()
        yield made
        await made.aclose()

    return made


def encrypted() -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from langgraph.checkpoint.serde.encrypted import EncryptedSerializer

    class Cipher:
        key = AESGCM(b"k" * 32)

        def encrypt(self, plain: bytes) -> tuple[str, bytes]:
            return "aesgcm", b"n" * 12 + self.key.encrypt(b"n" * 12, plain, None)

        def decrypt(self, name: str, sealed: bytes) -> bytes:
            return self.key.decrypt(sealed[:12], sealed[12:], None)

    return EncryptedSerializer(Cipher())


@pytest.mark.parametrize("kind", ["fake", "embedded", "encrypted", "without scripts", "with a life"])
async def test_every_conformance_test_passes(kind: str, server: str) -> None:
    makers: dict[str, Callable[[], PlainRedisSaver]] = {
        "fake": lambda: PlainRedisSaver(fakeredis.FakeAsyncRedis()),
        "embedded": lambda: PlainRedisSaver(connect(server), prefix="conformance"),
        "encrypted": lambda: PlainRedisSaver(fakeredis.FakeAsyncRedis(), serde=encrypted()),
        "without scripts": lambda: PlainRedisSaver(NoScripts()),
        "with a life": lambda: PlainRedisSaver(fakeredis.FakeAsyncRedis(), ttl=60),
    }

    seen = await judge(registered(makers[kind]))

    assert [name for name, good in seen if not good] == []
    assert len(seen) == ALL


async def test_the_suite_notices_a_saver_that_ignores_before() -> None:
    class Careless(PlainRedisSaver):
        def alist(self, config: Any, **conditions: Any) -> Any:
            return super().alist(config, **{**conditions, "before": None})

    seen = await judge(registered(lambda: Careless(fakeredis.FakeAsyncRedis())))

    assert ("test_list_before", False) in seen
