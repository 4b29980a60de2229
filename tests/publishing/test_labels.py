"""The site's own words exist in every language, with the same gaps to fill."""

from __future__ import annotations

import string
from typing import Any

import pytest
import yaml

from agent import resources
from agent.integrations.publishing.site.labels import Labels
from nodes.brief import Sector


def flat(node: Any, path: str = "") -> dict[str, str]:
    if isinstance(node, dict):
        return {
            key: text
            for name, child in node.items()
            for key, text in flat(child, f"{path}.{name}" if path else name).items()
        }
    return {path: str(node)}


def book(language: str) -> dict[str, str]:
    return flat(yaml.safe_load(resources.read_text(f"playbooks/{language}/site.yaml")))


@pytest.mark.parametrize("language", ["fr", "pt", "sw", "ar"])
def test_every_language_has_the_keys_and_placeholders_of_english(language: str) -> None:
    def gaps(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert {key: gaps(text) for key, text in book(language).items()} == {
        key: gaps(text) for key, text in book("en").items()
    }


def test_every_sector_has_a_name() -> None:
    assert {f"sector.{sector}" for sector in Sector if sector is not Sector.DEFAULT} <= set(book("en"))


def test_labels_come_from_the_first_language_that_has_them() -> None:
    assert Labels(("wo", "fr")).language == "fr"
    assert Labels(("wo", "zz")).language == "en"
    assert Labels(("sw",)).say("whatsapp_message", name="Jua") == "Habari Jua, ninaandika kutoka kwenye tovuti yenu."


def test_an_unknown_label_is_an_error() -> None:
    with pytest.raises(KeyError):
        Labels(("fr",)).say("no_such_label")
