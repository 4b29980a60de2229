"""What a logo is made of while it is drawn: outlines with the role of their colour."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from pathops import Path

from agent.integrations.logo.geometry.outline import Box, box, gathered, moved

Role = Literal["ink", "primary", "accent"]


class Piece(NamedTuple):
    """One outline in one colour. Pieces of a drawing never overlap, so every mode and print comes for free."""

    role: Role
    path: Path
    part: str = ""
    """TAGLINE for small text that may be left out where the logo is shown small."""


Drawing = tuple[Piece, ...]
TAGLINE = "tagline"


def extent(pieces: Iterable[Piece]) -> Box:
    """Return the extent of the ink of all pieces."""
    return box(*(piece.path for piece in pieces))


def shifted(pieces: Iterable[Piece], dx: float, dy: float) -> Drawing:
    return tuple(piece._replace(path=moved(piece.path, dx, dy)) for piece in pieces)


def resized(pieces: Drawing, size: float, *, center: tuple[float, float] = (0, 0)) -> Drawing:
    """Return the pieces scaled so that the longer side of all of them is `size`, centred on `center`."""
    found = extent(pieces)
    factor = size / max(found.width, found.height, 1e-6)
    x, y = found.middle
    dx, dy = center[0] - x * factor, center[1] - y * factor
    return tuple(piece._replace(path=piece.path.transform(factor, 0, 0, factor, dx, dy)) for piece in pieces)


def recoloured(pieces: Drawing, role: Role) -> Drawing:
    """Return the pieces all in one role."""
    return tuple(piece._replace(role=role) for piece in pieces)


def merged(pieces: Drawing) -> Drawing:
    """Return one piece per role and part, in the order in which they first appear."""
    kinds = dict.fromkeys((piece.role, piece.part) for piece in pieces)
    return tuple(
        Piece(role, gathered(piece.path for piece in pieces if (piece.role, piece.part) == (role, part)), part)
        for role, part in kinds
    )
