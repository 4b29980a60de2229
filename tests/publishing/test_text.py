"""Headings break where they read well."""

from __future__ import annotations

import pytest
from markupsafe import Markup, escape

from agent.integrations.publishing.site.text import bound

GLUE = "\u00a0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plumber in Johannesburg", f"Plumber in{GLUE}Johannesburg"),
        ("Cabinet dentaire à Alger", f"Cabinet dentaire à{GLUE}Alger"),
        ("مقهى في طنجة", f"مقهى في{GLUE}طنجة"),
        ("Kilimo cha mboga", f"Kilimo cha{GLUE}mboga"),
        ("Coffee", "Coffee"),
        ("house of Internationalcommunications", "house of Internationalcommunications"),
    ],
)
def test_a_short_word_stays_with_the_word_it_leads_to(text: str, expected: str) -> None:
    assert bound(escape(text)) == expected


def test_tags_and_escaped_text_are_left_alone() -> None:
    assert bound(Markup('<b lang="fr" dir="auto">a b</b>')) == f'<b lang="fr" dir="auto">a{GLUE}b</b>'
    assert bound(escape("a <b c d>")) == f"a{GLUE}&lt;b c{GLUE}d&gt;"
