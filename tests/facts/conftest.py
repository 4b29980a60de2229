from __future__ import annotations

import pytest

from agent.integrations.coach.vocabulary import lexicon


@pytest.fixture(scope="session")
def words():
    """The words of all languages, as the coach has them."""
    return lexicon()


@pytest.fixture(scope="session")
def spoken(words):
    """The words of one language and the two that are mixed into every other."""
    return lambda language: words.among({language, "fr", "en"})
