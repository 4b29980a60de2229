"""From the approved input to everything a site is made of, before any file is written."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from markupsafe import Markup

from agent.drawing.embedded import embedded
from agent.drawing.raster import webp
from agent.integrations.publishing.site import formats, links
from agent.integrations.publishing.site.art import Art, art_for
from agent.integrations.publishing.site.colors import Colors, page_colors
from agent.integrations.publishing.site.drawing import Drawing, drawn
from agent.integrations.publishing.site.icons import plain_mark
from agent.integrations.publishing.site.page import Answer, Page, Quote, Social, Version
from agent.integrations.publishing.site.photos import Picture
from agent.integrations.publishing.site.text import bound, tidied
from agent.integrations.publishing.site.themes import Theme, theme_for, trade_of
from agent.integrations.publishing.site.writer import PageWriter
from nodes.brief import BusinessBrief
from nodes.errors import Rejected
from nodes.inputs import PublishInput
from nodes.results import PageContent

_IN_HEADER = (2.8, 8.0)
"""Width over height of a logo that stands well in a header; others are represented by their mark and the name."""
_HEADER_HEIGHT, _HEADER_WIDTH = 48, 240
"""Pixels."""
_HEADER_AREA = 8_000
"""Square pixels: a logo that fills both looks too large beside the others."""
_LIGHT = 12_000
"""Characters of a logo that the header shows as it is; a heavier one is shown as a picture."""
_SHARP = 1.6
"""Pixels of a logo's picture for each of the page's: as sharp as small print needs on a fine screen."""
_LIGHT_ICON = 5_000
"""Characters of a sign that pages show as it is."""
_ICON = 96
"""Pixels of a heavier one; the page shows 44."""
_HEAVIEST = 20_000
"""The same at the foot of the page."""
_EMBLEM = 150
"""Pixels of its longer side there."""
_PLATE = (300, 190)
"""Pixels, width and height, of a logo that fills half a section."""


@dataclass(frozen=True)
class Site:
    brief: BusinessBrief
    category: str
    theme: Theme
    colors: Colors
    art: Art
    logo: Drawing | None
    small: Drawing | None
    """The logo as the pages show it, without its tagline."""
    logo_picture: bytes
    """A heavy logo as pages show it, WebP; empty for one that is light enough as a drawing."""
    mark: Drawing
    """The square sign of favicons: the logo's, or a plain one."""
    icon: str
    """The same as pages show it, SVG: in few pixels where it is too heavy as a drawing."""
    address: str
    pages: tuple[tuple[Page, PageWriter], ...]

    @property
    def main(self) -> Page:
        """The page in the main language."""
        return self.pages[0][0]


def compose(request: PublishInput, address: str, photos: tuple[Picture, ...] = ()) -> Site:
    """Return the site of this input at this address. Raises Rejected without pages or with two in one language."""
    brief, contents = tidied(request.brief), tuple(tidied(page) for page in request.content.pages)
    languages = [content.language for content in contents]
    if not contents or len(set(languages)) < len(contents) or not all(code.isalpha() for code in languages):
        raise Rejected("a site needs one page for each of its languages", service="static site")
    theme, trade = theme_for(brief), trade_of(brief.sector)
    colors = page_colors(request.logo.palette if request.logo else None, theme.palette)
    logo = drawn(request.logo.svg) if request.logo else None
    small = drawn(request.logo.svg, small=True) if request.logo else None
    mark = drawn(request.logo.icon_svg) if request.logo else None
    versions = tuple(_version(code, index, address) for index, code in enumerate(languages))
    header = small if small and _IN_HEADER[0] <= small.ratio <= _IN_HEADER[1] else None
    emblem = small if small and not header else None
    picture = _as_picture(header, emblem)
    look = _Look(theme.name, versions, address, header, emblem, picture, bool(mark and logo), photos)
    pages = tuple((_page(writer, look), writer) for writer in _writers(brief, contents, request.language))
    sign = mark or plain_mark(brief.business_name, colors)
    art = art_for(trade.art, brief.business_name or brief.activity)
    icon = _light_icon(sign)
    return Site(brief, request.content.category, theme, colors, art, logo, small, picture, sign, icon, address, pages)


@dataclass(frozen=True)
class _Look:
    theme: str
    versions: tuple[Version, ...]
    address: str
    logo: Drawing | None
    emblem: Drawing | None
    picture: bytes
    mark: bool
    photos: tuple[Picture, ...]


def _writers(brief: BusinessBrief, contents: tuple[PageContent, ...], spoken: str) -> list[PageWriter]:
    fallbacks = tuple(content.language for content in contents)
    return [PageWriter(brief, content, spoken, fallbacks) for content in contents]


def _version(language: str, index: int, address: str) -> Version:
    file = f"{language}.html" if index else "index.html"
    here = (address + ("" if file == "index.html" else file)) if address else ""
    return Version(language, formats.endonym(language), file, here)


def _as_picture(header: Drawing | None, emblem: Drawing | None) -> bytes:
    """Return a heavy logo as pixels, sharp on a fine screen; nothing for a light one."""
    if header and len(header.svg) > _LIGHT:
        shown = _in_header(header)
    elif emblem and len(emblem.svg) > _HEAVIEST:
        shown = _within(emblem, _EMBLEM, _EMBLEM)
    else:
        return b""
    return webp(shown.svg, width=round(_SHARP * shown.width))


def _light_icon(sign: Drawing) -> str:
    if len(sign.svg) <= _LIGHT_ICON:
        return sign.svg
    return embedded(webp(sign.svg, width=_ICON), "webp", _ICON, _ICON)


def _page(writer: PageWriter, look: _Look) -> Page:
    brief, content, own, copy = writer.brief, writer.content, writer.own, writer.copy
    version = next(version for version in look.versions if version.language == content.language)
    ways = writer.ways()
    page = Page(
        language=content.language,
        locale="_".join(filter(None, (content.language, brief.location.country))),
        theme=look.theme,
        title=content.meta_title or " – ".join(filter(None, (writer.name, content.headline))),
        description=content.meta_description or content.subheadline or writer.summary(),
        version=version,
        image=f"{look.address}og.png",
        versions=look.versions,
        name=writer.name,
        logo=look.logo and _in_header(look.logo),
        emblem=look.emblem and _within(look.emblem, _EMBLEM, _EMBLEM),
        logo_file="logo.webp" if look.picture else "logo.svg",
        plate=None,
        mark=look.mark,
        eyebrow=writer.eyebrow(),
        headline=bound(copy(content.headline or writer.name)),
        subheadline=copy(content.subheadline),
        invitation=writer.invitation(ways[0]) if ways else copy(""),
        ways=tuple(ways),
        reasons=tuple(writer.points()),
        offers=writer.offers(),
        story=tuple(copy(text) for text in content.story if text),
        testimonials=tuple(Quote(said.quote, said.who, writer.own_language) for said in brief.testimonials),
        faq=tuple(
            Answer(copy(pair.question), copy(pair.answer)) for pair in content.faq if pair.question and pair.answer
        ),
        address=own(brief.contact.address),
        place=writer.place(),
        map=links.map_search(brief.contact.address, brief.location.city, brief.location.country),
        payments=tuple(own(means) for means in brief.payments if means),
        socials=tuple(Social(social.url, social.network) for social in brief.contact.social),
        hours=writer.hours(),
        photos=look.photos,
        own_language=writer.own_language,
        titles={},
    )
    titled = replace(page, titles=_titles(page, writer))
    return _with_plate(titled, look) if titled.thin and titled.titles else titled


def _with_plate(page: Page, look: _Look) -> Page:
    """Return a page of few facts with the logo large, if nothing else stands beside the ways to reach the business."""
    logo = look.logo or look.emblem
    beside = page.hours or page.address
    return replace(page, plate=_within(logo, *_PLATE), emblem=None) if logo and not beside else page


def _titles(page: Page, writer: PageWriter) -> dict[str, Markup]:
    """Return the titles of the sections that have something to say."""
    content, label = writer.content, writer.label
    reachable = page.ways or page.address or page.hours or page.socials or page.payments
    titles = {
        "offers": page.offers and (writer.copy(content.offers_title) or label("offers")),
        "points": page.points and label("points"),
        "story": page.story and (writer.copy(content.story_title) or label("story")),
        "photos": len(page.photos) > 1 and label("photos"),
        "testimonials": page.testimonials and label("testimonials"),
        "faq": page.faq and label("faq"),
        "contact": reachable and label("contact" if page.address else "reach"),
    }
    return {name: bound(title) for name, title in titles.items() if title}


def _in_header(logo: Drawing) -> Drawing:
    """Return the logo with the size that it has in a header: no larger to the eye than others there."""
    shown = _within(logo, _HEADER_WIDTH, _HEADER_HEIGHT)
    share = min(1.0, math.sqrt(_HEADER_AREA / (shown.width * shown.height)))
    return _within(logo, shown.width * share, shown.height * share)


def _within(logo: Drawing, width: float, height: float) -> Drawing:
    """Return the logo with the size in pixels that it has in a box."""
    scale = min(width / logo.width, height / logo.height)
    return Drawing(logo.svg, max(1, round(logo.width * scale)), max(1, round(logo.height * scale)))
