"""Text that can be searched without accents and case, and quoted as it was written."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise

_SAME = {
    **dict.fromkeys("’‘ʼ`´ʻ′", "'"),
    **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("أإآٱ", "ا"),
    "ى": "ي",
    "ة": "ه",
    "،": ",",
    "؛": ";",
    "؟": "?",
    "٫": ".",
    "٬": ",",
    "ـ": "",
    "œ": "oe",
    "æ": "ae",
    "ß": "ss",
    "ı": "i",
    "ø": "o",
    "ɓ": "b",
    "ɗ": "d",
    "ƙ": "k",
    "…": ".",
}
_SENTENCE_END = re.compile(
    r"\n+|(?<!\btel)(?<!\bnum)(?<!\bno)(?<!\bav)(?<!\bbd)(?:(?<!\d)[.!?;]+(?=\s|$|\")|[.!?;]+(?=\s|$))"
)


@dataclass(frozen=True)
class Span:
    """A half-open range of the folded text."""

    start: int
    end: int

    def meets(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Text:
    """What one person wrote in one message.

    `folded` has no case, accents, emoji or typographic variants, and Western digits; every place in it maps back to
    `raw`, so a value found in `folded` is quoted exactly as it was written.
    """

    raw: str
    folded: str = field(init=False, compare=False)
    _places: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        folded = [fold_char(char) for char in self.raw]
        alike = all(len(plain) == 1 for plain in folded)
        places = range(len(folded)) if alike else [place for place, plain in enumerate(folded) for _ in plain]
        object.__setattr__(self, "folded", "".join(folded))
        object.__setattr__(self, "_places", (*places, len(self.raw)))

    def quote(self, start: int, end: int) -> str:
        """Return the words of a folded range as they were written, without white space at the ends."""
        return self.raw[self._places[start] : self._places[max(start, end)]].strip()

    def written(self, span: Span) -> range:
        """Return the places in `raw` of a folded range."""
        return range(self._places[span.start], self._places[max(span.start, span.end)])

    def sentences(self) -> tuple[Span, ...]:
        """Return the ranges of the sentences; a full stop inside a number or address ends none."""
        return self._sentences

    def sentence_start(self, place: int) -> int:
        """Return where the sentence of a folded place begins."""
        before = bisect_right(self._sentences, place, key=lambda sentence: sentence.start)
        return self._sentences[before - 1].start if before else 0

    def pieces(self, most: int) -> tuple[Text, ...]:
        """Return the text cut into texts of about `most` characters, between sentences where there are any.

        What takes more than linear time then stays linear in the length of what a person pastes.
        """
        if len(self.raw) <= most:
            return (self,)
        ends = [self._places[sentence.end] for sentence in self._sentences]
        cuts = [0]
        while len(self.raw) - cuts[-1] > most:
            fitting = bisect_right(ends, cuts[-1] + most)
            last = ends[fitting - 1] if fitting else 0
            cuts.append(last if last > cuts[-1] else cuts[-1] + most)
        return tuple(Text(self.raw[one:two]) for one, two in pairwise([*cuts, len(self.raw)]))

    @cached_property
    def _sentences(self) -> tuple[Span, ...]:
        found, start = [], 0
        for stop in _SENTENCE_END.finditer(self.folded):
            if self.folded[start : stop.start()].strip():
                found.append(Span(start, stop.start()))
            start = stop.end()
        if self.folded[start:].strip():
            found.append(Span(start, len(self.folded)))
        return tuple(found)

    def capital(self, place: int) -> bool:
        """Whether the letter at a folded place is written as a capital, or in a script that has none."""
        char = self.raw[self._places[place]] if place < len(self.folded) else ""
        return (char.isalpha() and char.lower() == char.upper()) or char.isupper()

    def upper(self, place: int) -> bool:
        """Whether the letter at a folded place is written as a capital, in a script that has capitals."""
        return place < len(self.folded) and self.raw[self._places[place]].isupper()


@cache
def fold_char(char: str) -> str:
    """Return one character in its searched form: lower case, no accent, Western digit; may be empty or longer."""
    lower = char.lower()
    if lower in _SAME:
        return _SAME[lower]
    if (digit := unicodedata.digit(char, None)) is not None and unicodedata.category(char) == "Nd":
        return str(digit)
    category = unicodedata.category(char)
    if category in ("So", "Sk", "Zs", "Cs", "Cf") or char in "\t\r":
        return "" if category == "Cf" else " "
    plain = "".join(part for part in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(part))
    return plain if plain or not unicodedata.combining(char) else ""


def fold(text: str) -> str:
    """Return the searched form of a text: lower case, no accents, one kind of apostrophe, dash and digit."""
    return "".join(map(fold_char, text))


def key(text: str) -> str:
    """Return the form under which two spellings of a name are the same: folded words, one space between them."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def without(region: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """Yield the parts of a range that lie outside other ranges, left to right."""
    start = region.start
    for span in sorted(taken, key=lambda span: span.start):
        if span.meets(region):
            if start < span.start:
                yield Span(start, span.start)
            start = max(start, span.end)
    if start < region.end:
        yield Span(start, region.end)
