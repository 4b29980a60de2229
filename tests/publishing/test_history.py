"""A site on disk is whole at every moment, keeps its versions and can go back."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.integrations.publishing import history as module
from agent.integrations.publishing.history import KEPT, SiteHistory


def files(mark: str, count: int = 6) -> Callable[[], dict[str, bytes]]:
    """Return a maker of a site whose every file says the same mark, so that a mixture shows."""
    return lambda: {f"{number}.html": mark.encode() for number in range(count)} | {"sub/style.css": mark.encode()}


def marks(folder: Path) -> set[str]:
    return {path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def history(tmp_path: Path) -> SiteHistory:
    return SiteHistory(tmp_path, "shop")


def test_a_site_is_shown_under_its_name(history: SiteHistory, tmp_path: Path) -> None:
    version = history.publish("k1", files("one"))
    assert (version.number, version.shown) == (1, True)
    assert marks(tmp_path / "shop") == {"one"}
    assert sorted(path.name for path in (tmp_path / "shop").iterdir()) == [*(f"{n}.html" for n in range(6)), "sub"]


def test_a_web_server_may_read_it(history: SiteHistory, tmp_path: Path) -> None:
    history.publish("k1", files("one"))
    assert (tmp_path / "shop" / "0.html").stat().st_mode & 0o044 == 0o044
    for folder in ("site", "site/.."):
        assert ((tmp_path / "shop").resolve().parent / folder).stat().st_mode & 0o011 == 0o011


def test_what_was_withdrawn_can_be_neither_listed_nor_guessed(history: SiteHistory, tmp_path: Path) -> None:
    history.publish("session-secret", files("one"))
    history.publish("k2", files("two"))
    hidden = tmp_path / ".history"
    for folder in (hidden, hidden / "shop", *(hidden / "shop").glob("*-*")):
        assert folder.stat().st_mode & 0o066 == 0
    assert all(len(folder.name.partition("-")[2]) == 32 for folder in (hidden / "shop").glob("*-*"))
    kept = "".join(path.read_text() for path in hidden.rglob("version.json"))
    assert "session-secret" not in kept


def test_publishing_again_is_the_next_version_of_the_same_site(history: SiteHistory, tmp_path: Path) -> None:
    history.publish("k1", files("one"))
    assert history.publish("k2", lambda: {"0.html": b"two"}).number == 2
    assert marks(tmp_path / "shop") == {"two"}
    assert [version.number for version in history.versions()] == [1, 2]


def test_the_same_key_changes_nothing(history: SiteHistory, tmp_path: Path) -> None:
    first = history.publish("k1", files("one"))
    assert history.publish("k1", files("other")) == first
    assert marks(tmp_path / "shop") == {"one"}
    assert len(history.versions()) == 1


def test_undo_shows_the_version_before_until_there_is_none(history: SiteHistory, tmp_path: Path) -> None:
    for mark in ("one", "two", "three"):
        history.publish(mark, files(mark))
    assert [version and version.number for version in (history.undo(), history.undo(), history.undo())] == [2, 1, None]
    assert marks(tmp_path / "shop") == {"one"}


def test_a_late_repetition_does_not_revoke_an_undo(history: SiteHistory, tmp_path: Path) -> None:
    history.publish("k1", files("one"))
    history.publish("k2", files("two"))
    history.undo()
    assert history.publish("k2", files("two")).number == 2
    assert marks(tmp_path / "shop") == {"one"}


def test_publishing_after_an_undo_is_a_new_version(history: SiteHistory, tmp_path: Path) -> None:
    history.publish("k1", files("one"))
    history.publish("k2", files("two"))
    history.undo()
    assert history.publish("k3", files("three")).number == 3
    assert marks(tmp_path / "shop") == {"three"}


def test_undo_leads_to_what_was_shown_before_and_not_to_what_was_withdrawn(
    history: SiteHistory, tmp_path: Path
) -> None:
    for mark in ("one", "two"):
        history.publish(mark, files(mark))
    history.undo()
    history.publish("three", files("three"))
    history.undo()
    assert marks(tmp_path / "shop") == {"one"}


def test_a_known_key_renders_nothing(history: SiteHistory) -> None:
    history.publish("k1", files("one"))

    def fail() -> dict[str, bytes]:
        raise AssertionError

    history.publish("k1", fail)
    with pytest.raises(AssertionError):
        history.publish("k2", fail)


def test_undo_of_a_site_that_was_never_published_is_none(history: SiteHistory) -> None:
    assert history.undo() is None
    assert history.current() == 0


@pytest.mark.parametrize("step", ["rename", "symlink_to", "write"])
def test_a_failure_at_any_step_leaves_the_old_site_whole(
    step: str, history: SiteHistory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.publish("k1", files("one"))
    with monkeypatch.context() as broken:
        _break(step, broken)
        with pytest.raises(OSError, match="no space"):
            history.publish("k2", files("two"))
    assert marks(tmp_path / "shop") == {"one"}
    assert history.publish("k2", files("two")).number == 2
    assert marks(tmp_path / "shop") == {"two"}


def _break(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "no space")

    if step == "write":
        monkeypatch.setattr(module.os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, step, fail)


KILLED = """
import os, signal, sys
from pathlib import Path
from agent.integrations.publishing import history
calls = 0
def counted(real):
    def call(*args, **kwargs):
        global calls
        calls += 1
        if calls == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    return call
os.fsync = counted(os.fsync)
Path.rename = counted(Path.rename)
Path.symlink_to = counted(Path.symlink_to)
Path.replace = counted(Path.replace)
history.SiteHistory(Path(sys.argv[1]), "shop").publish("k2", lambda: {f"{n}.html": b"two" for n in range(3)})
"""


@pytest.mark.parametrize("moment", range(1, 12))
def test_a_kill_at_any_moment_leaves_a_whole_site_and_the_retry_finishes_it(
    moment: int, history: SiteHistory, tmp_path: Path
) -> None:
    history.publish("k1", files("one"))
    ran = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(moment)], check=False)
    assert ran.returncode == -signal.SIGKILL
    assert marks(tmp_path / "shop") in ({"one"}, {"two"})
    assert history.publish("k2", lambda: {f"{n}.html": b"two" for n in range(3)}).number == 2
    assert marks(tmp_path / "shop") == {"two"}
    assert not list(tmp_path.rglob("draft-*"))


def test_the_killer_would_not_strike_later(history: SiteHistory, tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), "99"], check=False)
    assert ran.returncode == 0


def test_writing_in_place_would_be_seen_half_done(tmp_path: Path) -> None:
    """The control of the test below: files written one after the other give readers a mixture."""
    site = tmp_path / "shop"
    site.mkdir()
    for name, content in files("one")().items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_bytes(content)
    (site / "0.html").write_bytes(b"two")
    assert len(marks(site)) == 2


def test_readers_never_see_two_versions_at_once(history: SiteHistory, tmp_path: Path) -> None:
    history.publish("start", files("start"))
    done, seen = threading.Event(), []

    def watch() -> None:
        while not done.is_set():
            seen.append(marks((tmp_path / "shop").resolve()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    for number in range(8):
        history.publish(str(number), files(str(number)))
    done.set()
    watcher.join()
    assert seen
    assert all(len(mark) == 1 for mark in seen)


def _publish(folder: str, key: str) -> int:
    return SiteHistory(Path(folder), "shop").publish(key, lambda: {"index.html": key.encode()}).number


def test_processes_that_publish_at_once_take_turns(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        keys = ["a", "b", "c", "a", "b", "c"]
        numbers = pool.starmap(_publish, [(str(tmp_path), key) for key in keys])
    assert sorted(set(numbers)) == [1, 2, 3]
    assert numbers[:3] == numbers[3:]
    assert (tmp_path / "shop").readlink().name == "site"


def test_only_the_last_versions_keep_their_files(history: SiteHistory, tmp_path: Path) -> None:
    for number in range(KEPT + 5):
        history.publish(f"k{number}", files(f"mark {number}"))
    kept = list((tmp_path / ".history" / "shop").glob("*/site"))
    assert len(kept) == KEPT
    assert len(history.versions()) == KEPT + 5
    assert history.publish("k0", files("again")).number == 1
    assert marks(tmp_path / "shop") == {f"mark {KEPT + 4}"}


def test_undo_ends_where_no_files_are_left(history: SiteHistory, tmp_path: Path) -> None:
    for number in range(KEPT + 5):
        history.publish(f"k{number}", files(f"mark {number}"))
    went_back = 0
    while history.undo():
        went_back += 1
    assert went_back == KEPT - 1
    assert marks(tmp_path / "shop") == {"mark 5"}


def test_what_is_shown_after_many_undos_is_never_pruned(history: SiteHistory, tmp_path: Path) -> None:
    history.publish("first", files("first"))
    for number in range(KEPT + 3):
        history.publish(f"k{number}", files(f"mark {number}"))
        history.undo()
    assert marks(tmp_path / "shop") == {"first"}
