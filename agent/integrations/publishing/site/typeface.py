"""The heading face: the letters a page's headings use, cut out of a vendored face and put into its style sheet."""

from __future__ import annotations

import base64
import gzip
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from agent.resources import ROOT, read_bytes

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_FEATURES = ["ccmp", "locl", "kern", "liga", "mark", "mkmk", "init", "medi", "fina", "isol", "rlig", "calt", "curs"]
_CLUSTER = re.compile(r".[\u0300-\u036f\u064b-\u065f\u0670\u07eb-\u07f3\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]*")
"""A letter with its marks, of the scripts that have loose marks here: Latin, Arabic and N'Ko."""
_TRIES = 3
"""Complete faces to cut before giving up; each cut takes about 50 ms."""
_OPTIMISM = 0.85
"""Of the bytes per letter of a cut that was too heavy: a lighter one is tried only if it may fit at this rate."""
_SPACES = " \u00a0\u202f"
_IGNORED = re.compile(r"[\s\u200c-\u200f\ufe0f]")
_NAME = re.compile(r"(-[a-z-]+)-(\d{3})-normal\.woff2")
_LATIN = "-latin -latin-ext -vietnamese"
"""Files of Latin in the order of use; -1, so before them, those of other scripts."""


@dataclass(frozen=True)
class Heading:
    """A subset face as CSS @font-face rules with the font inside."""

    face: str
    weight: int
    rules: str
    size: int
    """Bytes when compressed alone; within a page it packs a little worse."""


def heading_face(candidates: Iterable[str], texts: Sequence[str], room: int) -> tuple[Heading, int] | None:
    """Return a face, in its heaviest weight, cut to the letters of one of the texts, and which text that is.

    texts: what should be set in it, from the whole down to the least; the same face for less comes before
    another face. room: most bytes it may add to a compressed page. None when no candidate has all letters of the
    least text and fits: a heading in two faces looks broken, the reader's own font does not.
    """
    least = _clusters(texts[-1])
    complete = (face for face in candidates if least and _cover(face, _heaviest(face), least))
    for face in islice(complete, _TRIES):
        rate = 0.0
        for index, text in enumerate(texts):
            clusters = _clusters(text)
            if rate * len(clusters) > room:
                continue
            rules = "".join(
                _rule(path, _heaviest(face), part) for path, part in _cover(face, _heaviest(face), clusters)
            )
            size = _packed_size(rules)
            if rules and size <= room:
                return Heading(face, _heaviest(face), rules, size), index
            rate = _OPTIMISM * size / len(clusters) if rules else rate
    return None


@cache
def _packed_size(rules: str) -> int:
    return len(gzip.compress(rules.encode(), 9, mtime=0))


def _clusters(text: str) -> frozenset[str]:
    return frozenset(_CLUSTER.findall(_letters(text)))


def _letters(text: str) -> str:
    """Return the text without what no face must have: spaces, joiners, and emoji, which come from the system."""
    bare = _IGNORED.sub("", text)
    return "".join(char for char in bare if unicodedata.category(char) not in ("So", "Sk") or char in "©®°")


def _cover(face: str, weight: int, clusters: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    """Return which file of the face gives which letters; empty when one letter with its marks is in none.

    A mark sits on its letter only within one file, so no character is taken from two.
    """
    left, parts = clusters, []
    for path in _files(face, weight):
        found = frozenset(cluster for cluster in left if _charset(path).issuperset(map(ord, cluster)))
        if found:
            parts.append((path, frozenset("".join(found))))
            left -= found
    twice = sum(len(letters) for _, letters in parts) > len(frozenset("".join(clusters)))
    return [] if left or twice else parts


@cache
def _files(face: str, weight: int) -> tuple[str, ...]:
    """Return the face's files of that weight: the main script of the face first, extensions of Latin last."""
    found = sorted((_LATIN.find(subset), name) for name, subset, heavy in _names(face) if heavy == weight)
    return tuple(f"assets/fonts/{face}/{name}" for _, name in found)


@cache
def _heaviest(face: str) -> int:
    return max((weight for _, _, weight in _names(face)), default=0)


@cache
def _names(face: str) -> tuple[tuple[str, str, int], ...]:
    """Return the vendored files of a face, none if it is not vendored: name, subset, weight."""
    folder = ROOT.joinpath("assets/fonts", face)
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    matches = ((name, _NAME.fullmatch(name.removeprefix(face))) for name in names)
    return tuple((name, match[1], int(match[2])) for name, match in matches if match)


@cache
def _charset(path: str) -> frozenset[int]:
    font = _open(path)
    try:
        return frozenset(font.getBestCmap())
    finally:
        font.close()


@cache
def _rule(path: str, weight: int, letters: frozenset[str]) -> str:
    data = base64.b64encode(_subset(path, letters)).decode()
    ranges = ",".join(f"U+{ord(char):x}" for char in sorted(letters | set(_SPACES)))
    return (
        f"@font-face{{font-family:H;font-weight:{weight};font-display:swap;"
        f"src:url(data:font/woff2;base64,{data})format('woff2');unicode-range:{ranges}}}"
    )


def _subset(path: str, letters: frozenset[str]) -> bytes:
    """Return a woff2 with the letters alone; the same bytes every time (no time stamp is renewed)."""
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415

    options = Options(
        layout_features=_FEATURES, hinting=False, desubroutinize=True, notdef_outline=False, name_IDs=[0, 14]
    )
    options.drop_tables = [*options.drop_tables, "DSIG", "STAT", "MVAR"]
    font = _open(path)
    try:
        cutter = Subsetter(options)
        cutter.populate(text="".join(sorted(letters)) + _SPACES)
        cutter.subset(font)
        out = io.BytesIO()
        font.flavor = "woff2"
        font.save(out)
        return out.getvalue()
    finally:
        font.close()


def _open(path: str) -> TTFont:
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    options: dict[str, Any] = {"recalcTimestamp": False, "lazy": True}
    return TTFont(io.BytesIO(read_bytes(path)), **options)


def whole_file(candidates: Iterable[str], text: str) -> bytes | None:
    """Return the file of the first of these faces that has every letter of the text; None if none has."""
    letters = frozenset(map(ord, _letters(text)))
    paths = (path for face in candidates for path in _files(face, _heaviest(face)))
    return next((read_bytes(path) for path in paths if _charset(path) >= letters), None)
