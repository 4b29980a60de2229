"""Marks after what is built, laid and woven."""

from __future__ import annotations

import math

from pathops import Path

from agent.integrations.logo.chance import Chance
from agent.integrations.logo.geometry.outline import common, cut, gathered, grown, joined, moved
from agent.integrations.logo.geometry.pieces import Drawing, Piece, Role
from agent.integrations.logo.geometry.shapes import (
    ROUNDNESS,
    circle,
    polygon,
    rectangle,
    regular,
    ring,
    soft_polygon,
    turned,
    turned_copies,
)
from agent.integrations.logo.signs.mark_parts import GAP, R, alternate


def lozenges(chance: Chance) -> Drawing:
    rings = chance.pick("rings", (2, 3))
    width = 9.0 if rings == 3 else 12.0  # noqa: PLR2004
    parts, radius = [], R * 1.1
    for _ in range(rings):
        inner = radius - width * math.sqrt(2)
        parts.append(cut(polygon(regular(4, radius)), polygon(regular(4, inner))))
        radius = inner - GAP * math.sqrt(2)
    parts.append(polygon(regular(4, radius)))
    return alternate(parts, ("primary", "accent"))


def _cell(kind: int, side: float) -> Path:
    quarter = Path()
    quarter.moveTo(0, 0)
    quarter.lineTo(side, 0)
    quarter.cubicTo(side, side * ROUNDNESS, side * ROUNDNESS, side, 0, side)
    quarter.close()
    half = side / 2
    quarter = moved(quarter, -half, -half)
    if kind < 4:  # noqa: PLR2004
        return turned(quarter, 90 * kind)
    leaf = common(quarter, turned(quarter, 180))
    return (leaf, turned(leaf, 90), circle(half))[kind - 4]


def tiles(chance: Chance) -> Drawing:
    """Four or nine cells of quarter discs, leaves and discs: another mark for every name."""
    count = chance.pick("grid", (2, 2, 3))
    side = (2 * R - GAP * (count - 1)) / count
    cells: list[Path] = []
    for index in range(count * count):
        row, column = divmod(index, count)
        x, y = ((n + 0.5) * (side + GAP) - GAP / 2 - R for n in (column, row))
        kind = chance.number(f"cell{index}", 7) if (row + column) % 2 else chance.number(f"cell{index}", 4)
        cells.append(moved(_cell(kind, side), x, y))
    first = chance.number("accent cell", len(cells))
    accents = {first, (first + count + 1) % len(cells)} if count > 2 else {first}  # noqa: PLR2004
    return (
        Piece("primary", gathered(cell for index, cell in enumerate(cells) if index not in accents)),
        Piece("accent", gathered(cell for index, cell in enumerate(cells) if index in accents)),
    )


def burst(chance: Chance) -> Drawing:
    count = chance.pick("rays", (12, 16))
    half = R * math.sin(math.pi / count) * (0.36 if count == 12 else 0.4)  # noqa: PLR2004
    long = rectangle(-half, -R, 2 * half, R * 0.58, half)
    short = rectangle(-half, -R * 0.82, 2 * half, R * 0.4, half)
    parts = [turned(short if index % 2 else long, 360 * index / count) for index in range(count)]
    heart = circle(R * 0.24)
    rays = alternate(parts, ("primary", "accent"))
    return (Piece("primary", gathered([rays[0].path, heart])), rays[1])


def weave(chance: Chance) -> Drawing:
    count = chance.pick("bands", (2, 3))
    width = 17.0 if count == 2 else 13.5  # noqa: PLR2004
    step = 2 * R * 0.92 / count
    offsets = [(index - (count - 1) / 2) * step for index in range(count)]
    flat = [rectangle(-R, y - width / 2, 2 * R, width, width / 2) for y in offsets]
    tall = [rectangle(x - width / 2, -R, width, 2 * R, width / 2) for x in offsets]
    over: list[list[Path]] = [[], []]
    for row, y in enumerate(offsets):
        for column, x in enumerate(offsets):
            over[(row + column) % 2].append(
                rectangle(x - width / 2 - GAP, y - width / 2 - GAP, width + 2 * GAP, width + 2 * GAP)
            )
    slant = 45.0
    return (
        Piece("primary", turned(cut(gathered(flat), *over[0]), slant)),
        Piece("accent", turned(cut(gathered(tall), *over[1]), slant)),
    )


def arcs(chance: Chance) -> Drawing:
    """Rings of one colour that open towards a disc, like a signal, a ripple or a seed: never a many-coloured bow."""
    turn = chance.pick("turn", (0, 45, 90, 180))
    width, heart = R * 0.2, R * 0.24
    open_side = polygon([(0, 0), (R * 2, -R * 1.15), (R * 2, R * 1.15)])
    rings = [cut(ring(radius, width), open_side) for radius in (R, R - width - GAP * 1.3)]
    disc = circle(heart, R * 0.62, 0)
    parts = (gathered(turned(path, turn) for path in rings), turned(disc, turn))
    return (Piece("primary", parts[0]), Piece("accent", parts[1]))


def beads(chance: Chance) -> Drawing:
    count = chance.pick("beads", (8, 10, 12))
    radius = R * math.sin(math.pi / count) * 0.72
    outer = turned_copies(circle(radius, 0, -(R - radius)), count)
    inner_ring = R - 2 * radius - GAP
    middle = ring(inner_ring, R * 0.11)
    rings = alternate(outer, ("accent", "primary"))
    heart = circle(inner_ring - R * 0.11 - GAP * 1.4)
    return (Piece("primary", gathered([rings[1].path, middle, heart])), rings[0])


def chevrons(chance: Chance) -> Drawing:
    rise, thick = chance.pick("rise", (24, 30)), 17.0
    shape = [(0, -rise), (R * 0.84, 0), (R * 0.84, thick), (0, thick - rise), (-R * 0.84, thick), (-R * 0.84, 0)]
    step = thick + GAP * 1.3
    parts = [moved(soft_polygon(shape, 2.5), 0, (index - 0.6) * step) for index in range(3)]
    return (Piece("accent", parts[0]), Piece("primary", gathered(parts[1:])))


def facets(chance: Chance) -> Drawing:
    corners = regular(6, R)
    faces = [
        polygon([(0, 0), corners[start], corners[(start + 1) % 6], corners[(start + 2) % 6]]) for start in (5, 1, 3)
    ]
    shrunk = [cut(face, *(grown(other, GAP * 0.5) for other in faces if other is not face)) for face in faces]
    first = chance.number("face", 3)
    roles: tuple[Role, ...] = ("primary", "accent", "ink")
    return tuple(Piece(roles[(index + first) % 3], face) for index, face in enumerate(shrunk))


def orbit(chance: Chance) -> Drawing:
    angle = chance.pick("angle", (-45, 45))
    moon = turned(circle(R * 0.27, 0, -R * 0.73), angle)
    body = cut(circle(R), grown(moon, GAP), turned(circle(R * 0.42, 0, -R * 0.1), angle))
    return (Piece("primary", body), Piece("accent", moon))


def steps(chance: Chance) -> Drawing:
    """Rising columns with round heads."""
    width = (2 * R - 2 * GAP * 1.4) / 3
    heights = chance.pick("heights", ((44, 72, 100), (56, 78, 100)))
    parts = [_column(-R + index * (width + GAP * 1.4), width, height) for index, height in enumerate(heights)]
    return (Piece("primary", gathered(parts[:2])), Piece("accent", parts[2]))


def _column(left: float, width: float, height: float) -> Path:
    head = circle(width / 2, left + width / 2, R - height + width / 2)
    return joined([head, rectangle(left, R - height + width / 2, width, height - width / 2)])


def fold(chance: Chance) -> Drawing:
    """A four-pointed star, each ray folded along its middle."""
    waist = R * chance.pick("waist", (0.4, 0.5))
    inner = waist * math.sqrt(0.5)
    lit = polygon([(0, 0), (0, -R), (inner, -inner)])
    dark = polygon([(0, 0), (inner, -inner), (R, 0)])
    a, b = turned_copies(lit, 4), turned_copies(dark, 4)
    seam = [turned(rectangle(-GAP * 0.3, -R, GAP * 0.6, R), 45 * index) for index in range(8)]
    return (Piece("primary", cut(gathered(a), *seam)), Piece("accent", cut(gathered(b), *seam)))
