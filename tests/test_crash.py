"""Killed with SIGKILL between and inside steps, then resumed by a new process over the real embedded store."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from typing import Any

import pytest

REPLIES = 11


def run_trials(trials: list[str]) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        done = subprocess.run(
            [sys.executable, "tests/crashing.py", folder, *trials],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def whole(result: dict[str, Any]) -> bool:
    """Whether nothing was lost, doubled or asked twice, and there is exactly one site."""
    return (
        "error" not in result
        and len(result["said"]) == REPLIES
        and len(result["asked"]) == len(set(result["asked"]))
        and (result["gate"], result["name"], result["sites"]) == ("publish", "Awa", 1)
    )


@pytest.fixture(scope="module")
def moments() -> int:
    """Return how many moments an undisturbed walk has."""
    (result,) = run_trials(["all:0"])
    assert whole(result), result
    return int(result["moments"])


def test_a_walk_killed_at_any_moment_is_finished_by_the_next_process(moments: int) -> None:
    seed = random.randrange(10_000)
    chosen = sorted(random.Random(seed).sample(range(1, moments + 1), 14))
    results = run_trials([f"all:{moment}" for moment in chosen])
    assert all(result["killed"] for result in results)
    assert [result for result in results if not whole(result)] == [], f"seed {seed}"


def test_a_walk_killed_around_publishing_makes_one_site(moments: int) -> None:
    results = run_trials([f"all:{moment}" for moment in range(moments - 9, moments + 1)])
    assert [result for result in results if not whole(result)] == []


@pytest.mark.parametrize("without", ["no-turn-id", "no-key"])
def test_without_the_rule_the_same_kills_do_harm(moments: int, without: str) -> None:
    results = run_trials([f"{without}:{moment}" for moment in range(moments - 9, moments + 1)])
    assert [result for result in results if not whole(result)]
