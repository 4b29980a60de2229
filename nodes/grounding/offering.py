"""Whether a sentence offers something ("we also sell ...", "... on request"), which must have been spoken of."""

from __future__ import annotations

import re
from functools import cache

from nodes.facts.text import fold
from nodes.grounding.lexicon import any_of, table


def offers(sentence: str) -> bool:
    """Return whether a sentence has a word of offering; a question offers nothing."""
    return not sentence.rstrip().endswith(("?", "؟")) and bool(_offering().search(fold(sentence)))


@cache
def _offering() -> re.Pattern[str]:
    return re.compile(any_of(table("offering")["words"]))
