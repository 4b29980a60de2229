"""Every state of the page, looked over by axe-core for what keeps people out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import answer, begin, to_recap
from pictures import SVG, photo

Check = Callable[[Any, str], None]


@pytest.fixture
def found() -> list[str]:
    return []


@pytest.fixture
def check(found: list[str]) -> Check:
    """Look a page over and note what is wrong with it."""

    def look(page: Any, state: str) -> None:
        broken = Axe().run(page).response["violations"]
        found.extend(f"{state}: {each['id']} at {each['nodes'][0]['target']}" for each in broken)

    return look


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("fr", 360, "light"), ("ar", 360, "dark"), ("en", 1280, "dark")]
)
def test_no_state_of_a_session_keeps_anybody_out(
    server: Any, new_page: Any, check: Check, found: list[str], language: str, width: int, scheme: str
) -> None:
    page = new_page(width, language=language, color_scheme=scheme)
    page.goto(f"{server.url}/?lang={language}")
    check(page, "start")
    begin(page, server.url, language)
    check(page, "question")
    to_recap(page)
    check(page, "recap")
    for step in ("research", "content", "logo"):
        answer(page, ".compose button[value=approve]")
        check(page, step)
    page.click("#compare summary")
    page.click("#tongues summary")
    check(page, "comparison and languages")
    page.click("#tongues summary")
    answer(page, ".choices button[value='2']")
    check(page, "preview")
    answer(page, ".compose button[value=approve]")
    page.wait_for_selector(".finished")
    check(page, "published")
    address = page.url
    page.goto(f"{address}?view=board")
    page.click("#fact-whatsapp .why summary, #fact-phone .why summary")
    page.click("[data-edit=offer]")
    page.wait_for_selector(".slot")
    check(page, "board and a fact's field")
    for part in ("edit/opening_hours", "device", "forget", "nothing"):
        page.goto(f"{address}/{part}")
        check(page, part)
    assert found == []


@pytest.mark.parametrize(("language", "width", "scheme"), [("sw", 320, "light"), ("ar", 1280, "dark")])
def test_nobody_is_kept_from_handing_pictures_in(
    server: Any, new_page: Any, check: Check, found: list[str], tmp_path: Path, language: str, width: int, scheme: str
) -> None:
    for name, data in (("mark.svg", SVG), ("shop.jpg", photo()), ("no.png", b"GIF89a")):
        (tmp_path / name).write_bytes(data)
    page = new_page(width, language=language, color_scheme=scheme)
    begin(page, server.url, language)
    page.goto(f"{page.url}?view=board")
    for box in ("#own-logo", "#add-photo"):
        page.click(f"{box} summary")
    check(page, "open forms")
    page.set_input_files("#own-logo input[type=file]", tmp_path / "no.png")
    page.click("#own-logo form button")
    page.locator("#own-logo .told.bad", has_text="SVG").wait_for()
    check(page, "a logo that cannot be used")
    page.set_input_files("#own-logo input[type=file]", tmp_path / "mark.svg")
    page.click("#own-logo form button")
    page.locator("form[action$='/logo/remove'] button").wait_for()
    if page.locator("#add-photo form").is_hidden():
        page.click("#add-photo summary")
    page.set_input_files("#add-photo input[type=file]", tmp_path / "shop.jpg")
    page.click("#add-photo form button")
    page.locator(".shots li").wait_for()
    check(page, "a logo and a photo")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("form[action$='/logo/remove'] button")
    page.locator("form[action$='/logo/remove']").wait_for(state="detached")
    check(page, "the logo taken away")
    assert found == []


def test_what_keeps_people_out_is_found(server: Any, new_page: Any, check: Check, found: list[str]) -> None:
    page = new_page()
    page.goto(server.url)
    page.evaluate("document.querySelector('label[for=text]').remove()")
    page.evaluate("document.querySelector('#text').placeholder = ''")
    check(page, "a field without a name")
    assert any("label" in each for each in found)
