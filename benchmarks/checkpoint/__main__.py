"""What a turn costs with each saver. Run from the repository's root: python -m benchmarks.checkpoint [runs]

Each contender runs in a process of its own, `runs` times (3 unless told); the table shows the best run, as the
machine's other work only ever adds. Ours and the floor are then compared turn by turn in one process. A server
with RedisJSON and RediSearch in OFFICIAL_REDIS_URL adds the official saver, if it is installed; one in OUR_REDIS_URL
serves ours and the others for plain Redis, instead of the embedded one. Both are emptied.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from benchmarks.checkpoint import measure, paired, savers

RUNS = 3
PAIRED_ROUNDS = 5
"""Conversations of 200 turns that are held with ours and the floor in turns."""


def best(name: str, runs: int) -> list[dict[str, Any]]:
    """Return the costs of a contender, each the least of several runs."""
    found = []
    for _ in range(runs):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.checkpoint", "--one", name], capture_output=True, text=True, check=True
        )
        found.append(json.loads(done.stdout.splitlines()[-1]))
    return [min(costs, key=lambda cost: cost["cpu_ms"]) for costs in zip(*found, strict=True)]


def table(results: dict[str, list[dict[str, Any]]]) -> None:
    works = [cost["work"] for cost in next(iter(results.values()))]
    for at, work in enumerate(works):
        print(f"\n{work:<18}{'wall ms':>9}{'CPU ms':>9}{'trips':>7}{'kB':>10}{'CPU / ours':>12}")
        ours = results["ours"][at]["cpu_ms"] if "ours" in results else 0
        for name, costs in results.items():
            cost = costs[at]
            ratio = f"{cost['cpu_ms'] / ours:.2f}" if ours else "-"
            figures = f"{cost['wall_ms']:>9.2f}{cost['cpu_ms']:>9.2f}{cost['round_trips']:>7.1f}"
            print(f"{name:<18}{figures}{cost['stored'] / 1024:>10.1f}{ratio:>12}")


def ratios(results: dict[str, list[dict[str, Any]]]) -> None:
    ten, fifty, end, _ = results["ours"]
    print("\nours: CPU of turn 200 / turn 10", round(end["cpu_ms"] / ten["cpu_ms"], 2))
    print("ours: bytes of 200 turns / 50 turns / 4", round(end["stored"] / fifty["stored"] / 4, 2))
    if "official redis" in results:
        theirs = results["official redis"][2]
        for what in ("cpu_ms", "stored", "round_trips"):
            print(f"official / ours at turn 200, {what}:", round(theirs[what] / end[what], 1))


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one"]:
        print(json.dumps(measure.run(arguments[1])))
        return
    runs = int(arguments[0]) if arguments else RUNS
    results = {}
    for name in savers.ALL:
        if why := savers.missing(name):
            print(f"{name}: left out, {why}")
        else:
            results[name] = best(name, runs)
    table(results)
    ratios(results)
    paired.report(PAIRED_ROUNDS)


if __name__ == "__main__":
    main(sys.argv[1:])
