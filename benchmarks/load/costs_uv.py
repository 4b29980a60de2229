"""What a turn costs: processor time by kind of turn, one person after the other, everything in this process.

python -m benchmarks.load.costs [--people 10] [--page] [--profile FILE]

Afterwards it says what is left behind: memory, open files and tasks, after the warm-up and at the end.

A turn's cost is all that this process and its helpers do until the next turn begins, work in the background included.
The first persons warm up and are not counted. `--profile` writes a profile of the event loop's thread (cProfile).
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import gc
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.load.api_person import ApiPerson
from benchmarks.load.figures import Record, part
from benchmarks.load.page_person import PagePerson
from benchmarks.load.people import people
from benchmarks.load.servers import SECRET, children_seconds
from benchmarks.load.wire import Answer, Asking

WARM_UP = 10


class Inside(Asking):
    """The application called in this process, without a connection."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._headers: dict[str, str] = {"host": "127.0.0.1"}

    def add(self, name: str, value: str) -> None:
        self._headers[name] = value

    def close(self) -> None:
        """Nothing is open."""

    async def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        plain, _, query = path.partition("?")
        raw = [(name.encode(), value.encode()) for name, value in {**self._headers, **headers}.items()]
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "path": plain, "raw_path": plain.encode(),
            "root_path": "", "query_string": query.encode(), "headers": raw, "scheme": "http",
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "state": {},
        }  # fmt: skip
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        got = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], got, b"".join(message.get("body", b"") for message in sent[1:]))


class Costs(Record):
    """Processor seconds from the beginning of each turn to the beginning of the next."""

    def __init__(self) -> None:
        super().__init__()
        self.used: dict[str, list[float]] = defaultdict(list)
        self._open: tuple[str, float] | None = None

    @contextmanager
    def turn(self, kind: str) -> Iterator[None]:
        self.close()
        self._open = kind, _processor()
        with super().turn(kind):
            yield

    def close(self) -> None:
        if self._open:
            self.used[self._open[0]].append(_processor() - self._open[1])
        self._open = None


def _processor() -> float:
    return time.process_time() + children_seconds()


async def _settled() -> None:
    """Wait until no work in the background is left."""
    while running := [task for task in asyncio.all_tasks() if task.get_name().startswith(("ahead", "files", "turn"))]:
        await asyncio.wait(running)


def _left_behind() -> str:
    gc.collect()
    memory = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    files = len(list(Path("/proc/self/fd").iterdir()))
    return f"{memory:.1f} MB, {files} open files, {len(asyncio.all_tasks())} tasks"


async def _play(given: argparse.Namespace, costs: Costs) -> None:
    from agent.web.serving import application

    app = application()
    kind = PagePerson if given.page else ApiPerson
    async with app.router.lifespan_context(app):
        profile = cProfile.Profile() if given.profile else None
        for person in people(WARM_UP + given.people):
            if person.number == WARM_UP:
                costs.used.clear()
                print(_left_behind())
                if profile:
                    profile.enable()
            player = kind(person, Inside(app), os.urandom(4).hex(), costs, 0)
            player.pause = _settled
            await player.play()
            await _settled()
            costs.close()
        print(_left_behind())
        if profile:
            profile.disable()
            profile.dump_stats(given.profile)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--page", action="store_true", help="over the page's own routes")
    parser.add_argument("--profile", type=Path)
    given = parser.parse_args()
    costs = Costs()
    with tempfile.TemporaryDirectory(prefix="load-", ignore_cleanup_errors=True) as home:
        os.environ |= {
            "COACH_HOME": home, "SERVICE_SECRET": SECRET, "WEB_TURNS_PER_MINUTE": "0", "WEB_STARTS_PER_MINUTE": "0",
        }  # fmt: skip
        __import__("uvloop").run(_play(given, costs))
    print(f"{'turn':<10} {'n':>5} {'mean':>8} {'median':>8} {'most':>8}  (milliseconds of processor)")
    for name, used in sorted(costs.used.items()):
        mean, middle, most = (1000 * each for each in (sum(used) / len(used), part(used, 0.5), max(used)))
        print(f"{name:<10} {len(used):>5} {mean:8.1f} {middle:8.1f} {most:8.1f}")
    total, turns = (sum(map(of, costs.used.values())) / given.people for of in (sum, len))
    print(f"a whole session: {1000 * total:.0f} ms over {turns:.1f} turns")
    print("\n".join(f"FAULT {fault}" for fault in costs.faults))


if __name__ == "__main__":
    main()
