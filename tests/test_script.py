"""Scripts: what is accepted, and how a malformed one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.script import load_script
from nodes.errors import ScriptError

EXAMPLES = sorted(Path("examples").glob("*.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_a_valid_script(path: Path) -> None:
    script = load_script(path)
    assert script.language in ("fr", "en")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("language: fr\nmesage: hello\n", 2, "mesage"),
        ("language: fr\nanswers:\n  vision: [a]\n  logos: 2\n", 4, "logos"),
        ("message: [unclosed\n", 2, "YAML"),
        ("- a\n- b\n", 1, "mapping"),
        ("language: fr\n", 1, "nothing is said"),
        ("message: hi\npublish: perhaps\n", 2, "publish"),
        ("messages:\n  - hi\n  - {a: b}\n", 3, "messages"),
        ("", 1, "mapping"),
        ("message: hi\nphotos:\n  - a.jpg\n  - {file: b.jpg, alts: x}\n", 4, "photos"),
    ],
)
def test_a_malformed_script_names_the_line_and_what_was_expected(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    path = tmp_path / "script.yaml"
    path.write_text(text)
    with pytest.raises(ScriptError, match=says) as caught:
        load_script(path)
    assert caught.value.line == line


def test_what_is_said_is_taken_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "script.yaml"
    path.write_text("answers:\n  vision: {phone: 0771234567, opening_hours: 8:30}\n  content: [yes, no]\n  logo: 2\n")
    script = load_script(path)
    assert script.facts() == {"phone": "0771234567", "opening_hours": "8:30"}
    assert script.replies("content") == ["yes", "no"]
    assert script.replies("logo") == ["2"]


def test_publishing_is_left_out_on_request(tmp_path: Path) -> None:
    path = tmp_path / "script.yaml"
    path.write_text("message: hi\npublish: no\n")
    assert not load_script(path).publish


def test_a_missing_script_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match=r"nowhere\.yaml"):
        load_script(tmp_path / "nowhere.yaml")
