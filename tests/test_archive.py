"""A session as one file: taken elsewhere it goes on where it stood, with the identical site."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fakes import PALETTE, Calls
from pictures import photo
from walking import FACTS, Person

from agent.archive import LARGEST_PHOTO, pack, unpack
from agent.graph import GraphState
from nodes.errors import SessionError
from nodes.publish import prepare
from nodes.results import LogoVariant
from nodes.uploads import Photo, Upload


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


# --- pictures ----------------------------------------------------------------------------------------------------


def pictured(data: bytes, size: tuple[int, int] = (400, 300), **more: Any) -> GraphState:
    """Return the state of a session with one photo."""
    digest = hashlib.sha256(data).hexdigest()
    upload = Upload(digest=digest, size=len(data), width=size[0], height=size[1])
    return GraphState(session_id="s", photos=(Photo(upload=upload, alt="My shop"),), **more)


def with_photo(state: GraphState, data: bytes) -> bytes:
    return pack(state, {}, {state.photos[0].upload.digest: data})


def test_photos_travel_along() -> None:
    data = photo()
    found = unpack(with_photo(pictured(data), data))
    assert found.photos == {found.state.photos[0].upload.digest: data}


@pytest.mark.parametrize(
    ("spoken_of", "held", "size"),
    [
        (photo(), photo(30), (400, 300)),
        (photo(), b"", (400, 300)),
        (photo(), photo(), (4000, 3000)),
        (photo(kind="PNG"), photo(kind="PNG"), (400, 300)),
        (b"<script>", b"<script>", (400, 300)),
    ],
    ids=["another photo", "nothing", "another size", "another kind", "no picture"],
)
def test_a_photo_that_is_not_what_the_session_says_is_refused(
    spoken_of: bytes, held: bytes, size: tuple[int, int]
) -> None:
    with pytest.raises(SessionError, match="photo"):
        unpack(with_photo(pictured(spoken_of or b"x", size), held))


def test_an_archive_without_the_photo_it_speaks_of_is_refused() -> None:
    with pytest.raises(SessionError):
        unpack(pack(pictured(photo()), {}, {}))


def test_a_photo_that_unfolds_without_end_is_refused() -> None:
    data = b"\0" * (LARGEST_PHOTO + 1)
    with pytest.raises(SessionError, match="photos in this archive is too large"):
        unpack(with_photo(pictured(data), data))


def test_a_picture_wider_than_memory_is_refused_unopened() -> None:
    data = photo(size=(6000, 5000))
    with pytest.raises(SessionError, match="photo"):
        unpack(with_photo(pictured(data, (6000, 5000)), data))


def test_an_own_logo_is_made_safe_once_more() -> None:
    inside = '<script>1</script><path d="M0 0h9"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="alert(1)">{inside}</svg>'
    logo = LogoVariant(id="own", kind="own", svg=svg, icon_svg=svg, palette=PALETTE)
    found = unpack(pack(GraphState(session_id="s", own_logo=logo), {}, {})).state.own_logo
    assert found
    for made in (found.svg, found.icon_svg):
        assert "script" not in made
        assert "onload" not in made
    with pytest.raises(SessionError, match="too large"):
        unpack(pack(GraphState(own_logo=logo.model_copy(update={"svg": svg + " " * 200_000})), {}, {}))


def test_what_else_lies_in_an_archive_is_not_even_read(tmp_path: Path) -> None:
    data = with_photo(pictured(photo()), photo())
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../../evil.py", "/etc/evil", "site/../../evil.html", "C:\\evil", "photos/../evil.jpg"):
            archive.writestr(name, b"\0" * 1_000_000)
    assert unpack(buffer.getvalue()) == unpack(data)
    assert not list(tmp_path.rglob("evil*"))


def test_a_locked_or_broken_archive_is_refused() -> None:
    data = bytearray(with_photo(pictured(photo()), photo()))
    locked = bytearray(data)
    for at in range(len(locked) - 4):
        if locked[at : at + 4] == b"PK\x01\x02":
            locked[at + 8] |= 1
        elif locked[at : at + 4] == b"PK\x03\x04":
            locked[at + 6] |= 1
    for hostile in (bytes(locked), bytes(data[: len(data) // 2])):
        with pytest.raises(SessionError):
            unpack(hostile)


def test_a_newer_format_is_refused_by_its_number() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("session.json", json.dumps({"format": 2, "state": {}, "messages": []}))
    with pytest.raises(SessionError, match="format 2, this release reads 1"):
        unpack(buffer.getvalue())
