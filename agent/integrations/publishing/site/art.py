"""Pictures for a site without photos: plain geometry in the palette's colours, the same for the same name.

Shapes carry the classes a to e and get their colours from the style sheet. Only generic forms are used, no
heritage symbol and no weave.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

_TILE = 100


@dataclass(frozen=True)
class Art:
    """The inside of an SVG and the size of its canvas."""

    shapes: str
    width: int
    height: int


def art_for(kind: str, seed: str) -> Art:
    """Return the picture called `kind` in artboards(); the seed decides its details. KeyError for an unknown kind."""
    digest = hashlib.sha256(seed.encode()).digest()
    return artboards()[kind](Random(int.from_bytes(digest[:8], "big")))


def artboards() -> dict[str, Callable[[Random], Art]]:
    """Return the pictures there are, by name."""
    return {"mosaic": _mosaic, "fields": _fields, "rings": _rings, "road": _road, "arches": _arches, "petals": _petals}


def _mosaic(chance: Random) -> Art:
    """Sixteen tiles, no two neighbours of one kind."""
    tiles = [_quarter, _half, _leaf, _ring, _diamond, _dots, _sun]
    placed: dict[tuple[int, int], Callable[[Random], str]] = {}
    shapes = []
    for row in range(4):
        for column in range(4):
            near = {placed.get((row - 1, column)), placed.get((row, column - 1))}
            placed[row, column] = tile = chance.choice([kind for kind in tiles if kind not in near])
            ground = "bcbd"[(row * 3 + column + chance.randrange(2)) % 4]
            turn = f"translate({column * _TILE} {row * _TILE})rotate({chance.randrange(4) * 90} 50 50)"
            shapes.append(f'<g transform="{turn}"><path class="{ground}" d="M0 0h100v100H0z"/>{tile(chance)}</g>')
    return Art("".join(shapes), 400, 400)


def _quarter(chance: Random) -> str:
    return f'<path class="{_pick(chance)}" d="M0 0h100A100 100 0 0 1 0 100z"/>'


def _half(chance: Random) -> str:
    color = _pick(chance)
    return f'<path class="{color}" d="M0 0h100a50 50 0 0 1-100 0zM0 50h100a50 50 0 0 1-100 0z"/>'


def _leaf(chance: Random) -> str:
    return f'<path class="{_pick(chance)}" d="M0 0h50a50 50 0 0 1 50 50v50H50A50 50 0 0 1 0 50z"/>'


def _ring(chance: Random) -> str:
    return "".join(f'<circle class="{_pick(chance)}" cx="50" cy="50" r="{radius}"/>' for radius in (42, 18))


def _diamond(chance: Random) -> str:
    return f'<path class="{_pick(chance)}" d="M50 4 96 50 50 96 4 50z"/>'


def _dots(chance: Random) -> str:
    color = _pick(chance)
    return "".join(f'<circle class="{color}" cx="{x}" cy="{y}" r="13"/>' for x in (25, 75) for y in (25, 75))


def _sun(chance: Random) -> str:
    rays = "".join(
        f"M50 50 {x} {y}" for x, y in ((50, 4), (82, 18), (96, 50), (82, 82), (50, 96), (18, 82), (4, 50), (18, 18))
    )
    return f'<path class="s" d="{rays}"/><circle class="{_pick(chance)}" cx="50" cy="50" r="24"/>'


def _pick(chance: Random) -> str:
    return chance.choice("aade")


def _fields(chance: Random) -> Art:
    """A sun over hills and furrows."""
    sun = chance.choice((120, 200, 280))
    lift = chance.randrange(0, 30)
    far = f"M0 {236 - lift}q{90 + lift} -70 200 -20t200 -10v194H0z"
    near = f"M0 {300 - lift}q110 -60 210 -14t190 -26v140H0z"
    rows = "".join(
        f"M{x} 400Q{200 + (x - 200) * 0.55:g} 350 {200 + (x - 200) * 0.34:g} {326 - lift}" for x in range(-60, 500, 52)
    )
    return Art(
        f'<path class="b" d="M0 0h400v400H0z"/><circle class="e" cx="{sun}" cy="150" r="104"/>'
        f'<circle class="a" cx="{sun}" cy="150" r="72"/><path class="c" d="{far}"/><path class="d" d="{near}"/>'
        f'<path class="s" d="{rows}"/>',
        400,
        400,
    )


def _rings(chance: Random) -> Art:
    """Orbits with their bodies."""
    x, y = chance.choice(((400, 0), (400, 400), (0, 400)))
    orbits = "".join(
        f'<circle class="{name}" cx="{x}" cy="{y}" r="{radius}"/>'
        for name, radius in zip("cbdbe", (372, 300, 228, 156, 84), strict=True)
    )
    bodies = "".join(
        f'<circle class="{chance.choice("aae")}" cx="{abs(x - dx)}" cy="{abs(y - dy)}" r="{size}"/>'
        for dx, dy, size in ((263, 263, 22), (110, 279, 15), (211, 86, 18), (330, 172, 12))
    )
    return Art(f'<path class="b" d="M0 0h400v400H0z"/>{orbits}{bodies}', 400, 400)


def _road(chance: Random) -> Art:
    """Chevrons on the move."""
    start = chance.randrange(3)
    bands = "".join(
        f'<path class="{"cade"[(index + start) % 4]}" d="M{x} 0h64L{x + 264} 200 {x + 64} 400H{x}l200-200z"/>'
        for index, x in enumerate(range(-240, 400, 96))
    )
    return Art(f'<path class="b" d="M0 0h400v400H0z"/>{bands}', 400, 400)


def _arches(chance: Random) -> Art:
    """Doorways, one in another, beneath a disc."""
    shapes = [
        '<path class="b" d="M0 0h400v400H0z"/>',
        f'<circle class="a" cx="{chance.choice((96, 304))}" cy="92" r="52"/>',
    ]
    for index, (left, width) in enumerate(((20, 220), (160, 220))):
        order = "cedc" if (index + chance.randrange(2)) % 2 else "dceb"
        for step, color in enumerate(order):
            inset = step * 28
            radius = width / 2 - inset
            top = 170 + index * 46 + inset
            bow = f"a{radius:g} {radius:g} 0 0 1 {2 * radius:g} 0"
            shapes.append(f'<path class="{color}" d="M{left + inset} 400V{top + radius:g}{bow}V400z"/>')
    return Art("".join(shapes), 400, 400)


def _petals(chance: Random) -> Art:
    """A few rosettes."""
    shapes = ['<path class="b" d="M0 0h400v400H0z"/>']
    for x, y, scale in ((142, 150, 1.3), (318, 78, 0.62), (300, 300, 0.95), (84, 340, 0.55)):
        count = chance.choice((6, 8))
        color, heart = chance.choice(("ce", "de", "ed", "cd"))
        turned = "".join(_petal(angle, color) for angle in _angles(count))
        shapes.append(
            f'<g transform="translate({x} {y})scale({scale})">{turned}<circle class="{heart}" r="26"/>'
            f'<circle class="a" r="14"/></g>'
        )
    return Art("".join(shapes), 400, 400)


def _petal(angle: float, color: str) -> str:
    return f'<path class="{color}" transform="rotate({angle:g})" d="M0 0C34-30 34-84 0-104-34-84-34-30 0 0z"/>'


def _angles(count: int) -> Iterator[float]:
    return (360 / count * index for index in range(count))
