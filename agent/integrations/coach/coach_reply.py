"""What a model may answer as a coach, and what of it may be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator

from agent.resources import load_yaml
from nodes.facts.text import key
from nodes.frozen import clean_text
from nodes.grounding import Evidence
from nodes.inputs import VisionInput

Name = Literal[
    "business_name",
    "activity",
    "sector",
    "city",
    "country",
    "region",
    "vision",
    "mission",
    "target_audience",
    "differentiation",
    "value_proposition",
    "story",
    "offer",
    "promises",
    "payments",
    "testimonials",
    "phone",
    "whatsapp",
    "email",
    "address",
    "opening_hours",
    "social",
    "languages",
    "tone",
    "style",
    "colors",
]
"""The facts a model may propose: those of the brief, by their flat names."""

SOFT = frozenset({"vision", "mission", "target_audience", "differentiation", "value_proposition", "story"})
"""Facts told in sentences; the others are names, figures and lists."""

_LONGEST_REMARK = 300
_LONGEST_ASK = 240
_LONGEST_SUGGESTION = 110
_SUGGESTIONS = 3
_TITLE = 6
"""Words that may follow the business's name at the start of a remark ("Mama Joy, a fine name"); more describe it."""
_ADDRESS = re.compile(r"https?:|www\.|\w@\w|</?\w|\[[^\]]*\]\(", re.IGNORECASE)
_HARD = frozenset(("award", "certification", "testimonial", "guarantee", "payment", "percentage", "price"))
_QUESTION = re.compile(r"[?؟]")


class ToldFact(BaseModel):
    """One fact with the words that say so."""

    fact: Name
    value: str
    quote: str
    change: Literal["set", "add", "remove"] = "set"


class CoachReply(BaseModel):
    """One turn as the model proposes it. Missing keys are empty, surplus ones are dropped."""

    model_config = ConfigDict(extra="ignore")

    facts: list[ToldFact] = Field(default_factory=list)
    language: str = ""
    wish: str = ""
    remark: str = ""
    about: Literal["", Name] = ""
    ask: str = ""
    suggestions: list[str] = Field(default_factory=list)

    @field_validator("about", mode="before")
    @classmethod
    def _known_name(cls, about: object) -> object:
        """Take a name that does not exist for none, instead of refusing the whole turn."""
        return about if about in _NAMES else ""

    @field_validator("facts", mode="before")
    @classmethod
    def _known_facts(cls, facts: object) -> object:
        """Drop entries about facts that do not exist, instead of refusing the whole turn."""
        if not isinstance(facts, list):
            return facts
        return [item for item in facts if isinstance(item, ToldFact) or (isinstance(item, dict) and _usable(item))]


def _usable(item: dict[str, object]) -> bool:
    return item.get("fact") in _NAMES and all(isinstance(item.get(name), str) for name in ("value", "quote"))


_NAMES = frozenset(get_args(Name))


@dataclass(frozen=True)
class Told:
    """What the person said and what is known, by which a model's own words are judged."""

    said: str
    """The new messages."""
    evidence: Evidence

    @classmethod
    def of(cls, request: VisionInput) -> Told:
        """Gather the words of this turn, of the talk before it, and the brief."""
        earlier = tuple(turn.text for turn in request.recent if turn.speaker == "person")
        return cls(" ".join(request.said), Evidence(request.brief, (*request.said, *earlier)))

    @property
    def known(self) -> str:
        return f"{self.said} {self.evidence.brief.model_dump_json()}"


def shown_remark(reply: CoachReply, language: str, told: Told) -> str:
    """Return the remark if it may be shown.

    It is short, speaks to the person and not about them or their business, is no echo of what they said and no
    question, and claims nothing that was neither said nor known.
    """
    text = clean_text(reply.remark)
    plain = 0 < len(text) <= _LONGEST_REMARK and not _ADDRESS.search(text) and not _QUESTION.search(text)
    words = key(text).split()
    echo = bool(words) and set(words) <= set(key(told.said).split())
    name = key(told.evidence.brief.business_name).split()
    summary = bool(name) and words[: len(name)] == name and len(words) > _TITLE + len(name)
    fit = plain and not echo and not summary and not _misspoken(words) and not _familiar(words, language)
    return text if fit and not _new(text, told.known) and not told.evidence.violations(text) else ""


def _misspoken(words: list[str]) -> bool:
    """Whether words speak about the person or as the person, instead of to them."""
    data = load_yaml("prompts/names.yaml")
    text = f" {' '.join(words)} "
    return any(f" {key(str(word))} " in text for word in (*data["about_the_person"], *data["as_the_person"]))


def shown_ask(reply: CoachReply, fact: str, language: str, told: Told) -> str:
    """Return the wording of the question for `fact` if it may be shown: one question, for this fact, and no news."""
    text = clean_text(reply.ask)
    one = len(_QUESTION.findall(text)) == 1 and bool(_QUESTION.search(text[-2:]))
    plain = one and len(text) <= _LONGEST_ASK and not _ADDRESS.search(text)
    fit = (
        plain and reply.about == fact and _asks_for(text, fact, language) and not _familiar(key(text).split(), language)
    )
    return text if fit and not _news(text, told) else ""


def shown_suggestions(reply: CoachReply, told: Told) -> tuple[str, ...]:
    """Return the proposals that go with the question, none when they are not three or hold anything that is news."""
    texts = tuple(dict.fromkeys(clean_text(text).strip(" -•*") for text in reply.suggestions))[:_SUGGESTIONS]
    plain = all(0 < len(text) <= _LONGEST_SUGGESTION and not _ADDRESS.search(text) for text in texts)
    return texts if plain and len(texts) == _SUGGESTIONS and not any(_news(text, told) for text in texts) else ()


def _familiar(words: list[str], language: str) -> bool:
    """Whether words address the person less politely than the playbook of the language does."""
    return bool(set(words) & set(load_yaml("prompts/names.yaml")["familiar"].get(language, ())))


def _news(text: str, told: Told) -> bool:
    """Whether words hold a figure, a name, or a claim that only the owner can make; what they wish for is free."""
    return bool(_new(text, told.known)) or any(found.kind in _HARD for found in told.evidence.violations(text))


def _asks_for(text: str, fact: str, language: str) -> bool:
    """Whether a question holds a word by which this fact is asked for; True in a language without such words."""
    cues = load_yaml("prompts/asks.yaml").get(fact, {}).get(language)
    words = f" {key(text)} "
    return cues is None or any(f" {key(cue)}{' ' if cue.endswith(' ') else ''}" in words for cue in cues)


def _new(text: str, known: str) -> set[str]:
    """Return the figures and names in a text that are not among the known words."""
    words = set(key(known).split())
    figures = set(re.findall(r"\d+", text)) - set(re.findall(r"\d+", known))
    return figures | {name for name in _names(text) if name not in words}


def _names(text: str) -> set[str]:
    """Return the words with a capital inside a sentence: names, in the languages whose other nouns have none."""
    inside = (word for sentence in _SENTENCE.split(text) for word in _WORD.findall(sentence)[1:])
    return {part for word in inside if word[0].isupper() and word not in _SELF for part in key(word).split()}


_SENTENCE = re.compile(r"[.!?:…\"«»“”]+\s*")
_WORD = re.compile(r"[^\W\d_]+")
_SELF = frozenset({"I", "WhatsApp"})
"""Words that have a capital and are no news."""
