"""A person's own logo and photos: at every gate, after publishing, and no dearer than they must be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from fakeredis import FakeAsyncRedis
from fakes import Calls, fake_services
from pictures import SVG, photo
from walking import FACTS

from agent.archive import pack, unpack
from agent.bootstrap import Application, bootstrap, families
from agent.events import Asked, Problem
from agent.integrations.redis_fs import RedisVirtualFileSystem
from agent.integrations.session_context import session_key
from agent.settings import Settings
from nodes.errors import SessionError, UploadGone, UploadRefused
from nodes.publish import prepare, with_files
from nodes.uploads import MOST_PHOTOS


class Owner:
    """Somebody with pictures, in a session of an application over fakes."""

    def __init__(self, application: Application, calls: Calls) -> None:
        self.application, self.calls = application, calls
        self.id = ""

    async def start(self, *replies: Any, language: str = "en") -> Owner:
        self.id = await self.application.sessions.start(language=language)
        await self._heard(self.application.sessions.resume(self.id))
        await self.say(*replies)
        return self

    async def say(self, *replies: Any) -> Any:
        """Say things and return the open question."""
        for reply in replies:
            await self._heard(self.application.sessions.reply(self.id, reply))
        return (await self.state()).question

    async def photo(self, data: bytes, alt: str = "") -> Any:
        return await self.say(await self.application.intake.photo(await self.state(), data, alt))

    async def logo(self, data: bytes = SVG) -> Any:
        return await self.say(await self.application.intake.logo(await self.state(), data))

    async def state(self) -> Any:
        return await self.application.sessions.state(self.id)

    async def sent(self) -> Any:
        """Return what the publisher was given last."""
        publisher: Any = self.application.services.publisher
        return publisher.sites[(await self.state()).publish.site_id][-1]

    async def _heard(self, events: Any) -> None:
        last = None
        async for event in events:
            assert not isinstance(event, Problem), event
            last = event
        assert isinstance(last, Asked)


@pytest.fixture
async def owner(tmp_path: Path) -> AsyncIterator[Owner]:
    async with opened(tmp_path) as application:
        yield Owner(application, application.services.coach.calls)  # type: ignore[attr-defined]


def opened(folder: Path) -> Any:
    services = fake_services()
    settings = Settings(_env_file=None, coach_home=folder, run_ahead=False)  # type: ignore[call-arg]
    return bootstrap(settings, redis=FakeAsyncRedis(), **{role: getattr(services, role) for role in families()})


async def test_a_logo_brought_early_is_used_and_none_is_drawn(owner: Owner) -> None:
    await owner.start()
    await owner.logo()
    await owner.say(FACTS, "yes", "yes", "yes", "yes")
    assert owner.calls.count["logo"] == 0
    assert (await owner.sent()).logo.svg == (await owner.state()).own_logo.svg


async def test_a_logo_brought_at_the_gate_goes_on_and_a_drawn_one_can_be_taken_again(owner: Owner) -> None:
    question = await (await owner.start(FACTS, "yes", "yes", "yes")).logo()
    assert question.gate == "preview"
    question = await owner.say("back to the logo")
    assert "your own logo" in question.text
    await owner.say("2", "yes")
    assert (await owner.sent()).logo.id == "2"
    await owner.say("back to the logo", "4", "yes")
    assert (await owner.sent()).logo.id == "own"
    assert owner.calls.count["logo"] == 1


async def test_after_publishing_another_picture_costs_only_another_publishing(owner: Owner) -> None:
    await owner.start(FACTS, "yes", "yes", "yes", "1", "yes")
    before = dict(owner.calls.count)
    assert (await owner.photo(photo(), "My shop")).gate == "preview"
    await owner.say("yes")
    await owner.logo()
    await owner.say("yes")
    after = dict(owner.calls.count)
    assert after.pop("publish") == before.pop("publish") + 2
    assert after == before
    request = await owner.sent()
    assert [shown.alt for shown in request.photos] == ["My shop"]
    assert request.files.keys() == {request.photos[0].upload.digest}


async def test_words_for_a_photo_are_asked_for_before_the_yes_and_only_once(owner: Owner) -> None:
    await owner.start(FACTS)
    await owner.photo(photo())
    await owner.photo(photo(30))
    question = await owner.say("yes", "yes", "yes", "1")
    assert (question.kind, question.gate) == ("caption", "preview")
    assert "photo 1" in question.text
    question = await owner.say("My workshop in the market")
    assert "photo 2" in question.text
    question = await owner.say("skip")
    assert question.kind == "confirm"
    await owner.say("yes")
    assert [shown.alt for shown in (await owner.sent()).photos] == ["My workshop in the market", ""]


@pytest.mark.parametrize("reply", ["no", "skip", "passer", "non"])
async def test_nobody_has_to_say_what_a_photo_shows(owner: Owner, reply: str) -> None:
    await owner.start(FACTS)
    await owner.photo(photo())
    await owner.say("yes", "yes", "yes", "1")
    assert (await owner.say(reply)).kind == "confirm"
    assert (await owner.state()).photos[0].alt == ""


async def test_a_question_back_is_no_caption(owner: Owner) -> None:
    await owner.start(FACTS)
    await owner.photo(photo())
    await owner.say("yes", "yes", "yes", "1")
    question = await owner.say("what do you mean?")
    assert "Good question." in question.text
    assert question.kind == "caption"


async def test_an_own_logo_taken_away_is_forgotten_and_logos_are_drawn_again(owner: Owner) -> None:
    await owner.start(FACTS)
    await owner.logo()
    await owner.say("yes", "yes", "yes", "yes")
    assert (await owner.sent()).logo.kind == "own"
    question = await owner.say({"action": "remove_logo"})
    assert question.gate == "logo"
    assert (await owner.state()).own_logo is None
    names = await owner.application.redis.hkeys(session_key("uploads", owner.id))
    assert not [name for name in names if name.startswith(b"logo:")]
    await owner.say("2", "yes")
    assert (await owner.sent()).logo.id == "2"


async def test_an_own_logo_that_is_not_the_choice_goes_without_a_question(owner: Owner) -> None:
    await owner.start(FACTS)
    await owner.say("yes", "yes", "yes")
    await owner.logo()
    await owner.say({"action": "back", "step": "logo"}, "2")
    before = (await owner.state()).question
    await owner.say({"action": "remove_logo"})
    state = await owner.state()
    assert (state.own_logo, state.logo_choice, state.question.gate) == (None, "2", before.gate)


async def test_no_logo_to_take_away_changes_nothing_and_is_said(owner: Owner) -> None:
    before = await owner.start(FACTS)
    gate = (await before.state()).question.gate
    question = await owner.say({"action": "remove_logo"})
    assert "no logo of yours" in question.text
    assert question.gate == gate


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Please remove my logo"),
        ("fr", "Retirez mon logo"),
        ("pt", "tire o meu logótipo"),
        ("sw", "ondoa nembo yangu"),
        ("ar", "أزل شعاري"),
    ],
)
async def test_a_logo_goes_when_it_is_asked_for_in_words(owner: Owner, language: str, words: str) -> None:
    await owner.start(FACTS, language=language)
    await owner.logo()
    await owner.say(words)
    assert (await owner.state()).own_logo is None


async def test_words_about_a_logo_do_not_take_it_away(owner: Owner) -> None:
    await owner.start(FACTS)
    await owner.logo()
    await owner.say("make my logo larger")
    assert (await owner.state()).own_logo is not None


async def test_photos_can_be_described_moved_and_removed(owner: Owner) -> None:
    await owner.start(FACTS)
    for shade in (10, 20, 30):
        await owner.photo(photo(shade), f"shade {shade}")
    first, _, third = [shown.upload.digest for shown in (await owner.state()).photos]
    await owner.say({"action": "move_photo", "photo": third, "to": 1})
    await owner.say({"action": "caption_photo", "photo": first, "alt": "The first"})
    await owner.say({"action": "remove_photo", "photo": third})
    assert [shown.alt for shown in (await owner.state()).photos] == ["The first", "shade 20"]
    with pytest.raises(UploadGone):
        await owner.application.uploads.read(owner.id, (third,))


async def test_a_photo_taken_off_a_site_is_gone_from_what_the_platform_reads(owner: Owner) -> None:
    await owner.start(FACTS)
    await owner.photo(photo(), "x")
    await owner.say("yes", "yes", "yes", "1", "yes")
    files = RedisVirtualFileSystem(client=owner.application.redis)
    assert "site/photo-1-400.jpg" in await files.list_files(owner.id)
    digest = (await owner.state()).photos[0].upload.digest
    await owner.say({"action": "remove_photo", "photo": digest}, "yes")
    kept = await files.list_files(owner.id)
    assert "site/index.html" in kept
    assert not [name for name in kept if "photo" in name]


async def test_the_same_photo_twice_is_one_photo(owner: Owner) -> None:
    await owner.start(FACTS)
    await owner.photo(photo(), "one")
    await owner.photo(photo(), "two")
    assert [shown.alt for shown in (await owner.state()).photos] == ["two"]


async def test_there_is_a_last_photo(owner: Owner) -> None:
    await owner.start(FACTS)
    for shade in range(MOST_PHOTOS):
        await owner.photo(photo(10 * shade, (200, 160)), "x")
    with pytest.raises(UploadRefused) as refused:
        await owner.photo(photo(250), "x")
    assert refused.value.key == "pictures.refused.many"


async def test_the_checkpoint_and_the_talk_hold_no_bytes_of_a_photo(owner: Owner) -> None:
    data = photo()
    await owner.start(FACTS)
    await owner.photo(data, "My shop")
    state = await owner.state()
    assert len(str(state.photos)) < 400
    words = " ".join(str(message.text) for message in state.messages)
    assert "My shop" in words
    assert state.photos[0].upload.digest not in words


def noting(asked: list[Any], real: Any) -> Any:
    async def noted(request: Any) -> Any:
        asked.append(request)
        return await real(request)

    return noted


async def test_nothing_of_a_picture_reaches_anybody_but_the_publisher(owner: Owner) -> None:
    asked: list[Any] = []
    services = owner.application.services
    for role, verb in (("coach", "respond"), ("researcher", "research"), ("copywriter", "write")):
        service = getattr(services, role)
        setattr(service, verb, noting(asked, getattr(service, verb)))
    await owner.start()
    await owner.photo(photo(), "Zuleikha at her desk")
    await owner.logo()
    await owner.say(FACTS, "yes", "yes", "yes", "yes")
    digest = (await owner.state()).photos[0].upload.digest
    told = [request for request in asked if not hasattr(request, "recent")]
    assert told
    assert not [request for request in told if "Zuleikha" in str(request) or "0a5cb0" in str(request)]
    assert not [request for request in asked if digest in str(request) or "<svg" in str(request)]


async def test_one_session_cannot_use_what_another_was_given(owner: Owner) -> None:
    await owner.start(FACTS)
    action = await owner.application.intake.photo(await owner.state(), photo(), "mine")
    other = await Owner(owner.application, owner.calls).start(FACTS)
    question = await other.say(action)
    assert (await other.state()).photos == ()
    assert "no longer have this picture" in question.text
    logo = await owner.application.intake.logo(await owner.state(), SVG)
    await other.say(logo)
    assert (await other.state()).own_logo is None


async def test_a_forgotten_session_leaves_no_picture_behind(owner: Owner) -> None:
    await owner.start(FACTS)
    await owner.photo(photo(), "x")
    key = session_key("uploads", owner.id)
    assert await owner.application.redis.exists(key)
    await owner.application.sessions.forget(owner.id)
    assert not await owner.application.redis.exists(key)


async def test_a_photo_that_is_no_longer_kept_stops_the_publishing_with_what_helps(owner: Owner) -> None:
    await owner.start(FACTS)
    await owner.photo(photo(), "x")
    await owner.say("yes", "yes", "yes", "1")
    await owner.application.redis.delete(session_key("uploads", owner.id))
    told = [event async for event in owner.application.sessions.reply(owner.id, "yes")]
    problem = next(event for event in told if isinstance(event, Problem))
    assert "send it again" in problem.text
    digest = (await owner.state()).photos[0].upload.digest
    await owner.say({"action": "remove_photo", "photo": digest}, "yes")
    assert (await owner.sent()).photos == ()


# --- taken elsewhere -----------------------------------------------------------------------------------------------


async def packed(owner: Owner) -> bytes:
    await owner.start(FACTS)
    await owner.photo(photo(), "My shop")
    await owner.logo()
    await owner.say("yes", "yes", "yes", "yes")
    state = await owner.state()
    files = await owner.application.uploads.read(owner.id, [shown.upload.digest for shown in state.photos])
    return pack(state, {}, files)


async def test_a_session_taken_elsewhere_publishes_exactly_the_same(owner: Owner, tmp_path: Path) -> None:
    from agent.integrations.publishing.site import render_site

    data = await packed(owner)
    here = prepare(await owner.state())
    assert here is not None
    async with opened(tmp_path / "elsewhere") as application:
        found = unpack(data)
        session_id = await application.sessions.adopt(found.state, found.photos)
        there = prepare(await application.sessions.state(session_id))
        assert there == here
        site = render_site(await with_files(there, application.uploads))
    assert site == render_site(await with_files(here, owner.application.uploads))
    assert {"photo-1-400.avif", "logo.svg"} <= site.keys()


async def test_an_archive_that_comes_twice_changes_nothing(owner: Owner) -> None:
    found = unpack(await packed(owner))
    before = await owner.state()
    with pytest.raises(SessionError, match="here already"):
        await owner.application.sessions.adopt(found.state, {})
    assert await owner.state() == before
