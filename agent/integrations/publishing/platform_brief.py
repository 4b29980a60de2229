"""The business brief as DigitalCloud360 takes it: built from what the person approved, checked before it leaves."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import UUID4, BaseModel, ConfigDict, Field

from agent.integrations.publishing.site.photos import small_jpeg
from nodes.brief import Contact, Location, Offer, Sector, Testimonial
from nodes.inputs import PublishInput
from nodes.results import Finding, MarketResearch, PageContent
from nodes.uploads import Photo

HOME = "home"
"""The one page of a site, under which the words of all languages stand."""


_LEFT_OUT = ("photos", "external_ref", "website_id")
"""Fields that are not sent when they are empty."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Research(_Part):
    market_analysis: tuple[Finding, ...] = ()
    competitors: tuple[Finding, ...] = ()
    opportunities: tuple[Finding, ...] = ()


class Logo(_Part):
    url: str = ""
    """The picture itself as a data URL: it has no address before the site exists."""
    style: str = ""
    colors: tuple[str, ...] = ()


class Seo(_Part):
    meta_title: str = ""
    meta_description: str = ""
    keywords: tuple[str, ...] = ()
    og_image: str = ""


class Template(_Part):
    id: str
    name: str
    category: str


class Results(_Part):
    research: Research
    content: dict[str, dict[str, PageContent]]
    """By page, then by language."""
    logo: Logo
    seo: Seo
    template: Template


class Metadata(_Part):
    ready_for_website: Literal[True] = True
    generation_time_seconds: float = Field(default=0, ge=0)
    providers_used: tuple[str, ...]
    languages_available: tuple[str, ...] = Field(min_length=1)
    successful_agents: tuple[str, ...]
    failed_agents: tuple[str, ...] = ()


class Timestamps(_Part):
    created_at: datetime
    updated_at: datetime


class Picture(_Part):
    """A photo of the owner."""

    url: str = ""
    """The picture itself as a data URL; empty where the brief is looked at and not sent."""
    alt: str = ""


class PlatformBrief(_Part):
    """What POST /v1/websites carries; the facts after `timestamps` are ours and keep the names of the brief."""

    brief_id: UUID4
    user_id: str
    coaching_session_id: str = Field(min_length=1)
    business_name: str = Field(min_length=1)
    vision: str
    mission: str
    target_audience: str
    differentiation: str
    value_proposition: str
    sector: Sector
    location: Location
    results: Results
    metadata: Metadata
    timestamps: Timestamps

    activity: str = ""
    story: str = ""
    offer: tuple[Offer, ...] = ()
    promises: tuple[str, ...] = ()
    payments: tuple[str, ...] = ()
    testimonials: tuple[Testimonial, ...] = ()
    contact: Contact = Contact()
    languages: tuple[str, ...] = ()
    tone: str = ""
    style: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    photos: tuple[Picture, ...] = ()
    external_ref: str = ""
    website_id: str = ""
    """The platform's name of the site that this brief is a new version of; empty for a first one."""


def platform_brief(request: PublishInput, *, at: float, reference: str = "", website_id: str = "") -> dict[str, Any]:
    """Return the brief as JSON-shaped data, byte for byte the same for the same arguments.

    at: Unix time of the first try to publish this. CPU work where there are photos. Raises pydantic.ValidationError
    when the brief is not whole.
    """
    brief = request.brief
    moment = datetime.fromtimestamp(at, UTC)
    made = PlatformBrief(
        **brief.model_dump(exclude={"sector", "location"}),
        brief_id=brief_id(request.session_id),
        user_id=request.user_id,
        coaching_session_id=request.session_id,
        sector=brief.sector or Sector.DEFAULT,
        location=brief.location,
        results=_results(request),
        metadata=_metadata(request),
        timestamps=Timestamps(created_at=moment, updated_at=moment),
        photos=tuple(_picture(photo, request.files) for photo in request.photos),
        external_ref=reference,
        website_id=website_id,
    )
    data = made.model_dump(mode="json")
    return {name: value for name, value in data.items() if value or name not in _LEFT_OUT}


def brief_id(session_id: str) -> uuid.UUID:
    """Return the session's brief id: in the form of a uuid4, and the same for every version of the site."""
    return uuid.UUID(bytes=hashlib.sha256(f"brief:{session_id}".encode()).digest()[:16], version=4)


def _results(request: PublishInput) -> Results:
    main, category = request.content.pages[0], request.content.category or str(request.brief.sector or Sector.DEFAULT)
    return Results(
        research=_research(request.research),
        content={HOME: {page.language: page for page in request.content.pages}},
        logo=_logo(request),
        seo=Seo(meta_title=main.meta_title, meta_description=main.meta_description, keywords=main.keywords),
        template=Template(id=category.casefold(), name=category, category=category),
    )


def _research(research: MarketResearch | None) -> Research:
    findings = research.findings if research else ()
    topics = {"competitor": "competitors", "opportunity": "opportunities"}
    sorted_findings: dict[str, list[Finding]] = {"market_analysis": [], "competitors": [], "opportunities": []}
    for finding in findings:
        sorted_findings[topics.get(finding.topic, "market_analysis")].append(finding)
    return Research(**{name: tuple(found) for name, found in sorted_findings.items()})


def _logo(request: PublishInput) -> Logo:
    logo = request.logo
    if logo is None:
        return Logo()
    picture = base64.b64encode(logo.svg.encode()).decode()
    colors = dict.fromkeys((logo.palette.primary, logo.palette.accent, logo.palette.ink, logo.palette.paper))
    return Logo(url=f"data:image/svg+xml;base64,{picture}", style=logo.kind, colors=tuple(colors))


def _picture(photo: Photo, files: Mapping[str, bytes]) -> Picture:
    data = files.get(photo.upload.digest)
    if data is None:
        return Picture(alt=photo.alt)
    return Picture(url=f"data:image/jpeg;base64,{base64.b64encode(small_jpeg(data)).decode()}", alt=photo.alt)


def _metadata(request: PublishInput) -> Metadata:
    made = {"research": request.research, "content": request.content, "logo": request.logo}
    providers = [getattr(result, "made_by", "") for result in (request.research, request.content)]
    return Metadata(
        providers_used=tuple(dict.fromkeys(name for name in providers if name)),
        languages_available=tuple(page.language for page in request.content.pages),
        successful_agents=("vision", *(name for name, result in made.items() if result is not None)),
    )
