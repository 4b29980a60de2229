"""The whole site as files in memory: a pure function of what the person approved.

No clock, no random number and no identity of the session goes in, so equal inputs give equal bytes.
"""

from __future__ import annotations

import gzip

from markupsafe import Markup

from agent.integrations.publishing.site import extras
from agent.integrations.publishing.site.compose import Site, compose
from agent.integrations.publishing.site.missing import missing_page
from agent.integrations.publishing.site.page import Page
from agent.integrations.publishing.site.structured_data import business_data
from agent.integrations.publishing.site.style import page_style
from agent.integrations.publishing.site.templates import filled
from agent.integrations.publishing.site.typeface import heading_face
from agent.integrations.publishing.site.writer import PageWriter
from agent.resources import load_yaml
from nodes.inputs import PublishInput

FIRST_VIEW = 14_600
"""Bytes, compressed: what a server may send before the first acknowledgement (RFC 6928: ten segments of 1,460)."""

_SHARE = 0.97
"""Of the room that is left, what a face may take when compressed alone: it packs a little worse within a page."""


def render_site(request: PublishInput, *, address: str = "") -> dict[str, bytes]:
    """Return every file of the site by its relative path; index.html is the page in the main language.

    address: where the site will be served, with a trailing slash; without it links between pages stay relative
    and there is no sitemap. The first view of a page, logo and all, stays below FIRST_VIEW by giving up the
    heading face and the picture if need be. Raises Rejected for an input that is no site.
    """
    site = compose(request, address)
    return dict(sorted((_pages(site) | extras.extra_files(site)).items()))


def render_pages(request: PublishInput, *, address: str = "") -> dict[str, bytes]:
    """Return the HTML alone, as `render_site` does and a good deal sooner: for a look while something changes."""
    site = compose(request, address)
    return _pages(site) | {"404.html": missing_page(site).encode()}


def _pages(site: Site) -> dict[str, bytes]:
    return {page.file: _page(site, page, writer).encode() for page, writer in site.pages}


def _page(site: Site, page: Page, writer: PageWriter) -> str:
    """Return the page with the most ornament that its budget allows: a face for all headings, for large ones, none."""
    budget = FIRST_VIEW - sum(_packed(part) for part in (*site.first_view, extras.manifest(site)))
    plain = _draft(site, page, writer, page_style(site.theme, site.colors))
    room = round((budget - _packed(plain)) * _SHARE)
    for small in (True, False):
        heading = heading_face(site.theme.faces, page.headings(small=small), room)
        if heading:
            dressed = _draft(site, page, writer, page_style(site.theme, site.colors, heading, small=small))
            if _packed(dressed) <= budget:
                return dressed
    return plain if room >= 0 else _draft(site, page, writer, page_style(site.theme, site.colors), picture=False)


def _draft(site: Site, page: Page, writer: PageWriter, style: str, *, picture: bool = True) -> str:
    return filled(
        "page.html",
        style,
        page=page,
        colors=site.colors,
        data=Markup(business_data(page, site.brief, site.category)),  # noqa: S704 - JSON with <, > and & escaped
        art=site.art if picture else None,
        shapes=Markup(site.art.shapes),  # noqa: S704 - our own geometry
        icons=load_yaml("templates/site/icons.yaml"),
        label=writer.label,
        plain=writer.labels.say,
    )


def _packed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9, mtime=0))
