"""Scripts played over fakes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import fakeredis
import pytest
import yaml
from fakes import Calls, fake_services
from pictures import SVG, photo
from walking import FACTS

from agent.bootstrap import Application, bootstrap
from agent.events import Asked, Event, Problem
from agent.play import play
from agent.script import Script, load_script
from agent.settings import Settings
from nodes.errors import ScriptError, Unavailable


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
async def app(calls: Calls) -> AsyncIterator[Application]:
    services = fake_services(calls)
    names = ("coach", "researcher", "copywriter", "logo_designer", "publisher", "phrases")
    redis = fakeredis.FakeAsyncRedis()
    async with bootstrap(Settings(), redis=redis, **{name: getattr(services, name) for name in names}) as opened:
        yield opened
    await redis.aclose()


async def end_of(app: Application, **script: object) -> Event:
    return [event async for event in play(app.sessions, Script(language="en", **script))][-1]


@pytest.mark.parametrize(
    "script",
    [
        {"message": FACTS},
        {"messages": FACTS.split("; ")},
        {"messages": [*reversed(FACTS.split("; ")), "yes", "yes", "yes", 2, "yes"]},
        {"answers": {"vision": dict(pair.split("=") for pair in FACTS.split("; ")), "logo": 2}},
        {"answers": {"vision": {"business_name": "Awa Couture"}, "research": "skip", "content": ["shorter", "yes"]}},
    ],
    ids=["one message", "messages", "messages with replies", "answers", "few answers"],
)
async def test_a_script_of_any_kind_ends_with_a_site(app: Application, calls: Calls, script: dict[str, object]) -> None:
    last = await end_of(app, **script)
    assert isinstance(last, Asked)
    assert last.step == "publish"
    assert calls.count["publish"] == 1
    assert last.brief["business_name"] == "Awa Couture"


async def test_a_script_may_stop_before_publishing(app: Application, calls: Calls) -> None:
    last = await end_of(app, message=FACTS, publish=False)
    assert isinstance(last, Asked)
    assert (last.step, calls.count["publish"]) == ("preview", 0)


async def test_a_script_may_change_the_published_site(app: Application, calls: Calls) -> None:
    await end_of(app, message=FACTS, answers={"publish": ["phone=+221770000000", "yes"]})
    assert calls.count["publish"] == 2


async def test_a_script_without_the_name_ends_with_the_question_for_it(app: Application) -> None:
    last = await end_of(app, message="city=Dakar")
    assert isinstance(last, Asked)
    assert last.question.asks == ("business_name",)


async def test_a_failure_ends_a_script_with_its_problem(app: Application, calls: Calls) -> None:
    calls.failing["content"] = Unavailable("down")
    assert isinstance(await end_of(app, message=FACTS), Problem)


async def test_a_script_hands_in_pictures_that_lie_beside_it(app: Application, tmp_path: Path) -> None:
    (tmp_path / "mark.svg").write_bytes(SVG)
    (tmp_path / "shop.jpg").write_bytes(photo())
    (tmp_path / "b.jpg").write_bytes(photo(30))
    given = {"message": FACTS, "logo": "mark.svg", "photos": [{"file": "shop.jpg", "alt": "My shop"}, "b.jpg"]}
    (tmp_path / "script.yaml").write_text(yaml.safe_dump({"language": "en", **given}))
    script = load_script(tmp_path / "script.yaml")
    last = [event async for event in play(app.sessions, script, app.intake)][-1]
    assert isinstance(last, Asked)
    assert last.step == "publish"
    state = await app.sessions.state(last.session_id)
    assert [shown.alt for shown in state.photos] == ["My shop", ""]
    assert state.chosen_logo() == state.own_logo is not None


async def test_a_picture_that_cannot_be_used_is_named(app: Application, tmp_path: Path) -> None:
    (tmp_path / "no.svg").write_bytes(b"<html/>")
    for logo, says in (("no.svg", "JPEG, PNG or WebP"), ("nowhere.svg", "No such file")):
        script = Script(message=FACTS, logo=str(tmp_path / logo))
        with pytest.raises(ScriptError, match=rf"{logo}: .*{says}"):
            [event async for event in play(app.sessions, script, app.intake)]
