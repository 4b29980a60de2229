"""Says what a short text is about, by a small linear model that was trained offline and is read from a data file."""

from __future__ import annotations

import json
import re
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, sqrt
from operator import add

from nodes.facts.text import fold

BUCKETS = 1 << 15
"""Numbers that features are known by; few of those that matter share one."""
_WORD = re.compile(r"[^\W_]+")
_SHORTEST, _LONGEST = 2, 5
"""Letters of the parts of words that are looked at."""
_MOST = 600
"""Characters of a text that are looked at."""


@dataclass(frozen=True)
class TextClassifier:
    """A linear model over the words of a text, their pairs and parts, and marks that the caller finds in it."""

    labels: tuple[str, ...]
    intercepts: tuple[float, ...]
    weights: array[int]
    """One row for every bucket, with one small number for each label."""
    scale: float
    """What a weight of one counts."""

    def probabilities(self, text: str, marks: Iterable[str] = ()) -> Mapping[str, float]:
        """Return how likely each label is; together they are one."""
        size = len(self.labels)
        found = buckets(text, marks)
        total = [0] * size
        for bucket in found:
            total = list(map(add, total, self.weights[bucket * size : (bucket + 1) * size]))
        worth = self.scale / sqrt(len(found) or 1)
        raw = [score * worth + base for score, base in zip(total, self.intercepts, strict=True)]
        highest = max(raw)
        shares = [exp(each - highest) for each in raw]
        return {label: share / sum(shares) for label, share in zip(self.labels, shares, strict=True)}


@cache
def classifier(name: str) -> TextClassifier:
    """Return the model of nodes/models with this name, read once."""
    return unpacked(files("nodes").joinpath(f"models/{name}.bin").read_bytes())


def packed(model: TextClassifier) -> bytes:
    """Return a model as the content of its file: a line of JSON, then the packed weights."""
    head = {"labels": model.labels, "intercepts": model.intercepts, "scale": model.scale}
    return json.dumps(head).encode() + b"\n" + zlib.compress(model.weights.tobytes(), 9)


def unpacked(content: bytes) -> TextClassifier:
    """Return the model that a file holds."""
    head, _, weights = content.partition(b"\n")
    told = json.loads(head)
    return TextClassifier(
        tuple(told["labels"]), tuple(told["intercepts"]), array("b", zlib.decompress(weights)), told["scale"]
    )


def buckets(text: str, marks: Iterable[str] = ()) -> list[int]:
    """Return the buckets of all features of a text, each once."""
    return sorted({zlib.crc32(feature.encode()) % BUCKETS for feature in _features(text, marks)})


def _features(text: str, marks: Iterable[str]) -> Iterator[str]:
    """Yield words, pairs of words, parts of words, and marks, so written that none is taken for another."""
    words = _WORD.findall(fold(text[:_MOST]))
    yield from (f"={word}" for word in words)
    yield from (f"={one} {two}" for one, two in zip(("", *words), (*words, ""), strict=True))
    for word in words:
        spaced = f" {word} "
        for length in range(_SHORTEST, _LONGEST + 1):
            yield from (spaced[start : start + length] for start in range(len(spaced) - length + 1))
    yield from (f"#{mark}" for mark in marks)
