from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from agent.drawing.contrast import contrast
from agent.integrations.logo.colours import hue_distance
from agent.integrations.logo.fetched import LARGEST_PICTURE
from agent.integrations.logo.uploaded import uploaded
from nodes.errors import Rejected

HOSTILE = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40"
 onload="alert(1)"><script>alert(2)</script><style>@import url(https://evil.example/x.css);</style>
 <foreignObject><iframe src="https://evil.example"/></foreignObject><image href="https://evil.example/a.png"/>
 <a href="javascript:alert(3)"><path fill="#123456" d="M0 0h9v9z"/></a>
 <path fill="url(https://evil.example/#g)" onclick="alert(4)" d="M0 0h40v40z"/>
 <use xlink:href="https://evil.example/s.svg#a"/><animate attributeName="href" to="javascript:alert(5)"/>
 <path style="fill:#a6192e;background:url(//evil.example)" d="M2 2h20v20H2z"/></svg>"""


def picture(kind: str, size: tuple[int, int] = (120, 60)) -> bytes:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).ellipse((10, 5, size[0] - 10, size[1] - 5), fill="#0a5cb0")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


async def test_an_svg_loses_all_that_runs_loads_or_links():
    logos = await uploaded(HOSTILE.encode(), "Awa")
    svg = logos.variants[0].svg
    for bad in (
        "script",
        "evil",
        "alert",
        "onload",
        "onclick",
        "foreignObject",
        "image",
        "animate",
        "javascript",
        "style",
    ):
        assert bad not in svg
    assert "#a6192e" in svg
    assert (logos.made_by, logos.live) == ("own logo", False)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_pixels_are_redrawn_and_their_colour_becomes_the_palette(kind, parts):
    variant = (await uploaded(picture(kind), "Awa")).variants[0]
    assert hue_distance(variant.palette.primary, "#0a5cb0") < 20
    assert contrast(variant.palette.primary, variant.palette.paper) >= 4.5
    assert {tag for tag, _ in parts(variant.svg)} <= {"svg", "g", "path"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a...",
        b"\x89PNG\r\n\x1a\n broken",
        b"not a picture",
        b"<html><body>no</body></html>",
        b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg viewBox='0 0 1 1'><path d='M0 0h1v1z'/></svg>",
        b"\xff\xfe\x00\xd8",
        b"x" * (LARGEST_PICTURE + 1),
    ],
)
async def test_anything_else_is_refused_in_words_a_person_understands(data):
    with pytest.raises(Rejected) as refused:
        await uploaded(data, "Awa")
    assert refused.value.key == "drawing.unreadable_upload"
