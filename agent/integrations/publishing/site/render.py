"""The whole site as files in memory: a pure function of what the person approved.

No clock, no random number and no identity of the session goes in, so equal inputs give equal bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.integrations.publishing.site import extras
from agent.integrations.publishing.site.compose import Site, compose
from agent.integrations.publishing.site.fitting import fitted_page
from agent.integrations.publishing.site.missing import missing_page
from agent.integrations.publishing.site.photos import Photo, photos_of, pictures, planned
from nodes.inputs import PublishInput


def render_site(request: PublishInput, *, address: str = "", photos: Sequence[Photo] = ()) -> dict[str, bytes]:
    """Return every file of the site by its relative path; index.html is the page in the main language.

    address: where the site will be served, with a trailing slash; without it links between pages stay relative
    and there is no sitemap. photos: the owner's, the first one at the top in place of the drawn picture; by default
    those of the input. The first view of a page, logo and all but photos, stays below FIRST_VIEW by giving up
    ornament if need be. Raises Rejected for an input that is no site and for a photo that is none, UploadGone for an
    input without the bytes of its photos.
    """
    shown, files = pictures(photos or photos_of(request))
    site = compose(request, address, shown)
    return dict(sorted((files | _pages(site) | extras.extra_files(site)).items()))


def render_pages(request: PublishInput, *, address: str = "") -> dict[str, bytes]:
    """Return the HTML alone, as `render_site` does and a good deal sooner: for a look while something changes."""
    site = compose(request, address, planned(request.photos))
    return _pages(site) | {"404.html": missing_page(site).encode()}


def render_look(request: PublishInput) -> dict[str, bytes]:
    """Return the pages and the drawings that a browser shows with them, without what others ask for."""
    site = compose(request, "", planned(request.photos))
    return _pages(site) | {"404.html": missing_page(site).encode()} | extras.drawings(site)


def _pages(site: Site) -> dict[str, bytes]:
    return {page.file: fitted_page(site, page, writer).encode() for page, writer in site.pages}
