"""Trains the models of nodes/text_classifier.py. Needs scikit-learn; the product never imports this."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nodes.text_classifier import BUCKETS, TextClassifier, buckets, packed

CORPORA = Path(__file__).with_name("corpora")
MODELS = Path(__file__).parents[1].joinpath("models")
FREEDOM = 100.0
"""Inverse strength of regularisation (scikit-learn's C): how closely a model keeps to its samples."""
_ROUNDS = 200
_BLOCK = 8
"""Neighbours in a list that a check keeps on one side."""
_LARGEST = 127
"""The largest weight in the file."""


@dataclass(frozen=True)
class Sample:
    """One labelled text."""

    text: str
    label: str
    marks: tuple[str, ...] = ()
    place: int = 0
    """Where it stands in its list. The lists of the languages run side by side: a check splits them by place."""


def write(name: str, samples: Sequence[Sample], freedom: float = FREEDOM) -> None:
    """Train a model on all samples and write its file; the same samples give the same file."""
    MODELS.mkdir(exist_ok=True)
    MODELS.joinpath(f"{name}.bin").write_bytes(packed(fit(samples, freedom)))


def fit(samples: Sequence[Sample], freedom: float = FREEDOM) -> TextClassifier:
    """Return the model trained on these samples, which have three labels or more."""
    found = [buckets(each.text, each.marks) for each in samples]
    used = np.unique([bucket for row in found for bucket in row])
    regression = LogisticRegression(C=freedom, max_iter=_ROUNDS, tol=1e-3)
    regression.fit(_matrix(found)[:, used], [each.label for each in samples])
    weights = np.zeros((BUCKETS, len(regression.classes_)))
    weights[used] = regression.coef_.T
    return _quantised(weights, regression)


def held_out(samples: Sequence[Sample], freedom: float = FREEDOM, folds: int = 3) -> str:
    """Return recall and precision of each label on samples the model was not trained on, a line each."""
    told: list[tuple[str, str]] = []
    for fold in range(folds):
        model = fit([each for each in samples if each.place // _BLOCK % folds != fold], freedom)
        for each in samples:
            if each.place // _BLOCK % folds == fold:
                likely = model.probabilities(each.text, each.marks)
                told.append((each.label, max(likely, key=lambda label: likely[label])))
    count = Counter(told)
    lines = [f"all {sum(one == two for one, two in told) / len(told):.3f}"]
    for label in sorted({label for label, _ in told}):
        had, said = sum(one == label for one, _ in told), sum(two == label for _, two in told)
        lines.append(f"{label} {count[label, label] / had:.2f} {count[label, label] / (said or 1):.2f}")
    return "\n".join(lines)


def _matrix(found: Sequence[Sequence[int]]) -> Any:
    """Return the matrix of the features, each row as long as one."""
    columns = [bucket for row in found for bucket in row]
    values = [1 / sqrt(len(row) or 1) for row in found for _ in row]
    starts = np.cumsum([0, *map(len, found)])
    return csr_matrix((values, columns, starts), shape=(len(found), BUCKETS))


def _quantised(weights: Any, regression: LogisticRegression) -> TextClassifier:
    scale = float(np.abs(weights).max()) / _LARGEST
    whole = np.rint(weights / scale).astype(np.int8)
    return TextClassifier(
        tuple(map(str, regression.classes_)),
        tuple(round(float(each), 4) for each in regression.intercept_),
        array("b", whole.tobytes()),
        scale,
    )
