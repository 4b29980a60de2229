"""A program that is killed: walks a session over a real store and dies at the n-th moment worth dying at.

Moments are before and after every store write and every integration call. It is forked for each trial, so that
the imports are paid for once. Run: crashing.py FOLDER TRIAL... ; a trial is "RULE:MOMENT"; prints one JSON line each.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fakes import Calls, fake_services

from agent.bootstrap import bootstrap
from agent.checkpoint.saver import PlainRedisSaver
from agent.events import Asked
from agent.settings import Settings
from nodes.inputs import PublishInput
from nodes.results import Website

REPLIES = (
    "business_name=Awa; activity=tailor; city=Dakar",
    "offer=dress 9000",
    "women",
    "care",
    "to grow",
    "+221771234567",
    "yes",
    "yes",
    "yes",
    "2",
    "yes",
)
SESSION = "11111111-2222-4333-8444-555555555555"


@dataclass
class Moments:
    """Counts the moments and dies at one of them."""

    fatal: int
    count: int = 0

    def pass_by(self) -> None:
        self.count += 1
        if self.count == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class DyingCalls(Calls):
    moments: Moments | None = None

    def note(self, name: str) -> None:
        self.moments.pass_by()
        super().note(name)


@dataclass
class RemotePublisher:
    """A platform in another process, as far as dying goes: what it made stays. `keyed` is whether it honours keys."""

    folder: Path
    moments: Moments
    keyed: bool

    async def publish(self, request: PublishInput, *, idempotency_key: str) -> Website:
        self.moments.pass_by()
        name = idempotency_key if self.keyed else os.urandom(8).hex()
        self.folder.joinpath(f"{name}.json").write_text(request.model_dump_json())
        self.moments.pass_by()
        return Website(made_by="fake", live=True, url=f"https://x.example/{request.site_id}", site_id=request.site_id)


def _dying(method: Callable[..., Any], moments: Moments) -> Callable[..., Any]:
    async def write(*args: Any, **kwargs: Any) -> Any:
        moments.pass_by()
        done = await method(*args, **kwargs)
        moments.pass_by()
        return done

    return write


async def _walk(folder: Path, rule: str, moments: Moments) -> dict[str, Any]:
    """Deliver every reply that was not acknowledged yet, as a client would after a crash."""
    acknowledged = folder / "acknowledged"
    services = fake_services(DyingCalls(moments=moments))
    roles = {
        name: getattr(services, name) for name in ("coach", "researcher", "copywriter", "logo_designer", "phrases")
    }
    (folder / "sites").mkdir(exist_ok=True)
    publisher = RemotePublisher(folder / "sites", moments, keyed=rule != "no-key")
    async with bootstrap(
        Settings(coach_home=folder, run_ahead=False, session_lease=0.3), publisher=publisher, **roles
    ) as application:
        sessions = application.sessions
        if not acknowledged.exists():
            await sessions.start(language="en", session_id=SESSION)
            await _drain(sessions.resume(SESSION))
            acknowledged.write_text("0")
        elif rule != "no-resume":
            await _drain(sessions.resume(SESSION))
        for number in range(int(acknowledged.read_text()), len(REPLIES)):
            turn = f"turn-{number}" if rule != "no-turn-id" else ""
            await _drain(sessions.reply(SESSION, REPLIES[number], turn_id=turn))
            acknowledged.write_text(str(number + 1))
        state = await sessions.state(SESSION)
    said = [message.text for message in state.messages if message.type == "human"]
    asked = list(state.interview.asked)
    return {
        "said": said,
        "asked": asked,
        "gate": state.question.gate if state.question else "",
        "name": state.brief.business_name,
        "sites": len(list((folder / "sites").iterdir())),
        "moments": moments.count,
    }


async def _drain(events: Any) -> None:
    async for event in events:
        assert isinstance(event, Asked) or event.event != "problem", event


def _trial(folder: Path, rule: str, fatal: int) -> None:
    """Run once until the fatal moment, in a process of its own; leave the result in the folder."""
    moments = Moments(fatal)
    for name in ("aput", "aput_writes"):
        setattr(PlainRedisSaver, name, _dying(getattr(PlainRedisSaver, name), moments))
    result = asyncio.run(_walk(folder, rule, moments))
    folder.joinpath("result.json").write_text(json.dumps(result))


def _in_a_child(folder: Path, rule: str, fatal: int) -> int:
    child = os.fork()
    if child == 0:
        try:
            _trial(folder, rule, fatal)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
            folder.joinpath("result.json").write_text(json.dumps({"error": f"{type(error).__name__}: {error}"}))
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def main(folder: Path, trials: list[str]) -> None:
    for number, trial in enumerate(trials):
        rule, fatal = trial.split(":")
        place = folder / str(number)
        place.mkdir()
        status = _in_a_child(place, rule, int(fatal))
        killed = os.WIFSIGNALED(status)
        if killed:
            _in_a_child(place, rule, 0)
        print(
            json.dumps({"trial": trial, "killed": killed, **json.loads((place / "result.json").read_text())}),
            flush=True,
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
