"""What happened in a run, and how it is told."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Record:
    """All persons' turns and troubles of one run."""

    turns: list[tuple[str, float]] = field(default_factory=list)
    """Kind and seconds."""
    looks: list[float] = field(default_factory=list)
    """Seconds of the pictures and pages a browser fetches in between."""
    faults: list[str] = field(default_factory=list)
    """What must never happen."""
    retries: Counter[str] = field(default_factory=Counter)
    done: int = 0
    began: float = field(default_factory=time.monotonic)

    @contextmanager
    def turn(self, kind: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self.turns.append((kind, time.monotonic() - started))

    def lines(self) -> list[str]:
        seconds = time.monotonic() - self.began
        by_kind = defaultdict(list)
        for kind, taken in self.turns:
            by_kind[kind].append(taken)
        every = [taken for _, taken in self.turns]
        pace = f"{len(every)} turns in {seconds:.1f} s: {len(every) / seconds:.1f} turns/s"
        told = [
            f"{self.done} sessions published, {pace}",
            f"{'turn':<10} {'n':>5} {'p50':>7} {'p95':>7} {'p99':>7} {'max':>7}  (seconds)",
            *(_row(kind, times) for kind, times in sorted(by_kind.items())),
            _row("all", every),
        ]
        if self.looks:
            told.append(_row("fetches", self.looks))
        told.append(f"sent again after: {dict(self.retries) or 'nothing'}")
        told += [f"FAULT {fault}" for fault in self.faults] or [
            "no fault: every word kept once, one website each, nobody else's"
        ]
        return told


def part(times: list[float], share: float) -> float:
    """Return the value that this share of the times does not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _row(kind: str, times: list[float]) -> str:
    figures = " ".join(f"{part(times, share):7.3f}" for share in (0.5, 0.95, 0.99, 1.0))
    return f"{kind:<10} {len(times):>5} {figures}"
