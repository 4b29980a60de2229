"""Businesses to publish, and a reader of the pages made of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml

from agent.integrations.publishing.site import render_site
from nodes.inputs import PublishInput
from nodes.results import LogoVariant, OfferCopy, Palette

BUSINESSES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "businesses.yaml").read_text(encoding="utf-8"))

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 60">{shape}</svg>'
LOGO = LogoVariant(
    id="1",
    kind="icon",
    svg=_SVG.format(width=300, shape='<path d="M10 10h280v40H10z" fill="#2b0d1c"/>'),
    icon_svg=_SVG.format(width=60, shape='<circle cx="30" cy="30" r="28" fill="#8c1d4f"/>'),
    palette=Palette(ink="#2b0d1c", paper="#fff9fb", primary="#8c1d4f", accent="#ffab57", tint="#fbe7ee"),
)

Business = Callable[..., PublishInput]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try a test that asks for `every_name` with all businesses."""
    if "every_name" in metafunc.fixturenames:
        metafunc.parametrize("every_name", sorted([*BUSINESSES, "menu"]))


@pytest.fixture(scope="session")
def business() -> Business:
    """Return the named business as the publisher gets it; keywords replace parts of its brief."""

    def make(name: str, *, logo: bool = True, site_id: str = "site-1", **brief: Any) -> PublishInput:
        made = _menu() if name == "menu" else _named(name)
        changed = made.brief.model_validate({**made.brief.model_dump(), **brief})
        return made.model_copy(update={"brief": changed, "logo": LOGO if logo else None, "site_id": site_id})

    return make


@pytest.fixture(scope="session")
def site(business: Business) -> Callable[..., dict[str, bytes]]:
    """Return the files of the named business's site, rendered once for all tests that only look."""

    @cache
    def rendered(name: str, address: str = "", *, logo: bool = True) -> dict[str, bytes]:
        return render_site(business(name, logo=logo), address=address)

    return rendered


@pytest.fixture(scope="session")
def read() -> Callable[[bytes], Any]:
    """Return a strict HTML parser: a parse error fails the test."""

    def parse(page: bytes) -> Any:
        parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
        return parser.parse(page.decode())

    return parse


def _named(name: str) -> PublishInput:
    data = BUSINESSES[name]
    content = {"made_by": "test", "live": False, **data["content"]}
    return PublishInput.model_validate({"session_id": "s-1", "site_id": "site-1", **data, "content": content})


def _menu() -> PublishInput:
    """Thirty offers, some with a price."""
    made = _named("one_offer")
    offers = [
        {"name": f"Dish {number} of the house", "description": "With rice or plantain.", "price": price}
        for number, price in (
            (n, {"amount": str(1000 + 250 * n), "currency": "KES"} if n % 3 else None) for n in range(30)
        )
    ]
    brief = made.brief.model_validate({**made.brief.model_dump(), "offer": offers, "sector": "restaurant"})
    page = made.content.pages[0].model_copy(
        update={"offers": tuple(OfferCopy(name=offer.name) for offer in brief.offer)}
    )
    return made.model_copy(update={"brief": brief, "content": made.content.model_copy(update={"pages": (page,)})})
