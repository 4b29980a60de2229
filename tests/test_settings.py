"""Every setting is documented with its default, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from agent.settings import Settings

EXAMPLE = Path(".env.example").read_text(encoding="utf-8")
SHOWN = dict(re.findall(r"^([A-Z0-9_]+)=(.*)$", EXAMPLE, re.MULTILINE))


def test_the_example_names_every_setting_and_no_other() -> None:
    assert {name.lower() for name in SHOWN} == set(Settings.model_fields)


def test_the_example_as_it_stands_is_the_default(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text(EXAMPLE)
    assert Settings(_env_file=path, coach_home=tmp_path) == Settings(_env_file=None, coach_home=tmp_path)


@pytest.mark.parametrize(
    ("name", "value"), [("session_ttl", "-1"), ("log_level", "loud"), ("openai_timeout", "0"), ("token_budget", "many")]
)
def test_a_setting_that_cannot_work_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=name):
        Settings(_env_file=None, **{name: value})


def test_no_secret_is_shown_by_its_representation() -> None:
    shown = repr(Settings(_env_file=None, openai_api_key="sk-canary", redis_url="redis://:canary@host"))
    assert "canary" not in shown
