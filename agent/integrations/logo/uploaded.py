"""A logo the person brings: made safe, kept as it looks, and read for its colours and its sign."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from agent.drawing.embedded import embedded, embedded_bytes
from agent.drawing.pixels import is_heic, upright
from agent.drawing.raster import png
from agent.drawing.safe_svg import safe_svg
from agent.integrations.logo.cleaning import calmed, without_white_ground
from agent.integrations.logo.sampled import is_pale, palette_of_picture, sign_of
from nodes.errors import UploadRefused
from nodes.results import LogoVariant
from nodes.uploads import OWN

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 5 * 1024 * 1024
"""Bytes of the file."""
HEAVIEST = 64_000
"""Characters of the logo as it is kept in the session; a drawn set of six has twice as many."""
_SIDES = (1024, 800, 640, 480, 320)
"""Pixels of the longer side: the largest that stays below HEAVIEST."""
_ICON = 320
"""Pixels of an icon that is no drawing."""
_LEAST = 32
"""Pixels of the longer side; a smaller picture is somebody's favicon."""
_FORMATS = ("PNG", "JPEG", "WEBP")
_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*>", re.IGNORECASE)
_DIGITS = re.compile(r"(-?\d+\.\d{2})\d+")
_MARGIN = 0.12
"""Of the ground behind a pale logo, as a share of its height."""


def own_logo(picture: bytes) -> LogoVariant:
    """Return an SVG, PNG, JPEG or WebP picture as the person's own logo, with a palette drawn from it.

    An SVG keeps shapes and paint and loses all that runs, loads, links or animates; pixels are decoded and encoded
    anew, so nothing of the file itself remains. A plain white ground becomes transparent; a logo too pale to be seen on
    paper gets a dark ground. CPU work: up to a second. Raises UploadRefused for anything else.
    """
    if len(picture) > LARGEST:
        raise UploadRefused("bytes", most=LARGEST // 1024**2)
    pixels = picture.startswith(_SIGNATURES) or is_heic(picture)
    svg = _from_pixels(picture) if pixels else _from_drawing(picture)
    seen = _seen(svg)
    if seen.getchannel("A").getbbox() is None:
        raise UploadRefused("blank")
    palette, sign = palette_of_picture(seen), sign_of(seen)
    icon = _square(svg, sign) if sign else ""
    if is_pale(seen):
        svg, icon = _on_ground(svg, palette.primary), icon and _on_ground(icon, palette.primary)
    if "<image" in icon:
        icon = embedded(_webp(calmed(_seen(icon, _ICON)), spare=0), "webp", _ICON, _ICON)
    return LogoVariant(id=OWN, kind=OWN, svg=safe_svg(svg), icon_svg=icon and safe_svg(icon), palette=palette)


def _from_drawing(picture: bytes) -> str:
    try:
        text = _DOCTYPE.sub("", picture.decode("utf-8-sig"))
        root = ET.fromstring(text) if "<!ENTITY" not in text.upper() else None  # noqa: S314 - without entities
    except (UnicodeDecodeError, ET.ParseError) as error:
        raise UploadRefused("kind") from error
    if root is None or root.tag.rpartition("}")[2] != "svg":
        raise UploadRefused("kind")
    _check_words(root)
    try:
        svg = safe_svg(_with_small_pictures(root))
    except (ValueError, RecursionError) as error:
        raise UploadRefused("drawing") from error
    if len(svg) > HEAVIEST:
        svg = _DIGITS.sub(r"\1", svg)
    return svg if len(svg) <= HEAVIEST else _encoded(_seen(svg, _SIDES[0]))


def _check_words(root: ET.Element) -> None:
    """Refuse words that are set in a font: it is not here, so the logo would lose them."""
    for element in root.iter():
        if str(element.tag).rpartition("}")[2] == "text" and "".join(element.itertext()).strip():
            raise UploadRefused("words")


def _with_small_pictures(root: ET.Element) -> str:
    """Return the drawing with the pictures inside of it encoded anew; those that lie elsewhere are dropped later."""
    for element in root.iter():
        if str(element.tag).rpartition("}")[2] != "image":
            continue
        for name in [name for name in element.attrib if name.rpartition("}")[2] == "href"]:
            data = embedded_bytes(element.attrib.pop(name))
            if data is not None:
                image = upright(data, _FORMATS, side=_SIDES[0], least=1)
                element.set("href", f"data:image/webp;base64,{_base64(_webp(image))}")
    return ET.tostring(root, encoding="unicode")


def _from_pixels(picture: bytes) -> str:
    return _encoded(calmed(without_white_ground(upright(picture, _FORMATS, side=_SIDES[0], least=_LEAST))))


def _encoded(image: Image) -> str:
    """Return the picture as a drawing, as large as HEAVIEST lets it be."""
    made = ""
    for side in _SIDES:
        smaller = image.copy()
        smaller.thumbnail((side, side))
        made = embedded(_webp(smaller), "webp", *smaller.size)
        if len(made) <= HEAVIEST:
            break
    return made


def _webp(image: Image, spare: int = 12_000) -> bytes:
    """Return the picture without loss, unless that takes so many bytes more than losing what is hardly seen."""
    flat, shaded = io.BytesIO(), io.BytesIO()
    image.save(flat, "WEBP", lossless=True, quality=80, method=4)
    image.save(shaded, "WEBP", quality=86, alpha_quality=80, method=4)
    exact, near = flat.getvalue(), shaded.getvalue()
    return exact if len(exact) <= len(near) + spare else near


def _base64(data: bytes) -> str:
    from base64 import b64encode  # noqa: PLC0415 - needed here only

    return b64encode(data).decode()


def _seen(svg: str, side: int = 400) -> Image:
    """Return the drawing as pixels."""
    from PIL import Image  # noqa: PLC0415 - a native library

    try:
        return Image.open(io.BytesIO(png(svg, width=side))).convert("RGBA")
    except ValueError as error:
        raise UploadRefused("drawing") from error


def _box(svg: str) -> tuple[float, float, float, float]:
    left, top, width, height = (float(part) for part in svg.partition('viewBox="')[2].partition('"')[0].split())
    return left, top, width, height


def _on_ground(svg: str, color: str) -> str:
    """Return the drawing on a dark ground with round corners."""
    left, top, width, height = _box(svg)
    margin = height * _MARGIN
    outer = (left - margin, top - margin, width + 2 * margin, height + 2 * margin)
    x, y, wide, high = (f"{value:g}" for value in outer)
    inner = svg.replace("<svg ", f'<svg x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {wide} {high}">'
        f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" rx="{margin:g}" fill="{color}"/>{inner}</svg>'
    )


def _square(svg: str, part: tuple[float, float, float, float] = (0, 0, 1, 1)) -> str:
    """Return the part of the drawing, as shares of its canvas, in the middle of a square with a little room."""
    left, top, width, height = _box(svg)
    x, y = left + part[0] * width, top + part[1] * height
    wide, high = (part[2] - part[0]) * width, (part[3] - part[1]) * height
    side = max(wide, high) * 1.08
    inner = svg.replace("viewBox=", f'x="0" y="0" width="{wide:g}" height="{high:g}" viewBox=', 1)
    inner = re.sub(r'viewBox="[^"]*"', f'viewBox="{x:g} {y:g} {wide:g} {high:g}"', inner, count=1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{(wide - side) / 2:g} {(high - side) / 2:g} {side:g} '
        f'{side:g}">{inner}</svg>'
    )
