"""Hears how to reach the business: phones, WhatsApp, e-mail, social links and opening hours."""

from __future__ import annotations

from collections.abc import Iterator

from agent.integrations.coach.heard import Context, Heard, corrected, negated, sentence_before
from nodes.brief import Change
from nodes.facts import hours, links, phones
from nodes.facts.phones import Phone
from nodes.facts.text import Span, Text

_APART = 60
"""Folded characters between two parts of one statement about hours."""
_LABEL = 40
"""Folded characters before a number in which it is announced."""
_FEW_DIGITS = 8
"""Digits from which an unlabelled number is no price or year."""


def hear_links(text: Text) -> Iterator[Heard]:
    """Hear e-mail addresses and social links."""
    for span, address in links.emails(text):
        yield Heard("email", address, text, span)
    for link in links.links(text):
        yield Heard("social", [{"network": link.network, "url": link.url}], text, link.span, Change.ADD)


def hear_phones(text: Text, context: Context) -> Iterator[Heard]:
    """Hear telephone numbers that are valid where the business is."""
    first = not context.brief.contact.phone
    for phone in phones.phones(text, context.country):
        if not phone.e164 or negated(text, phone.span, context):
            continue
        if _for_whatsapp(text, phone, context):
            yield Heard("whatsapp", phone.e164, text, phone.span)
        elif first or _replaces(text, phone, context):
            first = False
            yield Heard("phone", phone.e164, text, phone.span)
        if context.lexicon.pattern("same_whatsapp").search(_around(text, phone.span)):
            yield Heard("whatsapp", phone.e164, text, phone.span)


def hear_same_number(text: Text, context: Context) -> Iterator[Heard]:
    """Hear "the same number is on WhatsApp" about a number given before."""
    known = context.brief.contact.phone
    found = context.lexicon.pattern("same_whatsapp").search(text.folded)
    if known and found and not context.brief.contact.whatsapp and not list(phones.phones(text, context.country)):
        yield Heard("whatsapp", known, text, Span(*found.span()))


def phone_like(text: Text, context: Context) -> list[Span]:
    """Return the spans that look like telephone numbers and must not be read as prices."""
    return [
        each.span
        for each in phones.phones(text, context.country)
        if each.e164 or _labelled(text, each, context) or _long(text, each)
    ]


def hear_hours(text: Text, context: Context) -> Iterator[Heard]:
    """Hear opening hours, completed by what was said about days and closing before."""
    said = hours.opening(text, context.lexicon)
    if not said:
        return
    before = [hours.opening(earlier, context.lexicon) for earlier in context.earlier]
    ranges = hours.complete([*before, said], context.brief.contact.opening_hours)
    if ranges and ranges != context.brief.contact.opening_hours and said.spans:
        span = _together(sorted(said.spans, key=lambda each: each.start))
        yield Heard("opening_hours", [each.model_dump() for each in ranges], text, span)


def hour_spans(text: Text, context: Context) -> list[Span]:
    """Return where a text speaks of opening hours."""
    return list(hours.opening(text, context.lexicon).spans)


def _together(spans: list[Span]) -> Span:
    """Return the first run of spans that stand close together."""
    first = spans[0]
    for span in spans[1:]:
        if span.start - first.end > _APART:
            break
        first = Span(first.start, max(first.end, span.end))
    return first


def _for_whatsapp(text: Text, phone: Phone, context: Context) -> bool:
    return _last_cue(text, phone, context) == "whatsapp"


def _labelled(text: Text, phone: Phone, context: Context) -> bool:
    return _last_cue(text, phone, context) in ("phone", "whatsapp")


def _last_cue(text: Text, phone: Phone, context: Context) -> str:
    start = max(text.sentence_start(phone.span.start), phone.span.start - _LABEL)
    cues = context.lexicon.cues_in(text.folded, start, phone.span.end)
    return next((name for name, begin, _ in reversed(list(cues)) if begin < phone.span.start), "")


def _long(text: Text, phone: Phone) -> bool:
    written = text.folded[phone.span.start : phone.span.end]
    groups = written.split()
    thousands = len(groups) > 1 and len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])  # noqa: PLR2004 - groups of an amount
    return sum(char.isdigit() for char in written) >= _FEW_DIGITS and not thousands and not written.endswith("000")


def _replaces(text: Text, phone: Phone, context: Context) -> bool:
    asked = context.asked in ("phone", "whatsapp")
    additive = context.lexicon.pattern("additive").search(sentence_before(text, phone.span.start)[-30:])
    told = _labelled(text, phone, context) or corrected(text, phone.span, context)
    return phone.e164 != context.brief.contact.phone and (asked or told) and not additive


def _around(text: Text, span: Span) -> str:
    return (
        text.folded[max(0, span.start - 45) : span.start] + "#" + text.folded[span.end : span.end + 45].split("\n")[0]
    )
