"""The business brief: every fact the person gave, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from nodes.frozen import CleanText, Frozen

E164 = Annotated[str, StringConstraints(pattern=r"^(\+[1-9]\d{6,14})?$")]
"""A phone number in E.164 (ITU-T E.164: a plus sign and at most 15 digits), or empty."""

CountryCode = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")]
"""ISO 3166-1 alpha-2, or empty."""

ClockTime = Annotated[str, StringConstraints(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
"""Local time as HH:MM; 24:00 is the end of a day."""


class Sector(StrEnum):
    """The closed list of sectors; research sends one of these words and never the person's own."""

    RESTAURANT = "restaurant"
    COMMERCE = "commerce"
    FASHION = "fashion"
    BEAUTY = "beauty"
    CRAFTS = "crafts"
    TRANSPORT = "transport"
    AGRICULTURE = "agriculture"
    EDUCATION = "education"
    HEALTH = "health"
    TECHNOLOGY = "technology"
    SERVICES = "services"
    DEFAULT = "default"


class Money(Frozen):
    """An amount in a currency; formatting is CLDR's business."""

    amount: Decimal = Field(ge=0, max_digits=15, allow_inf_nan=False)
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    """ISO 4217."""


class Offer(Frozen):
    """One thing the business sells."""

    name: CleanText = Field(min_length=1, max_length=120)
    description: CleanText = Field(default="", max_length=400)
    price: Money | None = None
    starting: bool = False
    """True when the price is a lowest one ("from 5,000")."""
    unit: CleanText = Field(default="", max_length=40)
    """What the price is for ("kg", "heure"), in the person's words."""


class OpeningHours(Frozen):
    """One range of opening on some weekdays. A day in no range is closed."""

    days: tuple[Annotated[int, Field(ge=0, le=6)], ...]
    """Weekdays, Monday is 0."""
    opens: ClockTime
    closes: ClockTime


class SocialLink(Frozen):
    network: CleanText
    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s\"'<>]+$", max_length=300)]


class Testimonial(Frozen):
    quote: CleanText = Field(min_length=1, max_length=400)
    who: CleanText = Field(default="", max_length=80)


class Location(Frozen):
    city: CleanText = Field(default="", max_length=80)
    country: CountryCode = ""
    region: CleanText = Field(default="", max_length=80)


class Contact(Frozen):
    phone: E164 = ""
    whatsapp: E164 = ""
    email: Annotated[
        str, StringConstraints(pattern=r"^([^@\s\"'<>]+@[^@\s\"'<>]+\.[^@\s\"'<>]+)?$", max_length=254)
    ] = ""
    address: CleanText = Field(default="", max_length=200)
    opening_hours: tuple[OpeningHours, ...] = ()
    social: tuple[SocialLink, ...] = ()


class BusinessBrief(Frozen):
    """What the person said about the business. An empty field is unknown and stays off the site."""

    business_name: CleanText = Field(default="", max_length=120)
    activity: CleanText = Field(default="", max_length=200)
    """The trade in the person's own words ("atelier de couture")."""
    sector: Sector | None = None
    location: Location = Location()
    vision: CleanText = Field(default="", max_length=1000)
    mission: CleanText = Field(default="", max_length=1000)
    target_audience: CleanText = Field(default="", max_length=600)
    differentiation: CleanText = Field(default="", max_length=600)
    value_proposition: CleanText = Field(default="", max_length=600)
    story: CleanText = Field(default="", max_length=2000)
    offer: tuple[Offer, ...] = ()
    promises: tuple[CleanText, ...] = ()
    """Short assurances the owner gave ("livraison à Dakar")."""
    payments: tuple[CleanText, ...] = ()
    """Means of payment the owner named."""
    testimonials: tuple[Testimonial, ...] = ()
    contact: Contact = Contact()
    languages: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")], ...] = ()
    """Languages of the site, the main one first; empty means the language of the conversation."""
    tone: CleanText = Field(default="", max_length=120)
    style: tuple[CleanText, ...] = ()
    """Style words for logo and site ("moderne", "round")."""
    colors: tuple[CleanText, ...] = ()
    """Colour wishes, as said or as #rrggbb."""


class Change(StrEnum):
    """How an update meets what is already there."""

    SET = "set"
    ADD = "add"
    REMOVE = "remove"


class FactUpdate(Frozen):
    """One proposed change to the brief, with the words that support it."""

    fact: str
    """A name from FACTS."""
    value: object = None
    """The new value: text, a list of texts, or a list of objects shaped like the field's model."""
    quote: str
    """The person's own words that say so; checked against what was said before it is applied."""
    change: Change = Change.SET


FACTS: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in BusinessBrief.model_fields if name not in ("location", "contact")},
    **{name: ("location", name) for name in Location.model_fields},
    **{name: ("contact", name) for name in Contact.model_fields},
}
"""Every fact by its flat name, with its path in the brief ("city" is at location.city)."""


def fact(brief: BusinessBrief, name: str) -> object:
    """Return the value of the fact called `name`. KeyError for an unknown name."""
    value: object = brief
    for part in FACTS[name]:
        value = getattr(value, part)
    return value


def known(brief: BusinessBrief, name: str) -> bool:
    """Whether the person gave this fact."""
    return bool(fact(brief, name))


def apply_update(brief: BusinessBrief, update: FactUpdate) -> BusinessBrief:
    """Return the brief with one update made.

    Raises KeyError for an unknown fact and pydantic.ValidationError for a value its field refuses; the brief
    itself never changes.
    """
    *parents, leaf = FACTS[update.fact]
    old = fact(brief, update.fact)
    new = _merge(old, update.value, update.change) if isinstance(old, tuple) else update.value
    if update.change is Change.REMOVE and not isinstance(old, tuple):
        new = type(brief).model_fields[leaf].default if not parents else ""
    data = brief.model_dump()
    target = data
    for part in parents:
        target = target[part]
    target[leaf] = new
    return BusinessBrief.model_validate(data)


def _merge(old: tuple[object, ...], value: object, change: Change) -> list[object]:
    items = list(value) if isinstance(value, Iterable) and not isinstance(value, str | dict) else [value]
    if change is Change.SET:
        return [_plain(item) for item in items]
    merged = {_key(item): _plain(item) for item in old}
    for item in items:
        key = _key(item)
        if change is Change.REMOVE:
            merged.pop(key, None)
        elif isinstance(before := merged.get(key), dict) and isinstance(after := _plain(item), dict):
            merged[key] = before | {name: part for name, part in after.items() if part not in (None, "", ())}
        else:
            merged[key] = _plain(item)
    return list(merged.values())


def _plain(item: object) -> object:
    return item.model_dump() if isinstance(item, Frozen) else item


def _key(item: object) -> str:
    plain = _plain(item)
    if isinstance(plain, dict):
        plain = plain.get("name") or plain.get("url") or plain.get("quote") or plain.get("days")
    return str(plain).casefold()
