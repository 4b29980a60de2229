"""Where the pieces of a list lie: flat triples [stream, first, last, ...] of piece numbers within a stream.

A list that only grows is one triple, however long it is. A fork or an edit adds a triple with a stream of its own,
so two branches never write to the same piece.
"""

from __future__ import annotations

from collections.abc import Iterator

Segments = list[int]
Piece = tuple[int, int]
"""Stream and number within it."""


def extend(segments: Segments, piece: Piece) -> Segments:
    """Return the segments with one more piece at the end."""
    stream, number = piece
    if segments and segments[-3] == stream and segments[-1] + 1 == number:
        return [*segments[:-1], number]
    return [*segments, stream, number, number]


def pieces(segments: Segments) -> Iterator[Piece]:
    """Yield the pieces in the order of the list."""
    parts = iter(segments)
    for stream in parts:
        for number in range(next(parts), next(parts) + 1):
            yield stream, number


def cut(segments: Segments, count: int) -> Segments:
    """Return the segments of the first `count` pieces."""
    kept: Segments = []
    for stream, first, last in zip(segments[::3], segments[1::3], segments[2::3], strict=True):
        if count <= 0:
            break
        kept += (stream, first, min(last, first + count - 1))
        count -= last - first + 1
    return kept


def as_text(segments: Segments) -> str:
    """Return the segments as "7:1-3,9:1-1", the form the scripts read."""
    triples = zip(segments[::3], segments[1::3], segments[2::3], strict=True)
    return ",".join(f"{stream}:{first}-{last}" for stream, first, last in triples)


def field(piece: Piece) -> str:
    """Return the hash field of a piece."""
    return f"{piece[0]}:{piece[1]}"
