from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fakeredis import FakeAsyncRedis
from PIL import Image, ImageDraw

from agent.drawing.raster import png
from agent.drawing.safe_svg import LARGEST, safe_svg
from agent.integrations import LogoAIClient
from agent.integrations.http import open_client
from agent.integrations.logo.colours import contrast
from agent.integrations.logo.fetched import fetch, palette_of, variant
from agent.integrations.logo.logoai_designer import LogoAIDesigner
from agent.integrations.logo.recraft_designer import RecraftDesigner, prompt
from agent.integrations.logo.services import DegradingDesigner
from agent.integrations.provider import Resources
from agent.integrations.session_context import current_session
from nodes.brief import Sector
from nodes.errors import IntegrationException, Malformed, Misconfigured, Unavailable
from nodes.inputs import LogoInput
from nodes.results import LogoSet, LogoVariant, Palette

REQUEST = LogoInput(name="Canari Couture", sector=Sector.FASHION, style=("moderne",), colors=("#8a1f4e", "vert"))
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path fill="#8a1f4e" d="M0 0h9v9z"/></svg>'
DRAWN = SVG.encode()
PALETTE = Palette(ink="#111111", paper="#ffffff", primary="#8a1f4e", accent="#f2a33c", tint="#fbeef3")


class Local:
    """Draws two plain variants."""

    async def design(self, request: LogoInput) -> LogoSet:
        variants = tuple(LogoVariant(id=str(n), kind="mark", svg=SVG, palette=PALETTE) for n in (1, 2))
        return LogoSet(made_by="local", live=False, variants=variants)


def picture(kind: str) -> bytes:
    image = Image.new("RGB", (300, 200), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((100, 20, 250, 180), fill=(138, 31, 78))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


@pytest.fixture
def logoai(settings) -> Callable[..., LogoAIDesigner]:
    def make(*, url: str = "https://api.logoai.com/files/l.svg", content: bytes = DRAWN, status: int = 200) -> Any:
        async def handle(request: httpx.Request) -> httpx.Response:
            if request.method == "POST":
                return httpx.Response(200, json={"success": True, "data": url})
            return httpx.Response(status, content=content)

        http = open_client(timeout=5, transport=httpx.MockTransport(handle))
        return LogoAIDesigner(LogoAIClient(settings(), http=http), Local(), settings(), http=http)

    return make


async def test_the_services_logo_comes_first_and_drawn_ones_beside_it(logoai) -> None:
    found = await logoai().design(REQUEST)
    assert [each.id for each in found.variants] == ["1", "2", "3"]
    assert (found.made_by, found.live, found.notice) == ("logoai", True, "services.logo_mixed")
    assert "path" in found.variants[0].svg


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_pixels_become_outlines_without_their_ground(kind, logoai) -> None:
    svg = (await logoai(content=picture(kind)).design(REQUEST)).variants[0].svg
    assert "<image" not in svg
    shown = Image.open(io.BytesIO(png(svg, width=300)))
    assert shown.getpixel((2, 2))[3] == 0
    assert shown.getpixel((175, 100))[3] == 255
    assert abs(shown.getpixel((175, 100))[0] - 138) < 20


HOSTILE = [
    b"",
    b"<html></html>",
    b"GIF89a not here",
    b"\x89PNG\r\nbroken",
    b"<svg",
    b"\xff\xfe\x00",
    b'<!DOCTYPE x [<!ENTITY a "b">]><svg viewBox="0 0 1 1"/>',
    b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 nan 9"><path d="M0 0"/></svg>',
    f'<svg viewBox="0 0 9 9"><path d="{"M" * LARGEST}"/></svg>'.encode(),
]


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
async def test_what_is_no_logo_is_refused(content, logoai) -> None:
    with pytest.raises(Malformed):
        await logoai(content=content).design(REQUEST)


async def test_a_picture_too_large_is_not_read(settings) -> None:
    async def pieces() -> Any:
        for _ in range(40):
            yield b"x" * 100_000

    async def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=pieces())

    http = open_client(timeout=5, max_reply=2_000_000, transport=httpx.MockTransport(handle))
    with pytest.raises(httpx.DecodingError):
        await fetch(http, "https://api.logoai.com/x", service="logoai", home="https://api.logoai.com")


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://127.0.0.1/x.svg",
        "https://[::1]/x.svg",
        "https://10.0.0.8/x.svg",
        "http://cdn.test/x.svg",
        "https://0x7f000001/",
        "https://2130706433/",
        "http://api.logoai.com/x.svg",
    ],
)
async def test_an_address_inside_the_house_is_not_fetched(url, logoai) -> None:
    with pytest.raises(Malformed):
        await logoai(url=url).design(REQUEST)


async def test_a_failing_service_leaves_the_drawn_logos_and_says_so(logoai, settings, phrases, no_waiting) -> None:
    designer = logoai(status=503)
    with pytest.raises(Unavailable):
        await designer.design(REQUEST)
    found = await DegradingDesigner(designer, Local(), Resources(settings(), phrases)).design(REQUEST)
    assert (found.made_by, found.live, found.notice) == ("local", False, "services.logo_local")


@pytest.fixture
def phrases() -> Any:
    from agent.phrases import PhraseBook

    return PhraseBook()


async def test_a_set_that_was_paid_for_is_not_paid_for_twice(settings, phrases) -> None:
    class Counting(Local):
        calls = 0

        async def design(self, request: LogoInput) -> LogoSet:
            self.calls += 1
            return await super().design(request)

    live, resources = Counting(), Resources(settings(), phrases, FakeAsyncRedis())
    designer = DegradingDesigner(live, Local(), resources)
    token = current_session.set("s1")
    assert await designer.design(REQUEST) == await designer.design(REQUEST)
    assert live.calls == 1
    await designer.design(REQUEST.model_copy(update={"wishes": ("greener",)}))
    assert live.calls == 2
    current_session.reset(token)


class Recraft:
    """Answers with scripted pictures."""

    def __init__(self, *items: dict[str, Any], status: int = 200) -> None:
        self.items = items
        self.status = status
        self.requests: list[httpx.Request] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.requests.append(request)
        if request.method == "GET":
            return httpx.Response(200, content=SVG.encode())
        return httpx.Response(self.status, json={"data": list(self.items)})


def recraft(settings: Any, service: Recraft) -> RecraftDesigner:
    return RecraftDesigner(settings(), http=open_client(timeout=5, transport=httpx.MockTransport(service)))


ENCODED = {"b64_json": base64.b64encode(SVG.encode()).decode()}
LINKED = {"url": "https://external.api.recraft.ai/files/1.svg"}


async def test_recraft_is_asked_as_its_reference_says(settings) -> None:
    service = Recraft(LINKED, ENCODED)
    found = await recraft(settings, service).design(REQUEST)
    assert [each.id for each in found.variants] == ["1", "2"]
    assert (found.made_by, found.live) == ("recraft", True)
    asked = service.requests[0]
    assert str(asked.url) == "https://external.api.recraft.ai/v1/images/generations"
    assert asked.headers["authorization"] == "Bearer recraft-canary-1234567890"
    body = json.loads(asked.content)
    assert body["model"] == "recraftv4_1_vector"
    assert body["controls"] == {"colors": [{"rgb": [138, 31, 78]}]}
    assert "Canari Couture" in body["prompt"]


async def test_one_broken_picture_of_several_is_left_out(settings) -> None:
    found = await recraft(settings, Recraft({"b64_json": "%%%"}, LINKED)).design(REQUEST)
    assert [each.id for each in found.variants] == ["2"]


@pytest.mark.parametrize("items", [(), ({"b64_json": "%%%"},), ({"url": None},), ("odd",)], ids=range(4))
async def test_no_usable_picture_is_an_error(items, settings) -> None:
    with pytest.raises(IntegrationException):
        await recraft(settings, Recraft(*items)).design(REQUEST)


async def test_a_refused_key_is_told(settings) -> None:
    with pytest.raises(Misconfigured):
        await recraft(settings, Recraft(status=401)).design(REQUEST)


def test_a_prompt_keeps_within_the_services_limit() -> None:
    assert len(prompt(REQUEST.model_copy(update={"wishes": ("x" * 3000,)}))) == 1000


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<image href="https://x.test/a.png"/>',
        '<foreignObject><b xmlns="http://www.w3.org/1999/xhtml">x</b></foreignObject>',
        '<a href="javascript:alert(1)"><path d="M1 1"/></a>',
        '<path d="M1 1" onclick="alert(1)"/>',
        '<path d="M1 1" fill="url(https://x.test/#a)"/>',
        '<path d="M1 1" style="background:url(//x.test)"/>',
        '<use href="https://x.test/a.svg#b"/>',
        '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="data:image/svg+xml,x"/>',
        "<style>@import url(//x.test);</style>",
        '<animate attributeName="href" values="javascript:alert(1)"/>',
        "<text>hi</text>",
    ],
)
def test_nothing_that_runs_loads_or_links_survives(inside) -> None:
    clean = safe_svg(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0"/>{inside}</svg>')
    assert not re.search(r"script|image|foreign|href|onclick|x\.test|style|animate|text|javascript", clean)


def test_paint_in_styles_is_kept() -> None:
    clean = safe_svg('<svg viewBox="0 0 9 9"><path style="fill:#ff0000;behavior:url(x)" d="M0 0h9v9z"/></svg>')
    assert 'fill="#ff0000"' in clean


def test_the_size_of_a_drawing_without_a_view_box_becomes_one() -> None:
    assert 'viewBox="0 0 20 10"' in safe_svg('<svg width="20px" height="10"><path d="M0 0"/></svg>')


@pytest.mark.parametrize("colors", [["#ffff00"], [], ["#808080", "#000000"], ["#f4f4f4", "#fafafa"]], ids=str)
def test_every_palette_can_be_read(colors) -> None:
    palette = palette_of("".join(f'<path fill="{color}"/>' for color in colors))
    assert contrast(palette.primary, palette.paper) >= 4.5
    assert contrast(palette.ink, palette.tint) >= 4.5


def test_a_variant_is_described_by_the_name() -> None:
    assert variant(SVG.encode(), number=1, name="Canari", service="s").description == "Canari"
