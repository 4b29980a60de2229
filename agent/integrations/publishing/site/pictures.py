"""The picture that stands for the site when its address is shared."""

from __future__ import annotations

import re

from agent.drawing.lettering import fitted
from agent.drawing.raster import flattened, png
from agent.integrations.publishing.site.art import Art
from agent.integrations.publishing.site.colors import Colors
from agent.integrations.publishing.site.drawing import Drawing
from agent.integrations.publishing.site.typeface import whole_file

WIDTH, HEIGHT = 1200, 630
"""Pixels, as Open Graph consumers expect them."""
_PANEL = 630
_MARGIN = 72
_LONGEST = 40
_COLORS = 24
"""Flat colours and the edges of the logo; the art's own edges are left hard, which halves the bytes."""


def social_picture(name: str, logo: Drawing | None, art: Art, colors: Colors, faces: tuple[str, ...]) -> bytes:
    """Return a PNG: the logo, or the name, beside the site's picture."""
    shapes = re.sub(r'class="(\w)"', lambda match: _paint(match[1], colors), art.shapes)
    left = WIDTH - _PANEL
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colors.paper}"/>'
        f'<svg x="{left}" width="{_PANEL}" height="{HEIGHT}" viewBox="0 0 {art.width} {art.height}" '
        f'shape-rendering="crispEdges">{shapes}</svg>'
        f"{_sign(name, logo, colors, faces)}</svg>"
    )
    return flattened(png(svg, width=WIDTH, height=HEIGHT), _COLORS)


def _paint(name: str, colors: Colors) -> str:
    """Return the paint of a class of art shapes, as the style sheets of the themes have it."""
    if name == "s":
        return f'fill="none" stroke="{colors.accent}" stroke-width="7"'
    fills = {"a": colors.accent, "b": colors.primary, "c": colors.pale, "d": colors.deep, "e": colors.tint}
    return f'fill="{fills[name]}"'


def _sign(name: str, logo: Drawing | None, colors: Colors, faces: tuple[str, ...]) -> str:
    room = WIDTH - _PANEL - 2 * _MARGIN
    if logo:
        return logo.svg.replace(
            "<svg ", f'<svg x="{_MARGIN}" y="{_MARGIN}" width="{room}" height="{HEIGHT - 2 * _MARGIN}" ', 1
        )
    face = whole_file(faces, name)
    line = fitted(name, face, most=_LONGEST) if face else None
    if line is None:
        return f'<circle cx="{_MARGIN + room / 2}" cy="{HEIGHT / 2}" r="{room / 4}" fill="{colors.primary}"/>'
    size = min(96.0, room / line.width * 1000)
    return line.placed(_MARGIN + room / 2, HEIGHT / 2 + size * 0.33, size, colors.ink, anchor=0.5)
