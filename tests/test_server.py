"""The LangGraph server over the project's own checkpointer, walked with the SDK: offline, with no key."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from langgraph_sdk import get_client
from langgraph_sdk.client import LangGraphClient

from agent.bootstrap import bootstrap
from agent.events import Asked
from agent.settings import Settings

SAYS_ALL = (
    'We sew dresses. The shop is called "Awa Couture" and it is in Dakar, Senegal. A dress is 25,000 FCFA. '
    "Our customers are women who have a wedding. We are different because we choose the cloth together. "
    "My dream is to train young girls of the quarter. WhatsApp +221 77 123 45 67."
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[str]:
    """Start the server on a free port, with its state in a folder of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    root = Path.cwd()
    for name in ("langgraph.json", "agent", "nodes", "pyproject.toml", "README.md"):
        (home / name).symlink_to(root / name)
    (home / ".env").write_text("")
    settings = {
        "COACH_HOME": str(home / "coach"),
        "LANGGRAPH_CLI_NO_ANALYTICS": "1",
        "LANGGRAPH_NO_VERSION_CHECK": "1",
        "LANGSMITH_TRACING": "false",
    }
    command = [sys.executable, "-m", "langgraph_cli", "dev", "--no-browser", "--no-reload", "--port", str(port)]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=home, env=os.environ | settings, stdout=log, stderr=log)
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}", process, home / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    transport = httpx.HTTPTransport(retries=0)
    with httpx.Client(transport=transport) as client:
        for _ in range(600):
            assert process.poll() is None, log.read_text()[-3000:]
            try:
                if client.get(f"{url}/ok", timeout=1).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
    raise AssertionError(log.read_text()[-3000:])


class Thread:
    """One thread of the server."""

    def __init__(self, client: LangGraphClient) -> None:
        self.client = client
        self.id = str(uuid.uuid4())

    async def open(self) -> None:
        await self.client.threads.create(thread_id=self.id)

    async def run(self, *, say: str | None = None, resume: Any = None) -> dict[str, Any]:
        given = {"messages": [{"type": "human", "content": say}]} if say is not None else {}
        command = {"resume": resume} if resume is not None else None
        return await self.client.runs.wait(self.id, "coach", input=None if command else given, command=command)

    async def question(self) -> dict[str, Any]:
        state = await self.client.threads.get_state(self.id)
        return state["values"]["question"]


@pytest.fixture
async def thread(server: str) -> AsyncIterator[Thread]:
    async with get_client(url=server) as client:
        thread = Thread(client)
        await thread.open()
        yield thread


async def test_a_thread_is_walked_by_resuming_interrupts(thread: Thread) -> None:
    first = await thread.run()
    assert first["__interrupt__"][0]["value"]["kind"] == "fact"
    for reply in (SAYS_ALL, "yes", {"action": "approve"}, "yes", {"action": "choose", "option": "2"}, "yes"):
        values = await thread.run(resume=reply)
    assert values["publish"]["url"].endswith("index.html")
    assert values["logo_choice"] == "2"


async def test_a_client_that_only_sends_messages_has_the_same_conversation(thread: Thread) -> None:
    for said in (SAYS_ALL, "yes", "yes", "back to research", "yes", "yes", "2", "publish"):
        values = await thread.run(say=said)
    assert values["publish"]["version"] == 1
    assert values["messages"][-1]["type"] == "ai"


async def test_an_edited_state_and_the_history_are_the_threads_own(thread: Thread) -> None:
    await thread.run(say=SAYS_ALL)
    state = await thread.client.threads.get_state(thread.id)
    brief = state["values"]["brief"] | {"business_name": "Chez Awa"}
    await thread.client.threads.update_state(thread.id, {"brief": brief}, as_node="vision")
    question = (await thread.run(say="/repeat"))["question"]
    assert "Chez Awa" in question["text"]
    history = await thread.client.threads.get_history(thread.id, limit=50)
    assert len(history) >= 4


async def test_a_session_begun_elsewhere_shows_before_its_first_run_here(home: Path, server: str) -> None:
    async with bootstrap(Settings(coach_home=home / "coach")) as app, get_client(url=server) as client:
        thread = Thread(client)
        thread.id = await app.sessions.start(language="en")
        [event async for event in app.sessions.reply(thread.id, SAYS_ALL)]
        await client.threads.create(thread_id=thread.id, graph_id="coach", if_exists="do_nothing")
        assert (await thread.question())["kind"] == "recap"
        assert thread.id in [found["thread_id"] for found in await client.threads.search(limit=100)]


async def test_a_session_begun_elsewhere_goes_on_here_and_back(home: Path, server: str) -> None:
    async with bootstrap(Settings(coach_home=home / "coach")) as app, get_client(url=server) as client:
        thread = Thread(client)
        thread.id = await app.sessions.start(language="en")
        [event async for event in app.sessions.reply(thread.id, SAYS_ALL)]
        await thread.open()
        values = await thread.run(say="yes")
        assert values["question"]["gate"] == "research"
        last = [event async for event in app.sessions.reply(thread.id, "yes")][-1]
        assert isinstance(last, Asked)
        assert last.step == "content"


def test_the_page_is_mounted_below_its_own_prefix(server: str) -> None:
    page = httpx.get(f"{server}/app/", timeout=20)
    assert page.status_code == 200
    assert "<!doctype html>" in page.text.lower()
    door = httpx.get(f"{server}/app", timeout=20)
    assert (door.status_code, door.headers["location"]) == (307, "/app/")
