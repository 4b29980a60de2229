"""Pictures live as long as their session, and there is an end to how many are kept."""

from __future__ import annotations

from typing import Any

import pytest
from fakeredis import FakeAsyncRedis
from fakes import PALETTE
from pictures import photo

from agent.intake import LARGEST_PHOTO, Intake
from agent.integrations.session_context import session_key
from agent.integrations.workshop import Workshop
from agent.uploads import RedisUploads
from nodes.errors import UploadRefused
from nodes.results import LogoVariant
from nodes.state import CoachingState
from nodes.uploads import MOST_PHOTOS, Photo

STATE = CoachingState(session_id="s")
KEY = session_key("uploads", "s")


@pytest.fixture
def redis() -> Any:
    return FakeAsyncRedis()


async def shown(uploads: RedisUploads, *, shade: int = 90) -> CoachingState:
    """Hand a photo in and return the state that shows it."""
    action = await Intake(uploads, Workshop()).photo(STATE, photo(shade))
    upload = await uploads.photo("s", action["upload"])
    assert upload
    return STATE.model_copy(update={"photos": (Photo(upload=upload),)})


async def test_each_turn_lets_the_pictures_live_on(redis: Any) -> None:
    uploads = RedisUploads(redis, 100)
    state = await shown(uploads)
    await redis.expire(KEY, 5)
    await uploads.keep(state, state)
    assert await redis.ttl(KEY) > 90


async def test_where_sessions_are_kept_for_good_so_are_pictures(redis: Any) -> None:
    uploads = RedisUploads(redis, None)
    await uploads.keep(STATE, await shown(uploads))
    assert await redis.ttl(KEY) == -1


async def test_a_photo_taken_off_the_site_is_forgotten_at_once(redis: Any) -> None:
    uploads = RedisUploads(redis, None)
    await uploads.keep(await shown(uploads), STATE)
    assert not await redis.exists(KEY)


async def test_what_was_handed_in_and_never_used_makes_room(redis: Any) -> None:
    uploads = RedisUploads(redis, None)
    state = await shown(uploads)
    for number in range(5 * MOST_PHOTOS):
        logo = LogoVariant(id="own", kind="own", svg=f"<svg>{number}</svg>", palette=PALETTE)
        digest = await uploads.put_logo(state, logo)
    assert await redis.hlen(KEY) < 5 * MOST_PHOTOS
    assert await uploads.read("s", [state.photos[0].upload.digest])
    assert await uploads.logo("s", digest) == logo


async def test_a_photo_is_kept_upright_small_and_without_a_word_about_its_place(redis: Any) -> None:
    import io

    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Maker of the phone"
    exif.get_ifd(0x8825)[1] = "N"
    uploads = RedisUploads(redis, None)
    action = await Intake(uploads, Workshop()).photo(STATE, photo(size=(4000, 1000), exif=exif), "x")
    upload = await uploads.photo("s", action["upload"])
    assert upload
    assert (upload.width, upload.height) == (400, 1600)
    (data,) = (await uploads.read("s", [upload.digest])).values()
    image = Image.open(io.BytesIO(data))
    assert (image.size, upload.size) == ((400, 1600), len(data))
    assert not image.getexif()
    assert b"Maker" not in data


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind"),
        (photo(kind="GIF"), "kind"),
        (photo()[:500], "damaged"),
        (photo(size=(100, 90)), "small"),
        (photo(size=(5100, 5000), kind="PNG"), "pixels"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "heic"),
        (b"\xff\xd8\xff" + b"x" * LARGEST_PHOTO, "bytes"),
    ],
)
async def test_what_is_no_photo_is_refused_with_its_reason_and_not_kept(redis: Any, data: bytes, why: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        await Intake(RedisUploads(redis, None), Workshop()).photo(STATE, data)
    assert refused.value.key == f"pictures.refused.{why}"
    assert not await redis.exists(KEY)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("WEBP", "RGB"), ("AVIF", "RGB")])
async def test_other_formats_are_taken(redis: Any, kind: str, mode: str) -> None:
    assert (await Intake(RedisUploads(redis, None), Workshop()).photo(STATE, photo(kind=kind)))["upload"]


def test_a_refusal_comes_back_whole_from_another_process() -> None:
    import pickle

    refused = pickle.loads(pickle.dumps(UploadRefused("bytes", most=12)))  # noqa: S301 - made here
    assert (refused.key, refused.values) == ("pictures.refused.bytes", {"most": 12})
