"""The picture that stands for the site when its address is shared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.drawing.lettering import fitted
from agent.drawing.raster import flattened, pixels
from agent.integrations.publishing.site.art import Art
from agent.integrations.publishing.site.colors import Colors
from agent.integrations.publishing.site.drawing import Drawing
from agent.integrations.publishing.site.typeface import whole_file

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH, HEIGHT = 1200, 630
"""Pixels, as Open Graph consumers expect them."""
_PANEL = 630
_MARGIN = 72
_ROOM = WIDTH - _PANEL - 2 * _MARGIN
_LONGEST = 40
_COLORS = 16
"""Flat colours and the edges of the logo; the art's own edges are left hard, which halves the bytes. Up to
sixteen, two pixels share a byte, which saves a quarter."""


def social_picture(name: str, logo: Drawing | None, art: Art, colors: Colors, faces: tuple[str, ...]) -> bytes:
    """Return a PNG: the logo, or the name, beside the site's picture.

    Each is drawn on a canvas of its own: a drawing within a drawing is cut by a mask, which takes longer than all else.
    """
    from PIL import Image  # noqa: PLC0415 - a native library

    whole = Image.new("RGB", (WIDTH, HEIGHT), colors.paper)
    whole.paste(_art(art, colors), (WIDTH - _PANEL, 0))
    sign = _logo(logo, colors) if logo else _name(name, colors, faces)
    whole.paste(sign, ((WIDTH - _PANEL - sign.width) // 2, (HEIGHT - sign.height) // 2))
    return flattened(whole, _COLORS)


def _art(art: Art, colors: Colors) -> Image:
    shapes = re.sub(r'class="(\w)"', lambda match: _paint(match[1], colors), art.shapes)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {art.width} {art.height}" '
        f'shape-rendering="crispEdges">{shapes}</svg>'
    )
    return pixels(svg, width=_PANEL, height=HEIGHT, background=colors.paper)


def _paint(name: str, colors: Colors) -> str:
    """Return the paint of a class of art shapes, as the style sheets of the themes have it."""
    if name == "s":
        return f'fill="none" stroke="{colors.accent}" stroke-width="7"'
    fills = {"a": colors.accent, "b": colors.primary, "c": colors.pale, "d": colors.deep, "e": colors.tint}
    return f'fill="{fills[name]}"'


def _logo(logo: Drawing, colors: Colors) -> Image:
    """Return the logo as large as its side has room for it."""
    scale = min(_ROOM / logo.width, (HEIGHT - 2 * _MARGIN) / logo.height)
    width, height = (max(1, round(side * scale)) for side in (logo.width, logo.height))
    return pixels(logo.svg, width=width, height=height, background=colors.paper)


def _name(name: str, colors: Colors, faces: tuple[str, ...]) -> Image:
    """Return the name, or a disc when no face has its letters."""
    face = whole_file(faces, name)
    line = fitted(name, face, most=_LONGEST) if face else None
    middle = _ROOM / 2, HEIGHT / 2
    if line:
        size = min(96.0, _ROOM / line.width * 1000)
        shape = line.placed(middle[0], middle[1] + size * 0.33, size, colors.ink, anchor=0.5)
    else:
        shape = f'<circle cx="{middle[0]}" cy="{middle[1]}" r="{_ROOM / 4}" fill="{colors.primary}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_ROOM} {HEIGHT}">{shape}</svg>'
    return pixels(svg, width=_ROOM, height=HEIGHT, background=colors.paper)
