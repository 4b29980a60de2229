"""Cut and silent connections, two tabs, another device, a restart: the page shows what the server knows."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from browsing import answer, begin, lines, say, truth


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


def test_another_device_goes_on_with_the_session_by_its_link(server: Any, new_page: Any) -> None:
    first, second = new_page(1280), new_page(360)
    begin(first, server.url)
    address = first.url
    first.goto(f"{address}/device")
    second.goto(first.input_value("#link"))
    second.click("button.main")
    second.wait_for_selector("[data-live]")
    first.goto(address)
    first.wait_for_selector("[data-live]")
    answer(second, ".compose button[value=skip]")
    first.wait_for_function("n => document.querySelectorAll('#lines .line').length === n", arg=len(lines(second)))
    assert lines(first) == lines(second) == truth(first, new_page)


class StuckCoach:
    """A coach that is asked and never answers."""

    def __init__(self) -> None:
        self.asked = threading.Event()

    async def respond(self, _request: Any) -> Any:
        self.asked.set()
        await asyncio.Event().wait()


def test_an_answer_cut_by_a_restart_is_given_by_the_next_server(
    tmp_path: Path, new_page: Any, start_server: Any, open_wire: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.web.app.GRACE", 0.1)
    page, coach = new_page(), StuckCoach()
    with start_server(tmp_path, coach=coach) as first:
        wire = open_wire(first.port)
        page.goto(f"{wire.url}/?lang=fr")
        page.click(".start>button")
        page.wait_for_selector("[data-live]")
        say(page, "Je couds des robes à Dakar")
        assert coach.asked.wait(20)
        told = page.locator("#lines .coach").count()
        assert told == 1
    with start_server(tmp_path) as second:
        wire.lead_to(second.port)
        page.wait_for_function("n => document.querySelectorAll('#lines .coach').length > n", arg=told)
        page.wait_for_selector("#pending", state="hidden")
        page.wait_for_selector("#off", state="hidden")
        assert lines(page).count("Je couds des robes à Dakar") == 1
        assert lines(page) == truth(page, new_page)


def test_a_silent_wire_carries_nothing(server: Any, wire: Any, new_page: Any) -> None:
    page = new_page()
    begin(page, wire.url)
    look = "wait => fetch(location.href, {signal: AbortSignal.timeout(wait)}).then(() => 'told', () => 'silent')"
    assert page.evaluate(look, 15_000) == "told"
    wire.hush()
    assert page.evaluate(look, 1_000) == "silent"
