"""A style sheet cut down to the rules that a page can use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_CLASS = re.compile(r"\.([a-z][\w-]*)")
_TAG = re.compile(r"(?:^|[\s>+~])([a-z][a-z0-9]*)")
_PSEUDO = re.compile(r"::?[a-z-]+(\([^)]*\))?|\[[^\]]*\]")


def pruned(sheet: str, html: str) -> str:
    """Return the rules of the sheet whose selectors name only elements and classes of the page.

    Made for our own squeezed style sheets: braces balanced, no string with a brace or comma in a selector.
    """
    classes = {name for found in re.findall(r'class="([^"]*)"', html) for name in found.split()}
    tags = {*re.findall(r"<([a-z][a-z0-9]*)", html), "html", "body"}
    return "".join(_kept(sheet, classes, tags))


def _kept(sheet: str, classes: set[str], tags: set[str]) -> Iterator[str]:
    for selector, body in _rules(sheet):
        if selector.startswith("@media"):
            if inner := "".join(_kept(body, classes, tags)):
                yield f"{selector}{{{inner}}}"
        elif used := [one for one in selector.split(",") if _used(one, classes, tags)]:
            yield f"{','.join(used)}{{{body}}}"


def _used(selector: str, classes: set[str], tags: set[str]) -> bool:
    plain = _PSEUDO.sub("", selector)
    return classes.issuperset(_CLASS.findall(plain)) and tags.issuperset(_TAG.findall(plain))


@lru_cache(maxsize=64)
def _rules(sheet: str) -> tuple[tuple[str, str], ...]:
    """Return the outer rules: what stands before a brace, and what stands within."""
    rules = []
    at = depth = start = inside = 0
    for at, char in enumerate(sheet):
        if char == "{":
            depth += 1
            if depth == 1:
                inside = at
        elif char == "}":
            depth -= 1
            if depth == 0:
                rules.append((sheet[start:inside], sheet[inside + 1 : at]))
                start = at + 1
    return tuple(rules)
