"""Hears where the business is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.integrations.coach.heard import Context, Heard, corrected, denied, negated
from nodes.facts import gazetteer
from nodes.facts.places import Mention, Strength, mentions
from nodes.facts.text import Span, Text

_BREATH = 12
"""Characters between a city and its country."""
_BARE_WORDS = 6
"""Words of a reply to "where are you" in which a name alone is the place."""
_UNLISTED = re.compile(r"\s*(?P<name>[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+){0,3})")


def find_places(text: Text, context: Context, taken: Sequence[Span]) -> list[Mention]:
    """Return the places that the words set the business at, as far as they may change what is known."""
    asked = context.asked in ("city", "country") and len(text.folded.split()) <= _BARE_WORDS
    asked = asked or _corrects_city(text, context)
    found = mentions(text, context.lexicon, context.country, taken, asked=asked)
    if context.asked == "business_name" and not asked and len(text.folded.split()) <= _BARE_WORDS:
        found = [each for each in found if each.strength > Strength.BARE or _whole(text, each)]
    refused = [each for each in found if _refused(text, each, context)]
    freed = any(each.place and each.place.name == context.brief.location.city for each in refused)
    return [each for each in found if each not in refused and (freed or _counts(text, each, context))]


def hear_places(text: Text, found: Sequence[Mention], context: Context) -> Iterator[Heard]:
    """Hear city, country and, for a quarter of a city, the address."""
    cities = [each for each in found if each.place]
    countries = [each for each in found if not each.place]
    city = _meant(text, cities, context)
    country = next((each for each in countries if each.country), None)
    if city and country and city.country and country.country != city.country and not _beside(city, country):
        country = None
    if city and city.place:
        yield Heard("city", city.place.name, text, city.name)
        code = country.country if country else city.country
        if code:
            yield Heard("country", code, text, (country or city).name)
        district = next(
            (each for each in cities if each.place and each.place.district and each.place.name == city.place.name), None
        )
        if district and district.place and not context.brief.contact.address:
            yield Heard("address", district.place.district, text, district.name)
    elif country:
        yield Heard("country", country.country, text, country.name)


def hear_unlisted(text: Text, context: Context, taken: Sequence[Span]) -> Iterator[Heard]:
    """Hear a place no gazetteer lists, when the words say firmly that the business is there."""
    for found in context.lexicon.pattern("places", "stated").finditer(text.folded):
        name = _UNLISTED.match(text.folded, found.end())
        if not name:
            continue
        span = _capitalised(text, Span(*name.span("name")))
        if span and not any(span.meets(other) for other in taken) and not negated(text, span, context):
            yield Heard("city", text.quote(span.start, span.end), text, span)
            return


def _corrects_city(text: Text, context: Context) -> bool:
    """Whether a message is nothing but a place after "no": "no, it's Kano"."""
    if not context.brief.location.city or not context.lexicon.pattern("correction").match(text.folded.strip()):
        return False
    rest = text.folded
    for group in ("correction", "small", "fillers"):
        rest = context.lexicon.pattern(group).sub(" ", rest)
    return bool(gazetteer.place(rest))


def _whole(text: Text, mention: Mention) -> bool:
    """Whether a message is nothing but the place."""
    return text.folded.strip(" .,!") == text.folded[mention.span.start : mention.span.end]


def _refused(text: Text, mention: Mention, context: Context) -> bool:
    """Whether a place is named only to be denied, or taken back at once: "in Kigali, sorry, in Huye"."""
    if negated(text, mention.span, context) or denied(text, mention.span, context):
        return True
    after = text.folded[mention.span.end : mention.span.end + 24]
    return after.startswith(",") and bool(context.own.pattern("slips").match(after.lstrip(" ,")))


def _counts(text: Text, mention: Mention, context: Context) -> bool:
    known = context.brief.location.city if mention.place else context.brief.location.country
    if not known or context.asked in ("city", "country"):
        return True
    return mention.strength is Strength.STATED or corrected(text, mention.span, context)


def _meant(text: Text, cities: Sequence[Mention], context: Context) -> Mention | None:
    """Of several cities the one firmly stated; with a correction the last, else the first."""
    if not cities:
        return None
    changed = [each for each in cities if corrected(text, each.span, context)]
    if changed:
        return changed[-1]
    best = max(each.strength for each in cities)
    return next(each for each in cities if each.strength is best)


def _beside(city: Mention, country: Mention) -> bool:
    """Whether a country is named in one breath with a city, or firmly stated."""
    return country.strength is Strength.STATED or 0 <= country.name.start - city.name.end <= _BREATH


def _capitalised(text: Text, span: Span) -> Span | None:
    end = span.start
    for word in re.finditer(r"\S+", text.folded[span.start : span.end]):
        if not text.quote(span.start + word.start(), span.start + word.end())[:1].isupper():
            break
        end = span.start + word.end()
    return Span(span.start, end) if end > span.start else None
