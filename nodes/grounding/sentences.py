"""Splits text into sentences, the unit that is kept or goes."""

from __future__ import annotations

import re
from collections import deque

_END = re.compile(r"(?<=[.!?…؟۔।])(?:\s?[\"»”’)])*\s+(?=[^\s»”])|\n+")
_QUOTED = re.compile(r"«[^«»\n]*»|“[^“”\n]*”|\"[^\"\n]*\"")
_ABBREVIATION = re.compile(
    r"(?:(?:^|(?<!\d)[\s(])[A-ZÀ-Ý]|(?:^|[\s(])(?:[Mm]me|[Dd]r[as]?|[Ss]te?|[Mm]rs?|[Mm]s|[Ss]ra?|[Nn]°|[Nn]o|av|bd|n[ro]s?|etc|ex|[Pp]rof|tél|[Tt]el|[Ee]st))\.$"
)
_ABBREVIATED = 24
"""Characters before a full stop in which an abbreviation is looked for, so that splitting stays linear."""


def sentences(text: str) -> tuple[str, ...]:
    """Split text into sentences; neither an abbreviation nor an initial ends one, and a quotation stays whole."""
    parts: list[str] = []
    start = 0
    quoted = deque(match.span() for match in _QUOTED.finditer(text))
    for match in _END.finditer(text):
        while quoted and quoted[0][1] <= match.start():
            quoted.popleft()
        if quoted and quoted[0][0] < match.start() and match.end() < quoted[0][1]:
            continue
        if match[0].strip() and text[match.end()].islower():
            continue
        head = text[start : match.end()].strip()
        if "\n" not in match[0] and _ABBREVIATION.search(head[-_ABBREVIATED:]):
            continue
        parts.append(head)
        start = match.end()
    return tuple(part for part in (*parts, text[start:].strip()) if part)
