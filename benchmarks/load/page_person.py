"""A person with a browser: the page, its feed, and the pictures and previews that it shows."""

from __future__ import annotations

import asyncio
import html
import json
import random
import re
from contextlib import suppress
from typing import Any

from benchmarks.load.api_person import STALLED
from benchmarks.load.figures import Record
from benchmarks.load.people import Person, Talk
from benchmarks.load.wire import Answer, Cut, Wire

_INPUT = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_SHOWN = re.compile(r'<(?:img|iframe)[^>]* src="(/s/[^"]+)"')
_REGION = re.compile(r'data-region="(\w+)" data-digest="([\w-]+)"')


class PagePerson:
    """Plays one script on the page, its feed open all the while."""

    def __init__(self, person: Person, wire: Wire, run: str, record: Record, think: float) -> None:
        self._person = person
        self._record = record
        self._think = think
        self._chance = random.Random(f"{run}{person.number}")
        self._wire = wire
        self._path = ""
        self._have: dict[str, str] = {}
        self._regions: dict[str, str] = {}
        self._count = 0
        self._seen: set[str] = set()
        self._news = asyncio.Event()

    async def play(self) -> None:
        listening: asyncio.Task[None] | None = None
        try:
            await self._begin(first := Talk(self._person))
            listening = asyncio.create_task(self._listen())
            while (reply := self._next(first)) is not None:
                await asyncio.sleep(self._think * self._chance.uniform(0.5, 1.5))
                await self._reply(reply)
                await self._look()
            self._finish()
        except Exception as error:  # noqa: BLE001 - one person's end must not hide what the others see
            self._record.faults.append(f"{self._person.name}: {type(error).__name__}: {error}")
        finally:
            if listening:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
            self._wire.close()

    async def _begin(self, talk: Talk) -> None:
        language = self._person.script.language
        home = await self._get(f"/?lang={language}")
        ticket = dict(_INPUT.findall(home))["turn"]
        asks = {"id": "", "gate": "vision", "kind": "fact", "text": "", "asks": ("activity",)}
        form = {"turn": ticket, "lang": language, "text": talk.reply(asks)}
        with self._record.turn("begin"):
            async with asyncio.timeout(STALLED):
                answer = await self._start(form)
            if answer.status != 303:
                raise RuntimeError(f"start: {answer.status}")
            self._wire.add("cookie", answer.headers["set-cookie"].partition(";")[0])
            self._path = answer.headers["location"]
            page = await self._get(self._path)
        self._count = int(_found(r'data-count="(\d+)"', page))
        self._have = dict(_REGION.findall(page))
        self._regions = {"compose": page, "page": page}

    async def _start(self, form: dict[str, str]) -> Answer:
        """Send the first words; whoever sees no page, or one that says to try again, sends the same form again."""
        while True:
            with suppress(Cut):
                answer = await self._wire.send_form("/start", form)
                if answer.status not in (429, 502, 503, 504):
                    return answer
            self._record.retries["start"] += 1
            await asyncio.sleep(0.5)

    def _next(self, talk: Talk) -> Any:
        question = self._fields().get("answers", "")
        gate, _, rest = question.partition("-")
        if gate == "vision":
            fact = rest.rpartition("-")[0]
            kind = "recap" if fact == "recap" else "fact"
            return talk.reply({"id": question, "gate": gate, "kind": kind, "text": "", "asks": (fact,)})
        kind = "confirm" if gate == "preview" else "review"
        return talk.reply({"id": question, "gate": gate, "kind": kind, "text": ""})

    async def _reply(self, reply: Any) -> None:
        fields = self._fields()
        kind = fields["answers"].split("-")[0]
        kind = ("recap" if "recap" in fields["answers"] else "interview") if kind == "vision" else kind
        words = {"text": reply} if isinstance(reply, str) else {"do": reply["action"]}
        form = {**fields, **words, **self._known()}
        with self._record.turn(kind):
            async with asyncio.timeout(STALLED):
                await self._send(form)
                while self._working:
                    self._news.clear()
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._news.wait(), 2)
                    self._take(json.loads(await self._get(f"{self._path}/live?{_query(self._known())}")))

    async def _send(self, form: dict[str, str]) -> None:
        """Send a reply until it has arrived, as the page's script does."""
        wait = 0.5
        while True:
            try:
                answer = await self._wire.send_form(f"{self._path}/reply", form, accept="application/json")
            except Cut:
                self._record.retries["cut"] += 1
            else:
                if answer.status == 200:
                    return self._take(answer.json())
                if answer.status not in (409, 429, 502, 503, 504):
                    raise RuntimeError(f"reply: {answer.status} {answer.body[:200]!r}")
                self._record.retries[str(answer.status)] += 1
            await asyncio.sleep(wait)
            wait = min(4.0, wait * 2)

    def _take(self, changes: dict[str, Any]) -> None:
        self._count, self._working = changes["count"], changes["working"]
        for name, region in changes["regions"].items():
            self._have[name] = region["digest"]
            self._regions[name] = region["html"]

    _working = False

    async def _look(self) -> None:
        """Fetch the pictures and the preview that a browser would show now."""
        shown = {html.unescape(url) for part in self._regions.values() for url in _SHOWN.findall(part)}
        for url in sorted(shown - self._seen):
            started = asyncio.get_running_loop().time()
            await self._get(url)
            self._record.looks.append(asyncio.get_running_loop().time() - started)
        self._seen |= shown

    async def _listen(self) -> None:
        """Hold the feed open, and open it again when it ends."""
        while True:
            with suppress(Cut):
                async with self._wire.listen(f"{self._path}/feed") as feed:
                    while line := await feed.readline():
                        if line.startswith((b"event: state", b"event: news")):
                            self._news.set()
            await asyncio.sleep(0.5)

    async def _get(self, path: str) -> str:
        for _ in range(40):
            with suppress(Cut):
                answer = await asyncio.wait_for(self._wire.get(path), STALLED)
                if answer.status == 200:
                    return answer.body.decode("utf-8", "replace")
                if answer.status not in (429, 502, 503, 504):
                    raise RuntimeError(f"{path.partition('?')[0]}: {answer.status}")
            self._record.retries["look"] += 1
            await asyncio.sleep(0.5)
        raise RuntimeError(f"{path.partition('?')[0]}: no answer")

    def _fields(self) -> dict[str, str]:
        return {name: html.unescape(value) for name, value in _INPUT.findall(self._regions["compose"])}

    def _known(self) -> dict[str, str]:
        return {"count": str(self._count), "have": ",".join(self._have.values())}

    def _finish(self) -> None:
        if self._person.name not in html.unescape("".join(self._regions.values())):
            self._record.faults.append(f"{self._person.name}: the page does not show the name")
        if "/sites/" not in self._regions.get("live", ""):
            self._record.faults.append(f"{self._person.name}: no website")
        else:
            self._record.done += 1


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if not match:
        raise RuntimeError("the page is another one than it was")
    return match[1]


def _query(values: dict[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in values.items())
