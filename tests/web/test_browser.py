"""The page in a real browser: small and wide, cut and silent connections, two tabs, no scripts, right to left."""

from __future__ import annotations

import time
from typing import Any

import pytest

SAID = {
    "fr": (
        "Je m'appelle Aïssatou, mon atelier s'appelle AfroChic, à Dakar. Je couds des robes à 25000 FCFA. "
        "WhatsApp : 77 123 45 67."
    ),
    "en": "I run a restaurant called Mama Put in Lagos. Jollof rice 2500 naira. Phone 0803 123 4567.",
}
QUESTION = "#lines .coach:last-child"


def begin(page: Any, url: str, language: str = "fr", words: str = "", *, scripts: bool = True) -> None:
    page.goto(f"{url}/?lang={language}")
    page.fill("#text", words or SAID[language])
    page.click(".start button")
    page.wait_for_selector("[data-live]" if scripts else "#lines .coach")


def lines(page: Any) -> list[str]:
    return [text.strip() for text in page.locator("#lines .line p").all_inner_texts()]


def truth(page: Any, new_page: Any) -> list[str]:
    """Return the conversation as the server tells a page that is loaded afresh."""
    fresh = new_page(context=page.context)
    fresh.goto(page.url)
    told = lines(fresh)
    fresh.close()
    return told


def answer(page: Any, selector: str) -> None:
    """Press a button and wait until the coach has answered."""
    before = page.locator("#lines .line").count()
    page.locator(selector).first.click()
    page.wait_for_function("n => document.querySelectorAll('#lines .line').length >= n + 2", arg=before)


def say(page: Any, words: str) -> None:
    page.fill("#text", words)
    page.press("#text", "Enter")


def to_recap(page: Any) -> None:
    while not page.locator(".compose button[value=approve]").count():
        answer(page, ".compose button[value=skip]")


def walk(page: Any) -> None:
    """Go from the first answer to the website."""
    to_recap(page)
    for _ in range(3):
        answer(page, ".compose button[value=approve]")
    answer(page, ".choices button[value='2']")
    answer(page, ".compose button[value=approve]")
    page.wait_for_selector(".finished")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["fr", "en"])
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


def test_two_tabs_of_a_session_stay_in_step(server: Any, new_page: Any) -> None:
    first = new_page(1280)
    begin(first, server.url)
    second = new_page(context=first.context)
    second.goto(first.url)
    second.wait_for_selector("[data-live]")
    answer(first, ".compose button[value=skip]")
    second.wait_for_function("n => document.querySelectorAll('#lines .line').length === n", arg=len(lines(first)))
    answer(second, ".compose button[value=skip], .compose button[value=approve]")
    first.wait_for_function("n => document.querySelectorAll('#lines .line').length === n", arg=len(lines(second)))
    assert lines(first) == lines(second) == truth(first, new_page)


def test_what_another_device_does_while_words_are_typed_leaves_them_alone(server: Any, new_page: Any) -> None:
    first = new_page(1280)
    begin(first, server.url)
    second = new_page(context=first.context)
    second.goto(first.url)
    second.wait_for_selector("[data-live]")
    second.fill("#text", "je suis en train d'écrire")
    answer(first, ".compose button[value=skip]")
    second.wait_for_function("n => document.querySelectorAll('#lines .line').length === n", arg=len(lines(first)))
    assert second.input_value("#text") == "je suis en train d'écrire"


def test_words_typed_survive_a_reload(server: Any, new_page: Any) -> None:
    page = new_page()
    begin(page, server.url)
    page.fill("#text", "pas encore envoyé")
    page.reload()
    assert page.input_value("#text") == "pas encore envoyé"


def test_a_reply_sent_into_a_cut_connection_arrives_once(server: Any, wire: Any, new_page: Any) -> None:
    page = new_page()
    begin(page, wire.url)
    wire.cut()
    page.wait_for_selector("#off:not([hidden])")
    say(page, "Nos clientes sont les femmes du quartier")
    page.wait_for_selector("#pending:not([hidden])")
    wire.mend()
    mended = time.monotonic()
    page.wait_for_selector("#pending", state="hidden")
    page.wait_for_selector("#off", state="hidden")
    assert time.monotonic() - mended < 5
    told = lines(page)
    assert told.count("Nos clientes sont les femmes du quartier") == 1
    assert told == truth(page, new_page)


def test_a_reply_into_a_cut_connection_survives_a_reload(server: Any, wire: Any, new_page: Any) -> None:
    page = new_page()
    begin(page, wire.url)
    address = page.url
    wire.cut()
    say(page, "Ouvert tous les jours")
    page.wait_for_selector("#pending:not([hidden])")
    wire.mend()
    page.goto(address)
    page.wait_for_selector("[data-live]")
    page.wait_for_function(
        "() => [...document.querySelectorAll('#lines .person p')].some(p => p.textContent === 'Ouvert tous les jours')"
    )
    page.wait_for_selector("#pending", state="hidden")
    assert lines(page).count("Ouvert tous les jours") == 1


def test_a_silent_connection_heals(server: Any, wire: Any, new_page: Any) -> None:
    page = new_page()
    begin(page, wire.url)
    other = new_page(1280)
    other.context.add_cookies(page.context.cookies(wire.url))
    other.goto(page.url.replace(str(wire.port), str(server.port)))
    page.wait_for_timeout(300)
    wire.hush()
    answer(other, ".compose button[value=skip]")
    wire.mend()
    silent = time.monotonic()
    page.wait_for_function("n => document.querySelectorAll('#lines .line').length === n", arg=len(lines(other)))
    assert time.monotonic() - silent < 20
    assert lines(page) == lines(other)


def test_a_reply_arrives_though_the_answer_to_the_one_before_is_still_under_way(server: Any, new_page: Any) -> None:
    page = new_page(1280)
    begin(page, server.url)
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append((route, route.fetch()))

    page.route("**/reply", hold, times=1)
    answer(page, ".compose button[value=skip]")
    page.wait_for_selector("#pending", state="hidden")
    before = len(lines(page))
    say(page, "Les mariées de Dakar")
    page.wait_for_selector("#pending:not([hidden])")
    route, response = held[0]
    route.fulfill(response=response)
    page.wait_for_function("n => document.querySelectorAll('#lines .line').length >= n + 2", arg=before)
    assert "Les mariées de Dakar" in lines(page)
    assert lines(page) == truth(page, new_page)


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
    page = new_page(width)
    begin(page, server.url)
    to_recap(page)
    page.evaluate("document.documentElement.dir = 'rtl'")
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
