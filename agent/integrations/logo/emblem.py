"""The square sign beside a name: an icon or the initials in a frame, or an abstract mark."""

from __future__ import annotations

from pathops import Path

from agent.integrations.logo.drawing import Drawing, Piece, resized
from agent.integrations.logo.icons import icon_outline
from agent.integrations.logo.look import Look
from agent.integrations.logo.marks import MARKS
from agent.integrations.logo.monograms import in_box, letters_outline, plate
from agent.integrations.logo.outline import cut, fitted, gathered
from agent.integrations.logo.shapes import FRAMES, circle, rectangle, turned_copies

RADIUS = 100.0


def emblem(look: Look) -> Drawing:
    """Return the sign of a look, about 200 high around the origin."""
    if look.kind == "mark":
        return mark(look)
    if not look.icon and letters_outline(look).verbs:
        return plate(look)
    return framed_icon(look) if look.icon else mark(look)


def mark(look: Look) -> Drawing:
    return resized(MARKS[look.mark](look.chance), 2 * RADIUS)


def framed_icon(look: Look) -> Drawing:
    """Return the icon cut out of its frame, or bare and large without one."""
    if look.frame not in FRAMES:
        return (Piece("primary", fitted(icon_outline(look.icon), 1.8 * RADIUS)),)
    draw, room = FRAMES[look.frame]
    hole = fitted(icon_outline(look.icon), 1.16 * RADIUS * room)
    body = (Piece("primary", cut(draw(RADIUS), hole)),)
    if look.frame == "sun":
        return _with_rim(cut(circle(RADIUS * 0.76), hole), rectangle(-3, -RADIUS, 6, 17, 3), 28)
    if look.frame == "beads":
        return _with_rim(cut(circle(RADIUS * 0.8), hole), circle(4.8, 0, 5 - RADIUS), 24)
    return body


def _with_rim(body: Path, bead: Path, count: int) -> Drawing:
    return (Piece("primary", body), Piece("accent", gathered(turned_copies(bead, count))))


def small_sign(look: Look) -> Drawing:
    """Return the sign for 16 pixels: one letter or icon, as large as the frame allows, and nothing fine."""
    frame = {"sun": "circle", "beads": "circle", "none": "squircle", "scallop": "circle", "diamond": "squircle"}.get(
        look.frame, look.frame
    )
    draw, room = FRAMES[frame]
    if look.kind == "mark" or not (look.icon or letters_outline(look).verbs):
        return mark(look)
    if look.kind in ("icon", "stacked", "badge") and look.icon:
        hole = fitted(icon_outline(look.icon), 1.34 * RADIUS * min(room, 1))
    else:
        hole = in_box(letters_outline(look, 2), 1.42 * RADIUS * min(room, 1), 1.06 * RADIUS)
    return (Piece("primary", cut(draw(RADIUS), hole)),)
