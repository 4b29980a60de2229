"""Pictures for a site without photos: plain geometry in the palette's colours, the same for the same name.

Shapes carry the classes a to e and get their colours from the style sheet. Only generic forms are used, no
heritage symbol and no weave.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from random import Random


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


def banner(art: Art) -> Art:
    """Return the picture three times side by side, the middle one mirrored so that its edges meet."""
    tile = f'<svg id="tile" width="{art.width}" height="{art.height}">{art.shapes}</svg>'
    step = art.width - 1  # they lap by one, or a hairline shows between them
    turned = f'<use href="#tile" transform="translate({2 * art.width - 1})scale(-1 1)"/>'
    return Art(f'{tile}{turned}<use href="#tile" x="{2 * step}"/>', 3 * art.width - 2, art.height)


def artboards() -> dict[str, Callable[[Random], Art]]:
    """Return the pictures there are, by name."""
    return {
        "mosaic": _mosaic,
        "fields": _fields,
        "rings": _rings,
        "road": _road,
        "arches": _arches,
        "petals": _petals,
        "plates": _plates,
    }


_PAIRS = ("ba", "cd", "db", "bd", "ac", "cb", "da", "be", "ce", "ab")
"""Ground and figure of a tile; every pair stands apart in light."""


def _mosaic(chance: Random) -> Art:
    """Sixteen tiles, no two neighbours of one kind or one ground."""
    kinds: dict[tuple[int, int], _Tile] = {}
    pairs: dict[tuple[int, int], str] = {}
    shapes = []
    for row, column in product(range(4), repeat=2):
        near = ((row - 1, column), (row, column - 1))
        others = {kinds.get(place) for place in near}
        grounds = {pairs[place][0] for place in near if place in pairs}
        kinds[row, column] = kind = chance.choice([tile for tile in _TILES if tile not in others])
        pairs[row, column] = pair = chance.choice([pair for pair in _PAIRS if pair[0] not in grounds])
        turn = f"translate({column * 100} {row * 100})rotate({chance.randrange(4) * 90} 50 50)"
        shapes.append(f'<g transform="{turn}"><path class="{pair[0]}" d="M-.5-.5h101v101H-.5z"/>{kind(*pair)}</g>')
    return Art("".join(shapes), 400, 400)


def _quarter(_: str, figure: str) -> str:
    return f'<path class="{figure}" d="M0 0h100A100 100 0 0 1 0 100z"/>'


def _half(_: str, figure: str) -> str:
    return f'<path class="{figure}" d="M0 0h100a50 50 0 0 1-100 0zM0 50h100a50 50 0 0 1-100 0z"/>'


def _leaf(_: str, figure: str) -> str:
    return f'<path class="{figure}" d="M0 0h50a50 50 0 0 1 50 50v50H50A50 50 0 0 1 0 50z"/>'


def _ring(ground: str, figure: str) -> str:
    return f'<circle class="{figure}" cx="50" cy="50" r="42"/><circle class="{ground}" cx="50" cy="50" r="17"/>'


def _dots(_: str, figure: str) -> str:
    return "".join(f'<circle class="{figure}" cx="{x}" cy="{y}" r="15"/>' for x, y in product((26, 74), repeat=2))


def _corner(_: str, figure: str) -> str:
    return f'<path class="{figure}" d="M0 0h100L0 100z"/>'


def _bows(ground: str, figure: str) -> str:
    bows = zip((figure, ground, figure), (100, 68, 36), strict=True)
    return "".join(f'<path class="{name}" d="M0 0h{size}A{size} {size} 0 0 1 0 {size}z"/>' for name, size in bows)


_Tile = Callable[[str, str], str]
_TILES: tuple[_Tile, ...] = (_quarter, _half, _leaf, _ring, _dots, _corner, _bows)


def _fields(chance: Random) -> Art:
    """A sun over hills and furrows."""
    sun = chance.choice((120, 200, 280))
    lift = chance.randrange(0, 30)
    far = f"M0 {236 - lift}q{90 + lift} -70 200 -20t200 -10V400H0z"
    near = f"M0 {300 - lift}q110 -60 210 -14t190 -26V400H0z"
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


def _plates(chance: Random) -> Art:
    """A table seen from above."""
    shapes = ['<path class="b" d="M0 0h400v400H0z"/>']
    fillings = [_slices, _beads, _crescent]
    chance.shuffle(fillings)
    for (x, y, size), filling in zip(((128, 132, 150), (322, 300, 128), (346, 62, 74)), fillings, strict=True):
        rims = zip("dce", (1, 0.8, 0.76), strict=True)
        plate = "".join(f'<circle class="{name}" r="{size * share:g}"/>' for name, share in rims)
        shapes.append(
            f'<g transform="translate({x} {y})rotate({chance.randrange(360)})">{plate}{filling(size * 0.6)}</g>'
        )
    shapes.append('<circle class="a" cx="92" cy="352" r="50"/><circle class="c" cx="92" cy="352" r="30"/>')
    return Art("".join(shapes), 400, 400)


def _slices(size: float) -> str:
    wedge = f"M0 0V{-size:g}A{size:g} {size:g} 0 0 1 {size * 0.7071:g} {-size * 0.7071:g}z"
    return "".join(
        f'<path class="{name}" transform="rotate({angle:g})" d="{wedge}"/>'
        for name, angle in zip("abacabac", _angles(8), strict=True)
    )


def _beads(size: float) -> str:
    ring = "".join(
        f'<circle class="{name}" transform="rotate({angle:g})" cy="{-size * 0.7:g}" r="{size * 0.24:g}"/>'
        for name, angle in zip("bababab", _angles(7), strict=True)
    )
    return f'{ring}<circle class="c" r="{size * 0.36:g}"/>'


def _crescent(size: float) -> str:
    half = f"M{-size:g} 0a{size:g} {size:g} 0 0 1 {2 * size:g} 0z"
    return f'<path class="a" d="{half}"/><path class="b" transform="rotate(180)" d="{half}"/>'


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
