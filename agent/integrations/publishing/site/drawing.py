"""A logo as the site shows it: made safe, cut to its ink, without text too small to read."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from agent.drawing.raster import ink_box
from agent.drawing.safe_svg import safe_svg

_TAGLINE = "tagline"
"""The id our composer gives to the small text of a logo."""


@dataclass(frozen=True)
class Drawing:
    """A safe SVG with its size in its own units."""

    svg: str
    width: float
    height: float

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.width / self.height


def drawn(svg: str, *, small: bool = False) -> Drawing | None:
    """Return a drawing from anywhere as what may be shown, without empty margins; None when it is no drawing.

    A bad logo does not stop a site. small: leave out the tagline, which cannot be read in a page's header.
    """
    try:
        root = ET.fromstring(safe_svg(svg))  # noqa: S314 - made safe
    except ValueError:
        return None
    if small:
        for line in [child for child in root if child.get("id") == _TAGLINE]:
            root.remove(line)
    return _trimmed(root)


def _trimmed(root: ET.Element) -> Drawing:
    """Return the drawing without empty margins, so that it aligns with text; with them when it is all blank."""
    x, y, width, height = (float(part) for part in root.get("viewBox", "").split())
    left, top, right, bottom = ink_box(_written(root)) or (0, 0, 1, 1)
    x, y, width, height = x + left * width, y + top * height, (right - left) * width, (bottom - top) * height
    root.set("viewBox", f"{x:g} {y:g} {width:g} {height:g}")
    return Drawing(_written(root), width, height)


def _written(root: ET.Element) -> str:
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    root.set("xmlns", "http://www.w3.org/2000/svg")
    return ET.tostring(root, encoding="unicode")
