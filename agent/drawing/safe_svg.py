"""Makes an SVG from elsewhere safe: shapes and paint pass, nothing that runs, loads, links or animates."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import cache

from agent.drawing.embedded import is_bounded
from agent.drawing.style_rules import Rules, rules_of, styled
from agent.resources import load_yaml

LARGEST = 300_000
"""Characters. A traced or generated logo is a tenth of it."""
TALLEST, WIDEST = 20, 200
"""Height over width, and width over height. Drawings are painted so many pixels wide, so the canvas of a very tall one
would fill the memory; a line of a hundred letters is wide."""
_DEEPEST = 40
_SAFE_VALUE = re.compile(r"[^<>&\\;{}@]*")
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")


def safe_svg(text: str) -> str:
    """Return the drawing with only allowed elements and attributes, and with a viewBox.

    Styles, also those of plain rules in a style sheet, are taken over as attributes where they are paint. A picture
    inside passes only as its own bytes and small. Raises ValueError for what is no SVG, carries a document
    type (and so entities), is larger than LARGEST, or has no size.
    """
    if len(text) > LARGEST or "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise ValueError("too large or with a document type")
    try:
        root = ET.fromstring(text)  # noqa: S314 - document types are refused above, so there are no entities
    except ET.ParseError as error:
        raise ValueError("not well-formed") from error
    if _local(root.tag) != "svg":
        raise ValueError("not SVG")
    clean = _clean(root, 0, rules_of(root))
    clean.set("viewBox", _view_box(root))
    clean.set("xmlns", "http://www.w3.org/2000/svg")
    for name in ("width", "height"):
        clean.attrib.pop(name, None)
    if next((element for element in clean.iter() if element.tag in _SHAPES), None) is None:
        raise ValueError("nothing drawn")
    return ET.tostring(clean, encoding="unicode")


_SHAPES = frozenset({"image", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})


def _clean(element: ET.Element, depth: int, rules: Rules) -> ET.Element:
    kept = ET.Element(_local(element.tag), _attributes(element, rules))
    if kept.tag in ("title", "desc"):
        kept.text = (element.text or "")[:200]
        return kept
    if depth < _DEEPEST:
        children = (_clean(child, depth + 1, rules) for child in element if _is_allowed(child))
        kept.extend(child for child in children if child.tag != "image" or child.get("href"))
    return kept


def _is_allowed(element: ET.Element) -> bool:
    return isinstance(element.tag, str) and _local(element.tag) in _allowed("elements")


def _attributes(element: ET.Element, rules: Rules) -> dict[str, str]:
    tag, allowed = _local(element.tag), _allowed("attributes")
    given = {_local(name): value for name, value in element.attrib.items()} | styled(element, tag, rules)
    return {name: value for name, value in given.items() if name in allowed and value and _safe(tag, name, value)}


def _safe(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return is_bounded(value) if tag == "image" else re.fullmatch(r"#[\w.-]+", value) is not None
    if name == "aria-label":
        return True  # words, which are escaped
    return _SAFE_VALUE.fullmatch(value) is not None and not _OUTSIDE.search(value)


@cache
def _allowed(kind: str) -> frozenset[str]:
    return frozenset(load_yaml("assets/svg.yaml")[kind])


def _view_box(root: ET.Element) -> str:
    try:
        x, y, width, height = (float(part) for part in root.get("viewBox", "").replace(",", " ").split())
    except ValueError:
        sides = [_NUMBER.fullmatch(root.get(name, "")) for name in ("width", "height")]
        x, y = 0.0, 0.0
        width, height = (float(side[1]) if side else 0.0 for side in sides)
    if not (0 < width < float("inf") and 0 < height < float("inf")):
        raise ValueError("without a size")
    if not has_bounds(width, height):
        raise ValueError("too long")
    return f"{x:g} {y:g} {width:g} {height:g}"


def has_bounds(width: float, height: float) -> bool:
    """Whether a drawing of this shape can be painted without filling the memory."""
    return 1 / TALLEST <= width / height <= WIDEST


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
