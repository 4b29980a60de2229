"""The coach with a model: rules hear what rules can, the model hears the rest and words the talk.

The model proposes and never decides: every update carries words the person just said, figures and codes are read by
rules, and questions about the product are answered from the playbook.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from agent import resources
from agent.integrations.coach import intents, wording
from agent.integrations.coach.coach_reply import SOFT, CoachReply, Told, shown_ask, shown_remark, shown_suggestions
from agent.integrations.coach.guided_coach import HARD, GuidedCoach
from agent.integrations.coach.heard import Context
from agent.integrations.coach.proposals import after, proposed, tightened, told_elsewhere
from agent.integrations.coach.vocabulary import lexicon
from agent.integrations.fallback import SecondTry
from agent.integrations.openai_client import Ask, OpenAIClient
from agent.integrations.openai_errors import ContextTooLong
from agent.integrations.session_context import Listener, words_listener
from agent.integrations.structured import answer_shaped
from nodes.conversation import CoachTurn
from nodes.facts.text import Text
from nodes.inputs import VisionInput
from nodes.ports import Phrases

NAME = "openai"
STOOD_IN = "services.coach_local"
_MAX_TOKENS = 700
_TEMPERATURE = 0.3
_LONGEST_MESSAGE = 5000
"""Characters of the person's words the model reads, head and tail; the rules read all of them."""
_LONGEST_LINE = 400
_RECENT = 6
"""Earlier lines the model sees, so that a turn's cost does not grow with the talk."""


class OpenAICoach:
    """Fills Coach. Without its model, once the person has been told and tries again, the rules go on alone."""

    def __init__(self, client: OpenAIClient, guided: GuidedCoach, phrases: Phrases, second_try: SecondTry) -> None:
        self._client = client
        self._guided = guided
        self._phrases = phrases
        self._second_try = second_try

    async def respond(self, request: VisionInput) -> CoachTurn:
        """Understand the person's words and word the next question. Raises IntegrationException or BudgetSpent."""
        heard = await self._guided.respond(request)
        if _settled(request, heard):
            return heard

        async def alone(failures: int) -> CoachTurn:
            return self._alone(request, heard, failures)

        return await self._second_try.run(lambda: self._with_model(request, heard), alone)

    async def _with_model(self, request: VisionInput, heard: CoachTurn) -> CoachTurn:
        try:
            reply = await self._asked(request)
        except ContextTooLong:
            short = request.model_copy(update={"recent": (), "said": tuple(text[:1000] for text in request.said)})
            reply = await self._asked(short)
        return self._combined(request, heard, reply)

    async def _asked(self, request: VisionInput) -> CoachReply:
        listener = words_listener.get()
        ask = Ask(
            (("system", resources.read_text("prompts/coach.md")), ("user", briefing(request))),
            max_tokens=_MAX_TOKENS,
            temperature=_TEMPERATURE,
            listener=_hearing_words(listener) if listener else None,
            action="coach",
        )
        return await answer_shaped(self._client, ask, CoachReply)

    def _combined(self, request: VisionInput, heard: CoachTurn, reply: CoachReply) -> CoachTurn:
        texts = tuple(Text(text) for text in request.said)
        asked = _asked_for(request)
        context = Context(lexicon(), request.brief, asked, country=request.brief.location.country)
        more = proposed(reply, texts, context, heard.updates)
        if request.gate != "vision":
            return self._reviewed(request, heard, reply, firm_only(more))
        updates = (*tightened(told_elsewhere(heard.updates, asked), reply, asked), *more)
        turn = heard if _answered_back(heard) and not more else self._going_on(request, heard, reply, updates, asked)
        return self._proposing(request, turn, reply).model_copy(update={"made_by": NAME})

    def _going_on(
        self, request: VisionInput, heard: CoachTurn, reply: CoachReply, updates: tuple[Any, ...], asked: str
    ) -> CoachTurn:
        """Reflect and ask on, in the model's words where they may be shown."""
        language = heard.language or request.language
        brief = after(request.brief, updates)
        passed = () if updates and not heard.understood else heard.passed
        told = heard.model_copy(update={"updates": updates, "passed": passed})
        if not updates or (heard.clarify and heard.understood):
            return told
        known = Told.of(request.model_copy(update={"brief": brief}))
        fact, again = wording.next_fact(request, told, brief, asked)
        reflected = wording.reflect(self._phrases, language, request.brief, updates)
        if not fact:
            return told.model_copy(
                update={
                    "remark": reflected,
                    "ask": "",
                    "asks": (),
                    "suggestions": (),
                    "clarify": False,
                    "understood": True,
                }
            )
        remark = self._spoken(shown_remark(reply, language, known), language) or reflected
        ask = self._spoken(shown_ask(reply, fact, language, known), language)
        return told.model_copy(
            update={
                "remark": remark,
                "ask": ask or wording.ask(self._phrases, language, fact, again=again),
                "asks": (fact,),
                "suggestions": wording.examples(self._phrases, language, fact, brief),
                "clarify": False,
                "understood": True,
            }
        )

    def _reviewed(self, request: VisionInput, heard: CoachTurn, reply: CoachReply, firm: tuple[Any, ...]) -> CoachTurn:
        """At a later gate: changed facts, else a wish, else the answer to a question."""
        language = heard.language or request.language
        updates = (*heard.updates, *firm)
        if updates:
            remark = wording.reflect(self._phrases, language, request.brief, updates)
            return heard.model_copy(update={"updates": updates, "wish": "", "remark": remark, "made_by": NAME})
        said = " ".join(request.said)
        remark = self._spoken(shown_remark(reply, language, Told.of(request)), language)
        if heard.wish and remark and not reply.wish and said.rstrip().endswith(("?", "؟")):
            return heard.model_copy(update={"wish": "", "remark": remark, "made_by": NAME})
        return heard.model_copy(update={"made_by": NAME})

    def _proposing(self, request: VisionInput, turn: CoachTurn, reply: CoachReply) -> CoachTurn:
        """Take the model's proposals for a fact told in sentences, where its question is for that fact too."""
        known = Told.of(request)
        fact = turn.asks[0] if turn.asks else ""
        fits = fact in SOFT and bool(shown_ask(reply, fact, turn.language or request.language, known))
        fitted = shown_suggestions(reply, known) if fits else ()
        return turn.model_copy(update={"suggestions": fitted}) if fitted else turn

    def _spoken(self, text: str, language: str) -> str:
        """Return the words if they are in the language, as far as that can be told."""
        return "" if text and intents.spoken_language((Text(text),), lexicon(), language) else text

    def _alone(self, request: VisionInput, heard: CoachTurn, failures: int) -> CoachTurn:
        """Go on by rules; the first time the person is told."""
        if failures != 2:  # noqa: PLR2004 - the failure after the one that was shown
            return heard
        notice = self._phrases.say(heard.language or request.language, STOOD_IN)
        return heard.model_copy(update={"remark": f"{notice}\n\n{heard.remark}".strip()})


def briefing(request: VisionInput) -> str:
    """Return what the model is told, as one JSON object: quoting keeps the person's words apart from instructions."""
    question = request.question
    told = {
        "language": request.language,
        "step": request.gate,
        "known": request.brief.model_dump(mode="json", exclude_defaults=True),
        "question": question.text[-_LONGEST_LINE:] if question else "",
        "suggestions": question.suggestions if question else (),
        "next": request.missing[:3],
        "earlier": [f"{turn.speaker}: {turn.text[:_LONGEST_LINE]}" for turn in request.recent[-_RECENT:]],
        "message": _bounded("\n".join(request.said)),
    }
    return json.dumps(told, ensure_ascii=False)


def firm_only(updates: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the updates that are facts at any gate; other words there are wishes."""
    return tuple(update for update in updates if update.fact in HARD)


def _bounded(text: str) -> str:
    if len(text) <= _LONGEST_MESSAGE:
        return text
    return f"{text[: _LONGEST_MESSAGE * 4 // 5]}\n[...]\n{text[-_LONGEST_MESSAGE // 5 :]}"


def _asked_for(request: VisionInput) -> str:
    question = request.question
    return (
        question.asks[0] if question and question.kind == "fact" and question.asks and request.gate == "vision" else ""
    )


def _settled(request: VisionInput, heard: CoachTurn) -> bool:
    """Whether the rules understood all of it: nothing said, a draft under way, a suggestion picked, or a plain skip."""
    if not any(text.strip() for text in request.said) or heard.drafting or request.interview.drafting:
        return True
    if heard.understood and heard.passed and not heard.updates:
        return True
    question = request.question
    picked = len(request.said) == 1 and question is not None and bool(question.suggestions)
    return (
        picked and bool(intents.picked(Text(request.said[0]), question.suggestions, lexicon())) if question else False
    )


def _answered_back(heard: CoachTurn) -> bool:
    """Whether the rules answered a question or a request, which they do with words that were checked."""
    return bool(heard.remark) and heard.understood and not heard.updates and not heard.passed


def _hearing_words(listener: Listener) -> Callable[[str], None]:
    """Return a listener for the raw answer that passes on the coach's words in it."""
    from langchain_core.utils.json import parse_partial_json  # noqa: PLC0415 - slow to import

    def hear(raw: str) -> None:
        try:
            found = parse_partial_json(raw)
        except ValueError:
            return
        if isinstance(found, dict):
            words = [str(found.get(name) or "") for name in ("remark", "ask")]
            listener("\n\n".join(part for part in words if part))

    return hear
