"""What is found in the store stays data, whatever it pretends to be."""

from __future__ import annotations

import sys
from typing import Any

import ormsgpack
import pytest
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from pydantic import BaseModel

from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.errors import UnreadableCheckpoint, UnsafeSerializer
from agent.checkpoint.serializer import Codec, prove_inert, strict_serializer

CONFIG = {"configurable": {"thread_id": "t", "checkpoint_ns": ""}}
LONG = "x" * 100


class Allowed(BaseModel):
    name: str


class Foreign(BaseModel):
    name: str


def gadget(code: int, *parts: Any) -> bytes:
    return ormsgpack.packb(ormsgpack.Ext(code, ormsgpack.packb(parts)))


GADGETS = [
    gadget(0, "builtins", "print", "owned"),
    gadget(0, "importlib", "import_module", "antigravity"),
    gadget(1, "builtins", "eval", ["__import__('antigravity')"]),
    gadget(2, "subprocess", "Popen", {"args": ["true"]}),
    gadget(3, "importlib", "import_module", "antigravity", "__call__"),
    gadget(4, "antigravity", "Anything", {}),
    gadget(5, "antigravity", "Anything", {}, "model_validate_json"),
]
HOSTILE = [
    {"lc": 2, "type": "constructor", "id": ["antigravity", "Anything"], "kwargs": {}},
    {"lc": 1, "type": "constructor", "id": ["langchain_core", "messages", "AIMessage"], "kwargs": {"content": "x"}},
    {"__send__": True, "node": "publish", "arg": {}},
    {"__interrupt__": [1], "__class__": "x", "__reduce__": ["os.system", "true"]},
    {"py/object": "antigravity.Anything"},
]


@pytest.mark.parametrize("bytes_", GADGETS)
async def test_planted_bytes_import_nothing_and_leave_the_thread_usable(
    client: Any, prefix: str, put: Any, bytes_: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    config = await put(saver, {"text": LONG, "other": 1})
    await client.hset(saver._links.store().keys("t").items, "1", b"msgpack\x01" + bytes_)
    fresh = PlainRedisSaver(client, prefix=prefix)

    found = await fresh.aget_tuple(CONFIG)

    assert found is not None
    assert "antigravity" not in sys.modules
    assert capsys.readouterr().out == ""
    await put(fresh, {"text": "well again"}, config)
    again = await fresh.aget_tuple(CONFIG)
    assert again is not None
    assert again.checkpoint["channel_values"]["text"] == "well again"


@pytest.mark.parametrize("kind", ["json", "pickle", "json+aes", ""])
async def test_types_this_saver_never_writes_are_refused(client: Any, prefix: str, put: Any, kind: str) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    await put(saver, {"text": LONG})
    await client.hset(saver._links.store().keys("t").items, "1", kind.encode() + b"\x01{}")

    with pytest.raises(UnreadableCheckpoint):
        await PlainRedisSaver(client, prefix=prefix).aget_tuple(CONFIG)


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_dicts_in_the_state_stay_dicts(client: Any, prefix: str, put: Any, hostile: Any) -> None:
    await put(PlainRedisSaver(client, prefix=prefix), {"user": hostile, "list": [hostile], "long": [hostile, LONG]})

    found = await PlainRedisSaver(client, prefix=prefix).aget_tuple(CONFIG)

    assert found is not None
    assert found.checkpoint["channel_values"] == {"user": hostile, "list": [hostile], "long": [hostile, LONG]}
    assert "antigravity" not in sys.modules


def test_a_serializer_that_calls_what_it_finds_is_refused_at_the_start(client: Any) -> None:
    permissive = JsonPlusSerializer(allowed_msgpack_modules=True)

    with pytest.raises(UnsafeSerializer):
        PlainRedisSaver(client, serde=permissive)
    with pytest.raises(UnsafeSerializer):
        prove_inert(permissive)


def test_the_proof_leaves_no_trace_in_the_logs(client: Any, caplog: pytest.LogCaptureFixture) -> None:
    PlainRedisSaver(client)

    assert caplog.records == []


async def test_only_allowed_types_come_back_as_themselves(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix, serde=strict_serializer([Allowed]))
    await put(saver, {"one": Allowed(name="a"), "other": Foreign(name="b"), "list": [Allowed(name="c")]})

    found = await PlainRedisSaver(client, prefix=prefix, serde=strict_serializer([Allowed])).aget_tuple(CONFIG)

    assert found is not None
    assert found.checkpoint["channel_values"] == {
        "one": Allowed(name="a"),
        "other": {"name": "b"},
        "list": [Allowed(name="c")],
    }


async def test_an_encrypted_store_shows_no_content_and_takes_no_plain_bytes(client: Any, prefix: str, put: Any) -> None:
    from langgraph.checkpoint.serde.encrypted import EncryptedSerializer

    class Mirror:
        """Reverses the bytes: enough to tell plain from sealed."""

        def encrypt(self, plain: bytes) -> tuple[str, bytes]:
            return "mirror", plain[::-1]

        def decrypt(self, name: str, sealed: bytes) -> bytes:
            return sealed[::-1]

    saver = PlainRedisSaver(client, prefix=prefix, serde=EncryptedSerializer(Mirror()))
    config = await put(saver, {"text": "secret words " + LONG}, metadata={"source": "loop", "note": "secret words"})
    await saver.aput_writes(config, [("text", "secret words")], "task")

    keys = saver._links.store().keys("t")
    stored = b"".join(
        [
            *await client.zrange(keys.checkpoints, 0, -1),
            *await client.zrange(keys.writes, 0, -1),
            *await client.hvals(keys.items),
        ]
    )
    assert b"secret" not in stored
    assert b"sdrow terces" in stored
    await client.hset(keys.items, "1", b"msgpack\x01" + GADGETS[0])
    with pytest.raises(UnreadableCheckpoint):
        await PlainRedisSaver(client, prefix=prefix, serde=saver.serde).aget_tuple(CONFIG)


async def test_a_damaged_checkpoint_is_called_so(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    await put(saver, {"text": LONG})
    keys = saver._links.store().keys("t")
    (member,) = await client.zrange(keys.checkpoints, 0, -1)
    await client.delete(keys.checkpoints)
    await client.zadd(keys.checkpoints, {member[:90] + b"\xc1" + member[91:]: 0})

    with pytest.raises(UnreadableCheckpoint):
        await PlainRedisSaver(client, prefix=prefix).aget_tuple(CONFIG)


def test_a_missing_mark_is_unreadable() -> None:
    with pytest.raises(UnreadableCheckpoint):
        Codec(strict_serializer()).load(b"no mark at all")
