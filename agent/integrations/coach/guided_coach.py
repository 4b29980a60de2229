"""The coach that needs no model: it hears facts by rules, and asks, explains and proposes from the playbooks."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from agent.integrations.coach import drafting, intents, wording
from agent.integrations.coach.heard import Context
from agent.integrations.coach.hearing import hear
from agent.integrations.coach.vocabulary import lexicon
from nodes.brief import BusinessBrief, FactUpdate, known
from nodes.conversation import CoachTurn
from nodes.facts.lexicon import Lexicon
from nodes.facts.text import Text
from nodes.facts.gazetteer import several_countries
from nodes.inputs import VisionInput
from nodes.ports import Phrases
from nodes.slots import answered

MADE_BY = "guided interview"
HARD = frozenset(
    {
        "business_name",
        "activity",
        "sector",
        "city",
        "country",
        "region",
        "offer",
        "phone",
        "whatsapp",
        "email",
        "address",
        "opening_hours",
        "social",
        "testimonials",
        "languages",
        "payments",
    }
)
"""Facts that are taken as facts at any gate; other words there are wishes for the step under review."""


@dataclass(frozen=True)
class Hearing:
    """One turn as the coach works on it."""

    request: VisionInput
    texts: tuple[Text, ...]
    lexicon: Lexicon
    language: str
    switched: bool = False

    @property
    def asked(self) -> str:
        """The fact the open question asks for, empty when it asks for none."""
        question = self.request.question
        return question.asks[0] if question and question.asks and question.kind == "fact" else ""

    @property
    def suggestions(self) -> tuple[str, ...]:
        return self.request.question.suggestions if self.request.question else ()

    @property
    def reviewing(self) -> bool:
        return self.request.gate != "vision"


class GuidedCoach:
    """Fills the role of Coach with rules and playbooks; the same words always give the same turn."""

    def __init__(self, phrases: Phrases, words: Lexicon | None = None) -> None:
        self._phrases = phrases
        self._lexicon = words or lexicon()

    async def respond(self, request: VisionInput) -> CoachTurn:
        """Understand the person's words and word the next question. Raises nothing."""
        return await asyncio.to_thread(self._respond, request)

    def _respond(self, request: VisionInput) -> CoachTurn:
        hearing = self._listen(request)
        turn = self._react(hearing)
        language = hearing.language if hearing.language != request.language or hearing.switched else ""
        return turn.model_copy(update={"language": language, "made_by": MADE_BY})

    def _listen(self, request: VisionInput) -> Hearing:
        texts = tuple(Text(said) for said in request.said)
        wanted = next(filter(None, (intents.wanted_language(text, self._lexicon) for text in texts)), "")
        spoken = wanted or intents.spoken_language(texts, self._lexicon, request.language)
        language = spoken if spoken in self._phrases.languages else request.language
        words = self._lexicon.among(intents.mixed_languages(texts, self._lexicon, language))
        return Hearing(request, texts, words, language, switched=bool(wanted))

    def _react(self, hearing: Hearing) -> CoachTurn:
        if hearing.switched and hearing.asked != "languages":
            return self._same(hearing, wording.say(self._phrases, hearing.language, "remark.language"), reworded=True)
        if hearing.request.interview.drafting and hearing.asked and not hearing.reviewing:
            return drafting.go_on(hearing, self._phrases, self._told)
        if chosen := self._choice(hearing):
            return self._told(hearing, *self._chosen(hearing, chosen))
        request = intents.request(hearing.texts[-1], hearing.lexicon) if len(hearing.texts) == 1 else ""
        if not hearing.texts or request == "empty":
            return self._same(hearing, wording.say(self._phrases, hearing.language, "remark.empty"), understood=False)
        if request and hearing.asked and not hearing.reviewing:
            return self._requested(hearing, request)
        return self._heard(hearing)

    def _requested(self, hearing: Hearing, request: str) -> CoachTurn:
        if request == "repeat":
            return self._same(hearing, wording.say(self._phrases, hearing.language, "remark.repeat"), reworded=True)
        if request == "help" and drafting.can_help(hearing, self._phrases):
            return drafting.begin(hearing, self._phrases)
        if request in ("unknown", "help"):
            proposals = wording.proposals(self._phrases, hearing.language, hearing.asked, hearing.request.brief)
            if proposals and hearing.suggestions != proposals:
                remark = wording.say(self._phrases, hearing.language, "remark.propose")
                return self._same(hearing, remark, suggestions=proposals)
            if request == "help":
                return self._same(
                    hearing, wording.say(self._phrases, hearing.language, "remark.helping"), reworded=True
                )
        return self._next(hearing, CoachTurn(passed=(hearing.asked,)), hearing.request.brief)

    def _heard(self, hearing: Hearing) -> CoachTurn:
        topics, rest = [], []
        for text in hearing.texts:
            asked, told = intents.questions_back(text, hearing.lexicon)
            topics += asked
            rest += told
        updates, brief = hear(rest, self._context(hearing)) if rest else ((), hearing.request.brief)
        if hearing.reviewing:
            return self._reviewed(hearing, updates, topics)
        known = [topic for topic in topics if topic != "unknown"] or (topics if not updates else [])
        if known and not updates:
            return self._same(hearing, self._answer(hearing, known[0]))
        if known:
            turn = self._told(hearing, updates, brief)
            return turn.model_copy(update={"remark": f"{self._answer(hearing, known[0])}\n\n{turn.remark}".strip()})
        return self._told(hearing, updates, brief)

    def _reviewed(self, hearing: Hearing, updates: tuple[FactUpdate, ...], topics: list[str]) -> CoachTurn:
        firm = tuple(update for update in updates if update.fact in HARD)
        said = " ".join(" ".join(text.raw.split()) for text in hearing.texts)
        if topics and not firm:
            return CoachTurn(remark=self._answer(hearing, topics[0]))
        if firm:
            return CoachTurn(
                updates=firm, remark=wording.reflect(self._phrases, hearing.language, hearing.request.brief, firm)
            )
        return CoachTurn(wish=said[:500], understood=bool(said))

    def _told(self, hearing: Hearing, updates: tuple[FactUpdate, ...], brief: BusinessBrief) -> CoachTurn:
        """Reflect what was understood and ask on; clarify a vague answer once."""
        asked = hearing.asked
        vague = next((each for each in updates if each.fact == asked and self._vague(hearing, each)), None)
        if vague and self._may_clarify(hearing):
            ask = wording.say(self._phrases, hearing.language, f"clarify.{asked}")
            others = tuple(each for each in updates if each is not vague)
            return CoachTurn(
                updates=others, ask=ask, asks=(asked,), suggestions=self._examples(hearing, asked, brief), clarify=True
            )
        if not updates and asked:
            return self._lost(hearing)
        if unclear := self._which_country(hearing, updates, brief):
            return unclear
        remark = wording.reflect(self._phrases, hearing.language, hearing.request.brief, updates)
        return self._next(hearing, CoachTurn(updates=updates, remark=remark, understood=bool(updates)), brief)

    def _which_country(
        self, hearing: Hearing, updates: tuple[FactUpdate, ...], brief: BusinessBrief
    ) -> CoachTurn | None:
        """Ask which country a city is in, when several have one of that name; the city waits for the answer."""
        named = next((each for each in updates if each.fact == "city"), None)
        if named is None or brief.location.country or hearing.reviewing or "city" in hearing.request.interview.clarified:
            return None
        if not several_countries(str(named.value)):
            return None
        ask = wording.say(self._phrases, hearing.language, "ask.country", city=named.value)
        others = tuple(each for each in updates if each is not named)
        remark = wording.reflect(self._phrases, hearing.language, hearing.request.brief, others)
        return CoachTurn(updates=others, remark=remark, ask=ask, asks=("city",), clarify=hearing.asked == "city")

    def _lost(self, hearing: Hearing) -> CoachTurn:
        """Nothing could be made of the words: ask once more in other words, then go on."""
        if self._may_clarify(hearing):
            key = "clarify" if hearing.asked in ("phone", "city") else "again"
            remark = wording.say(self._phrases, hearing.language, "remark.not_understood")
            ask = wording.say(self._phrases, hearing.language, f"{key}.{hearing.asked}")
            suggestions = self._examples(hearing, hearing.asked, hearing.request.brief)
            return CoachTurn(
                remark=remark, ask=ask, asks=(hearing.asked,), suggestions=suggestions, clarify=True, understood=False
            )
        return self._next(hearing, CoachTurn(passed=(hearing.asked,), understood=False), hearing.request.brief)

    def _next(self, hearing: Hearing, turn: CoachTurn, brief: BusinessBrief) -> CoachTurn:
        """Add the next question to a turn; none when nothing is missing."""
        if self._talked_past_again(hearing, turn, brief):
            turn = turn.model_copy(update={"passed": (*turn.passed, hearing.asked)})
        fact, again = wording.next_fact(hearing.request, turn, brief, hearing.asked)
        remark = turn.remark
        if turn.passed and not remark and not turn.updates:
            remark = wording.say(
                self._phrases, hearing.language, "remark.later" if hearing.asked == "phone" else "remark.passed"
            )
        if not fact:
            return turn.model_copy(update={"remark": remark})
        ask = wording.ask(self._phrases, hearing.language, fact, again=again)
        suggestions = self._examples(hearing, fact, brief)
        return turn.model_copy(update={"remark": remark, "ask": ask, "asks": (fact,), "suggestions": suggestions})

    def _talked_past_again(self, hearing: Hearing, turn: CoachTurn, brief: BusinessBrief) -> bool:
        """Whether the person told other things when asked for this a second time: then it is let go."""
        if not hearing.asked or not turn.updates or answered(brief, hearing.asked) or hearing.request.question is None:
            return False
        if all(known(hearing.request.brief, update.fact) for update in turn.updates):
            return False
        said_again = wording.ask(self._phrases, hearing.language, hearing.asked, again=True)
        return hearing.request.question.text.endswith(said_again)

    def _same(
        self,
        hearing: Hearing,
        remark: str,
        *,
        suggestions: tuple[str, ...] = (),
        reworded: bool = False,
        understood: bool = True,
    ) -> CoachTurn:
        """Ask the open question once more after a remark."""
        question = hearing.request.question
        if question is None or not hearing.asked or hearing.reviewing:
            return CoachTurn(remark=remark, understood=understood)
        moved = hearing.language != hearing.request.language or hearing.switched
        same = question.text.removeprefix(getattr(question, "remark", "")).strip()
        ask = same
        if moved or reworded:
            ask = wording.ask(self._phrases, hearing.language, hearing.asked, again=reworded and not moved)
        offered = self._examples(hearing, hearing.asked, hearing.request.brief) if moved else question.suggestions
        return CoachTurn(
            remark=remark, ask=ask, asks=(hearing.asked,), suggestions=suggestions or offered, understood=understood
        )

    def _choice(self, hearing: Hearing) -> str:
        if len(hearing.texts) != 1 or not hearing.asked or hearing.reviewing:
            return ""
        return intents.picked(hearing.texts[0], hearing.suggestions, hearing.lexicon)

    def _chosen(self, hearing: Hearing, chosen: str) -> tuple[tuple[FactUpdate, ...], BusinessBrief]:
        return hear([Text(chosen)], self._context(hearing), whole=True)

    def _context(self, hearing: Hearing) -> Context:
        request = hearing.request
        earlier = tuple(Text(turn.text) for turn in request.recent if turn.speaker == "person")
        asked = "" if hearing.reviewing else hearing.asked
        return Context(
            hearing.lexicon, request.brief, asked, hearing.language, earlier=earlier, answering=bool(asked))

    def _answer(self, hearing: Hearing, topic: str) -> str:
        left = max(1, len(hearing.request.missing))
        return wording.answer(self._phrases, hearing.language, topic, hearing.asked, count=left)

    def _examples(self, hearing: Hearing, fact: str, brief: BusinessBrief) -> tuple[str, ...]:
        return wording.examples(self._phrases, hearing.language, fact, brief)

    def _vague(self, hearing: Hearing, update: FactUpdate) -> bool:
        if isinstance(update.value, list):
            names = [item.get("name", "") for item in update.value if isinstance(item, dict)]
            return bool(names) and all(intents.wholly(Text(name).folded, hearing.lexicon, "intents", "vague") for name in names)
        return isinstance(update.value, str) and intents.wholly(
            Text(update.value).folded, hearing.lexicon, "intents", "vague"
        )

    def _may_clarify(self, hearing: Hearing) -> bool:
        clarified = hearing.request.interview.clarified
        return hearing.asked not in clarified and len(clarified) < 2  # noqa: PLR2004 - two clarifications a step at most
