"""The shipped examples, heard by the guided coach: what must be in the brief, and what must not.

Seen when walking examples/ at a release candidate; each line is a fault of then.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import fakeredis
import pytest

from agent.bootstrap import Application, bootstrap
from agent.play import play
from agent.script import Script, load_script
from agent.settings import Settings
from nodes.brief import BusinessBrief


@pytest.fixture
async def app() -> AsyncIterator[Application]:
    redis = fakeredis.FakeAsyncRedis()
    async with bootstrap(Settings(), redis=redis) as opened:
        yield opened
    await redis.aclose()


async def brief_of(app: Application, script: Script) -> BusinessBrief:
    last = [event async for event in play(app.sessions, script.model_copy(update={"publish": False}))][-1]
    return (await app.sessions.state(last.session_id)).brief


async def example(app: Application, name: str) -> BusinessBrief:
    return await brief_of(app, load_script(Path("examples") / f"{name}.yaml"))


def prices(brief: BusinessBrief) -> dict[str, tuple[int, str] | None]:
    return {item.name: (int(item.price.amount), item.price.currency) if item.price else None for item in brief.offer}


async def test_french_mon_is_not_an_english_monday(app: Application) -> None:
    brief = await example(app, "fr-dakar-couture")
    assert (brief.location.city, brief.location.country, brief.sector) == ("Dakar", "SN", "fashion")
    assert prices(brief) == {"robes en wax": (25000, "XOF"), "ensembles deux pièces": (45000, "XOF")}
    assert "couture" in brief.activity
    assert [(hours.opens, hours.closes) for hours in brief.contact.opening_hours] == [("09:00", "19:00")]


async def test_a_weekend_class_for_children_from_8_to_14_gives_no_opening_hours(app: Application) -> None:
    brief = await example(app, "en-accra-school")
    assert brief.contact.opening_hours == ()
    assert prices(brief) == {"weekend class": (150, "GHS"), "holiday camp": (600, "GHS")}
    assert "arents" in brief.target_audience


async def test_the_name_of_a_hill_is_not_the_name_of_the_business(app: Application) -> None:
    brief = await example(app, "fr-goma-cafe")
    assert brief.business_name == "Kivu Coffee"
    assert "colline" in brief.differentiation
    assert "planteurs" in brief.vision


async def test_a_dream_keeps_its_no(app: Application) -> None:
    brief = await example(app, "en-nairobi-solar")
    assert brief.vision == "No child should do homework by candle light"
    assert "install solar panels" not in prices(brief)
    assert "solar panels" in {*prices(brief), brief.activity}


async def test_words_before_the_company_are_its_activity_and_its_customers(app: Application) -> None:
    brief = await example(app, "en-kigali-transport")
    assert brief.sector == "transport"
    assert "parcels" in brief.activity
    assert "Shops" in brief.target_audience
    assert "city without exhaust" in brief.vision


async def test_a_hyphen_does_not_cut_what_a_business_does(app: Application) -> None:
    assert "home-style Nigerian food" in (await example(app, "en-lagos-restaurant")).activity


async def test_what_is_made_is_the_activity_and_priced_things_are_the_offer(app: Application) -> None:
    brief = await example(app, "fr-casablanca-artisanat")
    assert brief.sector in ("crafts", "fashion")
    assert prices(brief) == {"Pouf": (450, "MAD"), "sac": (380, "MAD")}


@pytest.mark.parametrize(
    ("message", "sold"),
    [
        (
            """I make sandals. My brand is called "Enkare". I am in Arusha, Tanzania. Sandals are TZS 35,000.
            Every piece is stitched by hand.""",
            {"sandals": (35000, "TZS")},
        ),
        (
            """We bake bread and cakes. The bakery is called "Enkare". We are in Enugu, Nigeria. A loaf is NGN 1,200.
            We bake twice a day so the bread is always warm.""",
            {"bread": None, "cakes": None, "loaf": (1200, "NGN")},
        ),
        (
            """J'ai une boutique de tissus « Enkare » à Lomé, au Togo. Le pagne coûte 15 mille francs.
            J'aimerais vendre partout.""",
            {"pagne": (15000, "XOF")},
        ),
    ],
)
async def test_only_things_are_offers(app: Application, message: str, sold: dict[str, object]) -> None:
    brief = await brief_of(app, Script(language="en", message=message))
    assert brief.business_name == "Enkare"
    assert {name.casefold(): price for name, price in prices(brief).items()} == sold
