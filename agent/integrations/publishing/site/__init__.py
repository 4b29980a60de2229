"""The site as files: pure, from the approved input to bytes."""

from __future__ import annotations

from agent.integrations.publishing.site.photos import Photo
from agent.integrations.publishing.site.render import FIRST_VIEW, render_pages, render_site

__all__ = ["FIRST_VIEW", "Photo", "render_pages", "render_site"]
