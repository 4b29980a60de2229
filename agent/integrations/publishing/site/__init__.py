"""The site as files: pure, from the approved input to bytes."""

from __future__ import annotations

from agent.integrations.publishing.site.fitting import FIRST_VIEW
from agent.integrations.publishing.site.photos import Photo
from agent.integrations.publishing.site.render import render_look, render_pages, render_site

__all__ = ["FIRST_VIEW", "Photo", "render_look", "render_pages", "render_site"]
