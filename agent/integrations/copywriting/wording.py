"""Makes sentences and labels of what people type: fragments, half sentences, missing capitals, stray dots."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nodes.grounding.sentences import sentences

_LIST_MARK = re.compile(r"\s*(?:;|•|·|؛|(?:^|\s)[-–*]\s)\s*")
_CLOSED = (".", "!", "?", "…", "؟", "۔", ":")


def items(text: str) -> tuple[str, ...]:
    """Split text at list marks and sentence ends, as a person lists reasons."""
    return tuple(
        sentence for part in _LIST_MARK.split(text) for sentence in sentences(part or "") if sentence.strip(" .,;:-–*")
    )


def capitalised(text: str) -> str:
    """Raise the first letter of a word that is all lower case; "iPhone" and "éCole" stay."""
    word = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if word == word.lower() else text


def as_label(text: str) -> str:
    """Return text as a heading or a button: capitalised, without a full stop."""
    kept = text.strip().rstrip(" .,;:–-") if not text.rstrip().endswith("...") else text.strip()
    return capitalised(kept)


def as_sentence(text: str) -> str:
    """Return text as a sentence: capitalised and closed."""
    kept = text.strip().rstrip(" ,;–-")
    if not kept:
        return ""
    closed = kept.rstrip('"»”’)').endswith(_CLOSED)
    return capitalised(kept) if closed else f"{capitalised(kept)}."


def starts_with(text: str, openers: Iterable[str]) -> str:
    """Return the opener that `text` begins with as a whole word (or elided, as in "l'"), else an empty string."""
    low = text.casefold()
    for opener in sorted(openers, key=len, reverse=True):
        whole = opener if opener.endswith(("'", "’")) else f"{opener} "
        if low.startswith(whole) or low == opener:
            return text[: len(whole)]
    return ""


def enumerate_words(words: Iterable[str], *, comma: str, last: str) -> str:
    """Join words as a sentence lists them."""
    *head, tail = words
    return f"{comma.join(head)}{last}{tail}" if head else tail


def clip(parts: Iterable[str], limit: int) -> str:
    """Join as many whole sentences as fit in `limit` characters; the first one is cut at a word if it is longer."""
    text = ""
    for part in parts:
        longer = f"{text} {part}".strip()
        if len(longer) > limit:
            break
        text = longer
    first = next(iter(parts), "")
    return text or (first if len(first) <= limit else first[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…")
