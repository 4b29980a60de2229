from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.facts.text import Text, fold, key


@given(st.text(max_size=80))
def test_any_folded_range_is_quoted_from_the_raw_text(raw):
    text = Text(raw)
    for start in range(0, len(text.folded), 7):
        assert text.quote(start, len(text.folded)) in raw


@given(st.text(max_size=300), st.integers(5, 60))
def test_pieces_lose_nothing_and_stay_short(raw, most):
    pieces = Text(raw).pieces(most)
    assert "".join(piece.raw for piece in pieces) == raw
    assert all(len(piece.raw) <= most for piece in pieces)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Élégance", "elegance"),
        ("L’Été", "l'ete"),
        ("٢٥", "25"),
        ("«a»", '"a"'),
        ("œuf", "oeuf"),
        ("أحمد", "احمد"),
        ("a\u200fb", "ab"),
        ("é", "e"),
    ],
)
def test_the_searched_form_has_no_accent_case_or_variant(written, folded):
    assert fold(written) == folded


def test_two_spellings_of_a_name_have_one_key():
    assert key("N’Djaména") == key("n djamena")


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ("La robe 25.000 F. Le pagne 5.000 F.", 2),
        ("Tel. 77 123 45 67", 1),
        ("awa@mail.com ou rien", 1),
        ("Oui ! Non ? Bon.", 3),
        ("un\ndeux", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_people_end_them(raw, count):
    assert len(Text(raw).sentences()) == count
