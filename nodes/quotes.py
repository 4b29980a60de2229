"""Whether the person really said it: the check between what a coach proposes and what is kept."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from nodes.brief import FactUpdate
from nodes.inputs import VisionInput


@dataclass(frozen=True)
class Said:
    """All words of the person that may support a fact, folded for comparison."""

    words: str

    @classmethod
    def of(cls, request: VisionInput) -> Said:
        """Take the new messages, the person's recent ones, and the suggestions they may have picked by number."""
        recent = (turn.text for turn in request.recent if turn.speaker == "person")
        offered = request.question.suggestions if request.question else ()
        return cls("\n".join(_fold(text) for text in (*request.said, *recent, *offered)))

    def supports(self, update: FactUpdate) -> bool:
        """Whether the update's quote is among the words; an empty quote supports nothing."""
        quote = _fold(update.quote)
        return bool(quote) and quote in self.words


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
