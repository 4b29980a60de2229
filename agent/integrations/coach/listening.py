"""One turn as the coach hears it: the new messages, the words they are understood by, and the question they answer."""

from __future__ import annotations

from dataclasses import dataclass

from agent.integrations.coach import intents
from agent.integrations.coach.heard import Context
from nodes.brief import BusinessBrief
from nodes.facts.lexicon import Lexicon
from nodes.facts.text import Text
from nodes.inputs import VisionInput


@dataclass(frozen=True)
class Hearing:
    """What the coach works on in one turn."""

    request: VisionInput
    texts: tuple[Text, ...]
    lexicon: Lexicon
    """The words of the languages that are spoken in these messages."""
    language: str
    """The language to answer in."""
    switched: bool = False
    """Whether the person asked for that language."""

    @property
    def brief(self) -> BusinessBrief:
        """The brief before this turn."""
        return self.request.brief

    @property
    def asked(self) -> str:
        """The fact the open question asks for, empty when it asks for none."""
        question = self.request.question
        return question.asks[0] if question and question.asks and question.kind == "fact" else ""

    @property
    def asked_text(self) -> str:
        """The words of the open question, without what was remarked before it."""
        question = self.request.question
        return question.text.removeprefix(question.remark).strip() if question else ""

    @property
    def suggestions(self) -> tuple[str, ...]:
        """The answers that were offered with the open question."""
        return self.request.question.suggestions if self.request.question else ()

    @property
    def reviewing(self) -> bool:
        """Whether a later step is under review, and nothing of the interview is open."""
        return self.request.gate != "vision"

    @property
    def moved(self) -> bool:
        """Whether the conversation changes its language with this turn."""
        return self.switched or self.language != self.request.language

    @property
    def words(self) -> str:
        """All that was said, in one line."""
        return " ".join(" ".join(text.raw.split()) for text in self.texts)

    def context(self) -> Context:
        """Return what the parsers need to know."""
        earlier = tuple(Text(turn.text) for turn in self.request.recent if turn.speaker == "person")
        asked = "" if self.reviewing else self.asked
        return Context(
            self.lexicon,
            self.brief,
            asked,
            self.language,
            earlier=earlier,
            answering=bool(asked),
            reviewing=self.reviewing,
        )


def listen(request: VisionInput, lexicon: Lexicon, spoken: tuple[str, ...]) -> Hearing:
    """Return the turn as it is heard; `spoken` are the languages the coach can answer in."""
    texts = tuple(Text(said) for said in request.said)
    wanted = next(filter(None, (intents.wanted_language(text, lexicon) for text in texts)), "")
    language = wanted or intents.spoken_language(texts, lexicon, request.language)
    language = language if language in spoken else request.language
    words = lexicon.among(intents.mixed_languages(texts, lexicon, language))
    return Hearing(request, texts, words, language, switched=bool(wanted))
