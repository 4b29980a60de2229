"""The square sign beside a name: an icon or the initials in a frame, or an abstract mark."""

from __future__ import annotations

from pathops import Path

from agent.integrations.logo.geometry.outline import cut, fitted, gathered
from agent.integrations.logo.geometry.pieces import Drawing, Piece, resized
from agent.integrations.logo.geometry.shapes import FRAMES, circle, rectangle, ring, scallop, turned_copies
from agent.integrations.logo.look import Look
from agent.integrations.logo.signs.icons import icon_outline
from agent.integrations.logo.signs.marks import MARKS
from agent.integrations.logo.signs.monograms import in_box, letters_outline, plate

RADIUS = 100.0


def emblem(look: Look) -> Drawing:
    """Return the sign of a look, about 200 high around the origin; nothing for a look without one."""
    if look.sign == "none":
        return ()
    if look.sign == "initials":
        return plate(look)
    if look.sign == "mark":
        return framed_mark(look) if look.framed else mark(look)
    return framed_icon(look)


def mark(look: Look) -> Drawing:
    """Return the abstract mark in its own colours."""
    return resized(MARKS[look.mark](look.chance), 2 * RADIUS)


def mark_outline(look: Look, size: float) -> Path:
    """Return the abstract mark as one outline."""
    return fitted(gathered(piece.path for piece in MARKS[look.mark](look.chance)), size)


def framed_mark(look: Look) -> Drawing:
    """Return the abstract mark cut out of the frame."""
    draw, room = FRAMES.get(look.frame, FRAMES["circle"])
    return _in_frame(look.frame, draw(RADIUS), mark_outline(look, 1.2 * RADIUS * room))


def framed_icon(look: Look) -> Drawing:
    """Return the icon cut out of its frame, or bare and large without one."""
    if look.frame not in FRAMES:
        return (Piece("primary", fitted(icon_outline(look.icon), 1.8 * RADIUS)),)
    draw, room = FRAMES[look.frame]
    return _in_frame(look.frame, draw(RADIUS), fitted(icon_outline(look.icon), 1.16 * RADIUS * room))


def _in_frame(frame: str, shape: Path, hole: Path) -> Drawing:
    if frame == "sun":
        return _with_rim(cut(circle(RADIUS * 0.76), hole), rectangle(-3, -RADIUS, 6, 17, 3), 28)
    if frame == "beads":
        return _with_rim(cut(circle(RADIUS * 0.8), hole), circle(4.8, 0, 5 - RADIUS), 24)
    return (Piece("primary", cut(shape, hole)),)


def _with_rim(body: Path, bead: Path, count: int) -> Drawing:
    return (Piece("primary", body), Piece("accent", gathered(turned_copies(bead, count))))


CALM = {"sun": "circle", "beads": "circle", "none": "squircle", "scallop": "circle", "diamond": "squircle"}
"""Frames for 16 pixels instead of those with fine edges or little room."""


def small_sign(look: Look) -> Drawing:
    """Return the sign for 16 pixels: an icon or letters as large as the frame allows, one letter of a thin face."""
    if look.sign == "mark" and not look.framed:
        return mark(look)
    draw, room = FRAMES[CALM.get(look.frame, look.frame)]
    letters = letters_outline(look, 2, most=1 if look.mood == "elegant" else 2)
    if look.sign in ("initials", "none") and letters.verbs:
        hole = in_box(letters, 1.42 * RADIUS * min(room, 1), 1.1 * RADIUS * min(room, 1))
    else:
        sign = mark_outline(look, 100) if look.sign == "mark" else icon_outline(look.icon)
        hole = fitted(sign, 1.34 * RADIUS * min(room, 1))
    return (Piece("primary", cut(draw(RADIUS), hole)),)


def unlettered(look: Look) -> Drawing:
    """Return a logo of signs alone, for a name that no typeface here can write; six kinds, six pictures."""
    icon = fitted(icon_outline(look.icon), 1.1 * RADIUS)
    drawn: dict[str, Drawing] = {
        "icon": framed_icon(look),
        "stacked": (Piece("primary", fitted(icon_outline(look.icon), 1.9 * RADIUS)),),
        "wordmark": framed_mark(look),
        "badge": (
            Piece("primary", cut(scallop(RADIUS, 24, 0.04), circle(RADIUS * 0.76))),
            Piece("accent", ring(RADIUS * 0.7, 3)),
            Piece("ink", icon),
        ),
        "mark": mark(look),
        "monogram": (Piece("primary", mark_outline(look, 1.1 * RADIUS)), Piece("accent", ring(RADIUS, 6))),
    }
    return drawn[look.kind]
