"""The web way in over fakes in one process, and a real server with a real browser in front of it."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import html5lib
import httpx
import pytest
from fakeredis import FakeAsyncRedis
from fakes import Calls, fake_services
from pydantic import SecretStr

from agent.bootstrap import bootstrap, families
from agent.settings import Settings
from agent.web.app import create_app

SECRET = "a-service-secret"
PLATFORM = {"x-service-secret": SECRET, "x-user-id": "alice", "content-type": "application/json"}
BASE = "http://localhost"
FACTS = (
    "business_name=Awa Couture; activity=tailor; city=Dakar; offer=dress 9000; target_audience=women; "
    "differentiation=care; vision=to grow; phone=+221771234567"
)
"""A first message that says it all to the fake coach."""


def settings_in(folder: Path, **more: Any) -> Settings:
    given: dict[str, Any] = {
        "coach_home": folder,
        "service_secret": SecretStr(SECRET),
        "web_secret": SecretStr("a-page-secret"),
        "run_ahead": False,
        "session_lease": 5,
        **more,
    }
    return Settings(_env_file=None, **given)  # type: ignore[call-arg]


@dataclass
class Page:
    """A page as a browser without scripts holds it."""

    response: httpx.Response

    @property
    def tree(self) -> Any:
        return html5lib.parse(self.response.text, namespaceHTMLElements=False)

    @property
    def text(self) -> str:
        return " ".join("".join(self.tree.itertext()).split())

    @property
    def path(self) -> str:
        return self.response.url.path

    def form(self, *, holds: str = "", ends: str = "/reply") -> dict[str, str]:
        """Return the fields of the first form that has a control named like that."""
        for form in self.tree.iter("form"):
            names = {control.get("name") for control in form.iter() if control.get("name")}
            if form.get("action", "").endswith(ends) and (not holds or holds in names):
                hidden = {
                    each.get("name"): each.get("value", "")
                    for each in form.iter("input")
                    if each.get("type") == "hidden"
                }
                return {**hidden, "": form.get("action")}
        raise AssertionError(f"no form with {holds} on {self.path}")

    def buttons(self, name: str) -> list[str]:
        return [each.get("value", "") for each in self.tree.iter("button") if each.get("name") == name]


@dataclass
class Visitor:
    """A person with a browser that has no scripts."""

    client: httpx.AsyncClient
    page: Page = field(init=False)

    async def get(self, path: str, **more: Any) -> Page:
        self.page = Page(await self.client.get(path, follow_redirects=True, **more))
        return self.page

    async def send(self, form: dict[str, str], **fields: str) -> Page:
        data = {name: value for name, value in form.items() if name} | fields
        self.page = Page(await self.client.post(form[""], data=data, follow_redirects=True))
        return self.page

    async def start(self, words: str = FACTS, language: str = "en") -> str:
        """Begin a session and return its path."""
        await self.get(f"/?lang={language}")
        await self.send(self.page.form(ends="/start"), text=words)
        return self.page.path

    async def say(self, words: str) -> Page:
        return await self.send(self.page.form(holds="text"), text=words)

    async def do(self, action: str) -> Page:
        return await self.send(self.page.form(holds="do"), do=action)

    async def choose(self, option: str) -> Page:
        return await self.send(self.page.form(holds="choose"), choose=option)

    async def to_preview(self) -> None:
        for _ in range(3):
            await self.do("approve")
        await self.choose("1")


@dataclass
class Desk:
    """The application in this process."""

    app: Any
    calls: Calls
    settings: Settings
    redis: Any

    def visitor(self, **headers: str) -> Visitor:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=("203.0.113.9", 1))
        return Visitor(httpx.AsyncClient(transport=transport, base_url=BASE, headers=headers))

    def api(self, user: str = "alice", **headers: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        named = {**PLATFORM, "x-user-id": user, **headers}
        return httpx.AsyncClient(transport=transport, base_url=f"{BASE}/v1", headers=named)


@asynccontextmanager
async def open_desk(settings: Settings, redis: Any = None, prefix: str = "", **overrides: Any) -> AsyncIterator[Desk]:
    calls = Calls()
    services = fake_services(calls)
    roles = {role: getattr(services, role) for role in families()} | overrides
    redis = redis or FakeAsyncRedis()
    app = create_app(prefix, partial(bootstrap, settings, redis=redis, **roles))
    async with app.router.lifespan_context(app):
        yield Desk(app, calls, settings, redis)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(settings_in(tmp_path)) as opened:
        yield opened


@pytest.fixture
def visitor(desk: Desk) -> Visitor:
    return desk.visitor()


@pytest.fixture
def api(desk: Desk) -> httpx.AsyncClient:
    return desk.api()


@pytest.fixture
def open_another() -> Any:
    """Open further applications: open_another(settings, redis=..., coach=...)."""
    return open_desk


@pytest.fixture
def make_settings(tmp_path: Path) -> Any:
    return partial(settings_in, tmp_path)


# --- a real server -------------------------------------------------------------------------------------------


@dataclass
class Server:
    """The application behind a port, in a thread."""

    port: int
    home: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"


@contextmanager
def serving(app: Any, home: Path) -> Iterator[Server]:
    import uvicorn

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1, ws="none", lifespan="on")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                thread.join(0.02)
                assert thread.is_alive(), "the server did not start"
            yield Server(port, home)
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("home")
    settings = settings_in(home, web_turns_per_minute=0, web_starts_per_minute=0)
    with serving(create_app("", partial(bootstrap, settings)), home) as started:
        yield started


@pytest.fixture
def start_server() -> Any:
    """Start further servers: `with start_server(home, coach=...) as server`."""

    @contextmanager
    def start(home: Path, **overrides: Any) -> Iterator[Server]:
        settings = settings_in(home, web_turns_per_minute=0, web_starts_per_minute=0)
        with serving(create_app("", partial(bootstrap, settings, **overrides)), home) as started:
            yield started

    return start


# --- a wire that can be cut ----------------------------------------------------------------------------------


class Wire:
    """A TCP proxy on a port of its own: `cut` breaks every connection, `hush` lets them hang without a word."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._pairs: list[socket.socket] = []
        self._flowing = threading.Event()
        self._flowing.set()
        self._closed = False
        self._refusing = False
        self._hung: set[int] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.carried = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def cut(self) -> None:
        """Break every connection and refuse new ones until `mend`."""
        self._refusing = True
        self._drop()

    def hush(self) -> None:
        """Keep every connection open and carry nothing on it any more, not even its end; new ones hang too."""
        self._flowing.clear()
        self._hung = {id(each) for each in self._pairs}

    def mend(self) -> None:
        """Carry what is new; what hung before stays dead, as behind a lost network address."""
        self._refusing = False
        self._flowing.set()

    def lead_to(self, target: int) -> None:
        """Carry what is new to another port."""
        self._target = target

    def close(self) -> None:
        self._closed = True
        self._flowing.set()
        self._listener.close()
        self._drop()

    def _drop(self) -> None:
        for each in self._pairs:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._pairs.clear()

    def _accept(self) -> None:
        while not self._closed:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self._refusing:
                near.close()
                continue
            if not self._flowing.is_set():
                self._pairs.append(near)
                self._hung.add(id(near))
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                near.close()
                continue
            self._pairs += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if id(source) in self._hung:
                    continue
                self.carried += len(data)
                sink.sendall(data)
        if id(source) not in self._hung:
            for each in (source, sink):
                with suppress(OSError):
                    each.close()


@pytest.fixture
def open_wire() -> Iterator[Any]:
    """Open wires: open_wire(port)."""
    made: list[Wire] = []

    def open_(target: int) -> Wire:
        made.append(Wire(target))
        return made[-1]

    yield open_
    for each in made:
        each.close()


@pytest.fixture
def wire(server: Server, open_wire: Any) -> Wire:
    found: Wire = open_wire(server.port)
    return found


# --- a browser -----------------------------------------------------------------------------------------------

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    found = next((path for path in CHROMIUM if Path(path).exists()), "")
    if not found:
        if os.environ.get("CI"):
            pytest.fail("CI needs Chromium: apt-get install chromium")
        pytest.skip("no Chromium here: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def new_page(browser: Any) -> Iterator[Any]:
    """Open a page: new_page(width=360, scripts=True, ...); what it logs as an error fails the test."""
    contexts, troubles = [], []

    def make(width: int = 360, *, scripts: bool = True, language: str = "fr", context: Any = None, **more: Any) -> Any:
        height = 740 if width < 800 else 860
        if context is None:
            context = browser.new_context(
                viewport={"width": width, "height": height}, java_script_enabled=scripts, locale=language, **more
            )
            contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text) if _policy(message.text) else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert troubles == []


def _policy(text: str) -> bool:
    return "Content Security Policy" in text or "Refused to" in text


@pytest.fixture
def session_id_of() -> Any:
    return lambda url: re.search(r"/s/([0-9a-f-]{36})", url)[1]  # type: ignore[index]


@pytest.fixture
def query_of() -> Any:
    return lambda url: parse_qs(urlsplit(url).query)


@pytest.fixture
def until() -> Any:
    """Wait for a condition without a fixed pause: await until(check)."""

    async def wait(check: Any, patience: float = 10) -> Any:
        async with asyncio.timeout(patience):
            while not (found := await check()):
                await asyncio.sleep(0.01)
        return found

    return wait
