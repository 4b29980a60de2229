"""What each step makes. Every result says from which input and by which provider it was made."""

from __future__ import annotations

from pydantic import Field

from nodes.frozen import Frozen


class Result(Frozen):
    made_from: str = ""
    """Fingerprint of the declared input; set by the step, never by a provider."""
    made_by: str
    """The provider's name ("tavily", "country facts")."""
    live: bool
    """True for a real outside service, False for a local default; shown to the person."""
    notice: str = ""
    """Locale key of what the person must be told about this result, such as a fallback that took over."""


class Finding(Frozen):
    """One researched fact with its source."""

    topic: str
    """market, competitor, price, opportunity or country."""
    claim: str
    """What was found, in the language of the research."""
    quote: str
    """The passage of the source that says so."""
    source_title: str
    url: str = ""
    """Where it stands; empty only for data shipped with the product, which source_title names."""
    seen_on: str = ""
    """ISO date of the retrieval; empty for shipped data."""


class MarketResearch(Result):
    findings: tuple[Finding, ...] = ()
    """Empty means that nothing was found, which is an answer."""


class OfferCopy(Frozen):
    name: str
    description: str = ""


class QuestionAnswer(Frozen):
    question: str
    answer: str


class PageContent(Frozen):
    """The words of the site in one language. Prices, phones and hours come from the brief and are not here."""

    language: str
    headline: str
    subheadline: str = ""
    offers_title: str = ""
    offers: tuple[OfferCopy, ...] = ()
    """In the order of the brief's offer."""
    points: tuple[str, ...] = ()
    """Short reasons to choose the business."""
    story_title: str = ""
    story: tuple[str, ...] = ()
    """Paragraphs."""
    faq: tuple[QuestionAnswer, ...] = ()
    call_to_action: str = ""
    whatsapp_message: str = ""
    meta_title: str = ""
    meta_description: str = ""
    keywords: tuple[str, ...] = ()
    borrowed: tuple[str, ...] = ()
    """Sentences taken from the person's words in another language than the page's; marked so in the HTML."""


class SiteContent(Result):
    pages: tuple[PageContent, ...]
    """The main language first."""
    category: str = ""
    """Schema.org type or platform template the words were written for."""


class Palette(Frozen):
    """Colours as #rrggbb; text on paper and paper on primary keep a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3)."""

    ink: str
    paper: str
    primary: str
    accent: str
    tint: str


class LogoVariant(Frozen):
    id: str
    """Stable within a set: "1", "2" ..."""
    kind: str
    """wordmark, monogram, icon, stacked, badge or mark."""
    svg: str
    """The logo in colour on a light ground, text as paths."""
    icon_svg: str = ""
    """A square mark for favicons, readable at 16 px."""
    palette: Palette
    description: str = ""
    """Alternative text."""


class LogoSet(Result):
    variants: tuple[LogoVariant, ...] = Field(min_length=1)


class Website(Result):
    url: str
    """Where the site can be opened."""
    site_id: str
    """The same for every version of one session's site."""
    version: int = Field(default=1, ge=1)
    path: str = ""
    """Folder on this machine, when the site was written to one."""
