"""Drawings from elsewhere, made safe: only shapes and paint pass, nothing that runs, loads or links."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import cache

from agent.drawing.embedded import is_bounded
from agent.drawing.raster import ink_box
from agent.drawing.safe_svg import has_bounds
from agent.resources import load_yaml
from nodes.errors import Malformed

LARGEST = 300_000
"""Characters; a logo of our composer is a tenth of it."""

_SAFE_VALUE = re.compile(r"[^<>&\\;{}@]*")
_LOCAL = re.compile(r"#[\w.-]+")
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)", re.IGNORECASE)


@dataclass(frozen=True)
class Drawing:
    """A sanitised SVG with its size in its own units."""

    svg: str
    width: float
    height: float

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.width / self.height


def sanitised(svg: str) -> Drawing:
    """Return the drawing with everything dropped that is not a shape, a group, a gradient, a clip or a title.

    Raises Malformed for text that is no SVG, is larger than LARGEST, carries a document type (entities) or has
    no size.
    """
    if len(svg) > LARGEST or "<!DOCTYPE" in svg.upper() or "<!ENTITY" in svg.upper():
        raise Malformed("a drawing is too large or carries a document type", service="static site")
    try:
        root = ET.fromstring(svg)  # noqa: S314 - document types are refused above, so there are no entities
    except ET.ParseError as error:
        raise Malformed("a drawing is not well-formed", service="static site", details=str(error)) from error
    if _local(root.tag) != "svg":
        raise Malformed("a drawing is not SVG", service="static site")
    width, height = _size(root)
    clean = _clean(root)
    clean.set("viewBox", clean.get("viewBox") or f"0 0 {width:g} {height:g}")
    return Drawing(_written(clean), width, height)


def trimmed(drawing: Drawing) -> Drawing:
    """Return the drawing without empty margins, so that it aligns with text; unchanged when it is all blank."""
    box = ink_box(drawing.svg)
    if box is None:
        return drawing
    root = ET.fromstring(drawing.svg)  # noqa: S314 - sanitised
    x, y, width, height = (float(part) for part in root.get("viewBox", "").replace(",", " ").split())
    left, top, right, bottom = box
    x, y, width, height = x + left * width, y + top * height, (right - left) * width, (bottom - top) * height
    root.set("viewBox", f"{x:g} {y:g} {width:g} {height:g}")
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    return Drawing(_written(root), width, height)


def _written(root: ET.Element) -> str:
    for element in root.iter():
        element.tag = _local(element.tag)
    root.set("xmlns", "http://www.w3.org/2000/svg")
    return ET.tostring(root, encoding="unicode")


def _clean(element: ET.Element) -> ET.Element:
    kept = ET.Element(_local(element.tag), _attributes(element))
    if kept.tag in ("title", "desc"):
        kept.text = element.text
        return kept
    kept.extend(
        _clean(child) for child in element if isinstance(child.tag, str) and _local(child.tag) in _allowed("elements")
    )
    return kept


@cache
def _allowed(kind: str) -> frozenset[str]:
    return frozenset(load_yaml("templates/site/svg.yaml")[kind])


def _attributes(element: ET.Element) -> dict[str, str]:
    tag = _local(element.tag)
    pairs = ((_local(name), value) for name, value in element.attrib.items())
    return {name: value for name, value in pairs if name in _allowed("attributes") and _safe(tag, name, value)}


def _safe(tag: str, name: str, value: str) -> bool:
    if name == "href" and tag == "image":
        return is_bounded(value)
    if name == "href":
        return _LOCAL.fullmatch(value) is not None
    if name == "aria-label":
        return True
    return _SAFE_VALUE.fullmatch(value) is not None and not _OUTSIDE.search(value)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _size(root: ET.Element) -> tuple[float, float]:
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    sides = box[2:] if len(box) == 4 else [root.get("width", ""), root.get("height", "")]  # noqa: PLR2004 - x y w h
    try:
        width, height = (float(side.removesuffix("px")) for side in sides)
    except ValueError as error:
        raise Malformed("a drawing has no size", service="static site") from error
    if not (0 < width < float("inf") and 0 < height < float("inf")):
        raise Malformed("a drawing has no size", service="static site")
    if not has_bounds(width, height):
        raise Malformed("a drawing is too long", service="static site")
    return width, height
