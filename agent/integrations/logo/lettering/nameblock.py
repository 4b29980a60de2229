"""Sets a name and its tagline as one block: line breaks, equal widths, sizes tied to the cap height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Literal

from pathops import Path

from agent.integrations.logo.geometry.outline import moved, scaled
from agent.integrations.logo.geometry.pieces import TAGLINE, Drawing, Piece, Role, extent
from agent.integrations.logo.lettering import scripts
from agent.integrations.logo.lettering.bidi_runs import is_rtl
from agent.integrations.logo.lettering.facechoice import faces_for, small_faces
from agent.integrations.logo.lettering.naming import small_word, upper
from agent.integrations.logo.lettering.typesetting import Line, set_line
from agent.integrations.logo.look import Look

Align = Literal["start", "center"]

SMALL = 27.0
"""Cap height of small text beside a name of cap height 100."""
UNCAPPED = 1.3
"""Small text grows by this in scripts without capitals, whose letters fill less of their height."""
LEAD = 20.0
"""Least clear space between the ink of two lines."""
BASELINES = 128.0
"""Least distance of two baselines at cap height 100."""
UPPER_TRACKING = {"elegant": 9.0, "modern": 3.0, "strong": 1.0, "heritage": 3.0, "friendly": 2.0}
MOST_LINES = 4
WORTH_A_LINE = 0.88
"""A further line must make the widest one at least this much narrower."""
EVEN = {2: 1.62, 3: 1.16, 4: 1.16}
"""So many lines are made equally wide when none must grow more than this over the smallest: two sizes are a
contrast, three look like a mistake."""
TALL = 1.3
"""A name may be wider by this before a third line is begun."""


@dataclass(frozen=True)
class Block:
    """A set name; optical edges are those of capitals and baselines, without accents and descenders."""

    pieces: Drawing
    top: float
    bottom: float
    rtl: bool

    @property
    def left(self) -> float:
        return extent(self.pieces).left

    @property
    def right(self) -> float:
        return extent(self.pieces).right


@dataclass(frozen=True)
class _Row:
    path: Path
    """Left ink edge at 0, baseline at 0."""
    width: float
    cap: float


def name_block(
    look: Look, *, limit: float, align: Align, tagline: bool = True, small: bool = True, accent_word: bool = False
) -> Block:
    """Set the name of a look, no wider than `limit` where words can be broken, with small text above and below."""
    rows = name_rows(look, limit)
    width = max(row.width for row in rows)
    above = _small_row(look.name.before, look, width) if look.name.before and small else None
    under = _under_text(look, tagline=tagline)
    mean = sum(row.cap for row in rows) / len(rows) / 100
    below = _small_rows(under, look, width, SMALL * mean) if under and small else []
    rtl = is_rtl(look.name.main)
    pieces: list[Piece] = []
    if above:
        pieces.append(Piece("ink", _aligned(above, width, align, rtl=rtl)))
    y, top = 0.0, -rows[0].cap
    for index, row in enumerate([*rows]):
        y = _next_baseline(pieces, y, row, first=index == 0, above=above)
        role: Role = "primary" if accent_word and index == len(rows) - 1 and len(rows) > 1 else "ink"
        pieces.append(Piece(role, moved(_aligned(row, width, align, rtl=rtl), 0, y)))
        top = y - row.cap if index == 0 else top
    for row in below:
        y = max(extent(pieces).bottom + row.cap * 0.6 - row.path.bounds[1], y + row.cap * 2)
        pieces.append(Piece("ink", moved(_aligned(row, width, align, rtl=rtl), 0, y), TAGLINE))
    return Block(tuple(pieces), top if not above else -above.cap, y, rtl)


def _next_baseline(pieces: Sequence[Piece], y: float, row: _Row, *, first: bool, above: _Row | None) -> float:
    height = -float(row.path.bounds[1])
    if first:
        return 0.0 if above is None else max(row.cap, height) + above.cap * 0.85
    return max(y + BASELINES * row.cap / 100, extent(pieces).bottom + LEAD * row.cap / 100 + height)


def _aligned(row: _Row, width: float, align: Align, *, rtl: bool) -> Path:
    spare = width - row.width
    return moved(row.path, spare / 2 if align == "center" else spare if rtl else 0.0, 0)


def name_rows(look: Look, limit: float) -> list[_Row]:
    """Return the lines of the name; of equal width when that keeps their sizes close."""
    lines = _broken(_cased(look.name.main, look), look, 1)
    full_words = sum(not small_word(word) for word in look.name.main.split())
    for count in range(2, min(MOST_LINES, full_words) + 1):
        widest = max(line.box.width for line in lines)
        most = limit * (TALL if count > 2 else 1.0)  # noqa: PLR2004 - the third line
        more = _broken(_cased(look.name.main, look), look, count) if widest > most else lines
        if max(line.box.width for line in more) > widest * WORTH_A_LINE:
            break
        lines = more
    widest = max(line.box.width for line in lines)
    narrow = min(line.box.width for line in lines)
    even = len(lines) > 1 and widest / narrow <= EVEN[len(lines)]
    return [_row(line, widest / line.box.width if even else 1.0) for line in lines]


def _row(line: Line, factor: float) -> _Row:
    path = scaled(moved(line.path, -line.box.left, 0), factor)
    return _Row(path, line.box.width * factor, 100 * factor)


def _cased(text: str, look: Look) -> str:
    return upper(text) if look.upper else text


def _tracking(look: Look) -> float:
    return UPPER_TRACKING[look.mood] if look.upper else 0.0


def _broken(text: str, look: Look, count: int) -> list[Line]:
    """Break the text into at most `count` lines so that the widest is as narrow as can be."""
    words, faces, tracking = text.split(), faces_for(text, look.mood, look.face), _tracking(look)
    widths = [set_line(word, faces, tracking).box.width + SPACE for word in words]
    cuts = combinations(range(1, len(words)), min(count, len(words)) - 1)
    edges = min(
        ((0, *found, len(words)) for found in cuts),
        key=lambda edges: max(_spans(widths, edges)) + _awkward(words, edges),
    )
    rtl = is_rtl(text)
    return [set_line(" ".join(words[start:end]), faces, tracking, rtl=rtl) for start, end in pairwise(edges)]


def _awkward(words: list[str], edges: Sequence[int]) -> float:
    """Return a penalty for lines that end in a small word or consist of one ("Koné &", "do").

    So too for a break within words of one direction where another direction shares their line.
    """
    ends = sum(small_word(words[end - 1]) for end in edges[1:-1])
    lone = sum(end - start == 1 and small_word(words[start]) for start, end in pairwise(edges))
    ways = [is_rtl(word) for word in words]
    mixed = sum(len(set(ways[start:end])) > 1 for start, end in pairwise(edges))
    torn = sum(ways[end - 1] == ways[end] for end in edges[1:-1]) if mixed else 0
    return 400.0 * (ends + lone + torn)


SPACE = 32.0
"""Width of a word space, roughly, for choosing breaks."""


def _spans(widths: list[float], edges: Sequence[int]) -> list[float]:
    return [sum(widths[start:end]) for start, end in pairwise(edges)]


def _under_text(look: Look, *, tagline: bool) -> str:
    parts = [look.name.after, look.tagline if tagline else ""]
    return " · ".join(part for part in parts if part)


def _small_row(text: str, look: Look, width: float, size: float = SMALL, most: float = 46.0) -> _Row | None:
    """Set small text, tracked out to `width` when that needs no more than `most`; None when it cannot be set."""
    faces = small_faces(text, look.mood)
    if not faces:
        return None
    text = upper(text)
    size *= 1.0 if all(scripts.has_capitals(script) for script in faces) else UNCAPPED
    tight, loose = set_line(text, faces), set_line(text, faces, 10)
    gaps = max(len(tight.letters) - 1, 1)
    wanted = (width * 100 / size - tight.box.width) / gaps
    tracking = wanted if 8 <= wanted <= most else 14.0  # noqa: PLR2004
    line = set_line(text, faces, tracking if loose.tracking else 0)
    return _Row(scaled(moved(line.path, -line.box.left, 0), size / 100), line.box.width * size / 100, size)


def _small_rows(text: str, look: Look, width: float, size: float) -> list[_Row]:
    """Set a tagline in one line, else smaller, else in two, else not at all: what cannot be read is no help."""
    room = max(width * 1.02, 400.0)
    for share in (1.0, 0.88, 0.78):
        row = _small_row(text, look, width, size * share)
        if row is None:
            return []
        if row.width <= room:
            return [row]
    words = text.split()
    halves = [
        tuple(" ".join(part).strip(" ·-–|") for part in (words[:cut], words[cut:])) for cut in range(1, len(words))
    ]
    for first, second in sorted(halves, key=lambda pair: max(len(pair[0]), len(pair[1]))):
        rows = [_small_row(part, look, width, size * 0.82, most=0) for part in (first, second)]
        found = [row for row in rows if row]
        return found if all(row.width <= room * 1.15 for row in found) else []
    return []
