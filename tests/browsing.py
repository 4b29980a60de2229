"""What a person does in a browser with the session's page."""

from __future__ import annotations

from typing import Any

SAID = {
    "fr": (
        "Je m'appelle Aïssatou, mon atelier s'appelle AfroChic, à Dakar. Je couds des robes à 25000 FCFA. "
        "WhatsApp : 77 123 45 67."
    ),
    "en": "I run a restaurant called Mama Put in Lagos. Jollof rice 2500 naira. Phone 0803 123 4567.",
    "pt": "Tenho um salão chamado Beleza Negra em Luanda. Tranças 15000 kz. WhatsApp 923 456 789.",
    "sw": "Nina duka linaitwa Mama Asha, Dar es Salaam. Kitenge 25000 TSh. Simu 0712 345 678.",
    "ar": "عندي مخبز اسمه الياسمين في تونس. الخبز 1.200 دينار. واتساب 20 123 456.",
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
