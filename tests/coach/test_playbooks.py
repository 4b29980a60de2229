"""The playbooks of all languages say and understand the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from agent import resources
from agent.integrations.coach.vocabulary import languages
from nodes.brief import Sector
from nodes.facts.lexicon import spaced
from nodes.facts.text import fold
from nodes.slots import NEEDED

LANGUAGES = ("ar", "en", "fr", "pt", "sw")
OWN_KEYS = {"switch", "ordinals"}


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for name, part in node.items():
            yield from leaves(part, f"{path}.{name}")
    else:
        yield path, node


def interview(language: str) -> dict[str, Any]:
    return dict(leaves(resources.load_yaml(f"playbooks/{language}/interview.yaml")))


def words(language: str) -> dict[str, Any]:
    return resources.load_yaml(f"playbooks/{language}/lexicon.yaml")


def placeholders(value: Any) -> Any:
    return (
        [placeholders(each) for each in value]
        if isinstance(value, list)
        else sorted(re.findall(r"\{(\w+)\}", str(value)))
    )


def test_every_language_has_a_lexicon():
    assert languages() == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_and_placeholders_are_those_of_english(language):
    own, english = interview(language), interview("en")
    assert own.keys() == english.keys()
    assert {key: placeholders(value) for key, value in own.items()} == {
        key: placeholders(value) for key, value in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_empty_or_left_in_another_language(language):
    own, english = interview(language), interview("en")
    lines = {key: value for key, value in own.items() if isinstance(value, str)}
    assert all(value.strip() for value in lines.values())
    same = {
        key
        for key, value in lines.items()
        if language != "en"
        and value == english[key]
        and re.search(r"[^\W\d_]{4}", re.sub(r"\{\w+\}|WhatsApp", "", value))
    }
    assert not same


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_needed_fact_can_be_asked_and_asked_again(language):
    own = interview(language)
    for name in NEEDED:
        assert own[f".ask.{name}"].rstrip('"؟?.')
        assert f".again.{name}" in own
        assert f".clarify.{name}" in own


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sector_has_three_examples(language):
    own = interview(language)
    for name in ("target_audience", "differentiation", "vision"):
        for sector in Sector:
            assert len(own[f".examples.{name}.{sector}"]) == 3
            assert len(set(own[f".examples.{name}.{sector}"])) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_example_holds_a_figure_or_a_superlative_claim(language):
    lines = [line for key, value in interview(language).items() if isinstance(value, list) for line in value]
    assert not [line for line in lines if re.search(r"\d|%", line)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_of_a_lexicon_is_text_and_compiles(language):
    for path, value in leaves(words(language)):
        for entry in value if isinstance(value, list) else ():
            assert isinstance(entry, str), path
            re.compile(spaced(fold(entry)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_lexicons_have_the_same_groups(language):
    assert words(language).keys() == words("en").keys()
    assert words(language)["sectors"].keys() == words("en")["sectors"].keys()
    assert words(language)["questions"].keys() == words("en")["questions"].keys()
    assert words(language)["intents"].keys() == words("en")["intents"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_back_has_an_answer(language):
    own = interview(language)
    for topic in [*words(language)["questions"], "unknown"]:
        assert f".answers.{topic}" in own
