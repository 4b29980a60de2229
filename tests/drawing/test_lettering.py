"""Words become outlines, shaped as their script asks."""

from __future__ import annotations

import pytest

from agent.drawing.lettering import fitted, lettered
from agent.resources import read_bytes


@pytest.fixture(scope="module")
def latin() -> bytes:
    return read_bytes("assets/fonts/fraunces/fraunces-latin-600-normal.woff2")


@pytest.fixture(scope="module")
def arabic() -> bytes:
    return read_bytes("assets/fonts/cairo/cairo-arabic-800-normal.woff2")


def test_a_word_is_a_path_of_its_width(latin: bytes) -> None:
    word = lettered("Dakar", latin)
    assert word is not None
    assert all(data.startswith("M") for _, data in word.glyphs)
    assert len(word.glyphs) == 5
    assert 1500 < word.width < 4000
    assert "<text" not in word.placed(0, 0, 12, "#000000")


def test_a_word_is_centred_on_request(latin: bytes) -> None:
    word = lettered("Dakar", latin)
    assert word is not None
    assert f"translate({100 - word.width / 200:.2f} 5.00)" in word.placed(100, 5, 10, "#000000", anchor=0.5)


def test_a_face_without_a_letter_gives_nothing(latin: bytes) -> None:
    assert lettered("日本", latin) is None
    assert lettered("ɗan", latin) is None


def test_arabic_letters_are_joined(arabic: bytes) -> None:
    joined, apart = lettered("بيت", arabic), lettered("ب ي ت", arabic)
    assert joined is not None
    assert apart is not None
    assert [data for _, data in joined.glyphs] != [data for _, data in apart.glyphs]
    assert joined.width < apart.width


def test_a_long_line_is_cut_at_a_word(latin: bytes) -> None:
    short = fitted("one two three four", latin, most=9)
    assert short is not None
    assert short in (lettered("one two…", latin), lettered("one two", latin))
    assert fitted("one", latin, most=9) == lettered("one", latin)
