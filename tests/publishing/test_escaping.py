"""Texts of people and models are hostile until escaped: they are shown as they are, and do nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.integrations.publishing.site import render_pages
from agent.integrations.publishing.site.text import MARKS, tidy
from nodes import brief as facts
from nodes.inputs import PublishInput
from nodes.results import LogoVariant, OfferCopy, PageContent, Palette, QuestionAnswer, SiteContent

NAUGHTY: list[str] = json.loads((Path(__file__).parent / "naughty.json").read_text())


def hostile(text: str) -> PublishInput:
    """Return a site with the text in every place that takes text."""
    shown = text if tidy(text) else "x"
    page = PageContent(
        language="fr",
        headline=text,
        subheadline=text,
        offers_title=text,
        offers=(OfferCopy(name=text, description=text),),
        points=(text,),
        story_title=text,
        story=(text,),
        faq=(QuestionAnswer(question=text, answer=text),),
        keywords=(text,),
        call_to_action=text,
        whatsapp_message=text,
        meta_title=text,
        meta_description=text,
        borrowed=(text,),
    )
    content = SiteContent(made_by="test", live=False, category=text, pages=(page,))
    return PublishInput(session_id="s", site_id="s", language="en", brief=_told(text, shown), content=content)


def _told(text: str, shown: str) -> facts.BusinessBrief:
    return facts.BusinessBrief(
        business_name=text,
        activity=text,
        location=facts.Location(city=text[:80], country="SN", region=text[:80]),
        offer=(facts.Offer(name=shown, description=text, unit=text[:40]),),
        promises=(text,),
        payments=(text,),
        testimonials=(facts.Testimonial(quote=shown, who=text[:80]),),
        contact=facts.Contact(whatsapp="+221771234567", address=text),
        style=(text,),
        colors=(text,),
    )


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_a_hostile_text_is_shown_and_does_nothing(text: str, read: Callable[[bytes], Any]) -> None:
    files = render_pages(hostile(text))
    for page in files.values():
        _assert_harmless(read(page))
    if tidy(text):
        headings = {"".join(each.itertext()) for each in read(files["index.html"]).iter("h1")}
        assert tidy(text) in {heading.replace("\u00a0", " ") for heading in headings}


def test_the_check_would_see_an_open_door(read: Callable[[bytes], Any]) -> None:
    for page in (
        b"<p><a href='javascript:alert(1)'>x</a>",
        b"<p onclick='x'>x",
        b"<script>x</script>",
        b"<p style='x'>x",
    ):
        with pytest.raises(AssertionError):
            _assert_harmless(read(b"<!DOCTYPE html><title>x</title>" + page))


def test_no_template_syntax_of_a_person_is_evaluated() -> None:
    page = render_pages(hostile("{{ 7*7 }}"))["index.html"].decode()
    assert "49" not in re.sub(r"<style>.*?</style>|<svg.*?</svg>|content=\"default.*?\"", "", page, flags=re.DOTALL)


def test_towers_of_marks_are_lowered() -> None:
    assert tidy("z" + "\u0300" * 40) == "z" + "\u0300" * MARKS
    assert tidy("Ọ̀ṣun") == "Ọ̀ṣun"


def test_noncharacters_are_replaced() -> None:
    assert tidy("a\uffffb\ufdd0\U0001fffe") == "a\ufffdb\ufffd\ufffd"


def test_a_name_that_is_nothing_else_still_gives_a_site() -> None:
    assert "\ufffd" in render_pages(hostile("\uffff"))["index.html"].decode()


def test_colours_that_are_none_never_reach_the_style_sheet() -> None:
    evil = "red;}*{background:url(//evil.example)}"
    palette = Palette(ink=evil, paper="#ffffff", primary="#123456", accent="#abcdef", tint="#eeeeee")
    logo = LogoVariant(id="1", kind="icon", svg="<svg", palette=palette)
    page = render_pages(hostile("x").model_copy(update={"logo": logo}))["index.html"].decode()
    assert "evil" not in page
    assert "#123456" not in page


def _assert_harmless(tree: Any) -> None:
    for element in tree.iter():
        assert element.tag != "script" or element.get("type") == "application/ld+json"
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name != "style"
            if name in ("href", "src"):
                assert re.match(r"(https://|tel:|mailto:|#|[\w.-]+$)", value), value
    assert set(_tags(tree)) <= EXPECTED


def _tags(tree: Any) -> Iterator[str]:
    return (element.tag.rpartition("}")[2] for element in tree.iter() if isinstance(element.tag, str))


EXPECTED = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "link",
        "style",
        "script",
        "body",
        "a",
        "header",
        "div",
        "nav",
        "main",
        "section",
        "p",
        "h1",
        "h2",
        "h3",
        "ul",
        "li",
        "span",
        "bdi",
        "small",
        "figure",
        "blockquote",
        "q",
        "figcaption",
        "details",
        "summary",
        "address",
        "img",
        "dl",
        "dt",
        "dd",
        "footer",
        "svg",
        "use",
        "path",
        "circle",
        "g",
        "defs",
    ]
)
