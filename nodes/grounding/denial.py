"""Whether words in front of a claim deny it: "no delivery" is another claim than "delivery"."""

from __future__ import annotations

import re

from nodes.grounding.lexicon import listed

_REACH = 4
"""Words before a claim within which a "not" or "without" denies it."""
_WORD = re.compile(r"[\w'-]+")


def denied(before: str) -> bool:
    """Return whether the end of a text denies what follows it."""
    words = _WORD.findall(re.split(r"[.,;:!?]", before)[-1])
    near = " ".join(words[-_REACH:])
    last = words[-1] if words else ""
    return bool(listed("concepts", "negators").search(near) or listed("concepts", "close_negators").fullmatch(last))
