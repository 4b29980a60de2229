"""Versions pass between the server's way of counting and ours without loss of order."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from agent.checkpoint.server import as_number, as_text

NUMBERS = st.integers(min_value=0, max_value=2**60)


@given(NUMBERS)
def test_an_integer_survives_the_way_there_and_back(version: int) -> None:
    assert as_number(as_text(version)) == version


@given(NUMBERS, NUMBERS)
def test_the_order_of_versions_is_kept(one: int, other: int) -> None:
    assert (one < other) == (as_text(one) < as_text(other))


def test_a_version_the_server_made_is_later_than_the_one_it_follows() -> None:
    chance = random.Random(7)
    for _ in range(1000):
        before = chance.randrange(2**50)
        made = f"{int(as_text(before).split('.')[0]) + 1:032}.{chance.random():.16f}"
        assert as_number(made) > before
