"""What the coach says next: it reflects, clarifies once, asks again in other words, or goes on to the next fact."""

from __future__ import annotations

from dataclasses import dataclass

from agent.integrations.coach import intents, wording
from agent.integrations.coach.hearing import Understood
from agent.integrations.coach.listening import Hearing
from nodes.brief import BusinessBrief, FactUpdate, known
from nodes.conversation import CoachTurn
from nodes.facts.gazetteer import several_countries
from nodes.facts.text import Text
from nodes.ports import Phrases
from nodes.slots import answered

CLARIFICATIONS = 2
"""How often the coach clarifies in one interview; never twice about one fact."""


@dataclass(frozen=True)
class Asking:
    """Words the coach's side of one turn."""

    hearing: Hearing
    phrases: Phrases

    def say(self, key: str, **values: object) -> str:
        """Return a phrase of the interview in the language of this turn."""
        return wording.say(self.phrases, self.hearing.language, key, **values)

    def told(self, understood: Understood) -> CoachTurn:
        """Reflect what was understood and ask on; a vague answer and an unclear place are clarified once."""
        turn = self._told(understood.updates, understood.brief, understood.aside)
        return turn.model_copy(update={"aside": understood.aside})

    def _told(self, updates: tuple[FactUpdate, ...], brief: BusinessBrief, aside: tuple[str, ...]) -> CoachTurn:
        asked = self.hearing.asked
        vague = next((each for each in updates if each.fact == asked and self._vague(each)), None)
        if vague and self._may_clarify():
            others = tuple(each for each in updates if each is not vague)
            suggestions = self._examples(asked, brief)
            ask = self.say(f"clarify.{asked}")
            return CoachTurn(updates=others, ask=ask, asks=(asked,), suggestions=suggestions, clarify=True)
        if not updates:
            return self._lost() if asked else CoachTurn(remark=self.say("remark.not_understood"), understood=False)
        return self._which_country(updates, brief) or self._reflected(updates, brief, aside)

    def same(
        self, remark: str, *, suggestions: tuple[str, ...] = (), reworded: bool = False, understood: bool = True
    ) -> CoachTurn:
        """Ask the open question once more after a remark."""
        hearing = self.hearing
        if not hearing.asked or hearing.reviewing:
            return CoachTurn(remark=remark, understood=understood)
        ask = hearing.asked_text
        if hearing.moved or reworded:
            ask = wording.ask(self.phrases, hearing.language, hearing.asked, again=reworded and not hearing.moved)
        offered = self._examples(hearing.asked, hearing.brief) if hearing.moved else hearing.suggestions
        return CoachTurn(
            remark=remark, ask=ask, asks=(hearing.asked,), suggestions=suggestions or offered, understood=understood
        )

    def next(self, turn: CoachTurn, brief: BusinessBrief) -> CoachTurn:
        """Add the next question to a turn; none when nothing is missing."""
        asked = self.hearing.asked
        if self._talked_past_again(turn, brief):
            turn = turn.model_copy(update={"passed": (*turn.passed, asked)})
        fact, again = wording.next_fact(self.hearing.request, turn, brief, asked)
        remark = turn.remark
        if turn.passed and not remark and not turn.updates:
            remark = self.say("remark.later" if asked == "phone" else "remark.passed")
        turn = turn.model_copy(update={"remark": remark})
        if not fact:
            return turn
        offered = (*self.hearing.request.interview.aside, *turn.aside)
        if fact == "differentiation" and offered and not again:
            ask, suggestions = self.say("ask.strength", words=offered[-1]), offered[-1:]
        else:
            ask = wording.ask(self.phrases, self.hearing.language, fact, again=again, offers=brief.offer)
            suggestions = self._examples(fact, brief)
        return turn.model_copy(update={"ask": ask, "asks": (fact,), "suggestions": suggestions})

    def answer(self, topic: str) -> str:
        """Return the answer to a question back."""
        left = max(1, len(self.hearing.request.missing))
        return wording.answer(self.phrases, self.hearing.language, topic, self.hearing.asked, count=left)

    def _reflected(self, updates: tuple[FactUpdate, ...], brief: BusinessBrief, aside: tuple[str, ...]) -> CoachTurn:
        remark = wording.reflect(self.phrases, self.hearing.language, self.hearing.brief, updates)
        turn = CoachTurn(updates=updates, remark=remark, aside=aside, understood=bool(updates))
        return self.next(turn, brief)

    def _which_country(self, updates: tuple[FactUpdate, ...], brief: BusinessBrief) -> CoachTurn | None:
        """Ask which country a city is in, when several have one of that name; the city waits for the answer."""
        hearing = self.hearing
        city = next((each for each in updates if each.fact == "city"), None)
        settled = brief.location.country or hearing.reviewing or "city" in hearing.request.interview.clarified
        if city is None or settled or not several_countries(str(city.value)):
            return None
        others = tuple(each for each in updates if each is not city)
        remark = wording.reflect(self.phrases, hearing.language, hearing.brief, others)
        ask = self.say("ask.country", city=city.value)
        return CoachTurn(updates=others, remark=remark, ask=ask, asks=("city",), clarify=hearing.asked == "city")

    def _lost(self) -> CoachTurn:
        """Nothing could be made of the words: ask once more in other words, then go on."""
        asked = self.hearing.asked
        if not self._may_clarify():
            return self.next(CoachTurn(passed=(asked,), understood=False), self.hearing.brief)
        return CoachTurn(
            remark=self.say("remark.not_understood"),
            ask=self.say(f"{'clarify' if asked in ('phone', 'city') else 'again'}.{asked}"),
            asks=(asked,),
            suggestions=self._examples(asked, self.hearing.brief),
            clarify=True,
            understood=False,
        )

    def _talked_past_again(self, turn: CoachTurn, brief: BusinessBrief) -> bool:
        """Whether the person told other things when asked for this a second time: then it is let go.

        A correction of something known is no such thing.
        """
        asked = self.hearing.asked
        if not asked or not turn.updates or answered(brief, asked):
            return False
        if all(known(self.hearing.brief, update.fact) for update in turn.updates):
            return False
        return self.hearing.asked_text == wording.ask(self.phrases, self.hearing.language, asked, again=True)

    def _vague(self, update: FactUpdate) -> bool:
        values = update.value if isinstance(update.value, list) else [{"name": update.value}]
        names = [str(item["name"]) for item in values if isinstance(item, dict) and "name" in item]
        return bool(names) and all(self._says_little(name) for name in names)

    def _says_little(self, words: str) -> bool:
        return intents.wholly(Text(words).folded, self.hearing.lexicon, "intents", "vague")

    def _may_clarify(self) -> bool:
        clarified = self.hearing.request.interview.clarified
        return self.hearing.asked not in clarified and len(clarified) < CLARIFICATIONS

    def _examples(self, fact: str, brief: BusinessBrief) -> tuple[str, ...]:
        return wording.examples(self.phrases, self.hearing.language, fact, brief)
