"""Whatever is typed: every update quotes the person literally and fits its field; the same words give the same turn."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nodes.brief import BusinessBrief, apply_update

PARTS = st.sampled_from(
    """Je suis couturière|à Dakar|chez Awa|s'appelle|« Le Baobab »|25 mille|25.000 F|₦4,500|KSh 300|+221 77 123 45 67
    |77 123 45 67|lun-sam 9h-19h|fermé le dimanche|awa@mail.com|@awa_mode|instagram|mes clients sont|les femmes|non
    |je rêve de|pas|mais|finalement|robe|et|,|.|?|👗|é|É́|ﬁ|١٢٣|عندي مطعم في القاهرة|nauza pilau sh 350|called|every day
    |We open 8am to 6pm|I sell shoes|enlève|adresse : rue 10|''|"|mon rêve c'est d'|wave|a|b""".replace(
        "\n    ", ""
    ).split("|")
)
FACTS = ("", "activity", "business_name", "city", "offer", "target_audience", "vision", "phone")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(PARTS, max_size=14),
    asks=st.sampled_from(FACTS),
    glue=st.sampled_from(["", " ", "\n", "\u200f", "\u00a0"]),
)
def test_every_quote_was_said_and_every_value_fits(parts, asks, glue, ask):
    said = glue.join(parts)
    turn = asyncio.run(ask(said, asks=asks))
    brief = BusinessBrief()
    for update in turn.updates:
        assert update.quote
        assert update.quote in said
        brief = apply_update(brief, update)
    assert asyncio.run(ask(said, asks=asks)) == turn


@pytest.mark.parametrize("form", ["NFC", "NFD"])
async def test_decomposed_letters_are_quoted_as_they_were_typed(form, ask):
    import unicodedata

    said = unicodedata.normalize(form, "Je suis à Thiès, l'atelier s'appelle Élégance Sénégal")
    turn = await ask(said, asks="activity")
    told = {update.fact: update for update in turn.updates}
    assert unicodedata.normalize("NFC", told["business_name"].value) == "Élégance Sénégal"
    assert all(update.quote in said for update in turn.updates)
