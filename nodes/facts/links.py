"""E-mail addresses, web links and handles of social networks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from nodes.facts.data import table
from nodes.facts.text import Span, Text, fold

_EMAIL = re.compile(r"(?<![\w.+-])[\w+-]{1,64}(?:\.[\w+-]{1,64}){0,5}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?!@)")
_LINK = re.compile(r"(?<![\w@.])(?:https?://)?(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}(?:/[^\s,;<>\"']{1,200})?(?![\w@])")
_HANDLE = r"\s{0,2}(?:est|c'est|is|:|=|sur|ni|e|هو)?\s{0,2}:?\s{0,2}@\s?([a-z0-9_.]{2,30})"


@dataclass(frozen=True)
class Link:
    span: Span
    network: str
    """The network's name, empty for a site of the person's own."""
    url: str


def emails(text: Text) -> Iterator[tuple[Span, str]]:
    """Yield e-mail addresses, lower-cased as mail hosts and nearly all mailboxes treat them."""
    for found in _EMAIL.finditer(text.folded):
        written = text.quote(*found.span())
        if written.isascii():
            yield Span(*found.span()), written.lower()


def links(text: Text) -> Iterator[Link]:
    """Yield links to social networks and handles next to a network's name; other links are left alone."""
    for found in _LINK.finditer(text.folded):
        written = text.quote(*found.span()).rstrip(".")
        if link := _known(written):
            yield Link(Span(*found.span()), *link)
    for found in _named_handle().finditer(text.folded):
        network = _networks()[_word(found[1])]
        handle = found[2].rstrip(".")
        yield Link(Span(*found.span()), network["name"], network["handle"].format(handle=quote(handle)))


def _known(written: str) -> tuple[str, str] | None:
    parts = urlsplit(written if "://" in written else f"https://{written}")
    host = (parts.hostname or "").removeprefix("www.")
    network = next((each for each in table("networks").values() if host in each["hosts"]), None)
    if network is None or not parts.path.strip("/"):
        return None
    query = f"?{parts.query}" if parts.query else ""
    return network["name"], f"https://{(parts.hostname or '')}{quote(parts.path, safe='/@%._-')}{query}"


@cache
def _networks() -> dict[str, dict[str, Any]]:
    return {fold(word): each for each in table("networks").values() for word in each["words"]}


def _word(found: str) -> str:
    return " ".join(found.split())


@cache
def _named_handle() -> re.Pattern[str]:
    words = "|".join(sorted(_networks(), key=lambda word: -len(word)))
    return re.compile(rf"(?<!\w)({words})(?!\w){_HANDLE}")
