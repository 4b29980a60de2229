"""Logos from elsewhere: fetched within limits, made safe, and turned into outlines if they are pixels."""

from __future__ import annotations

import asyncio
import io
import re
from collections import Counter
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from agent.drawing.safe_svg import safe_svg
from agent.integrations.logo.colours import Oklch, balanced, to_hex, to_oklch
from nodes.errors import Malformed
from nodes.results import LogoVariant, Palette

LARGEST_PICTURE = 2 * 1024 * 1024
"""Bytes."""
_MOST_PIXELS = 16_000_000
_TRACED = 1024
"""Pixels of the longer side that is traced; more adds bytes and nothing to see."""
_GROUND = 24
"""How far a pixel may be from a corner's colour and still count as the ground behind the logo."""
_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
_SIGNATURES = {b"\x89PNG\r\n": "png", b"\xff\xd8\xff": "jpeg", b"RIFF": "webp"}


async def fetch(http: httpx.AsyncClient, address: str, *, service: str, home: str) -> bytes:
    """Return the picture at an address that a service named.

    home: the service's own address; elsewhere only https to public hosts is fetched. The client bounds the size.
    Raises httpx.HTTPError, and Malformed for an address that may not be fetched.
    """
    parts, own = urlsplit(address), urlsplit(home)
    if (parts.hostname, parts.scheme) != (own.hostname, own.scheme) and not await _public(parts.scheme, parts.hostname):
        raise Malformed(f"{service} named an address that is not public", service=service, details="address refused")
    response = await http.get(address)
    response.raise_for_status()
    return response.content


async def _public(scheme: str, host: str | None) -> bool:
    if scheme != "https" or not host:
        return False
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, 443)
    except OSError:
        return not host.replace(".", "").isdigit()  # a proxy may know the name; numbers that do not resolve are odd
    return all(ip_address(entry[4][0]).is_global for entry in found)


def variant(picture: bytes, *, number: int, name: str, service: str) -> LogoVariant:
    """Return a picture as a variant. CPU work: run it in a thread. Raises Malformed for what is no usable picture."""
    try:
        svg = safe_svg(_as_svg(picture))
    except (ValueError, OSError) as error:
        raise Malformed(f"{service} sent no usable picture", service=service, details=str(error)[:80]) from error
    return LogoVariant(id=str(number), kind="icon", svg=svg, palette=palette_of(svg), description=name)


def palette_of(svg: str) -> Palette:
    """Return colours taken from a drawing, corrected until every contrast holds."""
    used = [color for color, _ in Counter(found.lower() for found in _HEX.findall(svg)).most_common(12)]
    vivid = sorted((color for color in used if to_oklch(color).lightness < 0.9), key=_vividness, reverse=True)  # noqa: PLR2004
    primary = vivid[0] if vivid else "#222222"
    accent = next((color for color in vivid[1:] if color != primary), primary)
    ink = min(used, key=lambda color: to_oklch(color).lightness, default="#111111")
    shade = to_oklch(primary)
    return balanced(ink, primary, accent, to_hex(Oklch(0.965, min(shade.chroma, 0.03), shade.hue)))


def _vividness(color: str) -> float:
    return to_oklch(color).chroma


def _as_svg(picture: bytes) -> str:
    for signature in _SIGNATURES:
        if picture.startswith(signature):
            return _traced(picture)
    return picture.decode("utf-8-sig")


def _traced(picture: bytes) -> str:
    import vtracer  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415 - a native library
    from PIL import Image  # noqa: PLC0415 - a native library

    with Image.open(io.BytesIO(picture), formats=["PNG", "JPEG", "WEBP"]) as image:
        if image.width * image.height > _MOST_PIXELS:
            raise ValueError("too many pixels")
        drawn = image.convert("RGBA")
    drawn.thumbnail((_TRACED, _TRACED))
    _without_ground(drawn)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return str(
        vtracer.convert_raw_image_to_svg(
            out.getvalue(), img_format="png", filter_speckle=6, color_precision=5, layer_difference=24, path_precision=1
        )
    )


def _without_ground(image: object) -> None:
    """Make the plain ground that reaches the corners transparent."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - a native library

    if not isinstance(image, Image.Image):
        raise TypeError("no image")
    for corner in ((0, 0), (image.width - 1, 0), (0, image.height - 1), (image.width - 1, image.height - 1)):
        pixel = image.getpixel(corner)
        if isinstance(pixel, tuple) and pixel[3]:
            ImageDraw.floodfill(image, corner, (255, 255, 255, 0), thresh=_GROUND)
