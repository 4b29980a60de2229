"""Outlines: the drawing's only material. Coordinates are SVG's (y grows downwards), one cap height is about 100."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from pathops import LineCap, LineJoin, Path, PathVerb
from pathops import difference as _difference
from pathops import intersection as _intersection
from pathops import union as _union


class Box(NamedTuple):
    """The extent of ink."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def box(*paths: Path) -> Box:
    """Return the extent of the ink of all paths together; all zero when there is none."""
    found = [bounds for path in paths if any(bounds := path.bounds)]
    if not found:
        return Box(0, 0, 0, 0)
    return Box(
        min(item[0] for item in found),
        min(item[1] for item in found),
        max(item[2] for item in found),
        max(item[3] for item in found),
    )


def moved(path: Path, dx: float, dy: float) -> Path:
    return path.transform(1, 0, 0, 1, dx, dy)


def scaled(path: Path, factor: float) -> Path:
    return path.transform(factor, 0, 0, factor, 0, 0)


def fitted(path: Path, size: float, *, center: tuple[float, float] = (0, 0)) -> Path:
    """Return the path scaled so that its longer side is `size`, its box centred on `center`."""
    extent = box(path)
    factor = size / max(extent.width, extent.height, 1e-6)
    x, y = extent.middle
    return path.transform(factor, 0, 0, factor, center[0] - x * factor, center[1] - y * factor)


def joined(paths: Iterable[Path]) -> Path:
    """Return the union of the paths as one outline without overlaps."""
    result = Path()
    _union(list(_contours(paths)), result.getPen(glyphSet=None))
    return _plain(result)


def gathered(paths: Iterable[Path]) -> Path:
    """Return one path with all contours as they are; for parts that do not overlap."""
    result = Path()
    for path in paths:
        result.addPath(path)
    return result


def cut(path: Path, *holes: Path) -> Path:
    """Return the path with real holes where `holes` are."""
    result = Path()
    _difference([path], list(_contours(holes)), result.getPen(glyphSet=None))
    return _plain(result)


def common(path: Path, other: Path) -> Path:
    """Return what both paths cover."""
    result = Path()
    _intersection([path], [other], result.getPen(glyphSet=None))
    return _plain(result)


def grown(path: Path, by: float) -> Path:
    """Return the path with a border of `by` around it, corners round."""
    edge = Path(path)
    edge.stroke(by * 2, LineCap.ROUND_CAP, LineJoin.ROUND_JOIN, 4)
    return joined([_plain(edge), path])


def _contours(paths: Iterable[Path]) -> Iterable[Path]:
    return (path for path in paths if any(path.bounds))


def _plain(path: Path) -> Path:
    path.convertConicsToQuads(0.05)
    return path


_LETTERS = {PathVerb.MOVE: "m", PathVerb.LINE: "l", PathVerb.QUAD: "q", PathVerb.CUBIC: "c"}


def svg_data(path: Path, decimals: int = 1) -> str:
    """Return the path as SVG path data with relative coordinates; equal paths give equal text."""
    scale = 10**decimals
    x = y = start_x = start_y = 0
    parts: list[str] = []
    for verb, points in path:
        if verb == PathVerb.CLOSE:
            parts.append("z")
            x, y = start_x, start_y
            continue
        steps: list[int] = []
        for px, py in points:
            end_x, end_y = round(px * scale), round(py * scale)
            steps += (end_x - x, end_y - y)
        x, y = end_x, end_y
        if verb == PathVerb.LINE and not (steps[0] and steps[1]):
            parts.append(_straight(steps[0], steps[1], scale))
        else:
            parts += (_LETTERS[verb], _figure(steps[0], scale), *[_further(step, scale) for step in steps[1:]])
        if verb == PathVerb.MOVE:
            start_x, start_y = x, y
    return "".join(parts)


def _straight(dx: int, dy: int, scale: int) -> str:
    if dx:
        return "h" + _figure(dx, scale)
    return "v" + _figure(dy, scale) if dy else ""


@lru_cache(maxsize=16_384)
def _figure(value: int, scale: int) -> str:
    text = f"{value / scale:.3f}".rstrip("0").rstrip(".")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


@lru_cache(maxsize=16_384)
def _further(value: int, scale: int) -> str:
    """Return a figure that follows another one: a sign parts it, or a space does."""
    text = _figure(value, scale)
    return text if text.startswith("-") else " " + text
