"""Every state of the page, looked over by axe-core for what keeps people out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import answer, begin, to_recap

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


def test_what_keeps_people_out_is_found(server: Any, new_page: Any, check: Check, found: list[str]) -> None:
    page = new_page()
    page.goto(server.url)
    page.evaluate("document.querySelector('label[for=text]').remove()")
    page.evaluate("document.querySelector('#text').placeholder = ''")
    check(page, "a field without a name")
    assert any("label" in each for each in found)
