"""Splits text into sentences, the unit that is kept or goes."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?…؟۔।])[\"»”’)]*\s+(?=\S)|\n+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[^\W\d_]|[Mm]me|[Dd]rs?|[Ss]te?|[Mm]rs?|[Mm]s|[Ss]ra?|[Nn]°|[Nn]o|av|bd|n[ro]s?|etc|ex|[Pp]rof|tél|[Tt]el|[Ee]st)\.$"
)
_ABBREVIATED = 24
"""Characters before a full stop in which an abbreviation is looked for, so that splitting stays linear."""


def sentences(text: str) -> tuple[str, ...]:
    """Split text into sentences; an abbreviation or an initial does not end one."""
    parts: list[str] = []
    start = 0
    for match in _END.finditer(text):
        head = text[start : match.end()].strip()
        if "\n" not in match[0] and _ABBREVIATION.search(head[-_ABBREVIATED:]):
            continue
        parts.append(head)
        start = match.end()
    return tuple(part for part in (*parts, text[start:].strip()) if part)
