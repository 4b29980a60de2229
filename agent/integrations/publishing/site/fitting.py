"""One page fitted into its budget: as much ornament as there is room for."""

from __future__ import annotations

import gzip
from dataclasses import replace

from markupsafe import Markup

from agent.integrations.publishing.site.art import banner
from agent.integrations.publishing.site.compose import Site
from agent.integrations.publishing.site.extras import manifest
from agent.integrations.publishing.site.page import Page
from agent.integrations.publishing.site.prune import pruned
from agent.integrations.publishing.site.structured_data import business_data
from agent.integrations.publishing.site.style import Scope, page_style, theme_rules
from agent.integrations.publishing.site.templates import filled
from agent.integrations.publishing.site.typeface import heading_face
from agent.integrations.publishing.site.writer import PageWriter
from agent.resources import load_yaml

FIRST_VIEW = 14_600
"""Bytes, compressed: what a server may send before the first acknowledgement (RFC 6928: ten segments of 1,460)."""

_SCOPES = tuple(Scope(small=small, brand=brand) for brand in (True, False) for small in (True, False))


def fitted_page(site: Site, page: Page, writer: PageWriter) -> str:
    """Return the page with the most ornament that FIRST_VIEW allows.

    In this order it gives up: the heading face in small headings and in the name, the theme's first choice of
    face, the logo at its foot, any face, and the picture. Words are never cut.
    """
    whole, bare = _Draft(site, page, writer), _Draft(site, replace(page, emblem=None, plate=None), writer)
    for draft in (whole, bare) if page.emblem or page.plate else (whole,):
        if dressed := draft.dressed():
            return dressed
    for draft in (whole, bare):
        if draft.room >= 0:
            return draft.plain
    return _Draft(site, bare.page, writer, picture=False).plain


class _Draft:
    """The page with a certain ornament, and the room that is left beside it."""

    def __init__(self, site: Site, page: Page, writer: PageWriter, *, picture: bool = True) -> None:
        self.page = page
        self._site = site
        self._writer = writer
        self._picture = picture and not page.photos
        self._rules = pruned(theme_rules(site.theme), self._html(""))
        self.plain = self._html(page_style(site.colors, self._rules))
        self._budget = FIRST_VIEW - sum(_packed(part) for part in self._beside()) - len(site.logo_picture)
        self.room = self._budget - _packed(self.plain)

    def dressed(self) -> str:
        """Return the page with a heading face, empty when none has its letters and fits."""
        texts = [self.page.headings(small=scope.small, brand=scope.brand) for scope in _SCOPES]
        room = self.room
        while found := heading_face(self._site.theme.faces, texts, room):
            html = self._html(page_style(self._site.colors, self._rules, found[0], _SCOPES[found[1]]))
            over = _packed(html) - self._budget
            if over <= 0:
                return html
            room = found[0].size - over
        return ""

    def _beside(self) -> tuple[str, ...]:
        image = None if self._site.logo_picture else self.page.logo or self.page.emblem or self.page.plate
        return manifest(self._site), self._site.icon, image.svg if image else ""

    def _html(self, style: str) -> str:
        site = self._site
        art = banner(site.art) if site.theme.wide else site.art
        return filled(
            "page.html",
            style,
            page=self.page,
            colors=site.colors,
            data=Markup(business_data(self.page, site.brief, site.category)),  # noqa: S704 - JSON, markup escaped
            art=art if self._picture else None,
            shapes=Markup(art.shapes),  # noqa: S704 - our own geometry
            icons=load_yaml("templates/site/icons.yaml"),
            label=self._writer.label,
            plain=self._writer.labels.say,
        )


def _packed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9, mtime=0))
