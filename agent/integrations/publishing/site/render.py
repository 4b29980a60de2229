"""The whole site as files in memory: a pure function of what the person approved.

No clock, no random number and no identity of the session goes in, so equal inputs give equal bytes.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from agent.integrations.publishing.site import extras
from agent.integrations.publishing.site.compose import Site, compose
from agent.integrations.publishing.site.missing import missing_page
from agent.integrations.publishing.site.page import Page
from agent.integrations.publishing.site.photos import Photo, pictures
from agent.integrations.publishing.site.structured_data import business_data
from agent.integrations.publishing.site.style import Scope, page_style
from agent.integrations.publishing.site.templates import filled
from agent.integrations.publishing.site.typeface import heading_face
from agent.integrations.publishing.site.writer import PageWriter
from agent.resources import load_yaml
from nodes.inputs import PublishInput

FIRST_VIEW = 14_600
"""Bytes, compressed: what a server may send before the first acknowledgement (RFC 6928: ten segments of 1,460)."""

_SHARE = 0.97
"""Of the room that is left, what a face may take when compressed alone: it packs a little worse within a page."""


def render_site(request: PublishInput, *, address: str = "", photos: Sequence[Photo] = ()) -> dict[str, bytes]:
    """Return every file of the site by its relative path; index.html is the page in the main language.

    address: where the site will be served, with a trailing slash; without it links between pages stay relative
    and there is no sitemap. photos: the owner's, the first one at the top in place of the drawn picture. The
    first view of a page, logo and all but photos, stays below FIRST_VIEW by giving up ornament if need be.
    Raises Rejected for an input that is no site and for a photo that is none.
    """
    shown, files = pictures(photos)
    site = compose(request, address, shown)
    return dict(sorted((files | _pages(site) | extras.extra_files(site)).items()))


def render_pages(request: PublishInput, *, address: str = "") -> dict[str, bytes]:
    """Return the HTML alone, as `render_site` does and a good deal sooner: for a look while something changes."""
    site = compose(request, address)
    return _pages(site) | {"404.html": missing_page(site).encode()}


def _pages(site: Site) -> dict[str, bytes]:
    return {page.file: _page(site, page, writer).encode() for page, writer in site.pages}


_SCOPES = tuple(Scope(small=small, brand=brand) for brand in (True, False) for small in (True, False))


def _page(site: Site, page: Page, writer: PageWriter) -> str:
    """Return the page with the most ornament that its budget allows.

    In this order it gives up: the heading face in small headings and in the name, the logo at its foot, the face
    altogether, and the picture.
    """
    bare = replace(page, emblem=None)
    for draft in (page, bare) if page.emblem else (page,):
        if dressed := _dressed(site, draft, writer):
            return dressed
    for draft, picture in ((page, True), (bare, True), (bare, False)):
        plain = _draft(site, draft, writer, page_style(site.theme, site.colors), picture=picture)
        if _packed(plain) <= _budget(site, draft):
            break
    return plain


def _dressed(site: Site, page: Page, writer: PageWriter) -> str:
    """Return the page with a heading face, empty when none has its letters and fits."""
    budget = _budget(site, page)
    room = round((budget - _packed(_draft(site, page, writer, page_style(site.theme, site.colors)))) * _SHARE)
    for scope in _SCOPES:
        heading = heading_face(site.theme.faces, page.headings(small=scope.small, brand=scope.brand), room)
        if heading:
            dressed = _draft(site, page, writer, page_style(site.theme, site.colors, heading, scope))
            if _packed(dressed) <= budget:
                return dressed
    return ""


def _budget(site: Site, page: Page) -> int:
    image = page.logo or page.emblem
    beside = (extras.manifest(site), site.mark.svg, image.svg if image else "")
    return FIRST_VIEW - sum(_packed(part) for part in beside)


def _draft(site: Site, page: Page, writer: PageWriter, style: str, *, picture: bool = True) -> str:
    return filled(
        "page.html",
        style,
        page=page,
        colors=site.colors,
        data=Markup(business_data(page, site.brief, site.category)),  # noqa: S704 - JSON with <, > and & escaped
        art=site.art if picture and not page.photos else None,
        shapes=Markup(site.art.shapes),  # noqa: S704 - our own geometry
        icons=load_yaml("templates/site/icons.yaml"),
        label=writer.label,
        plain=writer.labels.say,
    )


def _packed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9, mtime=0))
