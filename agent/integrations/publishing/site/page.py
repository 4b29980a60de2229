"""What one page shows, ready for the template."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from agent.integrations.publishing.site.drawing import Drawing
from agent.integrations.publishing.site.formats import HoursLine, is_rtl
from agent.integrations.publishing.site.photos import Picture

ASKABLE = 9
"""Up to so many offers each get a link to ask for it; longer lists are menus."""
SHORT = 42
"""Characters of a point that still fits the line of ticks beneath the headline."""
TICKS = 4
"""Most points in that line."""


@dataclass(frozen=True)
class Version:
    """The site in one language."""

    language: str
    name: str
    file: str
    address: str
    """Empty while the site's address is not known."""


@dataclass(frozen=True)
class Way:
    """One way to reach the business."""

    kind: str
    href: str
    label: Markup
    short: Markup
    plain: str
    """The number or address as people read it."""


@dataclass(frozen=True)
class OfferLine:
    name: Markup
    plain_name: str
    description: Markup
    price: str
    starting: bool
    unit: Markup
    ask: str


@dataclass(frozen=True)
class Quote:
    quote: str
    who: str
    language: str
    """Empty when it is the page's."""


@dataclass(frozen=True)
class Answer:
    question: Markup
    answer: Markup


@dataclass(frozen=True)
class Social:
    href: str
    label: str


@dataclass(frozen=True)
class Page:
    """All that the template needs for one language. Markup is HTML already; plain text is escaped by the template."""

    language: str
    locale: str
    theme: str
    title: str
    description: str
    version: Version
    image: str
    versions: tuple[Version, ...]
    name: str
    logo: Drawing | None
    """In the header; a square or tall one is at the foot instead and the header has the mark and the name."""
    emblem: Drawing | None
    logo_file: str
    plate: Drawing | None
    """On a page with little else, beside the ways to reach the business; then none is at the foot."""
    mark: bool
    eyebrow: Markup
    headline: Markup
    subheadline: Markup
    invitation: Markup
    ways: tuple[Way, ...]
    reasons: tuple[Markup, ...]
    titles: dict[str, Markup]
    """Of the sections there are, by the id of the section."""
    offers: tuple[OfferLine, ...]
    story: tuple[Markup, ...]
    testimonials: tuple[Quote, ...]
    faq: tuple[Answer, ...]
    address: Markup
    place: str
    map: str
    payments: tuple[Markup, ...]
    socials: tuple[Social, ...]
    hours: tuple[HoursLine, ...]
    photos: tuple[Picture, ...]
    own_language: str
    """The language of the owner's words when it is not the page's, else empty."""

    @property
    def file(self) -> str:
        return self.version.file

    @property
    def canonical(self) -> str:
        """The page's address, empty while it is not known."""
        return self.version.address

    @property
    def rtl(self) -> bool:
        return is_rtl(self.language)

    @property
    def handy(self) -> tuple[Way, ...]:
        """The ways a thumb reaches for."""
        return tuple(way for way in self.ways if way.kind in ("whatsapp", "phone"))

    @property
    def checks(self) -> tuple[Markup, ...]:
        """The reasons as ticks beneath the headline, if they are few and short."""
        brief = all(len(reason.striptags()) <= SHORT for reason in self.reasons)
        return self.reasons if brief and len(self.reasons) <= TICKS else ()

    @property
    def points(self) -> tuple[Markup, ...]:
        """The reasons as a section of their own, if they are no ticks."""
        return () if self.checks else self.reasons

    @property
    def listed(self) -> bool:
        """Whether the offers stand as a list and not as cards."""
        return len(self.offers) > ASKABLE

    @property
    def upright(self) -> bool:
        """Whether the picture at the top is higher than wide, so that it stands beside the words in every layout."""
        return bool(self.photos) and self.photos[0].width < self.photos[0].height

    @property
    def thin(self) -> bool:
        """Whether there is nothing but the top and the ways to reach the business."""
        return not self.titles.keys() - {"contact"}

    @property
    def priced(self) -> bool:
        return any(offer.price for offer in self.offers)

    @property
    def icons(self) -> tuple[str, ...]:
        """Names of the icons on the page."""
        used = {way.kind for way in self.ways} | ({"map"} if self.place else set())
        return tuple(sorted(used | ({"check"} if self.checks or self.points else set())))

    def headings(self, *, small: bool, brand: bool) -> str:
        """Return all text in large headings, in small ones and prices, and the name at the top, as asked for."""
        large = [self.headline]
        names = [f"{offer.name.striptags()}{offer.price}" for offer in self.offers] if small else []
        name = self.name if brand and not self.logo else ""
        return "".join((name, *(text.striptags() for text in (*large, *self.titles.values())), *names))
