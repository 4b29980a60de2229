"""Learns nodes/grounding/data/footing.yaml from pages: `python -m nodes.training.footing_build`.

The pages, true and made-up sentences, are those of tests/grounding/data. Printed is what each batch shows to weights
learnt without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from sklearn.linear_model import LogisticRegression

from nodes.brief import BusinessBrief
from nodes.grounding import Evidence
from nodes.grounding.footing import LOOSE, doubt
from nodes.grounding.reader import claims

PAGES = Path(__file__).parents[2] / "tests" / "grounding" / "data"
TARGET = Path(__file__).parents[1] / "grounding" / "data" / "footing.yaml"
HEADER = (
    "# How footing.py weighs what it looks at; above 0 a sentence goes. Learnt by nodes/training/footing_build.py.\n"
)
SURE = 1.6
"""Added to the log odds that are needed: a true sentence lost costs more trust than is gained by doubting it."""

Row = tuple[dict[str, float], bool, bool]
"""What is measured of a sentence, whether it is made up, and whether its claims show that without being weighed."""


def rows(path: Path) -> Iterator[Row]:
    for page in yaml.safe_load(path.read_text(encoding="utf-8"))["pages"]:
        evidence = Evidence(BusinessBrief.model_validate(page["brief"]), page.get("said", ()))
        for kind in ("honest", "planted"):
            for text in _texts(page[kind]):
                if (row := _row(evidence, text, made_up=kind == "planted")) is not None:
                    yield row


def mood(path: Path) -> Iterator[Row]:
    """Yield what businesses may say besides their facts, each with its own facts and with those of others."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    for business in told["businesses"]:
        evidence = Evidence(BusinessBrief.model_validate(business["brief"]))
        for text in (*_texts(business["facts"]), *_texts(told["neutral"])):
            if (row := _row(evidence, text, made_up=False)) is not None:
                yield row


def _texts(by_language: dict[str, list[Any]]) -> Iterator[str]:
    """Yield the sentences; some batches name what kind of invention each is."""
    for listed in by_language.values():
        yield from (next(iter(text.values())) if isinstance(text, dict) else text for text in listed)


def _row(evidence: Evidence, text: str, *, made_up: bool) -> Row | None:
    """Return what is measured of a sentence; None for one that stands on a claim, which is not weighed."""
    stated = claims(evidence._without_name(text))
    traced = [claim for claim in stated if evidence._backing(claim)]
    if any(claim.kind != LOOSE for claim in traced):
        return None
    return evidence._footing.measures(evidence._without_name(text), traced), made_up, len(traced) < len(stated)


def learnt(examples: list[Row]) -> dict[str, float]:
    names = list(examples[0][0])
    line = LogisticRegression(max_iter=1000)
    line.fit([list(measures.values()) for measures, *_ in examples], [made_up for _, made_up, _ in examples])
    weights = {name: round(float(weight), 2) for name, weight in zip(names, line.coef_[0], strict=True)}
    return {"bias": round(float(line.intercept_[0]) - SURE, 2), **weights}


def report(name: str, weights: dict[str, float], examples: list[Row]) -> None:
    goes = [doubt(measures, weights) > 0 for measures, *_ in examples]
    for made_up in (True, False):
        judged = [(goes[i], shown) for i, (_, fake, shown) in enumerate(examples) if fake is made_up]
        caught = sum(weighed and not shown for weighed, shown in judged)
        shown = sum(shown for _, shown in judged)
        print(name, "made up" if made_up else "true", f"{len(judged)}: claims {shown}, weighed besides {caught}")


def main() -> None:
    batches = {path.stem: list(rows(path)) for path in sorted(PAGES.rglob("*.yaml")) if _is_batch(path)}
    batches["businesses"] = list(mood(PAGES / "businesses.yaml"))
    for name, examples in batches.items():
        others = [row for other, listed in batches.items() if other != name for row in listed]
        if others:
            report(name, learnt(others), examples)
    weights = learnt([row for listed in batches.values() for row in listed])
    TARGET.write_text(HEADER + yaml.safe_dump(weights, sort_keys=False), encoding="utf-8")


def _is_batch(path: Path) -> bool:
    return path.stem == "free_wording" or path.parent.name == "batches"


if __name__ == "__main__":
    main()
