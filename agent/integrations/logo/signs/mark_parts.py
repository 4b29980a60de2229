"""Parts that several marks are made of. Marks are drawn around the origin with a radius of about 50."""

from __future__ import annotations

from pathops import Path

from agent.integrations.logo.geometry.outline import gathered
from agent.integrations.logo.geometry.pieces import Drawing, Piece, Role
from agent.integrations.logo.geometry.shapes import (
    ROUNDNESS,
)

R = 50.0
GAP = 4.5
"""Clear space between neighbouring parts, a twentieth of the mark: it stays open at 32 px."""


def alternate(parts: list[Path], roles: tuple[Role, ...]) -> Drawing:
    return tuple(
        Piece(role, gathered(part for index, part in enumerate(parts) if roles[index % len(roles)] == role))
        for role in dict.fromkeys(roles)
    )


def lens(inner: float, outer: float, half: float) -> Path:
    """Return a petal pointing up, from `inner` to `outer`, at most `half` wide to each side."""
    path, length = Path(), outer - inner
    path.moveTo(0, -inner)
    path.cubicTo(half * 1.33, -inner - length * 0.28, half * 1.33, -inner - length * 0.72, 0, -outer)
    path.cubicTo(-half * 1.33, -inner - length * 0.72, -half * 1.33, -inner - length * 0.28, 0, -inner)
    path.close()
    return path


def round_petal(inner: float, outer: float, half: float) -> Path:
    """Return a petal like a drop: a point inside, a half circle outside."""
    path, k = Path(), half * ROUNDNESS
    shoulder = outer - half
    path.moveTo(0, -inner)
    path.cubicTo(half * 0.5, -inner - (shoulder - inner) * 0.5, half, -shoulder + half * 0.4, half, -shoulder)
    path.cubicTo(half, -shoulder - k, k, -outer, 0, -outer)
    path.cubicTo(-k, -outer, -half, -shoulder - k, -half, -shoulder)
    path.cubicTo(-half, -shoulder + half * 0.4, -half * 0.5, -inner - (shoulder - inner) * 0.5, 0, -inner)
    path.close()
    return path
