"""The square sign of a site: as SVG for a site without a logo."""

from __future__ import annotations

import hashlib

from agent.integrations.publishing.site.colors import Colors
from agent.integrations.publishing.site.drawing import Drawing

_SIDE = 64
_SHAPES = (
    "M14 14h36A36 36 0 0 1 14 50z",
    "M14 14h18a18 18 0 0 1 18 18v18H32a18 18 0 0 1-18-18z",
    "M32 10 54 32 32 54 10 32z",
    "M14 32a18 18 0 0 1 36 0zM14 50a18 18 0 0 1 36 0z",
)


def plain_mark(name: str, colors: Colors) -> Drawing:
    """Return a plain shape on the primary colour; the name decides which."""
    shape = _SHAPES[hashlib.sha256(name.encode()).digest()[0] % len(_SHAPES)]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE} {_SIDE}">'
        f'<rect width="{_SIDE}" height="{_SIDE}" rx="14" fill="{colors.primary}"/>'
        f'<path d="{shape}" fill="{colors.on_primary}"/></svg>'
    )
    return Drawing(svg, _SIDE, _SIDE)
