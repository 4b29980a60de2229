from __future__ import annotations

from typing import Any, get_args

import pytest
import stamina

from agent import resources
from agent.integrations.live_check import Check, Status, check_live
from agent.sandbox import Sandbox, settings_for
from agent.settings import Settings

SERVICES = ("openai", "tavily", "logoai", "digitalcloud360")
LANGUAGES = ("ar", "en", "fr", "pt", "sw")


def settings(sandbox: Sandbox, **values: Any) -> Settings:
    keys = {name.lower(): value for name, value in settings_for(sandbox.url).items()}
    timeouts = dict.fromkeys(("openai_timeout", "tavily_timeout", "logoai_timeout", "digitalcloud360_timeout"), 0.5)
    return Settings(_env_file=None, **keys | timeouts | values)


async def checks(made: Settings) -> dict[str, Check]:
    with stamina.set_testing(True, attempts=10, cap=True):
        return {check.service: check for check in await check_live(made)}


async def test_nothing_is_called_without_a_key(sandbox: Sandbox) -> None:
    assert await checks(Settings(_env_file=None)) == {}
    assert not sandbox.faults.calls


async def test_services_that_work_are_called_once_each(sandbox: Sandbox) -> None:
    found = await checks(settings(sandbox))
    assert {name: check.status for name, check in found.items()} == {
        "openai": "ok",
        "tavily": "ok",
        "logoai": "reachable",
        "digitalcloud360": "ok",
    }
    assert all(check.works for check in found.values())
    assert {name: sandbox.faults.calls[name] for name in ("openai", "tavily", "digitalcloud360")} == {
        "openai": 1,
        "tavily": 1,
        "digitalcloud360": 1,
    }


async def test_a_wrong_key_is_told(sandbox: Sandbox) -> None:
    wrong = {"openai_api_key": "no", "tavily_api_key": "no", "digitalcloud360_service_secret": "no"}
    found = await checks(settings(sandbox, **wrong))
    assert {found[name].status for name in ("openai", "tavily", "digitalcloud360")} == {"wrong_key"}


@pytest.mark.parametrize(
    ("service", "fault", "status"),
    [
        ("openai", "quota", "account_limit"),
        ("tavily", "plan_limit", "account_limit"),
        ("openai", "overloaded", "unreachable"),
        ("tavily", "hang", "unreachable"),
        ("digitalcloud360", "server_error", "unreachable"),
        ("openai", "rate_limit", "slow"),
        ("openai", "html", "unusable"),
        ("tavily", "malformed", "unusable"),
        ("digitalcloud360", "not_found", "unusable"),
    ],
)
async def test_each_ill_has_its_name(service, fault, status, sandbox: Sandbox) -> None:
    sandbox.faults.add(service, fault, times=-1)
    assert (await checks(settings(sandbox)))[service].status == status


async def test_a_service_that_is_not_there_is_unreachable() -> None:
    nowhere = Settings(_env_file=None, openai_api_key="x", openai_base_url="http://127.0.0.1:9/v1")
    assert (await checks(nowhere))["openai"].status == "unreachable"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_has_its_words(language: str) -> None:
    words = resources.load_yaml(f"playbooks/{language}/checks.yaml")
    expected = set(get_args(Status))
    assert set(words["status"]) == set(words["remedy"]) == expected
