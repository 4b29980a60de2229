"""A session as one file: taken elsewhere it goes on where it stood, with the identical site."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from fakes import Calls
from walking import FACTS, Person

from agent.archive import pack, unpack
from nodes.errors import SessionError
from nodes.publish import prepare


async def published() -> Person:
    person = Person(calls=Calls())
    await person.start()
    await person.say(FACTS, "yes", "yes", "yes", "2", "yes")
    return person


async def test_an_unpacked_session_publishes_exactly_what_the_packed_one_did() -> None:
    state = await (await published()).state()
    assert prepare(unpack(pack(state, {}, {})).state) == prepare(state)


async def test_the_transcript_the_brief_and_the_sources_travel_along() -> None:
    person = await published()
    data = pack(await person.state(), {"index.html": b"<p>"}, {})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {"site/index.html", "logo/1.svg", "brief.json", "sources.json", "transcript.txt"} <= set(
            archive.namelist()
        )
        assert json.loads(archive.read("sources.json"))["said"]["city"] == "Dakar"
        assert "> yes" in archive.read("transcript.txt").decode()


async def test_equal_sessions_give_equal_archives() -> None:
    state = await (await published()).state()
    assert pack(state, {"b": b"2", "a": b"1"}, {}) == pack(state, {"a": b"1", "b": b"2"}, {})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b'{"format": 99}',
        b'{"format": 1, "messages": [], "state": {"brief": 5}}',
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"format": 1, "messages": [{"type": "human"}], "state": {}}',
    ],
)
def test_a_damaged_or_hostile_archive_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("session.json", content)
    for data in (buffer.getvalue(), content):
        with pytest.raises(SessionError):
            unpack(data)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("session.json", b" " * (33 * 1024 * 1024))
    with pytest.raises(SessionError, match="too large"):
        unpack(buffer.getvalue())
