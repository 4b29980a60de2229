"""The coach that needs no model: it hears facts by rules, and asks, explains and proposes from the playbooks."""

from __future__ import annotations

import asyncio

from agent.integrations.coach import drafting, intents, reviewing, wording
from agent.integrations.coach.asking import Asking
from agent.integrations.coach.hearing import hear
from agent.integrations.coach.listening import Hearing, listen
from agent.integrations.coach.vocabulary import lexicon
from nodes.conversation import CoachTurn
from nodes.facts.lexicon import Lexicon
from nodes.facts.text import Text
from nodes.inputs import VisionInput
from nodes.ports import Phrases

MADE_BY = "guided interview"
HARD = reviewing.HARD
"""Facts that are taken as facts at any gate."""


class GuidedCoach:
    """Fills the role of Coach with rules and playbooks; the same words always give the same turn."""

    def __init__(self, phrases: Phrases, words: Lexicon | None = None) -> None:
        self._phrases = phrases
        self._lexicon = words or lexicon()

    async def respond(self, request: VisionInput) -> CoachTurn:
        """Understand the person's words and word the next question. Raises nothing of its own."""
        return await asyncio.to_thread(self._respond, request)

    def _respond(self, request: VisionInput) -> CoachTurn:
        hearing = listen(request, self._lexicon, self._phrases.languages)
        turn = self._react(hearing, Asking(hearing, self._phrases))
        return turn.model_copy(update={"language": hearing.language if hearing.moved else "", "made_by": MADE_BY})

    def _react(self, hearing: Hearing, asking: Asking) -> CoachTurn:
        """Decide what kind of turn this is: a request about the talk itself, a choice, or something told."""
        if hearing.switched and hearing.asked != "languages":
            return asking.same(asking.say("remark.language"), reworded=True)
        request = intents.request(hearing.texts, hearing.lexicon)
        if request == "empty":
            return asking.same(asking.say("remark.empty"), understood=False)
        if hearing.reviewing or not hearing.asked:
            return self._heard(hearing, asking)
        if hearing.request.interview.drafting:
            return drafting.go_on(hearing, asking)
        if chosen := intents.picked(hearing.texts[-1], hearing.suggestions, hearing.lexicon):
            return asking.told(hear([Text(chosen)], hearing.context(), whole=True))
        return self._requested(hearing, asking, request) if request else self._heard(hearing, asking)

    def _requested(self, hearing: Hearing, asking: Asking, request: str) -> CoachTurn:
        """Answer "skip", "I don't know", "help me say it" or "repeat" about the open question."""
        if request == "repeat":
            return asking.same(asking.say("remark.repeat"), reworded=True)
        if request == "help" and drafting.can_help(hearing, self._phrases):
            return drafting.begin(hearing, asking)
        proposals = wording.proposals(self._phrases, hearing.language, hearing.asked, hearing.brief)
        if request != "skip" and proposals and hearing.suggestions != proposals:
            return asking.same(asking.say("remark.propose"), suggestions=proposals)
        if request == "help":
            return asking.same(asking.say("remark.helping"), reworded=True)
        return asking.next(CoachTurn(passed=(hearing.asked,)), hearing.brief)

    def _heard(self, hearing: Hearing, asking: Asking) -> CoachTurn:
        """Hear the facts in what was told, and answer what was asked back."""
        parts = [intents.questions_back(text, hearing.lexicon) for text in hearing.texts]
        topics = [topic for asked, _ in parts for topic in asked]
        understood = hear([text for _, told in parts for text in told], hearing.context())
        updates = understood.updates
        if hearing.reviewing:
            return reviewing.review(hearing, asking, updates, topics)
        known = [topic for topic in topics if topic != intents.UNKNOWN] or (topics if not updates else [])
        if not known:
            return asking.told(understood)
        answer = asking.answer(known[0])
        if not updates:
            return asking.same(answer)
        turn = asking.told(understood)
        return turn.model_copy(update={"remark": f"{answer}\n\n{turn.remark}".strip()})
