"""A person whose words come over the HTTP API, as the platform's own wizard sends them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

from benchmarks.load.figures import Record
from benchmarks.load.people import Person, Talk, kind_of
from benchmarks.load.servers import SECRET
from benchmarks.load.wire import Answer, Cut, Wire

STALLED = 90.0
"""Seconds after which a turn will not end any more."""
POLL = 0.3


class ApiPerson:
    """Plays one script to its end."""

    def __init__(self, person: Person, wire: Wire, run: str, record: Record, think: float) -> None:
        """Speak over this wire, which lets in as the platform."""
        self._person = person
        self._record = record
        self._think = think
        self._run = run
        self._chance = random.Random(f"{run}{person.number}")
        self._wire = wire
        wire.add("x-service-secret", SECRET)
        wire.add("x-user-id", f"{run}-{person.number}")
        self._said: list[str] = []
        self._at = ""

    async def play(self) -> None:
        """Begin, reply until the site is online, look whether all is as it was said. Troubles are recorded."""
        try:
            view = await self._begin()
            talk = Talk(self._person)
            while view and (reply := talk.reply(view["question"])) is not None:
                await self.pause()
                view = await self._reply(view["question"], reply)
            if view:
                await self._check(view)
        except Exception as error:  # noqa: BLE001 - one person's end must not hide what the others see
            self._record.faults.append(f"{self._person.name}: {type(error).__name__}: {error}")
        finally:
            self._wire.close()

    async def pause(self) -> None:
        """Think: half to one and a half times as long as people do on the whole."""
        await asyncio.sleep(self._think * self._chance.uniform(0.5, 1.5))

    async def _begin(self) -> Any:
        key = f"{self._run}-{self._person.number}"
        wish = {"language": self._person.script.language}
        with self._record.turn("begin"):
            view = await self._surely(lambda: self._wire.post("/v1/sessions", wish, **{"idempotency-key": key}))
            self._at = f"/v1/sessions/{view['session_id']}"
            return await self._rested(view)

    async def _reply(self, question: dict[str, Any], reply: Any) -> Any:
        turn_id = f"t{len(self._said)}"
        said = {"text": reply} if isinstance(reply, str) else {"action": reply}
        self._said.append(reply.strip() if isinstance(reply, str) else f"/{reply['action']}")
        body = {**said, "turn_id": turn_id, "answers": question["id"]}
        with self._record.turn(kind_of(question)):
            result = await self._surely(lambda: self._wire.post(f"{self._at}/replies", body))
            return await self._rested(result["session"])

    async def _surely(self, ask: Callable[[], Awaitable[Answer]]) -> Any:
        """Ask until there is an answer, as a page does. Raises TimeoutError after `STALLED`."""
        async with asyncio.timeout(STALLED):
            wait = 0.1
            while True:
                try:
                    answer = await ask()
                except Cut:
                    self._record.retries["cut"] += 1
                else:
                    if answer.status < 300:
                        return answer.json()
                    if answer.status not in (409, 429, 502, 503, 504):
                        raise RuntimeError(f"{answer.status}: {answer.body[:300]!r}")
                    self._record.retries[str(answer.status)] += 1
                await asyncio.sleep(wait)
                wait = min(2.0, wait * 2)

    async def _rested(self, view: Any) -> Any:
        """Wait until nobody works on the session. Records what never ends, and problems."""
        async with asyncio.timeout(STALLED):
            while view["working"]:
                self._record.retries["working"] += 1
                await asyncio.sleep(POLL)
                view = await self._surely(lambda: self._wire.get(self._at))
        if view["problem"]:
            raise RuntimeError(f"problem {view['problem']['key']}")
        return view

    async def _check(self, view: Any) -> None:
        history = await self._surely(lambda: self._wire.get(f"{self._at}/history"))
        heard = [turn["text"].strip() for turn in history["turns"] if turn["speaker"] == "person"]
        name, faults = self._person.name, self._record.faults
        if heard != self._said:
            faults.append(f"{name}: said {self._said}, kept {heard}")
        if view["brief"]["business_name"] != name:
            faults.append(f"{name}: is called {view['brief']['business_name']}")
        site = view["website"]
        if not site:
            faults.append(f"{name}: no website; stopped at {view['step']}")
        elif site["version"] != 1:
            faults.append(f"{name}: website version {site['version']}")
        else:
            self._record.done += 1
