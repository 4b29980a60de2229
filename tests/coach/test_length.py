"""Twenty thousand characters are heard in linear time."""

from __future__ import annotations

import time

import pytest

WALLS = {
    "facts": "Bonjour je suis à Dakar. La robe 25 000 F. ",
    "no end": "je vends des robes ",
    "digits": "1 2 3 4 5 6 7 8 9 0 ",
    "phones": "77 123 45 67, ",
    "cues": "s'appelle ",
    "questions": "pourquoi ? ",
    "quotes": '"',
    "addresses": "a@",
    "one word": "x",
    "arabic": "أنا خياطة في نواكشوط ",
}


@pytest.mark.parametrize("wall", WALLS.values(), ids=WALLS.keys())
async def test_four_times_the_words_take_no_more_than_ten_times_as_long(wall, ask):
    await ask(wall, asks="vision")

    async def seconds(length: int) -> float:
        best = 60.0
        for _ in range(2):
            begun = time.process_time()
            await ask((wall * 20_000)[:length], asks="vision")
            best = min(best, time.process_time() - begun)
        return best

    assert await seconds(20_000) <= 10 * await seconds(5_000) + 0.5


async def test_a_fact_at_the_end_of_a_wall_is_heard(ask):
    wall = "Il était une fois une longue histoire sans rien d'utile. " * 340
    turn = await ask(f"{wall} Je suis à Dakar et mon numéro est le 77 123 45 67.", asks="vision")
    assert {"city", "phone"} <= {update.fact for update in turn.updates}
