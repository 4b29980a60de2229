"""Decoration under or around a plain name. Every ornament is drawn for a width, its top at 0, its left edge at 0."""

from __future__ import annotations

from collections.abc import Callable

from pathops import Path

from agent.integrations.logo.geometry.outline import gathered, moved
from agent.integrations.logo.geometry.pieces import Drawing, Piece
from agent.integrations.logo.geometry.shapes import circle, polygon, rectangle, regular


def rule(width: float) -> Drawing:
    """A hairline with a lozenge in its middle."""
    half, thin, y = width / 2, 2.6, 9.0
    gem = moved(polygon(regular(4, 8.5)), half, y)
    lines = [rectangle(0, y - thin / 2, half - 17, thin), rectangle(half + 17, y - thin / 2, half - 17, thin)]
    return (Piece("primary", gathered(lines)), Piece("accent", gem))


def zigzag(width: float) -> Drawing:
    height, thick = 12.0, 5.0
    count = max(4, round(width / 22))
    step = width / count
    upper = [(index * step / 2, 0.0 if index % 2 else height) for index in range(2 * count + 1)]
    lower = [(x, y + thick) for x, y in reversed(upper)]
    return (Piece("primary", polygon([*upper, *lower])),)


def triangles(width: float) -> Drawing:
    """A row of triangles in two colours."""
    count = max(6, round(width / 24))
    step = width / count
    side = step * 0.84
    shapes = [
        polygon([(x, 17), (x + side / 2, 0), (x + side, 17)])
        for x in (i * step + (step - side) / 2 for i in range(count))
    ]
    return (Piece("primary", gathered(shapes[::2])), Piece("accent", gathered(shapes[1::2])))


def beads(width: float) -> Drawing:
    """A row of large and small dots."""
    count = max(5, round(width / 26)) // 2 * 2 + 1
    step = (width - 13) / (count - 1)
    dots = [circle(6.5 if index % 2 == 0 else 3.6, 6.5 + index * step, 7) for index in range(count)]
    return (Piece("primary", gathered(dots[::2])), Piece("accent", gathered(dots[1::2])))


def bar(width: float) -> Drawing:
    """A short thick bar at the start."""
    return (Piece("accent", rectangle(0, 0, min(width * 0.26, 130), 11, 5.5)),)


def swash(width: float) -> Drawing:
    """A stroke as of a brush, thin at both ends."""
    path = Path()
    path.moveTo(0, 17)
    path.cubicTo(width * 0.3, -4, width * 0.68, -3, width, 9)
    path.cubicTo(width * 0.68, 6, width * 0.34, 9, 0, 17)
    path.close()
    return (Piece("accent", path),)


def double(width: float) -> Drawing:
    """A thick line over a thin one."""
    return (Piece("primary", rectangle(0, 0, width, 6.5)), Piece("accent", rectangle(0, 11, width, 2.6)))


ORNAMENTS: dict[str, Callable[[float], Drawing]] = {
    "rule": rule,
    "zigzag": zigzag,
    "triangles": triangles,
    "beads": beads,
    "bar": bar,
    "swash": swash,
    "double": double,
}
"""Ornaments that go under a name."""
