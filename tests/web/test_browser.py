"""The page in a real browser: small and wide, without scripts, right to left, by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import QUESTION, answer, begin, lines, to_recap, truth, walk


@pytest.mark.parametrize(
    ("language", "width"), [("fr", 360), ("en", 1280), ("pt", 360), ("sw", 360), ("ar", 360), ("ar", 1280)]
)
def test_a_session_goes_to_a_website_that_opens(server: Any, new_page: Any, width: int, language: str) -> None:
    page = new_page(width, language=language)
    begin(page, server.url, language)
    walk(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    link = page.locator(".finished a.main").get_attribute("href")
    assert lines(page) == truth(page, new_page)
    page.goto(link)
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_a_session_goes_to_a_website_without_scripts(server: Any, new_page: Any, width: int) -> None:
    page = new_page(width, scripts=False)
    begin(page, server.url, scripts=False)
    for _ in range(20):
        if page.locator(".finished").count():
            break
        for selector in (".choices button[value='2']", ".compose button[value=approve]", ".compose button[value=skip]"):
            if page.locator(selector).count():
                page.locator(selector).first.click()
                break
    assert page.locator(".finished a.main").is_visible()
    if width == 360:
        page.click(".tabs [data-tab=board]")
    assert page.locator(".online").is_visible()


def test_the_newest_question_is_in_view_without_scripts(server: Any, new_page: Any) -> None:
    page = new_page(360, scripts=False)
    begin(page, server.url, words="bla bla " * 300, scripts=False)
    box = page.locator(QUESTION).bounding_box()
    assert 0 < box["y"] + box["height"] < 740


def test_a_fact_is_corrected_in_its_place(server: Any, new_page: Any) -> None:
    page = new_page(1280)
    begin(page, server.url)
    page.click("[data-edit=business_name]")
    page.fill(".slot #value", "AfroChic Mode")
    page.press(".slot #value", "Enter")
    page.wait_for_selector(".slot", state="detached")
    assert page.locator("#fact-business_name dd span").first.inner_text() == "AfroChic Mode"
    assert lines(page) == truth(page, new_page)


def test_a_fact_tells_why_it_is_here(server: Any, new_page: Any) -> None:
    page = new_page(1280)
    begin(page, server.url)
    page.get_by_label("Ville: Pourquoi c'est là ?").click()
    assert "mon atelier s'appelle AfroChic, à Dakar." in page.locator("#fact-city").inner_text()


def test_the_question_stays_in_view_above_a_keyboard(server: Any, new_page: Any) -> None:
    page = new_page(360)
    begin(page, server.url)
    page.click("[data-tab=board]")
    page.click("[data-tab=talk]")
    page.focus("#text")
    page.set_viewport_size({"width": 360, "height": 380})
    page.wait_for_function("() => document.querySelector('#text').getBoundingClientRect().bottom <= 380")
    question, text = page.locator(QUESTION).bounding_box(), page.locator("#text").bounding_box()
    assert question["y"] < text["y"]
    assert question["y"] + question["height"] > 0


def test_a_comparison_stays_open_when_the_conversation_goes_on(server: Any, new_page: Any) -> None:
    page = new_page(1280)
    begin(page, server.url)
    to_recap(page)
    for _ in range(3):
        answer(page, ".compose button[value=approve]")
    page.click("#compare summary")
    page.evaluate("document.querySelector('[data-region=extras]').dataset.digest = ''")
    page.click("[data-edit=whatsapp]")
    page.fill(".slot #value", "77 123 45 68")
    page.press(".slot #value", "Enter")
    page.wait_for_selector(".slot", state="detached")
    assert page.locator("[data-region=extras]").get_attribute("data-digest")
    assert page.locator("#compare").get_attribute("open") is not None


@pytest.mark.parametrize("width", [360, 1280])
def test_the_conversation_changes_its_language_at_a_touch(server: Any, new_page: Any, width: int) -> None:
    page = new_page(width)
    begin(page, server.url)
    page.click("#tongues summary")
    page.click("#tongues [lang=ar]")
    page.wait_for_selector("html[lang=ar][dir=rtl]")
    page.wait_for_selector("[data-live]")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "بالعربية" in lines(page)[-2]


def test_what_is_longer_than_the_view_is_shown_from_its_beginning(server: Any, new_page: Any) -> None:
    page = new_page(360)
    begin(page, server.url)
    page.set_viewport_size({"width": 360, "height": 560})
    to_recap(page)
    assert page.locator(QUESTION).bounding_box()["height"] > page.locator(".scroll").bounding_box()["height"] - 60
    top = page.locator(QUESTION).bounding_box()["y"] - page.locator(".scroll").bounding_box()["y"]
    assert -1 <= top < 20


def test_a_fact_that_cannot_be_read_is_asked_for_once_more(server: Any, new_page: Any) -> None:
    page = new_page(1280)
    begin(page, server.url)
    page.click("[data-edit=whatsapp]")
    page.fill(".slot #value", "12")
    page.press(".slot #value", "Enter")
    page.wait_for_selector(".slot [role=alert]")
    assert "+221 77 123 45 67" in page.locator("#fact-whatsapp").inner_text()


def test_everything_can_be_done_with_the_keyboard(server: Any, new_page: Any) -> None:
    page = new_page(1280)
    begin(page, server.url)
    to_recap(page)
    page.focus("#text")
    seen = []
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        seen.append(page.evaluate("document.activeElement.value || document.activeElement.className"))
        if seen[-1] == "approve":
            break
    assert seen[-1] == "approve"
    before = page.locator("#lines .line").count()
    page.keyboard.press("Enter")
    page.wait_for_function("n => document.querySelectorAll('#lines .line').length >= n + 2", arg=before)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_holds_from_right_to_left(server: Any, new_page: Any, width: int) -> None:
    page = new_page(width, language="ar")
    begin(page, server.url, "ar")
    to_recap(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    person, coach = (page.locator(f"#lines .{who} p").first.bounding_box() for who in ("person", "coach"))
    assert person["x"] < coach["x"] + coach["width"] - person["width"] or person["x"] < 40
    send, text = page.locator(".send").bounding_box(), page.locator("#text").bounding_box()
    assert send["x"] < text["x"]


def test_the_first_page_is_light_enough_for_a_slow_network(server: Any, new_page: Any) -> None:
    page = new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"{server.url}/?lang=fr", wait_until="networkidle")
    assert sum(sizes) <= 30_000
    begin(page, server.url)
    walk(page)
    page.click(".tabs [data-tab=board]")
    page.frame_locator("iframe").locator("h1").wait_for()
    assert sum(sizes) <= 100_000


@pytest.mark.parametrize("width", [360, 1280])
def test_targets_are_large_enough_for_a_thumb(server: Any, new_page: Any, width: int) -> None:
    page = new_page(width)
    begin(page, server.url)
    to_recap(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, textarea')]
        .filter(each => each.offsetParent && !each.classList.contains('skip'))
        .filter(each => { const box = each.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
        .map(each => each.outerHTML.slice(0, 80))"""
    )
    assert small == []
