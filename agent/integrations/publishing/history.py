"""Versions of a site on disk: written whole or not at all, kept, and one of them shown.

<folder>/<site>                               a link to the files of the version shown; what a web server serves
<folder>/.history/<site>/<n>-<random>/site    the files of version n
<folder>/.history/<site>/<n>-<random>/version.json

A version is built beside its place and renamed into it; the link is replaced by a rename. Both are atomic on
POSIX file systems, so a reader sees the old site or the new one, and a crash leaves a version that is finished
on the next attempt. A web server that serves the whole folder must not give away what was withdrawn: old versions
stand under names that cannot be guessed, in folders that cannot be listed, and keys are kept as hashes.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

KEPT = 10
"""Versions whose files stay: the one shown and those that undo leads to from it, and the latest withdrawn."""
_HIDDEN = ".history"
_PASSABLE = 0o711
"""Others may open what they know the name of, and list nothing."""


@dataclass(frozen=True)
class Version:
    """One version of a site."""

    number: int
    key: str
    """Hash of the idempotency key it was published under."""
    before: int = 0
    """The version it replaced, 0 for none: where undo leads."""
    shown: bool = True
    """False while it is written but was never shown."""


class SiteHistory:
    """The versions of one site. All methods raise OSError when the disk refuses."""

    def __init__(self, folder: Path, site_id: str) -> None:
        """Name the folder of all sites and the site, a plain file name; nothing is touched yet."""
        self.link = folder / site_id
        self._versions = folder / _HIDDEN / site_id

    def publish(self, key: str, files: Callable[[], Mapping[str, bytes]]) -> Version:
        """Show these files as the next version, or return the version that this key made before, unchanged.

        files: called only when they are needed.
        """
        digest = hashlib.sha256(key.encode()).hexdigest()
        with self._locked():
            known = next((version for version in self._all() if version.key == digest), None)
            version = known or self._write(Version(self._last() + 1, digest, self.current(), shown=False), files())
            return version if version.shown or version.number < self.current() else self._show(version)

    def undo(self) -> Version | None:
        """Show again what the version shown had replaced, and return it.

        None when it replaced nothing or that is more than KEPT versions back.
        """
        with self._locked():
            versions = {version.number: version for version in self._all()}
            now = versions.get(self.current())
            before = versions.get(now.before) if now else None
            return self._show(before) if before and self._files(before).is_dir() else None

    def current(self) -> int:
        """Return the number of the version shown, 0 when the site was never published."""
        try:
            return _number(self.link.readlink().parent)
        except FileNotFoundError:
            return 0

    def versions(self) -> tuple[Version, ...]:
        """Return all versions, the oldest first."""
        return tuple(self._all())

    def _all(self) -> list[Version]:
        folders = sorted(self._versions.glob("[0-9]*-*"), key=_number)
        return [Version(**json.loads((path / "version.json").read_text(encoding="utf-8"))) for path in folders]

    def _last(self) -> int:
        return max((version.number for version in self._all()), default=0)

    def _write(self, version: Version, files: Mapping[str, bytes]) -> Version:
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=self._versions))
        try:
            for name, content in files.items():
                _store(draft / "site" / name, content)
            _store(draft / "version.json", json.dumps(asdict(version)).encode())
            draft.chmod(_PASSABLE)
            draft.rename(self._versions / f"{version.number}-{secrets.token_hex(16)}")
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        _settle(self._versions)
        return version

    def _folder(self, version: Version) -> Path:
        (found,) = self._versions.glob(f"{version.number}-*")
        return found

    def _files(self, version: Version) -> Path:
        return self._folder(version) / "site"

    def _show(self, version: Version) -> Version:
        target = self._folder(version)
        fresh = self._versions / "next"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.path.relpath(target / "site", self.link.parent), target_is_directory=True)
        fresh.rename(self.link)
        _settle(self.link.parent)
        shown = replace(version, shown=True)
        _replace(target / "version.json", json.dumps(asdict(shown)).encode())
        self._prune(shown)
        return shown

    def _prune(self, shown: Version) -> None:
        """Drop the files of old versions, never of the one shown; their keys stay, so none is published twice."""
        versions = {version.number: version for version in self._all()}
        chain, at = [shown], shown.before
        while at in versions and len(chain) < KEPT:
            chain.append(versions[at])
            at = versions[at].before
        latest = sorted(versions.values(), key=lambda version: -version.number)
        kept = dict.fromkeys(version.number for version in (*chain, *latest))
        for number in list(kept)[KEPT:]:
            shutil.rmtree(self._files(versions[number]), ignore_errors=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the site alone; other processes wait. The lock falls when its holder dies."""
        self._versions.mkdir(parents=True, exist_ok=True)
        for folder in (self._versions, self._versions.parent):
            folder.chmod(_PASSABLE)
        with (self._versions / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._sweep()
            yield

    def _sweep(self) -> None:
        """Clear drafts of writers that died."""
        for draft in self._versions.glob("draft-*"):
            shutil.rmtree(draft, ignore_errors=True)


def _number(folder: Path) -> int:
    return int(folder.name.partition("-")[0])


def _store(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.next")
    _store(draft, content)
    draft.replace(path)


def _settle(folder: Path) -> None:
    """Make renames in the folder last, where the system can."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
