"""A drawing from elsewhere may draw and nothing more."""

from __future__ import annotations

import pytest

from agent.drawing.safe_svg import LARGEST, safe_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10"'
SHAPE = '<path d="M1 1h3v3z" fill="#123456"/>'

HOSTILE = (
    "<script>alert(1)</script>",
    "<style>@import url(//evil.example)</style>",
    "<foreignObject><p>x</p></foreignObject>",
    "<image href='https://evil.example/x.png'/>",
    "<image xlink:href='file:///etc/passwd'/>",
    "<a href='javascript:alert(1)'/>",
    "<use href='https://evil.example/#x'/>",
    "<use xlink:href='data:text/html,x'/>",
    "<animate attributeName='href' to='javascript:alert(1)'/>",
    "<set attributeName='onload' to='alert(1)'/>",
    "<path d='M0 0' onclick='alert(1)'/>",
    "<path d='M0 0' style='fill:url(//evil.example)'/>",
    "<path d='M0 0' fill='url(https://evil.example)'/>",
    "<path d='M0 0' fill='url( \"//evil.example\")'/>",
    "<text>evil.example</text>",
    "<handler>x</handler>",
    "<iframe src='//evil.example'/>",
    "<?xml-stylesheet href='//evil.example'?>",
    "<path xmlns:e='urn:evil' e:href='javascript:x'/>",
)


@pytest.mark.parametrize("evil", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_shape_is_dropped(evil: str) -> None:
    drawing = safe_svg(f"{HEAD} onload='alert(1)'>{evil}{SHAPE}</svg>")
    for trace in ("evil", "script", "alert", "passwd", "onload", "style", "href", "animate", "set", "foreign", "text"):
        assert trace not in drawing
    assert 'd="M1 1h3v3z"' in drawing


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<svg",
        "plain",
        "<html/>",
        f"<!DOCTYPE svg [<!ENTITY a 'x'>]>{HEAD}>{SHAPE}</svg>",
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        '<svg viewBox="0 0 0 10"/>',
        '<svg viewBox="0 0 nan 10"/>',
        '<svg viewBox="0 0 x 10"/>',
        '<svg viewBox="0 0 1e999 10"/>',
        f"{HEAD}>{' ' * LARGEST}</svg>",
    ],
)
def test_what_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"too large|not|without|nothing"):
        safe_svg(text)


def test_gradients_clips_and_local_uses_stay() -> None:
    inside = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient>'
        '<path id="p" d="M0 0h9"/></defs>'
        '<use xlink:href="#p" fill="url(#g)" clip-path="url(#c)"/>'
    )
    drawing = safe_svg(f"{HEAD}>{inside}</svg>")
    assert 'href="#p"' in drawing
    assert 'fill="url(#g)"' in drawing
    assert "linearGradient" in drawing


def test_a_size_stands_in_for_a_missing_view_box() -> None:
    drawing = safe_svg('<svg xmlns="http://www.w3.org/2000/svg" width="30px" height="15"><path d="M0 0h9v9z"/></svg>')
    assert 'viewBox="0 0 30 15"' in drawing


def test_the_words_of_a_label_stay() -> None:
    assert 'aria-label="Koné &amp; Frères"' in safe_svg(f"{HEAD} aria-label='Koné &amp; Frères'>{SHAPE}</svg>")
