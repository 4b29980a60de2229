"""What is left of a message when all that was heard in it, and politeness, are taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.integrations.coach.heard import Context, Heard
from agent.integrations.coach.told_facts import MOST
from nodes.brief import Change
from nodes.facts.lexicon import Lexicon
from nodes.facts.text import Span, Text

_BARE = 6
"""Words of a message that is taken as a whole, whatever weak cues are among them."""
_FEW = 3
"""Words that make a sentence more than a note of opening hours."""
_NOTE = 4
"""Words around a number that only announce it."""
_CLAUSE = re.compile(r"[,;(\n]|\s-\s|[.!?](?=\s|$)")
_CONTACT = frozenset({"phone", "whatsapp", "email"})
_TELLING = frozenset({"place", "story", "person", "region", "for_whom"})
"""Cues whose words may at the same time answer a question about customers, strengths or dreams."""
_DOING = frozenset({"make", "work", "activity", "offer", "sell"})
"""Cues whose words may at the same time tell what sets the business apart ("we cook over firewood")."""
_SERVING = frozenset({"promises", "payments", "style", "colors", "tone", "languages"})
"""Cues whose words may at the same time answer the question what sets the business apart."""
_ASIDE = frozenset({"city", "country", "sector", "story", "activity", "address"})


@dataclass(frozen=True)
class Message:
    """One message with all that was heard in it."""

    text: Text
    heard: Sequence[Heard]
    cues: Sequence[tuple[str, Span]]
    walls: Sequence[Span]
    """Where phones, places, names and the like stand."""
    reach: Sequence[Span]
    """Of these, the numbers and links by which the business is reached."""
    context: Context
    apart: Sequence[Span] = ()
    """Sentences that are no answer to anything."""

    @property
    def told(self) -> bool:
        """Whether the open question asks for a fact that is told in sentences."""
        return self.context.asked in MOST

    @property
    def several(self) -> bool:
        """Whether the answer may be several sentences."""
        return self.told or self.context.asked == "offer"


def leftover(message: Message) -> Span | None:
    """Return the first run of clauses that nothing was heard in and that are more than politeness."""
    taken = list(_taken(message))
    run: Span | None = None
    for unit in _units(message.text, whole=message.several):
        heard_here = any(span.meets(unit) for span in taken)
        kept = None if heard_here or _noted(message, unit) else _polished(message, unit)
        if kept:
            run = Span(run.start if run else kept.start, kept.end)
        if ((kept or heard_here) and not message.several) or (heard_here and run):
            break
    return run


def _noted(message: Message, unit: Span) -> bool:
    """Whether a clause only hands over a number or link: "reach me on 0555 123 456"."""
    inside = [span for span in message.reach if span.meets(unit)]
    words = len(message.text.folded[unit.start : unit.end].split())
    noted = sum(len(message.text.folded[span.start : span.end].split()) for span in inside)
    return bool(inside) and words - noted <= _NOTE


def _taken(message: Message) -> Iterator[Span]:
    """Yield the spans whose clauses tell something else than what is asked."""
    yield from message.apart
    for fact, cue in message.cues:
        if fact != message.context.asked and not _weak(message, fact):
            yield cue
    for each in message.heard:
        if each.fact not in ("city", "country", "sector") and not (message.told and _aside(message, each)):
            yield each.span


def _weak(message: Message, fact: str) -> bool:
    """Whether a cue may be a part of the answer: "we send the position by WhatsApp"."""
    if fact in _CONTACT:
        return message.told and not any(each.fact in _CONTACT for each in message.heard)
    if fact in _SERVING:
        silent = not any(each.fact == fact for each in message.heard)
        return silent or message.context.asked == "differentiation"
    if fact in _DOING and message.told:
        introduced = any(each.fact == "city" for each in message.heard)
        return not introduced and message.context.asked in ("differentiation", "story", "value_proposition")
    return fact in _TELLING | _DOING and (message.told or len(message.text.folded.split()) <= _BARE)


def _aside(message: Message, heard: Heard) -> bool:
    """Whether words in which a fact was heard may still answer a question about customers, strengths or dreams."""
    if heard.fact == "opening_hours":
        about = message.context.lexicon.pattern("hours", "about").search(message.text.folded)
        noted = heard.text.folded[heard.span.start : heard.span.end].split()
        return not about and len(heard.text.folded.split()) - len(noted) >= _FEW
    if heard.fact == "offer":
        return heard.change is not Change.REMOVE and not any("price" in item for item in heard.value)
    return heard.fact in _ASIDE or (heard.fact in _SERVING and message.context.asked == "differentiation")


def _units(text: Text, *, whole: bool) -> Iterator[Span]:
    """Yield sentences, or their clauses."""
    for sentence in text.sentences():
        start = sentence.start
        for cut in () if whole else _CLAUSE.finditer(text.folded, sentence.start, sentence.end):
            yield Span(start, cut.start())
            start = cut.end()
        yield Span(start, sentence.end)


def _polished(message: Message, unit: Span) -> Span | None:
    """Return what comes before the first wall in a unit, without politeness; None if no word is left."""
    met = [] if message.told else [wall for wall in message.walls if wall.meets(unit)]
    end = min((wall.start for wall in met if wall.start > unit.start), default=unit.end)
    begin = max((wall.end for wall in met if wall.start <= unit.start), default=unit.start)
    kept = _impolite(message.text, Span(begin, max(begin, end)), message.context.lexicon)
    words = message.context.lexicon.pattern("small").sub("", message.text.folded[kept.start : kept.end])
    return kept if re.search(r"[^\W\d_]{2}", words) else None


def _impolite(text: Text, span: Span, lexicon: Lexicon) -> Span:
    """Return the span without greetings, thanks and the like at its ends."""
    if lexicon.compiled("leftover.polite", _polite).fullmatch(text.folded, span.start, span.end):
        return Span(span.end, span.end)
    lead = lexicon.compiled("leftover.lead", _lead).match(text.folded, span.start, span.end)
    tail = lexicon.compiled("leftover.tail", _tail)
    begin, stop = lead.end() if lead else span.start, span.end
    begin -= _denial(text.folded[span.start : begin], lexicon)
    if lexicon.pattern("fillers").fullmatch(text.folded[begin:stop].strip(" ,.!?;:")):
        return Span(stop, stop)
    while stop > begin and (found := tail.search(text.folded[max(begin, stop - 40) : stop])):
        stop -= len(found[0])
    return Span(begin, max(begin, stop))


def _denial(lead: str, lexicon: Lexicon) -> int:
    """Return the length of a "no" that begins the sentence itself: "No child should ..." and not "No, it is ..."."""
    last = re.search(r"[^\W\d_]+\s+$", lead)
    return len(last[0]) if last and lexicon.pattern("disagree").fullmatch(last[0].strip()) else 0


def _polite(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?:[\s,;:.!?\-]*{lexicon.pattern('fillers').pattern})+[\s,;:.!?\-]*")


def _lead(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"[\s,;:.!?\-]*(?:{lexicon.pattern('fillers').pattern}[\s,;:.!?]+)*")


def _tail(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?:[\s,;:.!?\-(]+|(?<!\w){lexicon.pattern('fillers').pattern})$")
