"""The first view fits what a server may send at once, whatever the business."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest

from agent.integrations.logo.composer import compose
from agent.integrations.publishing.site import FIRST_VIEW, render_site
from nodes.brief import Sector
from nodes.inputs import LogoInput

EVERYTHING = 60_000


def first_view(files: dict[str, bytes], name: str) -> int:
    """Return the compressed bytes of a page and of every image it loads at once."""
    page = files[name].decode()
    loaded = {name, "icon.svg", "site.webmanifest", *re.findall(r'src="([^"]+)"', page)}
    return sum(len(gzip.compress(files[each], 9)) for each in loaded)


def test_the_budget_is_the_one_promised() -> None:
    assert FIRST_VIEW <= 14_600


def test_the_first_view_stays_within_its_budget(every_name: str, site: Callable[..., Any]) -> None:
    for logo in (True, False):
        files = site(every_name, logo=logo)
        for name in files:
            if name.endswith(".html"):
                assert first_view(files, name) <= FIRST_VIEW, name


def test_one_language_with_everything_stays_below_sixty_kilobytes(every_name: str, site: Callable[..., Any]) -> None:
    files = site(every_name)
    others = {page for page in files if page.endswith(".html") and page not in ("index.html", "404.html")}
    assert sum(len(gzip.compress(data, 9)) for name, data in files.items() if name not in others) <= EVERYTHING


@pytest.mark.parametrize("number", range(6))
def test_everything_fits_with_each_logo_of_the_composer(number: int, business: Callable[..., Any]) -> None:
    logos = compose(LogoInput(name="Établissements Ọ̀ṣun & Frères", sector=Sector.FASHION, tagline="atelier de couture"))
    request = business("rich").model_copy(update={"logo": logos.variants[number]})
    files = render_site(request, address="https://sites.example/afrochic/")
    others = {"en.html", "ar.html"}
    assert sum(len(gzip.compress(data, 9)) for name, data in files.items() if name not in others) <= EVERYTHING
    assert first_view(files, "index.html") <= FIRST_VIEW


def test_ornament_gives_way_to_content(business: Callable[..., Any], site: Callable[..., Any]) -> None:
    plain = site("menu")["index.html"].decode()
    assert "@font-face" in plain
    words = tuple(hashlib.sha256(str(number).encode()).hexdigest() for number in range(250))
    request = business("menu")
    page = request.content.pages[0].model_copy(update={"story": words})
    full = request.model_copy(update={"content": request.content.model_copy(update={"pages": (page,)})})
    heavy = render_site(full)["index.html"].decode()
    assert "@font-face" not in heavy
    assert words[-1] in heavy


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs(every_name: str, site: Callable[..., Any]) -> None:
    for name, data in site(every_name, "https://sites.example/x/").items():
        if name.endswith(".html"):
            page = data.decode()
            assert not re.findall(r'(?:src|srcset|poster|action)="(?:https?:)?//', page)
            assert not re.findall(r"url\((?!data:font)", page)
            assert page.count("<script") == page.count('<script type="application/ld+json">')
            assert not re.findall(r"<[^>]*\son\w+=", page)
