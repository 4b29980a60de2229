"""Round badges: the name on an arc around a sign, or across a disc where letters must not be bent."""

from __future__ import annotations

import math

from pathops import Path

from agent.integrations.logo import scripts
from agent.integrations.logo.drawing import Drawing, Piece, extent
from agent.integrations.logo.facechoice import faces_for, small_faces
from agent.integrations.logo.icons import icon_outline
from agent.integrations.logo.look import Look
from agent.integrations.logo.marks import MARKS
from agent.integrations.logo.monograms import in_box, letters_outline
from agent.integrations.logo.nameblock import name_block, upper
from agent.integrations.logo.outline import box, cut, fitted, gathered, moved, scaled
from agent.integrations.logo.shapes import circle, polygon, regular, ring, scallop, turned
from agent.integrations.logo.typesetting import Line, set_line

R = 300.0
INNER = 0.635
"""Radius of the inner disc."""


def badge(look: Look) -> Drawing:
    """Draw a badge about 600 wide around the origin."""
    name = _arc_line(look)
    return _ringed(look, name) if name else _plated(look)


def _arc_line(look: Look) -> tuple[Line, float] | None:
    """Return the name set for the arc and its cap height, or None when it cannot stand there."""
    text = upper(" ".join(part for part in (look.name.before, look.name.main) if part))
    faces = faces_for(text, look.mood, look.face)
    if not faces or any(scripts.joined(script) or not scripts.has_capitals(script) for script in faces):
        return None
    line = set_line(text, faces, 12)
    for cap in (62.0, 56.0, 50.0, 44.0, 40.0):
        if _angle(line, cap, R * 0.80) <= 215:
            return line, cap
    return None


def _angle(line: Line, cap: float, radius: float) -> float:
    width = sum(letter.advance + line.tracking for letter in line.letters) - line.tracking
    return math.degrees(width * cap / 100 / radius)


def bent(line: Line, cap: float, radius: float, *, under: bool = False) -> Path:
    """Return a line bent around a circle of `radius` at its baseline, centred on top or, read upright, at the foot."""
    factor = cap / 100
    total = sum(letter.advance + line.tracking for letter in line.letters) - line.tracking
    x, parts = -total / 2, []
    for letter in line.letters:
        middle = (x + letter.advance / 2) * factor
        path = moved(scaled(moved(letter.path, -letter.advance / 2, 0), factor), 0, radius if under else -radius)
        angle = math.degrees(middle / radius)
        parts.append(turned(path, -angle if under else angle))
        x += letter.advance + line.tracking
    return gathered(parts)


def _ringed(look: Look, name: tuple[Line, float]) -> Drawing:
    line, cap = name
    track = R * (1 + INNER) / 2
    top = bent(line, cap, track - cap / 2)
    low = _foot(look, _angle(line, cap, track), track)
    body = scallop(R, 28, 0.035) if look.frame in ("scallop", "sun") else circle(R)
    signs = [top, *low]
    disc = cut(body, *signs, circle(R * INNER))
    inner = _heart(look)
    hairline = ring(R * INNER - 9, 3.2)
    return (
        Piece("primary", disc),
        Piece("accent", hairline),
        Piece("primary" if look.chance.number("heart", 2) else "ink", inner),
    )


def _foot(look: Look, taken: float, track: float) -> list[Path]:
    """Return the tagline along the foot, between two marks; only the marks when it does not fit."""
    room = 360 - taken - 44
    faces = small_faces(look.tagline, look.mood) if look.tagline else {}
    found: list[Path] = []
    angle = 0.0
    if faces and not any(scripts.joined(script) for script in faces):
        line = set_line(upper(look.tagline), faces, 12)
        cap = next((cap for cap in (36.0, 32.0, 28.0) if _angle(line, cap, track) <= room), 0.0)
        if cap:
            found.append(bent(line, cap, track + cap / 2, under=True))
            angle = _angle(line, cap, track)
    free = (360 - taken - angle) / 2
    side = 180 - angle / 2 - free / 2
    gem = moved(polygon(regular(4, 13)), 0, -track)
    if angle:
        return [*found, turned(gem, side), turned(gem, -side)]
    spread = min(26.0, room / 6)
    return [
        turned(moved(polygon(regular(4, 13 if index == 0 else 8)), 0, -track), 180 + index * spread)
        for index in (-1, 0, 1)
    ]


def _heart(look: Look) -> Path:
    size = 2 * R * INNER * 0.62
    if look.icon:
        return fitted(icon_outline(look.icon), size * 0.95)
    letters = letters_outline(look, 4)
    if letters.verbs:
        return in_box(letters, size, size * 0.66)
    return fitted(gathered(piece.path for piece in MARKS[look.mark](look.chance)), size)


def _plated(look: Look) -> Drawing:
    """A full disc with the sign above the name, both cut out."""
    block = name_block(look, limit=430, align="center", tagline=False)
    found = extent(block.pieces)
    lines = max(1.0, found.height / 130)
    factor = min(R * 1.42 / max(found.width, 1), R * 0.62 / max(found.height, 1), 0.95)
    x, y = found.middle
    words = [piece.path.transform(factor, 0, 0, factor, -x * factor, -y * factor) for piece in block.pieces]
    text = gathered(words)
    height = box(text).height
    size = R * (0.62 if lines < 2 else 0.5)
    sign = fitted(_heart(look), size)
    gap = R * 0.13
    total = size + gap + height
    sign = moved(sign, 0, -total / 2 + size / 2 - R * 0.03)
    text = moved(text, 0, total / 2 - height / 2 - R * 0.03)
    rim = ring(R, 8)
    disc = cut(circle(R - 20), sign, text)
    return (Piece("primary", disc), Piece("primary", rim))
