"""Initials as a picture. Every monogram is drawn around the origin, about 200 high."""

from __future__ import annotations

from collections.abc import Callable

from pathops import Path

from agent.integrations.logo.geometry.outline import box, common, cut, gathered, grown, joined, moved
from agent.integrations.logo.geometry.pieces import Drawing, Piece
from agent.integrations.logo.geometry.shapes import (
    FRAMES,
    circle,
    polygon,
    rectangle,
    regular,
    ring,
    soft_polygon,
    turned_copies,
)
from agent.integrations.logo.lettering.facechoice import faces_for
from agent.integrations.logo.lettering.typesetting import clusters, set_line
from agent.integrations.logo.look import Look

HEIGHT = 200.0
SOLID = ("circle", "squircle", "square", "hexagon", "octagon", "arch", "shield")
"""Frames that can be cut in two."""
READABLE = 3.0
"""Least contrast of a large letter (WCAG 2.2, 1.4.3, large text)."""


def letters_outline(look: Look, tracking: float = 0.0, most: int = 2) -> Path:
    """Return the initials, at most so many, their ink centred on the origin; empty when there are none to draw."""
    letters = "".join(clusters(look.name.initials)[:most])
    faces = faces_for(letters, look.mood, look.face) if letters else {}
    if not faces:
        return Path()
    line = set_line(letters, faces, tracking)
    x, y = line.box.middle
    return moved(line.path, -x, -y)


def each_letter(look: Look) -> list[Path]:
    """Return the initials as separate outlines, side by side on one baseline, centred together."""
    faces = faces_for(look.name.initials, look.mood, look.face)
    line = set_line(look.name.initials, faces)
    x, parts = 0.0, []
    for letter in line.letters:
        parts.append(moved(letter.path, x, 0))
        x += letter.advance
    dx, dy = box(*parts).middle
    return [moved(part, -dx, -dy) for part in parts]


def in_box(path: Path, width: float, height: float) -> Path:
    """Return the path scaled to fit into width by height, centred on the origin."""
    found = box(path)
    factor = min(width / max(found.width, 1e-6), height / max(found.height, 1e-6))
    x, y = found.middle
    return path.transform(factor, 0, 0, factor, -x * factor, -y * factor)


def plate(look: Look) -> Drawing:
    """Letters cut out of a solid frame."""
    draw, room = FRAMES[look.frame if look.frame in FRAMES else "circle"]
    single = len(clusters(look.name.initials)) == 1
    letters = in_box(letters_outline(look, 4), 116 * room, (100 if single else 82) * room)
    return (Piece("primary", cut(draw(HEIGHT / 2), letters)),)


def wreath(look: Look) -> Drawing:
    """Letters in a ring of beads, large and small in turn."""
    count = 24
    radius = HEIGHT / 2
    large = turned_copies(circle(6.2, 0, 6.2 - radius), count // 2)
    small = turned_copies(circle(3.6, 0, 6.2 - radius), count // 2, 360 / count)
    letters = in_box(letters_outline(look, 4), 112, 78)
    return (Piece("ink", letters), Piece("primary", gathered(large)), Piece("accent", gathered(small)))


def outlined(look: Look) -> Drawing:
    """Letters in a thin double ring."""
    letters = in_box(letters_outline(look, 4), 118, 82)
    return (
        Piece("ink", letters),
        Piece("primary", ring(HEIGHT / 2, 5.5)),
        Piece("accent", ring(HEIGHT / 2 - 11, 2.4)),
    )


def gem(look: Look) -> Drawing:
    """Letters in an upright lozenge with open corners."""
    radius = HEIGHT * 0.6
    frame = cut(polygon(regular(4, radius)), polygon(regular(4, radius - 8)))
    gaps = turned_copies(rectangle(-13, -radius - 2, 26, 26), 4)
    dots = turned_copies(polygon([(x, y - radius + 9) for x, y in regular(4, 7)]), 4)
    letters = in_box(letters_outline(look, 4), 112, 74)
    return (Piece("ink", letters), Piece("primary", cut(frame, *gaps)), Piece("accent", gathered(dots)))


def split(look: Look) -> Drawing:
    """Large letters cut by a slant, the lower part in the second colour."""
    letters = in_box(letters_outline(look), HEIGHT * 1.7, HEIGHT * 0.92)
    area = box(letters)
    rise = min(area.width * 0.16, 42)
    seam = [
        (area.left - 5, area.middle[1] + rise / 2 + 8),
        (area.right + 5, area.middle[1] - rise / 2 + 8),
    ]
    upper = polygon(
        [
            (area.left - 5, area.top - 5),
            (area.right + 5, area.top - 5),
            (seam[1][0], seam[1][1] - 4),
            (seam[0][0], seam[0][1] - 4),
        ]
    )
    lower = polygon(
        [
            (seam[0][0], seam[0][1] + 4),
            (seam[1][0], seam[1][1] + 4),
            (area.right + 5, area.bottom + 5),
            (area.left - 5, area.bottom + 5),
        ]
    )
    return (Piece("primary", common(letters, upper)), Piece("accent", common(letters, lower)))


def lapped(look: Look) -> Drawing:
    """Two letters, one in front of the other with a clear edge between them."""
    parts = each_letter(look)
    if len(parts) < 2:  # noqa: PLR2004
        return plate(look)
    first, second = parts[0], parts[1]
    behind = _behind(first, second)
    both = gathered([first, behind])
    factor = HEIGHT * 0.92 / box(both).height
    x, y = box(both).middle
    return (
        Piece("primary", first.transform(factor, 0, 0, factor, -x * factor, -y * factor)),
        Piece(
            "accent" if look.mood in ("friendly", "strong", "modern") else "ink",
            behind.transform(factor, 0, 0, factor, -x * factor, -y * factor),
        ),
    )


OVERLAPS = (0.24, 0.16, 0.09, 0.0)
"""Shares of the narrower letter that may be covered, the most first."""


def _behind(first: Path, second: Path) -> Path:
    """Return the second letter where it stands behind the first, covered as far as it does not fall apart."""
    narrower = min(box(first).width, box(second).width)
    behind = second
    for share in OVERLAPS:
        stands = moved(second, box(first).right - box(second).left - share * narrower + (0 if share else 9), 0)
        behind = cut(stands, grown(first, 6.5))
        if _loose_parts(behind) <= _loose_parts(second):
            break
    return behind


def _loose_parts(letter: Path) -> int:
    """Return how many outlines there are that are no holes, which run the other way round."""
    outlines = list(joined([letter]).contours)
    largest = max(outlines, key=lambda part: box(part).width * box(part).height)
    return sum(part.clockwise == largest.clockwise for part in outlines)


def dominoes(look: Look) -> Drawing:
    """Each letter cut out of its own tile, the tiles leaning on each other."""
    parts = each_letter(look)
    if len(parts) < 2:  # noqa: PLR2004
        return plate(look)
    side = HEIGHT * 0.82
    left, right = (moved(in_box(part, side * 0.62, side * 0.5), 0, 0) for part in parts[:2])
    tile_a = soft_polygon(
        [(-side / 2, -side / 2), (side / 2, -side / 2), (side / 2, side / 2), (-side / 2, side / 2)], side * 0.2
    )
    shift = side / 2 + 5
    return (
        Piece("primary", moved(cut(tile_a, left), -shift, 0)),
        Piece("ink", moved(cut(circle(side / 2), right), shift, 0)),
    )


def banner(look: Look) -> Drawing:
    """Letters on a frame whose foot is set off in the second colour."""
    draw, room = FRAMES[look.frame if look.frame in SOLID else "shield"]
    shape = draw(HEIGHT / 2)
    foot = rectangle(-HEIGHT, HEIGHT * 0.24, HEIGHT * 2, HEIGHT)
    gap = rectangle(-HEIGHT, HEIGHT * 0.24 - 7, HEIGHT * 2, 7)
    letters = moved(in_box(letters_outline(look, 4), 112 * room, 72 * room), 0, -HEIGHT * 0.12)
    return (Piece("primary", cut(shape, foot, gap, letters)), Piece("accent", common(shape, foot)))


MONOGRAMS: dict[str, Callable[[Look], Drawing]] = {
    "plate": plate,
    "wreath": wreath,
    "outlined": outlined,
    "gem": gem,
    "split": split,
    "lapped": lapped,
    "dominoes": dominoes,
    "banner": banner,
}
"""Monograms by name."""


def monogram(look: Look) -> Drawing:
    """Draw the look's initials."""
    return MONOGRAMS[look.monogram](look)
