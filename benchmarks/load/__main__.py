"""Many people at once against `coach web`, each with a script of their own.

python -m benchmarks.load --sessions 200 --workers 2 --think 8      as people would, all sessions open at the same time
python -m benchmarks.load --sessions 200 --workers 2 --think 0      the harsh closed loop: the next word comes at once
python -m benchmarks.load --sessions 200 --workers 4 --think 4 --kill 15    the busiest worker is killed after 15 s
python -m benchmarks.load --page ...                                over the page with its feed, previews and logos

A run ends with exit code 1 if a word was lost or doubled, a session got no website or another one's, or two.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.load.api_person import ApiPerson
from benchmarks.load.figures import Record
from benchmarks.load.page_person import PagePerson
from benchmarks.load.people import people
from benchmarks.load.servers import Served, serving
from benchmarks.load.wire import Wire


async def _crowd(given: argparse.Namespace, server: Served, record: Record) -> None:
    """Let everybody play; they come one after the other within one thinking time."""
    run = os.urandom(4).hex()
    kind = PagePerson if given.page else ApiPerson
    players = [kind(person, Wire(server.port), run, record, given.think) for person in people(given.sessions)]

    async def come(number: int) -> None:
        await asyncio.sleep(given.think * number / len(players))
        await players[number].play()

    async with asyncio.TaskGroup() as group:
        for number in range(len(players)):
            group.create_task(come(number))
        if given.kill:
            group.create_task(_kill(server, given.kill))


async def _kill(server: Served, after: float) -> None:
    await asyncio.sleep(after)
    print(f"killed worker {server.kill_busiest()} after {after:g} s")


def _check_sites(home: Path, record: Record) -> None:
    """Every site holds the name of its owner and nobody else's."""
    names = {person.name for person in people(1000)}
    for page in (home / "sites").glob("*/index.html"):
        text = page.read_text(encoding="utf-8")
        found = [name for name in names if name in text]
        if len(found) != 1:
            record.faults.append(f"the site {page.parent.name} names {found}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--think", type=float, default=8.0, help="seconds people think between turns, on the whole")
    parser.add_argument("--kill", type=float, default=0, help="kill the busiest worker after so many seconds")
    parser.add_argument("--page", action="store_true", help="over the page's own routes, with its feed")
    parser.add_argument("--port", type=int, default=8931)
    parser.add_argument("--redis", default="", help="the URL of a Redis; without one the embedded store is used")
    given = parser.parse_args()
    record = Record()
    with tempfile.TemporaryDirectory(prefix="load-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        with serving(given.port, given.workers, home, given.redis) as server:
            before, stored, record.began = server.seconds(), server.store_seconds(), Record().began
            asyncio.run(_crowd(given, server, record))
            used, store_used = server.seconds() - before, server.store_seconds() - stored
            memory, files, shares = server.megabytes(), server.open_files(), server.shares()
        _check_sites(home, record)
        print("\n".join(record.lines()))
        turns = max(1, len(record.turns))
        print(
            f"server: {used:.1f} s of processor, {1000 * used / turns:.1f} ms a turn, "
            f"{used / max(1, given.sessions):.2f} s a session; store {1000 * store_used / turns:.1f} ms a turn"
        )
        print(
            f"workers: {', '.join(f'{each:.0f} MB' for each in memory)}; open files {files}; processor seconds {shares}"
        )
        log = (home / "server.log").read_text(encoding="utf-8", errors="replace")
        print(f"server log: {len(log.splitlines())} lines", log[-2000:], sep="\n")
    return 1 if record.faults else 0


if __name__ == "__main__":
    sys.exit(main())
