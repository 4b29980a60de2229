"""The files beside the pages: icons, manifest, sitemap, robots, the page that is not there, the social picture."""

from __future__ import annotations

import json
from xml.sax.saxutils import escape

from agent.drawing.raster import flattened, ico, pixels
from agent.integrations.publishing.site.card import print_card
from agent.integrations.publishing.site.compose import Site
from agent.integrations.publishing.site.missing import missing_page
from agent.integrations.publishing.site.pictures import social_picture

_SIZES = (180, 192)
"""Pixels of the signs for home screens: Apple's and Android's; larger ones are drawn from the SVG."""
_FLAT = 16
"""Colours of an icon: a sign has three, the others are its edges."""


def extra_files(site: Site) -> dict[str, bytes]:
    """Return every file of the site that is not one of its pages."""
    files = {
        **drawings(site),
        "favicon.ico": ico(site.mark.svg),
        **{f"icon-{size}.png": _icon(site, size) for size in _SIZES},
        "og.png": social_picture(site.main.name, site.logo, site.art, site.colors, site.theme.faces),
        "site.webmanifest": manifest(site).encode(),
        "robots.txt": _robots(site).encode(),
        "404.html": missing_page(site).encode(),
    }
    if card := print_card(site):
        files["card.svg"] = card.encode()
    if site.address:
        files["sitemap.xml"] = _sitemap(site).encode()
    return files


def drawings(site: Site) -> dict[str, bytes]:
    """Return the logo as the pages show it, and its sign."""
    icon = {"icon.svg": site.icon.encode()}
    if site.logo_picture:
        return icon | {"logo.webp": site.logo_picture}
    return icon | {"logo.svg": site.small.svg.encode()} if site.small else icon


def _icon(site: Site, size: int) -> bytes:
    """Return the sign on the page's ground: on a home screen a transparent one would stand on black."""
    return flattened(pixels(site.mark.svg, width=size, height=size, background=site.colors.paper), _FLAT)


def manifest(site: Site) -> str:
    """Return the web app manifest (W3C), with the icons for a home screen."""
    page = site.main
    icons = [
        {"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"},
        {"src": "icon-192.png", "sizes": "192x192", "type": "image/png"},
    ]
    data = {
        "name": page.name,
        "short_name": page.name[:30],
        "lang": page.language,
        "dir": "rtl" if page.rtl else "ltr",
        "start_url": "index.html",
        "display": "browser",
        "background_color": site.colors.paper,
        "theme_color": site.colors.primary,
        "icons": icons,
    }
    return json.dumps(data, ensure_ascii=False)


def _robots(site: Site) -> str:
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {site.address}sitemap.xml\n" if site.address else "")


def _sitemap(site: Site) -> str:
    """Return the sitemap with the language versions of each page (sitemaps.org 0.9 and Google's xhtml:link)."""
    versions = site.main.versions
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{version.language}" href="{escape(version.address)}"/>'
        for version in versions
    )
    urls = "".join(f"<url><loc>{escape(version.address)}</loc>{links}</url>" for version in versions)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">{urls}</urlset>\n'
    )
