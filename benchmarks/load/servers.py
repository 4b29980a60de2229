"""`coach web` with its workers as other processes, and what they use."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

SECRET = "load-test-secret"  # noqa: S105 - opens nothing but the server started here


@dataclass
class Served:
    """The running server."""

    process: subprocess.Popen[bytes]
    port: int
    home: Path
    killed: list[int] = field(default_factory=list)
    _dead_seconds: float = 0.0

    def workers(self) -> list[int]:
        """Return the processes that answer requests."""
        found = [pid for pid in _children(self.process.pid) if "resource_tracker" not in _command(pid)]
        return found or [self.process.pid]

    def seconds(self) -> float:
        """Return the processor seconds all of them used so far, killed ones up to their end."""
        return sum(_seconds(pid) for pid in _family(self.process.pid)) + self._dead_seconds

    def store_seconds(self) -> float:
        """Return the processor seconds of the embedded store, 0 when another one is used."""
        return sum(_seconds(pid) for pid in self._stores())

    def store_megabytes(self) -> float:
        return sum(_megabytes(pid) for pid in self._stores())

    def megabytes(self) -> list[float]:
        """Return the memory of each worker with its helpers."""
        return [sum(_megabytes(each) for each in _family(pid)) for pid in self.workers()]

    def shares(self) -> list[float]:
        """Return the processor seconds of each worker."""
        return [round(sum(_seconds(each) for each in _family(pid)), 1) for pid in self.workers()]

    def open_files(self) -> list[int]:
        return [len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in self.workers()]

    def kill_busiest(self) -> int:
        """Kill the worker that used the most processor time, without a warning; return its id."""
        pid = max(self.workers(), key=_seconds)
        self._dead_seconds += sum(_seconds(each) for each in _family(pid))
        os.kill(pid, signal.SIGKILL)
        self.killed.append(pid)
        return pid

    def _stores(self) -> list[int]:
        """Return the embedded server: the child of its guardian, which is no child of ours."""
        every = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
        guardians = [pid for pid in every if "guardian.py" in (said := _command(pid)) and str(self.home) in said]
        return [child for guardian in guardians for child in _children(guardian)]


@contextmanager
def serving(port: int, workers: int, home: Path, redis_url: str = "") -> Iterator[Served]:
    """Start the server, wait until it is ready, and stop it at the end."""
    given = {
        "COACH_HOME": str(home),
        "SERVICE_SECRET": SECRET,
        "WEB_STARTS_PER_MINUTE": "0",
        "WEB_TURNS_PER_MINUTE": "0",
        "REDIS_URL": redis_url,
        "SITE_BASE_URL": f"http://localhost:{port}/sites",
    }
    program = Path(sys.executable).with_name("coach")
    command = [str(program), "web", "--port", str(port), "--workers", str(workers)]
    with (home / "server.log").open("ab") as log:
        process = subprocess.Popen(command, env={**os.environ, **given}, stdout=log, stderr=log, cwd=home)
    try:
        _await_ready(process, port)
        yield Served(process, port, home)
    finally:
        process.terminate()
        process.wait(60)


def children_seconds() -> float:
    """Return the processor seconds of this process' own helpers."""
    return sum(_seconds(pid) for pid in _family(os.getpid())[1:])


def _await_ready(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready"):
            return
        time.sleep(0.2)
    raise RuntimeError("the server did not get ready; see server.log")


def _children(pid: int) -> list[int]:
    found = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _family(pid: int) -> list[int]:
    return [pid, *(each for child in _children(pid) for each in _family(child))]


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    return ""


def _seconds(pid: int) -> float:
    total = 0
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def _megabytes(pid: int) -> float:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return 0.0
