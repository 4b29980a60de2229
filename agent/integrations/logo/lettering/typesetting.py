"""Sets one line of text as outlines: direction, script, face, shaping, tracking."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any

from pathops import Path

from agent.integrations.logo.geometry.outline import Box, box, gathered, grown, moved
from agent.integrations.logo.lettering import scripts, typefaces
from agent.integrations.logo.lettering.bidi_runs import visual_runs
from agent.integrations.logo.lettering.typefaces import Cut

CAP = 100.0
"""Height of a capital letter in drawing units before scaling."""

WIDEST_SPACE = 38.0
"""Some faces have spaces made for running text, too wide beside large letters."""

Faces = Mapping[str, str]
"""The face of each script in a name ("Latn": "outfit-600")."""


@dataclass(frozen=True)
class Letter:
    """One shaped cluster, its origin at 0,0 on the baseline."""

    path: Path
    advance: float
    settled: bool = True
    """False when a mark is not where its class says it belongs, or a glyph is missing."""


@dataclass(frozen=True)
class Line:
    """Letters from left to right, y downwards, the baseline at 0."""

    letters: tuple[Letter, ...]
    tracking: float = 0.0

    @cached_property
    def path(self) -> Path:
        x, parts = 0.0, []
        for letter in self.letters:
            parts.append(moved(letter.path, x, 0))
            x += letter.advance + self.tracking
        return gathered(parts)

    @cached_property
    def box(self) -> Box:
        return box(self.path)

    @property
    def settled(self) -> bool:
        return all(letter.settled for letter in self.letters)


def set_line(text: str, faces: Faces, tracking: float = 0.0, *, rtl: bool | None = None) -> Line:
    """Set text with one cap height being 100 units. `tracking` is in the same units, and only where letters part.

    rtl: the direction of the whole that a line is part of; by default the line's own.
    """
    apart = not any(scripts.joined(script) for script in faces)
    letters = _letters(text, tuple(sorted(faces.items())), apart and tracking > 0, rtl)
    return Line(letters, tracking if apart else 0.0)


@lru_cache(maxsize=512)
def _letters(text: str, faces: tuple[tuple[str, str], ...], tracked: bool, rtl: bool | None) -> tuple[Letter, ...]:
    found, main = dict(faces), scripts.main_script(text)
    return tuple(
        letter
        for run in visual_runs(text, rtl=rtl)
        for script, part in _visual(scripts.by_script(run.text, main), rtl=run.rtl)
        if script in found
        for cut, piece in _visual(_by_cut(part, typefaces.cuts(found[script])), rtl=run.rtl)
        for letter in _shape(piece, cut, script, 100 / _cap_height(found[script], script), rtl=run.rtl, tracked=tracked)
    )


def _visual(parts: Iterable[tuple[Any, str]], *, rtl: bool) -> list[tuple[Any, str]]:
    return list(reversed(list(parts))) if rtl else list(parts)


def clusters(text: str) -> list[str]:
    """Return base letters with the marks that belong to them, conjuncts whole."""
    found: list[str] = []
    for char in text:
        if found and _belongs(char, found[-1][-1]):
            found[-1] += char
        else:
            found.append(char)
    return found


JOINERS = "\u200c\u200d"
VIRAMA = 9
"""Canonical combining class of the sign that joins two consonants (UAX #44)."""


def _belongs(char: str, before: str) -> bool:
    joins = before == "\u200d" or (unicodedata.combining(before) == VIRAMA and char.isalpha())
    return joins or char in JOINERS or unicodedata.category(char) in ("Mn", "Mc", "Me")


def _by_cut(text: str, available: tuple[Cut, ...]) -> list[tuple[Cut, str]]:
    """Split text by font file, staying in one as long as it has the letters, so that kerning and joining hold."""
    chosen: list[tuple[Cut, str]] = []
    current = next((cut for cut in available if cut.covers(text)), available[0])
    for cluster in clusters(text):
        if not current.covers(cluster):
            current = next((cut for cut in available if cut.covers(cluster)), current)
        chosen.append((current, cluster))
    return [(cut, "".join(part for _, part in group)) for cut, group in groupby(chosen, key=_cut)]


def _cut(item: tuple[Cut, str]) -> Cut:
    return item[0]


@lru_cache(maxsize=256)
def _cap_height(face: str, script: str) -> float:
    sample = scripts.sample(script)
    cut = next((cut for cut in typefaces.cuts(face) if cut.covers(sample)), typefaces.cuts(face)[0])
    number = cut.font.get_nominal_glyph(ord(sample))
    return box(typefaces.draw(cut, number)).bottom if number else 700.0


def _shape(text: str, cut: Cut, script: str, scale: float, *, rtl: bool, tracked: bool) -> list[Letter]:
    import uharfbuzz as hb  # noqa: PLC0415 - slow to import

    buffer = hb.Buffer()
    text = unicodedata.normalize("NFC", text)
    buffer.add_str(text)
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.script = script
    hb.shape(cut.font, buffer, {"liga": False, "clig": False} if tracked else {})
    glyphs = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    starts = sorted({info.cluster for info, _ in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    return [
        _letter(list(group), cut, scale, scripts.boldness(script), text[start : ends[start]])
        for start, group in groupby(glyphs, key=lambda item: item[0].cluster)
    ]


def _letter(glyphs: list[Any], cut: Cut, scale: float, bold: float, text: str) -> Letter:
    x, bases, marks = 0.0, list[Path](), list[Path]()
    for info, position in glyphs:
        outline = moved(typefaces.draw(cut, info.codepoint), x + position.x_offset, position.y_offset)
        (bases if position.x_advance else marks).append(outline)
        x += position.x_advance
    if text.isspace():
        x = min(x, WIDEST_SPACE / scale)
    missing = any(info.codepoint == 0 for info, _ in glyphs)
    path = gathered([*bases, *marks]).transform(scale, 0, 0, -scale, 0, 0)
    return Letter(
        path=grown(path, bold) if bold else path,
        advance=x * scale,
        settled=not missing and _marks_settled(text, bases, marks),
    )


ABOVE, BELOW = 230, 220
"""Canonical combining classes (UAX #44)."""


def _marks_settled(text: str, bases: list[Path], marks: list[Path]) -> bool:
    """Whether every mark drawn apart stands over or under the middle of its base, as the classes in the text demand.

    Marks of other classes, which attach to the letter, and marks within a precomposed glyph are the face's own.
    """
    classes = {unicodedata.combining(char) for char in unicodedata.normalize("NFD", text)} - {0}
    if not bases or not marks or not classes <= {ABOVE, BELOW}:
        return True
    base = box(*bases)
    return all(any(_settled(kind, box(mark), base) for kind in classes) for mark in marks)


def _settled(kind: int, mark: Box, base: Box) -> bool:
    """Boxes are in font units, y upwards: `bottom` is the higher edge."""
    slack = base.height * 0.12
    clear = mark.top >= base.bottom - slack if kind == ABOVE else mark.bottom <= base.top + slack
    return clear and abs(mark.middle[0] - base.middle[0]) <= base.width * 0.35
