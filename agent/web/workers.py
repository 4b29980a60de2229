"""Several processes behind one port, each with a listening socket of its own.

Processes that share a socket share it badly: whoever wakes first takes every connection that waits, so that after the
end of one worker a single other could get all people. The kernel spreads connections over sockets evenly (socket(7),
SO_REUSEPORT).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import FrameType

import structlog

log = structlog.get_logger(__name__)

QUICK = 5.0
"""Seconds: a worker that ends sooner than this after its start is started again no faster than once in so long."""
STARTUP_FAILED = 3
"""Exit code of a worker whose application could not open; another one would fail in the same way."""
EVENLY = sys.platform == "linux"
"""Whether the kernel spreads connections over sockets; elsewhere the workers share one."""

Work = Callable[[socket.socket], None]
"""Serves on a listening socket until SIGTERM."""


class Workers:
    """Keeps so many processes at work until it is told to stop; a worker that ends is replaced at once."""

    def __init__(self, work: Work, host: str, port: int, *, count: int, patience: float) -> None:
        """work: what each process does; patience: seconds a stop may take."""
        self._work = work
        self._host = host
        self._port = port
        self._count = count
        self._patience = patience
        self._stopping = False
        self._failed = False
        self._shared: socket.socket | None = None
        self._started: dict[BaseProcess, float] = {}

    def run(self) -> int:
        """Work until SIGTERM or SIGINT; return the exit code. Raises OSError when the port is taken."""
        taken = bound(self._host, self._port, evenly=False)
        if EVENLY:
            taken.close()
        else:
            self._shared = taken
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self._stopping:
            while len(self._started) < self._count and not self._stopping:
                self._start()
            self._await_end(1.0)
        self._end_all()
        return STARTUP_FAILED if self._failed else 0

    def _start(self) -> None:
        place = (self._work, self._shared, self._host, self._port)
        worker = multiprocessing.get_context("spawn").Process(target=_be_worker, args=place)
        worker.start()
        self._started[worker] = time.monotonic()

    def _await_end(self, seconds: float) -> None:
        """Wait for a worker to end, and let go of those that have."""
        wait([worker.sentinel for worker in self._started], seconds)
        for worker in [each for each in self._started if not each.is_alive()]:
            lived = time.monotonic() - self._started.pop(worker)
            log.warning("worker.ended", code=worker.exitcode, seconds=round(lived, 1))
            if worker.exitcode == STARTUP_FAILED:
                self._failed = self._stopping = True
            elif lived < QUICK and not self._stopping:
                time.sleep(QUICK - lived)

    def _end_all(self) -> None:
        for worker in self._started:
            worker.terminate()
        end = time.monotonic() + self._patience
        for worker in self._started:
            worker.join(max(0.0, end - time.monotonic()))
            if worker.is_alive():
                worker.kill()
                worker.join()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True


def _be_worker(work: Work, shared: socket.socket | None, host: str, port: int) -> None:
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    work(shared or bound(host, port))


def _stop_with_parent() -> None:
    """Stop as if told to when the process that keeps the workers was killed."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def bound(host: str, port: int, *, evenly: bool = EVENLY) -> socket.socket:
    """Return a listening socket; evenly: one of several on the port. Raises OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if evenly:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind((host, port))
        made.listen(2048)
    except OSError:
        made.close()
        raise
    return made
