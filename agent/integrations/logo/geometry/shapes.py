"""Plain geometry: the closed forms that frame icons and letters."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from pathops import Path

from agent.integrations.logo.geometry.outline import cut, gathered, joined, moved

Point = tuple[float, float]

ROUNDNESS = 0.5522847498
"""Length of the handles of a cubic that stands for a quarter circle of radius one."""


def circle(radius: float, x: float = 0, y: float = 0) -> Path:
    return ellipse(radius, radius, x, y)


def ellipse(rx: float, ry: float, x: float = 0, y: float = 0) -> Path:
    path, kx, ky = Path(), rx * ROUNDNESS, ry * ROUNDNESS
    path.moveTo(x + rx, y)
    path.cubicTo(x + rx, y + ky, x + kx, y + ry, x, y + ry)
    path.cubicTo(x - kx, y + ry, x - rx, y + ky, x - rx, y)
    path.cubicTo(x - rx, y - ky, x - kx, y - ry, x, y - ry)
    path.cubicTo(x + kx, y - ry, x + rx, y - ky, x + rx, y)
    path.close()
    return path


def ring(radius: float, width: float) -> Path:
    """Return a ring whose outer edge has `radius`."""
    return cut(circle(radius), circle(radius - width))


def polygon(points: Sequence[Point]) -> Path:
    path = Path()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    return path


def soft_polygon(points: Sequence[Point], radius: float) -> Path:
    """Return a polygon whose corners are rounded, starting `radius` before each corner."""
    path = Path()
    for index, corner in enumerate(points):
        before, after = points[index - 1], points[(index + 1) % len(points)]
        enter, leave = _towards(corner, before, radius), _towards(corner, after, radius)
        (path.lineTo if index else path.moveTo)(*enter)
        path.cubicTo(*_between(enter, corner), *_between(leave, corner), *leave)
    path.close()
    return path


def _between(end: Point, corner: Point) -> Point:
    return end[0] + (corner[0] - end[0]) * ROUNDNESS, end[1] + (corner[1] - end[1]) * ROUNDNESS


def _towards(start: Point, goal: Point, distance: float) -> Point:
    length = math.dist(start, goal)
    share = min(distance / length, 0.5) if length else 0
    return start[0] + (goal[0] - start[0]) * share, start[1] + (goal[1] - start[1]) * share


def rectangle(left: float, top: float, width: float, height: float, radius: float = 0) -> Path:
    corners = [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
    return soft_polygon(corners, radius) if radius else polygon(corners)


def regular(sides: int, radius: float, turn: float = 0) -> list[Point]:
    """Return the corners of a regular polygon; with no turn one corner is on top."""
    angles = (math.radians(turn - 90 + 360 * index / sides) for index in range(sides))
    return [(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]


def squircle(radius: float) -> Path:
    """Return a square with continuous curvature, `radius` from its middle to its sides."""
    r, k = radius, radius * 0.9
    path = Path()
    path.moveTo(0, -r)
    path.cubicTo(k, -r, r, -k, r, 0)
    path.cubicTo(r, k, k, r, 0, r)
    path.cubicTo(-k, r, -r, k, -r, 0)
    path.cubicTo(-r, -k, -k, -r, 0, -r)
    path.close()
    return path


def arch(radius: float) -> Path:
    """Return a doorway: half a circle over a square with small rounded feet."""
    r, k, foot = radius * 0.92, radius * 0.92 * ROUNDNESS, radius * 0.16
    top, bottom = -radius, radius
    path = Path()
    path.moveTo(-r, top + r)
    path.cubicTo(-r, top + r - k, -k, top, 0, top)
    path.cubicTo(k, top, r, top + r - k, r, top + r)
    path.lineTo(r, bottom - foot)
    path.quadTo(r, bottom, r - foot, bottom)
    path.lineTo(foot - r, bottom)
    path.quadTo(-r, bottom, -r, bottom - foot)
    path.close()
    return path


def leaf(radius: float) -> Path:
    """Return a square with two opposite round corners and two almost sharp ones."""
    r, small, large = radius * 0.94, radius * 0.14, radius * 1.0
    path = Path()
    path.moveTo(-r + large, -r)
    path.lineTo(r - small, -r)
    path.quadTo(r, -r, r, -r + small)
    path.lineTo(r, r - large)
    path.cubicTo(r, r - large * (1 - ROUNDNESS), r - large * (1 - ROUNDNESS), r, r - large, r)
    path.lineTo(-r + small, r)
    path.quadTo(-r, r, -r, r - small)
    path.lineTo(-r, -r + large)
    path.cubicTo(-r, -r + large * (1 - ROUNDNESS), -r + large * (1 - ROUNDNESS), -r, -r + large, -r)
    path.close()
    return path


def shield(radius: float) -> Path:
    r = radius
    path = Path()
    path.moveTo(-0.78 * r, -0.96 * r)
    path.lineTo(0.78 * r, -0.96 * r)
    path.quadTo(0.9 * r, -0.96 * r, 0.9 * r, -0.84 * r)
    path.lineTo(0.9 * r, 0.05 * r)
    path.cubicTo(0.9 * r, 0.55 * r, 0.45 * r, 0.85 * r, 0, 1.02 * r)
    path.cubicTo(-0.45 * r, 0.85 * r, -0.9 * r, 0.55 * r, -0.9 * r, 0.05 * r)
    path.lineTo(-0.9 * r, -0.84 * r)
    path.quadTo(-0.9 * r, -0.96 * r, -0.78 * r, -0.96 * r)
    path.close()
    return path


def scallop(radius: float, waves: int = 16, depth: float = 0.07) -> Path:
    """Return a disc with a wavy edge, like a seal."""
    path, step = Path(), 2 * math.pi / waves
    low, high = radius * (1 - depth), radius * (1 + depth)
    path.moveTo(low * math.cos(-step / 2), low * math.sin(-step / 2))
    for index in range(waves):
        middle, end = index * step, (index + 0.5) * step
        path.quadTo(high * math.cos(middle), high * math.sin(middle), low * math.cos(end), low * math.sin(end))
    path.close()
    return path


def sun(radius: float, rays: int = 24) -> Path:
    """Return a disc inside a wreath of short rays."""
    inner, start, end, half = radius * 0.76, radius * 0.84, radius, radius * 0.028
    bar = rectangle(-half, -end, half * 2, end - start, half)
    return gathered([circle(inner), *turned_copies(bar, rays)])


def beaded(radius: float, beads: int = 20) -> Path:
    """Return a disc inside a ring of beads."""
    bead = circle(radius * 0.05, 0, -radius * 0.95)
    return gathered([circle(radius * 0.8), *turned_copies(bead, beads)])


def turned_copies(path: Path, count: int, start: float = 0) -> list[Path]:
    """Return `count` copies turned about the origin, evenly over the full circle, the first by `start` degrees."""
    return [turned(path, start + 360 * index / count) for index in range(count)]


def turned(path: Path, degrees: float) -> Path:
    """Return the path turned clockwise about the origin."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return path.transform(cos, sin, -sin, cos, 0, 0)


def hexagon(radius: float) -> Path:
    return soft_polygon(regular(6, radius * 1.06), radius * 0.14)


def octagon(radius: float) -> Path:
    return soft_polygon(regular(8, radius * 1.04, 22.5), radius * 0.1)


def diamond(radius: float) -> Path:
    return soft_polygon(regular(4, radius * 1.2), radius * 0.2)


def square(radius: float) -> Path:
    return rectangle(-radius * 0.92, -radius * 0.92, radius * 1.84, radius * 1.84, radius * 0.24)


def drop(radius: float) -> Path:
    """Return a disc drawn out into one corner, like a speech mark or a place pin turned aside."""
    r = radius * 0.94
    corner = rectangle(-r, 0, r, r, r * 0.14)
    return moved(joined([circle(r), corner]), 0, 0)


FRAMES: dict[str, tuple[Callable[[float], Path], float]] = {
    "circle": (circle, 1.0),
    "squircle": (squircle, 1.06),
    "square": (square, 1.06),
    "hexagon": (hexagon, 0.98),
    "octagon": (octagon, 1.0),
    "arch": (arch, 0.98),
    "leaf": (leaf, 1.02),
    "drop": (drop, 1.0),
    "shield": (shield, 0.96),
    "scallop": (scallop, 0.98),
    "diamond": (diamond, 0.78),
    "sun": (sun, 0.76),
    "beads": (beaded, 0.8),
}
"""Frames by name: how to draw one with a given radius, and how much room it leaves inside (1 is a disc's)."""
