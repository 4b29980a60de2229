"""The embedded server's guardian: starts it, starts it again after a crash, stops it when the last user has gone.

Run as a script by `embedded`, with the standard library only. Three files in the data folder are locked with
flock, which the kernel releases however a process ends:

    guardian   held by the one guardian
    lock       held by the server itself, through an inherited descriptor: no second server can start on the data
    users      shared by every user; once the guardian gets it alone, nobody is left
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

READY_SECONDS = 60.0
"""A large append-only file takes this long to load at most."""
CRASHES = 5
"""Restarts within a minute after which the server is left alone: something is broken for good."""


def ping(path: Path) -> str:
    """Return the server's reply to PING, "" when nobody listens at the socket."""
    return _say(path, b"PING\r\n", 1.0)


def _say(path: Path, command: bytes, seconds: float) -> str:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(seconds)
        try:
            connection.connect(str(path))
            connection.sendall(command)
            return connection.recv(200).decode("utf-8", "replace").strip()
        except OSError:
            return ""


def open_lock(folder: Path, name: str) -> int:
    """Open a lock file of the data folder, private to this user."""
    return os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def taken(folder: Path, name: str) -> bool:
    """Whether some process holds the lock alone."""
    descriptor = open_lock(folder, name)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def command(binary: str, folder: Path, path: Path, fsync: str) -> list[str]:
    """Return the server's command line: a unix socket and no port, every write logged, nothing ever evicted."""
    settings = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": fsync,
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "warning",
        "logfile": str(folder / "server.log"),
    }
    return [binary, *(part for name, value in settings.items() for part in (f"--{name}", value))]


class Guardian:
    def __init__(self, folder: Path, arguments: list[str], path: Path) -> None:
        self.folder = folder
        self.arguments = arguments
        self.path = path
        self.stopping = False
        self.starts: list[float] = []
        self.server: subprocess.Popen[bytes] | None = None

    def begin(self) -> str:
        """Start the server, or take over one whose guardian was killed; return "ready" or what went wrong."""
        descriptor = open_lock(self.folder, "lock")
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            self._start(descriptor)
        finally:
            os.close(descriptor)
        return self._wait_ready()

    def _start(self, descriptor: int) -> None:
        """Start the server and leave the lock to it alone."""
        self.starts.append(time.monotonic())
        self.path.unlink(missing_ok=True)
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(  # noqa: S603 - the command comes from the user's own process
                self.arguments, pass_fds=(descriptor,), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def _wait_ready(self) -> str:
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            if ping(self.path) == "+PONG":
                return "ready"
            if self.server is not None and self.server.poll() is not None:
                return f"the server ended with code {self.server.returncode}; see {self.folder / 'server.log'}"
            time.sleep(0.003)
        return "the server did not answer in time"

    def restart_after_crashes(self) -> None:
        """Wait for the server's lock, which is free only when the server is dead, and start it again."""
        while True:
            descriptor = open_lock(self.folder, "lock")
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                recent = [start for start in self.starts if start > time.monotonic() - 60]
                if self.stopping or len(recent) > CRASHES:
                    return
                if self.server is not None:
                    self.server.wait()
                self._start(descriptor)
            finally:
                os.close(descriptor)

    def guard(self) -> None:
        """Watch until nobody uses the server, then stop it. New users wait at their lock until it is gone."""
        watch = threading.Thread(target=self.restart_after_crashes, daemon=True)
        watch.start()
        descriptor = open_lock(self.folder, "users")
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        self.stopping = True
        while watch.is_alive():
            _say(self.path, b"SHUTDOWN\r\n", 30.0)
            watch.join(0.05)
        if self.server is not None:
            self.server.wait()
        self.path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # another server's socket may lie there
            self.path.parent.rmdir()


def main() -> int:
    """Guard the server described by the JSON argument. Says "ready", "busy" or what went wrong on standard output."""
    order = json.loads(sys.argv[1])
    folder = Path(order["folder"])
    os.umask(0o077)
    held = open_lock(folder, "guardian")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("busy", flush=True)  # noqa: T201 - the answer to the process that started this one
        return 0
    if os.fork():
        return 0
    os.setsid()
    guardian = Guardian(folder, order["command"], Path(order["socket"]))
    answer = guardian.begin()
    print(answer, flush=True)  # noqa: T201 - as above
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    if answer == "ready":
        guardian.guard()
    return 0


if __name__ == "__main__":
    sys.exit(main())
