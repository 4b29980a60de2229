"""Trains the model of nodes/grounding/statement.py: `python -m nodes.training.statement_build`.

Its sentences were written for it: claims by what they claim, plain ones, and in `mood` what nobody could check.
Printed is how well sentences are told that were left out of the training.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import yaml

from nodes.grounding.statement import MODEL, marks
from nodes.training.text_classifier_build import CORPORA, Sample, held_out, write

CLAIM, PLAIN, MOOD = "claim", "plain", "mood"


def samples() -> Iterator[Sample]:
    """Yield the sentences of all files. The labels of claims are one: too few of a kind are told from each other."""
    for path in sorted(CORPORA.joinpath("claims").glob("*.yaml")):
        for label, texts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            named = MOOD if path.stem == MOOD else PLAIN if label == PLAIN else CLAIM
            yield from (Sample(text, named, marks(text), place) for place, text in enumerate(texts))


def main() -> None:
    told = list(samples())
    sys.stdout.write(f"{len(told)} sentences; recall and precision:\n{held_out(told)}\n")
    write(MODEL, told)


if __name__ == "__main__":
    main()
