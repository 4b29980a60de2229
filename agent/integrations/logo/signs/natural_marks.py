"""Marks after what grows, flows and shines."""

from __future__ import annotations

import math

from pathops import Path

from agent.integrations.logo.chance import Chance
from agent.integrations.logo.geometry.outline import common, cut, gathered, grown, moved
from agent.integrations.logo.geometry.pieces import Drawing, Piece
from agent.integrations.logo.geometry.shapes import (
    circle,
    rectangle,
    ring,
    turned,
    turned_copies,
)
from agent.integrations.logo.signs.mark_parts import GAP, R, alternate, lens, round_petal


def petals(chance: Chance) -> Drawing:
    count = chance.pick("petals", (6, 8, 10))
    half = (R * math.sin(math.pi / count)) * 0.84
    shape = chance.pick("petal", (lens, round_petal))
    parts = turned_copies(shape(R * 0.16, R, half * (0.86 if shape is round_petal else 0.8)), count)
    return alternate(parts, ("primary", "accent"))


def bloom(chance: Chance) -> Drawing:
    count = chance.pick("bloom", (5, 6, 7))
    heart = R * 0.17
    half = (R - heart) * math.sin(math.pi / count) * 0.8
    parts = turned_copies(round_petal(heart + GAP, R, half), count)
    return (Piece("primary", gathered(parts)), Piece("accent", circle(heart)))


def sprout(chance: Chance) -> Drawing:
    leaf = lens(0, R * 0.98, R * 0.27)
    lean = chance.pick("lean", (38, 44, 50))
    base = R * 0.2
    left, right = moved(turned(leaf, -lean), -GAP / 2, base), moved(turned(leaf, lean), GAP / 2, base)
    stem = rectangle(-3.2, base + GAP, 6.4, R * 0.62, 3.2)
    middle = moved(lens(0, R * 0.86, R * 0.15), 0, base - R * 0.3)
    near = gathered([grown(left, GAP * 0.9), grown(right, GAP * 0.9)])
    bud = cut(middle, near)
    return (Piece("primary", gathered([left, right, stem])), Piece("accent", bud))


def drops(chance: Chance) -> Drawing:
    count = chance.pick("drops", (3, 4))
    half = R * (0.33 if count == 3 else 0.27)  # noqa: PLR2004
    parts = turned_copies(round_petal(R * 0.1, R, half), count, 0 if count == 3 else 45)  # noqa: PLR2004
    return (Piece("accent", parts[0]), Piece("primary", gathered(parts[1:])))


def pinwheel(chance: Chance) -> Drawing:
    count = chance.pick("blades", (4, 6, 8))
    blade = Path()
    spread = math.radians(360 / count)
    tip = (R * math.sin(spread), -R * math.cos(spread))
    blade.moveTo(0, -GAP * 1.3)
    blade.lineTo(0, -R)
    blade.cubicTo(
        R * 0.5 * math.sin(spread) + R * 0.12, -R, tip[0] * 1.06, tip[1] * 1.06 - R * 0.1, tip[0] * 0.86, tip[1] * 0.86
    )
    blade.close()
    parts = turned_copies(blade, count)
    return alternate([cut(part, _seam(parts[index - 1])) for index, part in enumerate(parts)], ("primary", "accent"))


def _seam(path: Path) -> Path:
    return grown(path, GAP * 0.5)


def sunrise(chance: Chance) -> Drawing:
    stripes = chance.pick("stripes", (3, 4))
    upper = common(circle(R), rectangle(-R, -R, 2 * R, R - GAP / 2))
    bands, top = [], GAP / 2
    for index in range(stripes):
        height = 11 - index * 2.0
        bands.append(common(circle(R), rectangle(-R, top, 2 * R, height)))
        top += height + GAP + 0.4 * index
    inner = common(circle(R * 0.5), rectangle(-R, -R, 2 * R, R - GAP / 2))
    outer = cut(upper, circle(R * 0.5 + GAP))
    return (Piece("primary", gathered([outer, *bands])), Piece("accent", inner))


def hills(chance: Chance) -> Drawing:
    """A disc of hills or water under a sun."""
    low = Path()
    low.moveTo(-R - 5, 14)
    low.cubicTo(-R * 0.4, -18, R * 0.1, 30, R + 5, -2)
    low.lineTo(R + 5, R + 5)
    low.lineTo(-R - 5, R + 5)
    low.close()
    flip = -1 if chance.number("flip", 2) else 1
    low = low.transform(flip, 0, 0, 1, 0, 0)
    front = moved(low, 0, 22)
    back = cut(low, grown(front, GAP))
    sky = circle(R * 0.24, 14 * flip, -18)
    rim = cut(ring(R, 6), grown(low, GAP))
    inside = circle(R)
    return (
        Piece("primary", gathered([common(inside, back), rim, common(inside, front)])),
        Piece("accent", sky),
    )


def waves(chance: Chance) -> Drawing:
    """A disc of flowing bands."""
    count = chance.pick("bands", (5, 6))
    pitch = 2 * R / count
    swing = 8.0 if chance.number("swing", 2) else -8.0
    bands = [common(circle(R), _wave(index * pitch - R, pitch - GAP, swing)) for index in range(-1, count + 1)]
    accent = chance.pick("accent", (2, 3))
    return (
        Piece("primary", gathered(band for index, band in enumerate(bands) if index != accent)),
        Piece("accent", bands[accent]),
    )


def _wave(y: float, height: float, swing: float) -> Path:
    path = Path()
    path.moveTo(-R - 2, y)
    path.cubicTo(-R * 0.4, y - swing * 2, R * 0.4, y + swing * 2, R + 2, y)
    path.lineTo(R + 2, y + height)
    path.cubicTo(R * 0.4, y + height + swing * 2, -R * 0.4, y + height - swing * 2, -R - 2, y + height)
    path.close()
    return path
