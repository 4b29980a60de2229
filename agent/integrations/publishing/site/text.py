"""Text of people and models on its way into a page: tidied, escaped, and marked with its language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, TypeVar

from markupsafe import Markup, escape

from nodes.frozen import Frozen, clean_text

Model = TypeVar("Model", bound=Frozen)

_REPLACEMENT = "\ufffd"

MARKS = 3
"""Most combining marks on one letter: stacked Yoruba and vocalised Arabic need two."""


def tidy(text: str) -> str:
    """Return one line of text fit for HTML: cleaned, without noncharacters and towers of combining marks.

    Text that was clean is never emptied.
    """
    kept, height = [], 0
    for char in clean_text(text):
        height = height + 1 if unicodedata.combining(char) else 0
        if height <= MARKS:
            kept.append(_REPLACEMENT if _is_noncharacter(ord(char)) else char)
    return "".join(kept)


def tidied(model: Model) -> Model:
    """Return the model with all its texts tidied."""
    return type(model).model_validate(_each(model.model_dump()))


def capitalised(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def bound(html: Markup) -> Markup:
    """Return a heading in which a short word ("in", "à", "في") stays on the line of the word it leads to."""
    parts = re.split(r"(<[^>]*>)", html)
    return Markup("".join(part if part[:1] == "<" else _SHORT_WORD.sub(_joined, part) for part in parts))  # noqa: S704


_SHORT_WORD = re.compile(r"(?<!\S)([^\W\d_]{1,3}) (\S+)")
_LONGEST_PAIR = 16
"""Letters of a short word and the next that still fit a line of the narrowest phone."""


def _joined(found: re.Match[str]) -> str:
    pair = found[0]
    return f"{found[1]}\u00a0{found[2]}" if len(pair) <= _LONGEST_PAIR else pair


def foreign(text: str, language: str) -> Markup:
    """Return the text as HTML, marked as being in that language."""
    return Markup('<span lang="{}" dir="auto">{}</span>').format(language, text)


def marked(text: str, borrowed: Sequence[str], language: str) -> Markup:
    """Return the text as HTML, every borrowed sentence in it marked as being in the language."""
    for sentence in sorted(filter(None, borrowed), key=len, reverse=True):
        before, found, after = text.partition(sentence)
        if found:
            return marked(before, borrowed, language) + foreign(found, language) + marked(after, borrowed, language)
    return escape(text)


def _each(value: Any) -> Any:
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, dict):
        return {key: _each(item) for key, item in value.items()}
    return tuple(_each(item) for item in value) if isinstance(value, tuple | list) else value


def _is_noncharacter(code: int) -> bool:
    """Whether the code point is a noncharacter (Unicode 23.7), which HTML forbids."""
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE  # noqa: PLR2004
