"""The commands, as a person or a program runs them: over the embedded store, with local defaults only."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from pictures import SVG, photo

SCRIPT = """
language: en
message: >
  I bake bread. The bakery is called "Golden Crust" and it is in Enugu, Nigeria. A loaf is NGN 1,200.
  Our customers are families and schools. What makes us different is that we bake twice a day.
  My dream is to supply every school. Call 0806 555 4433.
"""


class Coach:
    """The command line with a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = os.environ | {
            "COACH_HOME": str(home / "coach"),
            "PYTHONIOENCODING": "utf-8",
            "COLUMNS": "100",
        }
        self.command = [sys.executable, "-c", "from agent.cli import main; main()"]

    def run(self, *words: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.command, *words],
            input=given,
            cwd=self.home,
            env=self.environment | {"PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def open(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*self.command, *words],
            cwd=self.home,
            env=self.environment | {"PYTHONPATH": str(Path.cwd())},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture(scope="module")
def coach(tmp_path_factory: pytest.TempPathFactory) -> Coach:
    """One store for all tests of this file, kept up by a process that waits: as on a machine in use."""
    return Coach(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def published(coach: Coach) -> dict[str, object]:
    path = coach.home / "script.yaml"
    path.write_text(SCRIPT)
    done = coach.run("run", str(path), "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_help_names_every_command_and_loads_nothing_heavy(coach: Coach) -> None:
    done = coach.run("--help")
    assert done.returncode == 0
    assert {"chat", "run", "sessions", "doctor", "preview", "export"} <= set(done.stdout.split())
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "from agent.cli import cli; cli(['--help'])"],
        capture_output=True,
        text=True,
        check=False,
    ).stderr
    assert not re.search(r"\| +(langgraph|openai|redis|pydantic|httpx)$", loaded, re.MULTILINE)


def test_a_script_is_published_and_its_results_are_printed_as_json(published: dict[str, object]) -> None:
    assert published["brief"]["business_name"] == "Golden Crust"
    page = Path(published["publish"]["path"], "index.html").read_text()
    assert "Golden Crust" in page
    assert "1,200" in page


def test_the_same_script_twice_gives_the_same_bytes(coach: Coach, published: dict[str, object]) -> None:
    again = json.loads(coach.run("run", "script.yaml", "--json").stdout)
    sites = [_files(Path(result["publish"]["path"])) for result in (published, again)]
    assert sites[0] == sites[1]


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_malformed_script_ends_with_its_line_and_nothing_started(coach: Coach) -> None:
    path = coach.home / "bad.yaml"
    path.write_text("language: en\nmesages: [hi]\n")
    done = coach.run("run", str(path))
    assert done.returncode == 2
    assert "line 2" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_script_without_a_name_says_what_is_missing(coach: Coach) -> None:
    path = coach.home / "nameless.yaml"
    path.write_text("language: en\nmessage: I bake bread in Enugu, Nigeria\n")
    done = coach.run("run", str(path))
    assert done.returncode == 3
    assert "business_name" in done.stderr


def test_doctor_names_the_provider_of_each_step_and_shows_no_secret(coach: Coach) -> None:
    coach.environment["OPENAI_API_KEY"] = "sk-canary-1234567890"
    done = coach.run("doctor")
    del coach.environment["OPENAI_API_KEY"]
    assert done.returncode == 0
    assert "openai" in done.stdout.lower()
    assert "country facts" in done.stdout
    assert "Valkey" in done.stdout
    assert "canary" not in done.stdout + done.stderr


def test_doctor_fails_with_a_remedy_when_the_store_is_away(coach: Coach) -> None:
    coach.environment["REDIS_URL"] = "redis://:topsecret@127.0.0.1:1/0"
    done = coach.run("doctor")
    del coach.environment["REDIS_URL"]
    assert done.returncode == 1
    assert "REDIS_URL" in done.stdout
    assert "topsecret" not in done.stdout + done.stderr


def test_a_wrong_setting_is_named(coach: Coach) -> None:
    coach.environment["SESSION_TTL"] = "soon"
    done = coach.run("doctor")
    del coach.environment["SESSION_TTL"]
    assert done.returncode == 2
    assert "SESSION_TTL" in done.stderr


def test_programs_talk_in_json_lines(coach: Coach) -> None:
    lines = ["I bake bread", '{"action": "skip"}', '{"action": "fly"}', '{"text": "/repeat", "turn_id": "t"}']
    done = coach.run("chat", "--jsonl", "--language", "en", given="\n".join(lines) + "\n")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert events[0]["event"] == "session"
    asked = [event["question"]["asks"] for event in events if event["event"] == "question"]
    assert len(asked) == 4
    assert [event["key"] for event in events if event["event"] == "problem"] == ["error.invalid_action"]


def test_an_interrupted_conversation_says_how_to_go_on_and_goes_on(coach: Coach) -> None:
    process = coach.open("chat", "--language", "en")
    assert process.stdin
    process.stdin.write('The bakery is called "Golden Crust"\n')
    process.stdin.flush()
    _until(process, "Golden Crust")
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=30)
    assert "Traceback" not in errors
    session = re.search(r"coach chat --session\s+(\S+)", rest)
    assert session
    done = coach.run("chat", "--session", session[1], given="/status\n")
    assert "Golden Crust" in done.stdout


@pytest.mark.parametrize(
    ("language", "message", "yes"),
    [
        ("fr", "Je suis couturière à Thiès, mon atelier s'appelle « Keur Awa », robe 25 000 F, 77 123 45 67", "oui"),
        ("en", 'I bake bread in Kumasi, we are called "Golden Crust", a loaf is 15 cedis, 024 456 7890', "yes"),
        ("pt", "Sou costureira em Luanda, o ateliê chama-se «Mãos de Ouro», vestido 9000 Kz, 923 456 789", "sim"),
        ("sw", "Mimi ni fundi nguo Arusha, duka linaitwa «Mama Neema», gauni 25000 TSh, 0754 123 456", "ndiyo"),
        ("ar", "أنا خياطة في تونس، مشغلي يسمى «دار ليلى»، الفستان 80 دينارا، 20 123 456", "نعم"),
    ],
)
def test_a_whole_conversation_is_typed_in_each_language(language: str, message: str, yes: str, coach: Coach) -> None:
    typed = "\n".join([message, *["/skip"] * 3, *[yes] * 5, "/quit", ""])
    done = coach.run("chat", "--language", language, given=typed)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    assert "file://" in done.stdout


def _until(process: subprocess.Popen[str], text: str) -> None:
    assert process.stdout
    seen, end = "", time.monotonic() + 60
    while text not in seen and time.monotonic() < end:
        seen += process.stdout.readline()
    assert text in seen


def test_sessions_are_listed_shown_and_forgotten(coach: Coach, published: dict[str, object]) -> None:
    session = str(published["session_id"])
    assert session in coach.run("sessions", "list").stdout
    assert "Golden Crust" in coach.run("sessions", "show", session).stdout
    taken = coach.home / "taken.zip"
    assert coach.run("export", "--session", session, "--out", str(taken)).returncode == 0
    assert coach.run("sessions", "forget", session, "--yes").returncode == 0
    assert session not in coach.run("sessions", "list").stdout
    gone = coach.run("sessions", "show", session)
    assert (gone.returncode, "Traceback" in gone.stderr) == (1, False)
    assert coach.run("import", str(taken)).returncode == 0
    assert coach.run("sessions", "show", session).returncode == 0
    with zipfile.ZipFile(taken) as archive:
        assert archive.read("site/index.html") == Path(published["publish"]["path"], "index.html").read_bytes()


def test_each_sentence_can_be_asked_why_it_is_there(coach: Coach, published: dict[str, object]) -> None:
    done = coach.run("why", "--session", str(published["session_id"]), "A loaf is NGN 1,200.")
    assert "NGN" in done.stdout
    assert "[What you sell]" in done.stdout


def test_an_unknown_session_is_told_in_one_line(coach: Coach) -> None:
    done = coach.run("chat", "--session", "00000000-0000-4000-8000-000000000000", given="")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


def test_pictures_are_handed_in_put_in_order_and_taken_elsewhere(coach: Coach, tmp_path: Path) -> None:
    (coach.home / "own.yaml").write_text(SCRIPT)
    session = str(json.loads(coach.run("run", "own.yaml", "--json").stdout)["session_id"])
    for name, data in (("mark.svg", SVG), ("a.jpg", photo()), ("b.jpg", photo(30)), ("no.jpg", b"GIF89a")):
        (coach.home / name).write_bytes(data)
    add = ("add", "--session", session)
    added = coach.run(*add, "--logo", "mark.svg", "--photo", "a.jpg", "--photo", "b.jpg", "--alt", "The oven")
    assert added.returncode == 0, added.stderr
    assert "your own" in added.stdout
    assert "1  400x300  The oven" in added.stdout
    refused = coach.run(*add, "--photo", "no.jpg")
    assert (refused.returncode, "JPEG, PNG or WebP" in refused.stderr) == (1, True)
    arranged = coach.run("photos", "--session", session, "--move", "2", "1", "--alt", "2", "Bread")
    assert [line.split()[-1] for line in arranged.stdout.splitlines()[-2:]] == ["Bread", "oven"]
    assert "your own" not in coach.run("photos", "--session", session, "--remove-logo").stdout
    coach.run(*add, "--logo", "mark.svg")
    assert coach.run("export", "--session", session, "--out", "all.zip").returncode == 0
    elsewhere = Coach(tmp_path / "elsewhere")
    elsewhere.home.mkdir()
    assert elsewhere.run("import", str(coach.home / "all.zip")).returncode == 0
    assert elsewhere.run("export", "--session", session, "--out", "all.zip").returncode == 0
    assert (elsewhere.home / "all.zip").read_bytes() == (coach.home / "all.zip").read_bytes()
    with zipfile.ZipFile(coach.home / "all.zip") as archive:
        assert {"site/photo-2-400.webp", "logo/own.svg", "logo/chosen/icon-512.png"} <= set(archive.namelist())


def test_programs_hand_in_a_file_by_its_name(coach: Coach) -> None:
    (coach.home / "a.jpg").write_bytes(photo())
    lines = [
        {"action": "add_photo", "file": "a.jpg", "alt": "The oven"},
        {"action": "add_logo", "file": "a.txt"},
        {"action": "add_logo", "file": "bad.svg"},
    ]
    (coach.home / "bad.svg").write_bytes(b"<html/>")
    told = coach.run("chat", "--jsonl", given="".join(json.dumps(line) + "\n" for line in lines))
    events = [json.loads(line) for line in told.stdout.splitlines()]
    assert (
        "I have your photo" in next(event for event in events[2:] if event["event"] == "question")["question"]["text"]
    )
    problems = [event for event in events if event["event"] == "problem"]
    assert [problem["key"] for problem in problems] == ["error.invalid_action", "pictures.refused.kind"]
