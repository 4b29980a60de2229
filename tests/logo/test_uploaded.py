from __future__ import annotations

import base64
import io
import re

import pytest
from PIL import Image, ImageDraw

from agent.drawing.contrast import contrast
from agent.drawing.raster import png
from agent.drawing.safe_svg import safe_svg
from agent.integrations.logo.colours import hue_distance
from agent.integrations.logo.uploaded import HEAVIEST, LARGEST, own_logo
from nodes.errors import UploadRefused

HOSTILE = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40"
 onload="alert(1)"><script>alert(2)</script><style>@import url(https://evil.example/x.css);</style>
 <foreignObject><iframe src="https://evil.example"/></foreignObject><image href="https://evil.example/a.png"/>
 <a href="javascript:alert(3)"><path fill="#123456" d="M0 0h9v9z"/></a>
 <path fill="url(https://evil.example/#g)" onclick="alert(4)" d="M0 0h40v40z"/>
 <use xlink:href="https://evil.example/s.svg#a"/><animate attributeName="href" to="javascript:alert(5)"/>
 <path style="fill:#a6192e;background:url(//evil.example)" d="M2 2h20v20H2z"/></svg>"""


def drawn(
    size: tuple[int, int] = (120, 60), ground: str = "white", ink: str = "#0a5cb0", mode: str = "RGB"
) -> Image.Image:
    image = Image.new(mode, size, (0, 0, 0, 0) if mode == "RGBA" else ground)
    ImageDraw.Draw(image).ellipse((10, 5, size[0] - 10, size[1] - 5), fill=ink)
    return image


def picture(kind: str, image: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (image or drawn()).save(out, kind, **options)
    return out.getvalue()


def inside(svg: str) -> Image.Image:
    """Return the picture that a drawing holds."""
    found = re.search(r"data:image/webp;base64,([^\"]+)", svg)
    assert found
    return Image.open(io.BytesIO(base64.b64decode(found[1])))


def test_an_svg_loses_all_that_runs_loads_or_links():
    svg = (own_logo(HOSTILE.encode())).svg
    for bad in ("script", "evil", "alert", "onload", "onclick", "foreignObject", "image", "animate", "style"):
        assert bad not in svg
    assert "#a6192e" in svg


def test_paint_given_by_classes_and_an_old_document_type_are_understood():
    """So drawing programs save their files."""
    svg = """<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><defs><style type="text/css"><![CDATA[
      /* a note */ .a,.b{fill:#0B6B3A} path.b{fill:#F2B705} #c{stroke:#123456} .d{fill:url(//evil.example)}]]></style>
      </defs><path class="a" d="M0 0h5v5z"/><path class="b" fill="#000" d="M5 0h5v5z"/><path id="c" d="M0 0h1"/>
      <path class="d" d="M0 0h2"/></svg>"""
    made = (own_logo(svg.encode())).svg
    assert made.count("#0B6B3A") == 1
    assert made.count("#F2B705") == 1
    assert 'stroke="#123456"' in made
    assert "evil" not in made


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pixels_are_encoded_anew_and_their_colour_becomes_the_palette(kind):
    logo = own_logo(picture(kind))
    assert hue_distance(logo.palette.primary, "#0a5cb0") < 20
    assert contrast(logo.palette.primary, logo.palette.paper) >= 4.5
    assert inside(logo.svg).size == (120, 60)
    assert (logo.id, logo.kind) == ("own", "own")


def test_what_a_camera_writes_beside_the_picture_is_gone_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Maker of the phone"
    logo = own_logo(picture("JPEG", exif=exif))
    assert inside(logo.svg).size == (60, 120)
    assert not inside(logo.svg).getexif()
    assert "Maker" not in base64.b64decode(logo.svg.partition("base64,")[2].partition('"')[0]).decode("latin-1")


def test_white_paper_behind_a_logo_becomes_transparent_and_a_coloured_ground_stays():
    alpha = inside((own_logo(picture("JPEG"))).svg).getchannel("A")
    assert (alpha.getpixel((0, 0)), alpha.getpixel((60, 30))) == (0, 255)
    tile = inside((own_logo(picture("PNG", drawn(ground="#113355", ink="white")))).svg)
    assert tile.mode == "RGB"


def test_a_colour_that_is_said_to_be_transparent_is():
    made = inside(own_logo(picture("PNG", drawn(ground="#00ff00"), transparency=(0, 255, 0))).svg)
    assert made.getchannel("A").getpixel((0, 0)) == 0


def test_a_white_logo_can_be_seen_on_white():
    logo = own_logo(picture("PNG", drawn(ink="white", mode="RGBA")))
    seen = Image.open(io.BytesIO(png(logo.svg, width=200, background="white"))).convert("L")
    assert seen.getextrema()[0] < 80
    assert seen.getpixel((100, seen.height // 2)) == 255


def test_a_sign_beside_a_name_becomes_the_square_icon():
    image = Image.new("RGB", (600, 200), "white")
    pen = ImageDraw.Draw(image)
    pen.ellipse((20, 20, 180, 180), fill="#a6192e")
    pen.rectangle((230, 80, 580, 120), fill="#123456")
    icon = Image.open(io.BytesIO(png((own_logo(picture("PNG", image))).icon_svg, width=64)))
    assert icon.size == (64, 64)
    red, green, _, alpha = icon.getpixel((32, 32))
    assert alpha == 255
    assert red > 2 * green
    assert icon.getchannel("A").getbbox()[2] < 64


def test_a_long_line_has_no_square_icon():
    assert (own_logo(picture("PNG", drawn((600, 60))))).icon_svg == ""


def test_a_rich_picture_stays_small_enough_for_the_session():
    noise = Image.effect_noise((1500, 900), 90).convert("RGB")
    logo = own_logo(picture("JPEG", noise))
    assert len(logo.svg) <= HEAVIEST


def test_a_heavy_drawing_becomes_pixels():
    shapes = "".join(f'<path fill="#0a5cb0" d="M{x} {x}h9v9z"/>' for x in range(2500))
    logo = own_logo(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2600 2600">{shapes}</svg>'.encode())
    assert "<image" in logo.svg
    assert len(logo.svg) <= HEAVIEST


def test_a_picture_inside_a_drawing_is_encoded_anew():
    data = base64.b64encode(picture("PNG", drawn((3000, 200)))).decode()
    image = f'<image width="300" height="20" href="data:image/png;base64,{data}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 20">{image}</svg>'
    assert inside((own_logo(svg.encode())).svg).width == 1024


@pytest.mark.parametrize("data", [picture("PNG"), picture("PNG", drawn(ink="white", mode="RGBA")), HOSTILE.encode()])
def test_a_logo_made_safe_is_not_changed_by_making_it_safe_again(data):
    """So it may be checked anew wherever it comes back, and stays the same to the byte."""
    logo = own_logo(data)
    assert safe_svg(logo.svg) == logo.svg
    assert not logo.icon_svg or safe_svg(logo.icon_svg) == logo.icon_svg


def test_the_same_file_gives_the_same_logo():
    assert own_logo(picture("JPEG")) == own_logo(picture("JPEG"))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "kind"),
        (picture("GIF"), "kind"),
        (b"\x89PNG\r\n\x1a\n broken", "kind"),
        (picture("PNG")[:200], "damaged"),
        (b"not a picture", "kind"),
        (b"<html><body>no</body></html>", "kind"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg viewBox='0 0 1 1'><path d='M0 0h1v1z'/></svg>", "kind"),
        (b"\xff\xfe\x00\xd8", "kind"),
        (b"x" * (LARGEST + 1), "bytes"),
        (picture("PNG", Image.new("1", (6000, 6000))), "pixels"),
        (picture("PNG", Image.new("RGB", (16, 16))), "small"),
        (picture("PNG", Image.new("RGB", (2000, 20))), "long"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 100000'><path d='M0 0h1v100000z'/></svg>", "drawing"),
        (picture("PNG", Image.new("RGBA", (64, 64))), "blank"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><text>Awa</text><path d='M0 0h1v1z'/></svg>",
            "words",
        ),
        (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><script>1</script></svg>", "drawing"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "heic"),
    ],
)
def test_anything_else_is_refused_with_its_reason(data, why):
    with pytest.raises(UploadRefused) as refused:
        own_logo(data)
    assert refused.value.key == f"pictures.refused.{why}"
