from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from agent import resources
from agent.integrations import __all__ as exported

PACKAGE = Path(import_module("agent.integrations").__file__ or "").parent
LANGUAGES = ("ar", "en", "fr", "pt", "sw")


def words(language: str) -> dict[str, str]:
    return resources.load_yaml(f"playbooks/{language}/services.yaml")


def used() -> set[str]:
    """Return the keys of these words that the code names."""
    texts = (
        node.value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {text.removeprefix("services.") for text in texts if re.fullmatch(r"services\.\w+", text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_exists_in_every_language(language) -> None:
    assert set(words(language)) == used()
    assert all(text and "{" not in text for text in words(language).values())


def test_no_two_languages_share_a_message() -> None:
    texts = [text for language in LANGUAGES for text in words(language).values()]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("name", exported)
def test_each_client_is_exported_by_name(name) -> None:
    assert getattr(import_module("agent.integrations"), name).__name__ == name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Nothing"):
        getattr(import_module("agent.integrations"), "Nothing")  # noqa: B009
