"""Whether a sentence stands on what is known: what it states, against how many of its words somebody said.

No list of claims is complete: "gourmets swear by our fish" has no word of praise that a list would hold. But it states
something, and hardly a word of it is the owner's in any language. The weights in data/footing.yaml are learnt by
`nodes/training/footing_build.py` from pages whose sentences are known to be true or made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from nodes.grounding.claim import Claim
from nodes.grounding.lexicon import folded_words, table
from nodes.grounding.meanings import language, meaning_by_word, tells_nothing
from nodes.grounding.offering import offers
from nodes.grounding.sources import Known
from nodes.grounding.statement import statement

LOOSE = "topic"
"""The kind of claim that a sentence may share with the owner by chance; with any other that traces it stands."""
_TELLING = 3
_ROOT = 4
"""Letters that "lawn" and "lawns" share."""
_FEW = 2
_REASON = 1.6
"""How much less doubt a reason to come may leave."""
_MOST_SAID, _MOST_UNSAID, _MOST_TRACED = 4, 6, 2


class Footing:
    """The words of all that is known, and their meanings."""

    def __init__(self, known: Iterable[Known]) -> None:
        sources = tuple(known)
        self._meanings = frozenset().union(*(source.meanings for source in sources))
        self._language = language(" ".join(source.source.quote for source in sources))
        words = (word for source in sources for word in re.findall(r"[^\W\d_]+", source.text))
        self._roots = frozenset(word[:_ROOT] for word in words if len(word) >= _TELLING)

    def lacks(self, sentence: str, traced: Iterable[Claim], answered: str = "", *, reason: bool = False) -> bool:
        """Whether a sentence states something and does not stand on what is known.

        `answered` is the question it answers, whose words it may leave out. A reason to come states by its place.
        """
        claimed = tuple(traced)
        if any(claim.kind != LOOSE for claim in claimed):
            return False
        values = self.measures(sentence, claimed, answered)
        if not values["unsaid"]:
            return False
        return doubt(values, _weights()) > (-_REASON if reason else 0)

    def hears(self, text: str) -> bool:
        """Whether a text has a word that was said, in any language, or none that tells what it is about."""
        said, unsaid = self._counted(text)
        return said > 0 or unsaid == 0

    def translates(self, sentence: str, traced: Iterable[Claim]) -> bool:
        """Whether a sentence in another language than the owner's has a claim or mostly words that were said.

        There a thing may be called by a word that no list has as the same.
        """
        if language(sentence) in ("", self._language):
            return False
        said, unsaid = self._counted(sentence)
        return any(claim.kind != LOOSE for claim in traced) or (said >= _FEW and said > unsaid)

    def measures(self, sentence: str, traced: Iterable[Claim], answered: str = "") -> dict[str, float]:
        """Return what is weighed; `traced` are the claims of the sentence that trace to a source."""
        said, unsaid = self._counted(sentence)
        said += self._counted(answered)[0]
        return {
            "statement": statement(sentence),
            "claims": min(len(tuple(traced)), _MOST_TRACED),
            "said": min(said, _MOST_SAID),
            "unsaid": min(unsaid, _MOST_UNSAID),
            "share": said / max(said + unsaid, 1),
            "offers": offers(sentence),
            "question": sentence.rstrip().endswith(("?", "؟")),
            "short": said + unsaid <= _FEW,
        }

    def _counted(self, sentence: str) -> tuple[int, int]:
        """Return how many telling words of a sentence were said, in any language, and how many were not."""
        said = unsaid = 0
        for word, meant in meaning_by_word(sentence).items():
            if len(word) < _TELLING or tells_nothing(word) or word in folded_words("common", "words"):
                continue
            if meant & self._meanings or word[:_ROOT] in self._roots:
                said += 1
            else:
                unsaid += 1
        return said, unsaid


def doubt(measures: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return how much a sentence is to be doubted: the log odds that it goes."""
    return sum(weights[name] * value for name, value in measures.items()) + weights["bias"]


@cache
def _weights() -> dict[str, float]:
    return {str(name): float(weight) for name, weight in table("footing").items()}
