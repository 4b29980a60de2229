"""How the site shows a logo."""

from __future__ import annotations

import pytest

from agent.integrations.logo.composer import compose
from agent.integrations.publishing.site.drawing import drawn
from nodes.brief import Sector
from nodes.inputs import LogoInput

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"'


@pytest.mark.parametrize(
    "text", ["", "plain", "<html/>", f"{HEAD}/>", '<svg viewBox="0 0 0 10"><path d="M0 0h9"/></svg>']
)
def test_what_is_no_drawing_is_not_shown(text: str) -> None:
    assert drawn(text) is None


def test_empty_margins_are_trimmed() -> None:
    drawing = drawn(f'{HEAD}><path d="M100 180h200v40H100z"/></svg>')
    assert drawing is not None
    assert drawing.ratio == pytest.approx(5, rel=0.1)


def test_a_blank_drawing_keeps_its_size() -> None:
    drawing = drawn(f'{HEAD}><path fill="none" d="M100 180h200v40H100z"/></svg>')
    assert drawing is not None
    assert (drawing.width, drawing.height) == (400, 400)


def test_a_small_logo_does_without_its_tagline() -> None:
    logos = compose(LogoInput(name="Awa", sector=Sector.FASHION, tagline="couture"))
    lockup = next(variant.svg for variant in logos.variants if variant.kind == "stacked")
    whole, small = drawn(lockup), drawn(lockup, small=True)
    assert whole is not None
    assert small is not None
    assert small.height < whole.height
    assert small.svg.count("<path") == whole.svg.count("<path") - 1


@pytest.mark.parametrize("box", ["0 0 1 100000", "0 0 1e308 1"])
def test_a_drawing_whose_canvas_would_fill_the_memory_is_refused(box: str) -> None:
    assert drawn(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="M0 0h1v1z"/></svg>') is None
