"""Every language says everything, with the same placeholders: in the locales and in each playbook."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent import resources
from agent.phrases import PhraseBook, vocabulary

LANGUAGES = ("ar", "en", "fr", "pt", "sw")
PLURALS = {"zero", "one", "two", "few", "many", "other"}
GRAMMAR = ("place.forms", "recognise")
"""Parts of a playbook that are a language's grammar, and its own."""
VARIANTS = {"plain", "familiar", "warm"}
"""Tones and forms of address, of which each language has its own."""
LISTS_OF_WORDS = {"lexicon"}
"""Playbooks that hold each language's own words and rules, and not sentences."""
BOOKS = ["locales", *sorted({path.stem for path in Path("agent/playbooks").glob("*/*.yaml")} - LISTS_OF_WORDS)]


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each phrase's key with its placeholders; plural forms, variants and lists count as one."""
    if path.removeprefix(".") in GRAMMAR or path.endswith(".familiar"):
        return
    if isinstance(node, dict) and not (set(node) <= PLURALS and "other" in node) and not set(node) <= VARIANTS:
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}")
        return
    texts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else [node]
    yield path, frozenset(name for text in texts for _, name, _, _ in string.Formatter().parse(str(text)) if name)


def book(name: str, language: str) -> Any:
    path = f"locales/{language}.yaml" if name == "locales" else f"playbooks/{language}/{name}.yaml"
    data = resources.load_yaml(path)
    return {key: value for key, value in data.items() if key != "vocabulary"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BOOKS)
def test_a_language_has_the_keys_and_placeholders_of_english(name: str, language: str) -> None:
    assert dict(leaves(book(name, language))) == dict(leaves(book(name, "en")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_every_command(language: str) -> None:
    own = resources.load_yaml(f"locales/{language}.yaml")["vocabulary"]
    assert set(own) == set(resources.load_yaml("locales/en.yaml")["vocabulary"])
    assert all(words and all(isinstance(word, str) for word in words) for words in own.values())


def test_no_command_word_means_two_opposite_things() -> None:
    words = vocabulary()
    for one, other in (
        ("yes", "no"),
        ("yes", "skip"),
        ("yes", "back"),
        ("no", "skip"),
        ("publish", "back"),
        ("skip", "back"),
    ):
        assert not set(words[one]) & set(words[other])


def test_all_languages_are_offered() -> None:
    assert PhraseBook().languages == LANGUAGES


@pytest.mark.parametrize("path", sorted(Path("agent").glob("*/**/*.yaml")), ids=str)
def test_no_key_stands_twice_in_a_data_file(path: Path) -> None:
    def check(node: yaml.Node) -> None:
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert len(keys) == len(set(keys)), path
            for _, value in node.value:
                check(value)

    check(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


@pytest.mark.parametrize("path", sorted([*Path("agent").rglob("*.yaml"), *Path("nodes").rglob("*.yaml")]), ids=str)
def test_no_word_is_read_as_true_or_false(path):
    """YAML reads a bare on, yes or no as true or false; a word needs quotes."""
    truths = _truths(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    assert set(truths) <= {"true", "false"}


def _truths(node: yaml.Node) -> Iterator[str]:
    if isinstance(node, yaml.ScalarNode) and node.tag.endswith(":bool"):
        yield node.value
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from (truth for part in pair for truth in _truths(part))
    if isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from _truths(part)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_locale_is_text_that_can_be_shown(language):
    named = {group: resources.load_yaml("locales/en.yaml")[group] for group in ("action", "step", "fact")}
    assert all(PhraseBook().say(language, f"{group}.{name}") for group, names in named.items() for name in names)
