"""Links on the page: to the logo, the site, WhatsApp, another device, and their codes to scan."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING
from urllib.parse import quote

from agent.web.access import link_token
from agent.web.context import base_of

if TYPE_CHECKING:
    from markupsafe import Markup
    from starlette.requests import Request

    from agent.graph import GraphState
    from agent.web.context import Web
    from nodes.ports import Phrases
    from nodes.results import LogoVariant, Website


def origin_of(request: Request) -> str:
    """Return the address people reach this server by, without a path."""
    return f"{request.url.scheme}://{request.url.netloc}"


def site_address(request: Request, website: Website) -> str:
    """Return where the site opens: its own address, or this server's for a site that was written to its disk."""
    if website.url.startswith(("https://", "http://")):
        return website.url
    return f"{origin_of(request)}{base_of(request)}/sites/{quote(website.site_id)}/"


def share_link(phrases: Phrases, language: str, name: str, address: str) -> str:
    """Return a link that opens WhatsApp with the site's address ready to send."""
    return whatsapp_link(phrases.say(language, "web.live.share_text", name=name, url=address))


def whatsapp_link(text: str) -> str:
    """Return a link that opens WhatsApp with a text ready to send to whom the person picks."""
    return "https://wa.me/?text=" + quote(text)


def resume_link(web: Web, request: Request, session_id: str) -> str:
    """Return the link that opens a session on another device. Whoever has it has the session."""
    return f"{origin_of(request)}{base_of(request)}/r/{quote(link_token(web.seals, session_id))}"


def qr_code(text: str) -> Markup:
    """Return a QR code (ISO/IEC 18004) as an SVG path that takes the colour of the text around it."""
    import segno  # noqa: PLC0415 - slow to import
    from markupsafe import Markup  # noqa: PLC0415

    out = io.BytesIO()
    code = segno.make(text, micro=False, error="m")
    code.save(out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, light="#fff", dark="#000")
    return Markup(out.getvalue().decode())  # noqa: S704 - drawn by the library from modules, never from the text


def logo_address(path: str, state: GraphState, variant: LogoVariant) -> str:
    """Return where a logo is served, with its version."""
    drawn = state.logo is not None and variant in state.logo.variants
    version = state.logo.made_from if state.logo and drawn else hashlib.sha256(variant.svg.encode()).hexdigest()
    return f"{path}/logo/{variant.id}.svg?v={version[:8]}"
