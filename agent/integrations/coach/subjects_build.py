"""Trains what a sentence of an owner is about: `python -m agent.integrations.coach.subjects_build`.

The samples are the sentences of nodes/training/corpora/owners, one file a language, one list a label; the replies of
the people in tests/conversations/people_*.yaml; and the answers that the playbooks offer. With `--check` nothing is
written, and recall and precision on sentences kept out of training are printed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from agent import resources
from agent.integrations.coach import intents
from agent.integrations.coach.vocabulary import languages, lexicon
from nodes.facts.subjects import marks
from nodes.facts.text import Span, Text
from nodes.training.text_classifier_build import CORPORA, Sample, held_out, write

_FREEDOM = 20.0
"""Of 2 to 100, where most sentences kept out of training are placed right."""
_PEOPLE = Path(__file__).parents[3].joinpath("tests", "conversations")
_ANSWERS = {
    "activity": "activity",
    "business_name": "name",
    "city": "place",
    "offer": "offer",
    "target_audience": "customers",
    "differentiation": "strength",
    "vision": "vision",
    "phone": "contact",
}
"""The labels of answers to the questions for these facts."""


def samples() -> Iterator[Sample]:
    """Yield the labelled sentences with the marks they have at run time."""
    for language in languages():
        for label, texts in yaml.safe_load(CORPORA.joinpath(f"owners/{language}.yaml").read_text("utf-8")).items():
            for place, text in enumerate(texts):
                yield _sample(text, label, language, place)
        for place, (label, text) in enumerate((*_replies(language), *_offered(language))):
            yield _sample(text, label, language, place)


def _replies(language: str) -> Iterator[tuple[str, str]]:
    for person in yaml.safe_load(_PEOPLE.joinpath(f"people_{language}.yaml").read_text("utf-8")):
        yield from ((_ANSWERS[name], reply) for name, reply in person["replies"].items() if name in _ANSWERS)


def _offered(language: str) -> Iterator[tuple[str, str]]:
    for name, sectors in resources.load_yaml(f"playbooks/{language}/interview.yaml")["examples"].items():
        if name in _ANSWERS and isinstance(sectors, dict):
            texts = dict.fromkeys(text for listed in sectors.values() for text in listed)
            yield from ((_ANSWERS[name], text) for text in texts)


def _sample(text: str, label: str, language: str, place: int) -> Sample:
    said, words = Text(text), lexicon()
    span = Span(0, len(said.folded))
    spoken = words.among(intents.mixed_languages([said], words, language))
    return Sample(said.folded, label, tuple(marks(said, span, spoken, language)), place)


def main() -> None:
    said = list(samples())
    if "--check" in sys.argv:
        print(held_out(said, _FREEDOM))  # noqa: T201 - what the command is for
    else:
        write("subjects", said, _FREEDOM)


if __name__ == "__main__":
    main()
