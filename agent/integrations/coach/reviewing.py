"""At a later review: free words are new facts, a question back, or else a wish for the step under review."""

from __future__ import annotations

from agent.integrations.coach import intents, wording
from agent.integrations.coach.asking import Asking
from agent.integrations.coach.listening import Hearing
from nodes.brief import FACTS, FactUpdate
from nodes.conversation import CoachTurn
from nodes.facts.text import Text

HARD = frozenset(FACTS) - {"style", "colors", "tone", "promises", "story"}
"""Facts that are taken as facts at any gate; in words about the others ("greener") there is rather a wish."""
_LONGEST_WISH = 500
_FEWEST_WORDS = 2


def review(hearing: Hearing, asking: Asking, updates: tuple[FactUpdate, ...], topics: list[str]) -> CoachTurn:
    """Return what a reply at a later gate means; facts and a wish may stand in one message."""
    firm = tuple(update for update in updates if update.fact in HARD)
    if topics and not firm and not (topics == [intents.UNKNOWN] and intents.is_request(hearing.texts, hearing.lexicon)):
        return CoachTurn(remark=asking.answer(topics[0]))
    if not firm:
        return CoachTurn(wish=hearing.words[:_LONGEST_WISH], understood=bool(hearing.words))
    remark = wording.reflect(asking.phrases, hearing.language, hearing.brief, firm)
    return CoachTurn(updates=firm, remark=remark, wish=_rest(hearing, firm)[:_LONGEST_WISH])


def _rest(hearing: Hearing, updates: tuple[FactUpdate, ...]) -> str:
    """Return the clauses that no fact was heard in: "the title is too long, and the dress is 28,000"."""
    quotes = [" ".join(update.quote.split()) for update in updates]
    rest = [
        clause
        for text in hearing.texts
        for clause in intents.clauses_of(text)
        if not any(quote in clause or clause in quote for quote in quotes) and _tells(clause, hearing)
    ]
    return ", ".join(rest)


def _tells(clause: str, hearing: Hearing) -> bool:
    """Whether a clause says more than politeness and "no, I meant"."""
    words = Text(clause).folded
    for group in ("fillers", "small", "correction"):
        words = hearing.lexicon.pattern(group).sub(" ", words)
    return len(words.split()) >= _FEWEST_WORDS
