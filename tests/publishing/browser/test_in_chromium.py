"""What Chromium makes of the site: it fits, it can be tapped, it asks for nothing and nothing runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from agent.integrations.publishing.site import render_pages
from nodes.brief import BusinessBrief
from nodes.frozen import clean_text
from nodes.inputs import PublishInput
from nodes.results import OfferCopy, PageContent, QuestionAnswer, SiteContent

NAUGHTY: list[str] = json.loads((Path(__file__).parents[1] / "naughty.json").read_text())
ICON = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
WIDTHS = (320, 360, 1280)
BROKEN_PRICES = """[...document.querySelectorAll(".price bdi")]
    .filter(price => new Set([...price.getClientRects()].map(part => Math.round(part.top))).size > 1)
    .map(price => price.textContent)"""

SMALL_TARGETS = """[...document.querySelectorAll('a,summary')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width > 0 && (box.width < 24 || box.height < 24) && !e.classList.contains('skip');
}).map(e => e.outerHTML)"""


class Visit:
    """A visitor's window, with everything that happened in it since the last look."""

    def __init__(self, chromium: Any, address: str = "about:blank", width: int = 360) -> None:
        self.page = chromium.new_page(viewport={"width": width, "height": 740})
        self.events: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.events.append(message.text))
        self.page.on("pageerror", lambda error: self.events.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.open(address)

    def open(self, address: str) -> None:
        self.events.clear()
        self.requests.clear()
        self.page.goto(address)

    def close(self) -> None:
        self.page.close()

    def _dismiss(self, dialog: Any) -> None:
        self.events.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def written(files: dict[str, bytes], folder: Path) -> str:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return (folder / "index.html").as_uri()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_fits_and_can_be_tapped(
    width: int, every_name: str, site: Callable[..., Any], chromium: Any, tmp_path: Path
) -> None:
    address = written(site(every_name), tmp_path)
    for file in sorted(path.name for path in tmp_path.glob("*.html")):
        with closing(Visit(chromium, address.replace("index.html", file), width)) as visit:
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
            assert visit.page.evaluate(SMALL_TARGETS) == []
            assert visit.page.evaluate(BROKEN_PRICES) == []
            assert visit.events == []
            assert all(url.startswith(("file://", "data:font/")) for url in visit.requests)


def test_the_heading_face_is_used_under_the_policy(site: Callable[..., Any], chromium: Any, tmp_path: Path) -> None:
    with closing(Visit(chromium, written(site("rich"), tmp_path))) as visit:
        visit.page.evaluate("document.fonts.ready.then(() => true)")
        assert set(visit.page.evaluate("[...document.fonts].map(face => face.status)")) == {"loaded"}
        assert visit.page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")


def test_arabic_runs_from_right_to_left(site: Callable[..., Any], chromium: Any, tmp_path: Path) -> None:
    with closing(Visit(chromium, written(site("arabic"), tmp_path), 1280)) as visit:
        brand, menu = (visit.page.locator(name).bounding_box() for name in (".brand", ".menu"))
        assert brand["x"] > menu["x"]


def hostile(text: str) -> PublishInput:
    """Return a site with the text wherever a person's or a model's words can be."""
    page = PageContent(
        language="en",
        headline=text,
        subheadline=text,
        offers=(OfferCopy(name=text, description=text),),
        points=(text,),
        story=(text,),
        call_to_action=text[:40],
        whatsapp_message=text,
        faq=(QuestionAnswer(question=text, answer=text),),
        meta_title=text,
        meta_description=text,
    )
    offer = {"name": text[:120], "price": {"amount": 1500, "currency": "XOF"}, "unit": clean_text(text)[:40]}
    facts = {
        "business_name": text,
        "activity": text,
        "location": {"city": text[:80], "region": text[:80], "country": "SN"},
        "offer": [offer],
        "payments": [text],
        "testimonials": [{"quote": text, "who": text[:80]}],
        "contact": {
            "whatsapp": "+221771234567",
            "address": text[:200],
            "social": [{"network": text[:40], "url": "https://shop.example/"}],
        },
    }
    brief = BusinessBrief.model_validate(facts)
    content = SiteContent(made_by="test", live=False, pages=(page,))
    return PublishInput(session_id="s", site_id="s", language="en", brief=brief, content=content)


def test_no_hostile_text_runs_loads_or_breaks_the_layout(chromium: Any, tmp_path: Path) -> None:
    with closing(Visit(chromium, width=320)) as visit:
        for text in NAUGHTY:
            visit.open(written(render_pages(hostile(text)) | {"icon.svg": ICON}, tmp_path))
            assert visit.events == [], text
            assert all(url.startswith(("file://", "data:font/")) for url in visit.requests), text
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320, text


def test_the_visit_would_see_a_script_run(chromium: Any, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!DOCTYPE html><title>x</title><script>alert(1)</script>")
    with closing(Visit(chromium, (tmp_path / "index.html").as_uri())) as visit:
        assert visit.events == ["dialog: 1"]


def test_the_policy_stops_what_would_slip_through(site: Callable[..., Any], chromium: Any, tmp_path: Path) -> None:
    """The second wall: even a script within the page does not run."""
    page = site("rich")["index.html"].replace(
        b"</main>", b"<script>alert(1)</script><img src=x onerror=alert(2)></main>"
    )
    with closing(Visit(chromium, written({"index.html": page}, tmp_path))) as visit:
        assert not [event for event in visit.events if event.startswith("dialog")]
        assert any("Content Security Policy" in event for event in visit.events)
