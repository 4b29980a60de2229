"""Writes drawings as SVG: paths and fills only, nothing that needs a font, a script or a network."""

from __future__ import annotations

from html import escape

from agent.integrations.logo.geometry.outline import scaled, svg_data
from agent.integrations.logo.geometry.pieces import Drawing, Piece, extent, merged, shifted
from nodes.results import Palette

MAX_BYTES = 25_000
"""Largest SVG handed out; a drawing with very many letters is written with coarser coordinates to stay below."""
_GRADES = ((1, 1.0, 3.1), (0, 1.0, 2.0), (0, 0.5, 1.8))
"""Decimals, scale, and the fewest bytes that a coordinate then takes in a drawing of many letters: what cannot fit is
not written."""


def write_svg(drawing: Drawing, palette: Palette, *, label: str, margin: float, square: bool = False) -> str:
    """Return the drawing as an SVG document with `margin` clear space around the ink, in drawing units."""
    found = extent(drawing)
    width, height = found.width + 2 * margin, found.height + 2 * margin
    if square:
        width = height = max(width, height)
    dx, dy = width / 2 - found.middle[0], height / 2 - found.middle[1]
    placed = merged(shifted(drawing, dx, dy))
    figures = sum(2 * len(piece.path.points) for piece in placed)
    grades = [grade for grade in _GRADES if figures * grade[2] <= MAX_BYTES] or _GRADES[-1:]
    for decimals, factor, _ in grades:
        sized = tuple(piece._replace(path=scaled(piece.path, factor)) for piece in placed)
        text = _document(sized, palette, width * factor, height * factor, label, decimals)
        if len(text.encode()) <= MAX_BYTES:
            break
    return text


def _document(drawing: Drawing, palette: Palette, width: float, height: float, label: str, decimals: int) -> str:
    name = f' role="img" aria-label="{escape(label)}"' if label else ""
    paths = "".join(_path(piece, palette, decimals) for piece in drawing if len(piece.path.verbs))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {round(width)} {round(height)}"{name}>{paths}</svg>'


def _path(piece: Piece, palette: Palette, decimals: int) -> str:
    part = f' id="{piece.part}"' if piece.part else ""
    return f'<path{part} fill="{getattr(palette, piece.role)}" d="{svg_data(piece.path, decimals)}"/>'
