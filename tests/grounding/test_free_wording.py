"""Freely worded pages of varied trades: hardly an invention stays, hardly a true sentence goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from nodes.brief import BusinessBrief
from nodes.grounding import Evidence

LANGUAGES = ("fr", "en", "pt", "sw", "ar")
MOST = 0.02
"""The share of inventions that may stay, and of true sentences that may go."""


@pytest.fixture(scope="module")
def pages() -> list[tuple[Evidence, dict[str, Any]]]:
    text = (Path(__file__).parent / "data" / "free_wording.yaml").read_text(encoding="utf-8")
    return [(Evidence(BusinessBrief.model_validate(page["brief"])), page) for page in yaml.safe_load(text)["pages"]]


def judged(pages, kind: str) -> list[tuple[str, bool]]:
    return [
        (sentence, bool(evidence.violations(sentence)))
        for evidence, page in pages
        for language in LANGUAGES
        for sentence in page[kind].get(language, ())
    ]


def test_hardly_an_invention_stays(pages):
    planted = judged(pages, "planted")
    stayed = [sentence for sentence, caught in planted if not caught]
    assert len(stayed) / len(planted) <= MOST, stayed


def test_hardly_a_true_sentence_goes(pages):
    honest = judged(pages, "honest")
    gone = [sentence for sentence, caught in honest if caught]
    assert len(gone) / len(honest) <= MOST, gone


def test_an_invention_of_one_page_is_what_another_may_say(pages):
    """The control: what is judged is the owner's word, not the sentence."""
    for _, page in pages[:5]:
        stated = (sentence for sentences in page["planted"].values() for sentence in sentences if "?" not in sentence)
        for sentence in stated:
            assert Evidence(BusinessBrief(), [sentence]).violations(sentence) == (), sentence
