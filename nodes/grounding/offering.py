"""Whether words offer something ("we also sell ...", "Do you ...? Yes"), which must have been spoken of."""

from __future__ import annotations

from nodes.facts.text import fold
from nodes.grounding.lexicon import listed


def offers(sentence: str) -> bool:
    """Return whether a sentence has a word of offering; a question offers nothing."""
    return not sentence.rstrip().endswith(("?", "؟")) and bool(listed("offering", "words").search(fold(sentence)))


def says_yes_or_no(answer: str) -> bool:
    """Return whether an answer begins with a yes or a no, which states what was asked."""
    return bool(listed("offering", "answers").match(fold(answer).lstrip("\"' ")))
