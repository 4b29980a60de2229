"""Freely worded pages of varied trades: hardly an invention stays, hardly a true sentence goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from nodes.brief import BusinessBrief
from nodes.grounding import Evidence

LANGUAGES = ("fr", "en", "pt", "sw", "ar")
MOST = {
    "free_wording": (0.02, 0.02),
    "batches/f": (0.05, 0.03),
    "batches/g": (0.1, 0.05),
    "batches/h": (0.05, 0.04),
}
"""The share of each batch's inventions that may stay, and of its true sentences that may go."""

Pages = list[tuple[Evidence, dict[str, Any]]]


@pytest.fixture(scope="module", params=MOST)
def batch(request) -> tuple[str, Pages]:
    text = (Path(__file__).parent / "data" / f"{request.param}.yaml").read_text(encoding="utf-8")
    told = yaml.safe_load(text)["pages"]
    return request.param, [(Evidence(BusinessBrief.model_validate(page["brief"])), page) for page in told]


def wording(sentence: str | dict[str, str]) -> str:
    """A sentence, with or without the kind of invention it is."""
    return next(iter(sentence.values())) if isinstance(sentence, dict) else sentence


def judged(pages: Pages, kind: str) -> list[tuple[str, bool]]:
    return [
        (wording(sentence), bool(evidence.violations(wording(sentence))))
        for evidence, page in pages
        for language in LANGUAGES
        for sentence in page[kind].get(language, ())
    ]


def test_hardly_an_invention_stays(batch):
    name, pages = batch
    planted = judged(pages, "planted")
    stayed = [sentence for sentence, caught in planted if not caught]
    assert len(stayed) / len(planted) <= MOST[name][0], stayed


def test_hardly_a_true_sentence_goes(batch):
    name, pages = batch
    honest = judged(pages, "honest")
    gone = [sentence for sentence, caught in honest if caught]
    assert len(gone) / len(honest) <= MOST[name][1], gone


def test_an_invention_of_one_page_is_what_another_may_say(batch):
    """The control: what is judged is the owner's word, not the sentence."""
    for _, page in batch[1][:5]:
        planted = (wording(sentence) for sentences in page["planted"].values() for sentence in sentences)
        stated = (sentence for sentence in planted if "?" not in sentence)
        for sentence in stated:
            assert Evidence(BusinessBrief(), [sentence]).violations(sentence) == (), sentence
