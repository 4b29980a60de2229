"""Words as outlines: shaped by HarfBuzz, so pictures need no font."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

_STRONG = {"L": False, "R": True, "AL": True}
"""Bidirectional classes that decide a direction: whether it is right to left."""


@dataclass(frozen=True)
class Lettering:
    """One line of outlines. Its box is `width` by 1 em from the top of the letters to below the line."""

    glyphs: tuple[tuple[float, str], ...]
    """Where each glyph starts and its SVG path data, in em units times 1000; the base line at y = 0, up is negative.

    Equal glyphs have equal data, which compresses well.
    """
    width: float
    """Advance in em units times 1000."""

    def placed(self, x: float, y: float, size: float, fill: str, *, anchor: float = 0.0) -> str:
        """Return an SVG group of this size with its base line at (x, y); anchor 0 starts there, 0.5 centres, 1 ends."""
        scale = size / 1000
        left = x - anchor * self.width * scale
        paths = "".join(f'<path d="{data}" transform="translate({start:.0f})"/>' for start, data in self.glyphs)
        return f'<g fill="{fill}" transform="translate({left:.2f} {y:.2f})scale({scale:.4f})">{paths}</g>'


def lettered(text: str, face: bytes) -> Lettering | None:
    """Return the text set in this face (woff2 or sfnt bytes); None when the face lacks one of its letters.

    Runs of both directions are ordered by the first strong one, which suffices for names and short lines.
    """
    from fontTools.pens.svgPathPen import SVGPathPen  # noqa: PLC0415
    from fontTools.pens.transformPen import TransformPen  # noqa: PLC0415

    font, units = _font(face)
    scale = 1000 / units
    at, glyphs = 0.0, []
    for run in _runs(text):
        for glyph, x, y, advance in _shaped(run, font):
            if not glyph:
                return None
            pen = SVGPathPen(None, ntos=lambda number: f"{number:.0f}")
            font.draw_glyph_with_pen(glyph, TransformPen(pen, (scale, 0, 0, -scale, 0, -y * scale)))
            if data := str(pen.getCommands()):
                glyphs.append(((at + x) * scale, data))
            at += advance
    return Lettering(tuple(glyphs), at * scale)


def fitted(text: str, face: bytes, *, most: int) -> Lettering | None:
    """Return the text set in the face, cut at a word with an ellipsis when it has more than `most` letters."""
    short = text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip() + "…"
    return lettered(short, face) or (lettered(short.rstrip("…"), face) if short.endswith("…") else None)


@cache
def _font(face: bytes) -> tuple[Any, int]:
    import uharfbuzz  # noqa: PLC0415 - a native library
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    plain = TTFont(io.BytesIO(face), recalcTimestamp=False)
    plain.flavor = None
    out = io.BytesIO()
    plain.save(out)
    shaper = uharfbuzz.Face(out.getvalue())
    return uharfbuzz.Font(shaper), shaper.upem


def _shaped(run: str, font: Any) -> list[tuple[int, float, float, float]]:
    import uharfbuzz  # noqa: PLC0415

    buffer = uharfbuzz.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [(info.codepoint, where.x_offset, where.y_offset, where.x_advance) for info, where in pairs]


def _runs(text: str) -> list[str]:
    """Return the runs of one direction in visual order."""
    directions, current = [], False
    for char in text:
        current = _STRONG.get(unicodedata.bidirectional(char), current)
        directions.append(current)
    runs = [
        "".join(char for char, _ in run) for _, run in groupby(zip(text, directions, strict=True), key=lambda x: x[1])
    ]
    rtl = next((_STRONG[kind] for char in text if (kind := unicodedata.bidirectional(char)) in _STRONG), False)
    return runs[::-1] if rtl else runs
