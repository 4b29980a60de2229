"""Round badges: the name on an arc around a sign, or across a disc where letters must not be bent."""

from __future__ import annotations

import math
from typing import NamedTuple

from pathops import Path

from agent.integrations.logo.geometry.outline import box, common, cut, fitted, gathered, joined, moved, scaled
from agent.integrations.logo.geometry.pieces import Drawing, Piece, Role, extent
from agent.integrations.logo.geometry.shapes import FRAMES, circle, polygon, regular, ring, scallop, turned
from agent.integrations.logo.lettering import scripts
from agent.integrations.logo.lettering.facechoice import faces_for, small_faces
from agent.integrations.logo.lettering.nameblock import name_block
from agent.integrations.logo.lettering.naming import upper
from agent.integrations.logo.lettering.typesetting import Faces, Line, set_line
from agent.integrations.logo.look import Look
from agent.integrations.logo.signs.emblem import mark_outline
from agent.integrations.logo.signs.icons import icon_outline
from agent.integrations.logo.signs.monograms import in_box, letters_outline

R = 300.0
INNER = 0.635
"""Radius of the inner disc, as a share of the whole."""
TRACK = R * (1 + INNER) / 2
"""Radius on which the letters stand with their middle."""
LONGEST_ARC = 232.0
"""Degrees a name may take; more would read upside down."""
SHORTEST_ARC = 30.0
"""A shorter name would be lost on the ring."""
BAND = R * (1 - INNER) - 26.0
"""Height that letters with all their marks may take in the ring."""
CAPS = (62.0, 56.0, 50.0, 44.0, 40.0, 36.0)
FOOT_CAPS = (36.0, 32.0, 28.0)
SQUARE, MOST_FLAT = 1.34, 1.25
"""Diagonal that an icon of length 1 may have in the ring, and how much longer a flat one may be for it."""


class ArcLine(NamedTuple):
    """A line set for an arc, with the height of its capitals and the angle it takes, in degrees."""

    line: Line
    cap: float
    angle: float


def badge(look: Look) -> Drawing:
    """Draw a badge about 600 wide around the origin."""
    names = (" ".join(part for part in (look.name.before, look.name.main) if part), look.name.main)
    fits = (_on_arc(name, faces_for(upper(name), look.mood, capital_face(look)), CAPS, LONGEST_ARC) for name in names)
    name = next((arc for arc in fits if arc), None)
    straight = look.framed and look.frame not in ("circle", "scallop", "sun", "beads")
    if name is None or straight or name.angle < SHORTEST_ARC:
        return _plated(look)
    return _ringed(look, name)


def capital_face(look: Look) -> str:
    """Return the look's face, or none when its capitals are not made to stand together."""
    return "" if look.face in scripts.never_upper() else look.face


def _on_arc(text: str, faces: Faces, caps: tuple[float, ...], longest: float) -> ArcLine | None:
    """Return the text set as large as the arc allows, None when it cannot stand there."""
    if not faces or any(scripts.joined(script) or not scripts.has_capitals(script) for script in faces):
        return None
    line = set_line(upper(text), faces, 12)
    width = sum(letter.advance + line.tracking for letter in line.letters) - line.tracking
    high = line.box.height / 100
    angles = ((cap, math.degrees(width * cap / 100 / TRACK)) for cap in caps if cap * high <= BAND)
    return next((ArcLine(line, cap, angle) for cap, angle in angles if angle <= longest), None)


def bent(arc: ArcLine, *, under: bool = False) -> Path:
    """Return a line bent around the ring, centred on top or, read upright, at the foot."""
    line, factor = arc.line, arc.cap / 100
    radius = _baseline(arc, under=under)
    x, parts = -math.radians(arc.angle) * TRACK / factor / 2, []
    for letter in line.letters:
        middle = (x + letter.advance / 2) * factor
        path = moved(scaled(moved(letter.path, -letter.advance / 2, 0), factor), 0, radius if under else -radius)
        angle = math.degrees(middle / TRACK)
        parts.append(turned(path, -angle if under else angle))
        x += letter.advance + line.tracking
    return gathered(parts)


def _baseline(arc: ArcLine, *, under: bool) -> float:
    """Return the radius of the baseline: capitals in the middle of the ring, moved where marks would leave it."""
    above, below = -arc.line.box.top * arc.cap / 100, arc.line.box.bottom * arc.cap / 100
    outside, inside = (below, above) if under else (above, below)
    middle = TRACK + arc.cap / 2 if under else TRACK - arc.cap / 2
    return max(min(middle, TRACK + BAND / 2 - outside), TRACK - BAND / 2 + inside)


def _ringed(look: Look, name: ArcLine) -> Drawing:
    body = scallop(R, 28, 0.035) if look.frame in ("scallop", "sun") else circle(R)
    disc = cut(body, bent(name), *_foot(look, name.angle), circle(R * INNER))
    heart: Role = "primary" if look.chance.number("heart", 2) else "ink"
    return (Piece("primary", disc), Piece("accent", ring(R * INNER - 9, 3.2)), Piece(heart, _heart(look)))


def _foot(look: Look, taken: float) -> list[Path]:
    """Return the tagline along the foot between two gems; a gem between two thin arcs when it does not fit."""
    gem = moved(polygon(regular(4, 13)), 0, -TRACK)
    room = 360 - taken - 44
    faces = small_faces(look.tagline, look.mood) if look.tagline else {}
    arc = _on_arc(look.tagline, faces, FOOT_CAPS, room)
    if arc is None:
        ends = 180 - taken / 2 - 16
        return [turned(gem, 180), _arc(180 + 9, 180 + ends), _arc(180 - ends, 180 - 9)]
    side = taken / 2 + (360 - taken - arc.angle) / 4
    return [bent(arc, under=True), turned(gem, side), turned(gem, -side)]


def _arc(start: float, end: float) -> Path:
    """Return a thin arc on the track with round ends, degrees clockwise from the top."""
    thin, far = 4.0, 2 * R
    steps = [start + (end - start) * step / 4 for step in range(5)]
    rim = [(far * math.sin(math.radians(angle)), -far * math.cos(math.radians(angle))) for angle in steps]
    tip = circle(thin / 2, 0, -TRACK)
    body = common(ring(TRACK + thin / 2, thin), polygon([(0, 0), *rim]))
    return joined([body, turned(tip, start), turned(tip, end)])


def _heart(look: Look) -> Path:
    size = 2 * R * INNER * 0.62
    letters = letters_outline(look, 4) if look.sign == "initials" else Path()
    if letters.verbs:
        return in_box(letters, size, size * 0.66)
    return mark_outline(look, size) if look.sign == "mark" else _icon(look.icon, size * 0.95)


def _icon(name: str, size: float) -> Path:
    """Return an icon as large as the ring allows: a flat one may be longer than a square one."""
    outline = icon_outline(name)
    found = box(outline)
    flat = SQUARE * max(found.width, found.height) / math.hypot(found.width, found.height)
    return fitted(outline, size * min(MOST_FLAT, max(1.0, flat)))


def _plated(look: Look) -> Drawing:
    """A full plate with the sign above the name, both cut out."""
    block = name_block(look, limit=820, align="center", small=False)
    found = extent(block.pieces)
    draw, room = FRAMES[look.frame] if look.framed and look.frame in FRAMES else (circle, 1.0)
    high = found.height > found.width * 0.42
    widest, highest = R * (1.12 if high else 1.46) * room, R * (0.86 if high else 0.5) * room
    factor = min(widest / max(found.width, 1), highest / max(found.height, 1), 1.6)
    x, y = found.middle
    text = gathered(piece.path.transform(factor, 0, 0, factor, -x * factor, -y * factor) for piece in block.pieces)
    height, size, gap = found.height * factor, R * (0.5 if high else 0.64) * room, R * 0.14
    total, lift = size + gap + height, R * (0.08 if high else 0.12)
    sign = fitted(_heart(look), size, center=(0, -total / 2 + size / 2 - lift))
    words = moved(text, 0, total / 2 - height / 2 - lift)
    foot = total / 2 - lift + R * 0.16
    gems = gathered(_gems(foot) if foot < R * 0.7 * room else [])
    rim = cut(draw(R), draw(R - 8))
    return (Piece("primary", cut(draw(R - 20), sign, words, gems)), Piece("primary", rim))


def _gems(y: float) -> list[Path]:
    """Return three small gems in a row under the words."""
    return [moved(polygon(regular(4, 11 if x == 0 else 7)), x, y) for x in (-30, 0, 30)]
