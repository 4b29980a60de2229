"""The declared input of each step: all that leaves the house, and nothing else.

What is not in one of these models cannot reach the integration of that step.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from nodes.brief import BusinessBrief, CountryCode, Sector
from nodes.conversation import Interview, Question, Turn
from nodes.frozen import Frozen
from nodes.results import LogoVariant, MarketResearch, SiteContent
from nodes.uploads import Photo

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
"""ISO 639 code of a language."""


class VisionInput(Frozen):
    """To the coach: the person's new words, the brief so far, and what is asked next."""

    language: Language
    said: tuple[str, ...]
    """The person's messages since the coach last spoke, oldest first."""
    recent: tuple[Turn, ...] = ()
    """The last turns before that; a bounded tail, so a turn's cost does not grow with the conversation."""
    brief: BusinessBrief = BusinessBrief()
    interview: Interview = Interview()
    question: Question | None = None
    """The question that `said` replies to."""
    missing: tuple[str, ...] = ()
    """Facts still worth asking for before `said` is understood, the next one first."""
    gate: str = "vision"
    """The step under review; at a later one than vision, free words may be a wish for it."""


class ResearchInput(Frozen):
    """To the search provider: a word from a closed list and a validated place. Never a name, phone or sentence."""

    sector: Sector
    city: str = ""
    """A city from the gazetteer, in its English or local name; empty when the person's place is not in it."""
    country: CountryCode = ""
    language: Language
    focus: tuple[Sector | str, ...] = ()
    """Words from the closed list FOCUS: what the person wants to know more about."""


FOCUS = ("market", "competitors", "prices", "opportunities")
"""What research can look into, and what a wish for it may be."""


class ContentInput(Frozen):
    """To the copywriter: the facts without any way to reach the person, the findings, languages and wishes."""

    brief: BusinessBrief
    """With the contact and the look emptied: a new phone number changes no copy."""
    findings: MarketResearch | None = None
    languages: tuple[Language, ...]
    wishes: tuple[str, ...] = ()


class LogoInput(Frozen):
    """To the logo designer."""

    name: str
    sector: Sector
    tagline: str = ""
    style: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    """What was asked to be different, in the person's words, oldest first."""


ABSENT = "absent"
"""The person looked, and the site in doubt is not there."""


class PublishInput(Frozen):
    """To the publisher: the business brief in full, as the person approved it."""

    session_id: str
    user_id: str = ""
    site_id: str
    """Names the site across all its versions; letters, digits and hyphens."""
    language: Language
    brief: BusinessBrief
    content: SiteContent
    logo: LogoVariant | None = None
    research: MarketResearch | None = None
    photos: tuple[Photo, ...] = ()
    files: dict[str, bytes] = Field(default_factory=dict, exclude=True, repr=False)
    """The photos' bytes by their digest, filled in when the work begins; the digests tell them apart."""
    found: str = Field(default="", exclude=True)
    """What the person saw on the platform after an unknown outcome: the site's address, or ABSENT."""
    revises: int = Field(default=0, exclude=True)
    """The version this one follows, 0 for none."""
    after: str = Field(default="", exclude=True)
    """The fingerprint of that version. With `revises` it tells a return to an earlier text from a repeated call;
    neither is part of this input's own fingerprint, so publishing does not make its result out of date."""
