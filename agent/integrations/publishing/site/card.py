"""A card to print: codes that open the site and the WhatsApp chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from agent.drawing.lettering import fitted
from agent.integrations.publishing.site import links
from agent.integrations.publishing.site.compose import Site
from agent.integrations.publishing.site.typeface import whole_file

_WIDTH, _HEIGHT = 105.0, 148.0
"""Millimetres: A6 (ISO 216)."""
_EDGE = 10.0
_HEAD, _FOOT = 62.0, 30.0
"""Millimetres of the grounds at the top and at the bottom."""
_PLAIN = "outfit"
"""A face of few points a letter: the theme's heading faces would treble the card's bytes."""
_QUIET = 4
"""Modules of white around a code (ISO/IEC 18004)."""


@dataclass(frozen=True)
class _Code:
    target: str
    caption: str


def print_card(site: Site) -> str:
    """Return the card as SVG of A6 size, all text as outlines; empty when there is nothing to open yet."""
    codes = _codes(site)
    if not codes:
        return ""
    side = _WIDTH - 2 * _EDGE if len(codes) == 1 else _WIDTH / 2 - _EDGE / 2
    side = min(side, _HEIGHT - _HEAD - _FOOT - 9)
    gap = (_WIDTH - side * len(codes)) / (len(codes) + 1)
    top = _HEAD + (_HEIGHT - _FOOT - _HEAD - side - 6) / 2
    drawn = "".join(_code(site, code, gap + (side + gap) * index, top, side) for index, code in enumerate(codes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}mm" height="{_HEIGHT:g}mm" '
        f'viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}">{_grounds(site)}{_head(site)}{drawn}{_foot(site)}</svg>'
    )


def _grounds(site: Site) -> str:
    """Return the tinted head, the white middle that the codes need, and the foot in the brand's colour."""
    colors, foot = site.colors, _HEIGHT - _FOOT
    rows = (
        (0.0, _HEIGHT, "#ffffff"),
        (0.0, _HEAD, colors.tint),
        (foot, _FOOT, colors.primary),
        (foot - 1.6, 1.6, colors.accent),
    )
    return "".join(f'<rect y="{y:g}" width="100%" height="{height:g}" fill="{fill}"/>' for y, height, fill in rows)


def _codes(site: Site) -> list[_Code]:
    _, writer = site.pages[0]
    number = site.brief.contact.whatsapp
    chat = links.whatsapp(number) if number else ""
    found = ((site.address, "card_site"), (chat, "card_chat"))
    return [_Code(target, writer.labels.say(key)) for target, key in found if target]


def _head(site: Site) -> str:
    width, height, top = _WIDTH - 2.4 * _EDGE, _HEAD - 2 * _EDGE, _EDGE
    if site.logo:
        box = f'<svg x="{1.2 * _EDGE:g}" y="{top}" width="{width}" height="{height}" '
        return site.logo.svg.replace("<svg ", box, 1)
    return _line(site, site.main.name, _WIDTH / 2, top + height / 2 + 4, 13, width)


def _code(site: Site, code: _Code, x: float, y: float, side: float) -> str:
    import segno  # noqa: PLC0415

    matrix = tuple(segno.make_qr(code.target, error="m").matrix)
    module = side / (len(matrix) + 2 * _QUIET)
    dots = "".join(_runs(row, line) for row, line in enumerate(matrix, _QUIET))
    place = f"translate({x:.2f} {y:.2f})scale({module:.4f})"
    caption = _line(site, code.caption, x + side / 2, y + side + 3, 4, side - 2)
    return f'<path fill="none" stroke="#000" transform="{place}" d="{dots}"/>{caption}'


def _runs(row: int, line: Sequence[int]) -> str:
    """Return the dark runs of a row as path data, to be stroked."""
    steps = [(dark, len(list(run))) for dark, run in groupby(line)]
    return f"M{_QUIET} {row}.5" + "".join(f"h{length}" if dark else f"m{length} 0" for dark, length in steps)


def _foot(site: Site) -> str:
    page = site.main
    phone = next((way.plain for way in page.ways if way.kind in ("whatsapp", "phone")), "")
    lines = [text for text in (site.address.removeprefix("https://").rstrip("/"), phone) if text]
    middle = _HEIGHT - _FOOT / 2 + 1.8 - 4.5 * (len(lines) - 1)
    return "".join(
        _line(site, text, _WIDTH / 2, middle + 9 * index, 5.6, _WIDTH - 2 * _EDGE, site.colors.on_primary)
        for index, text in enumerate(lines)
    )


def _line(site: Site, text: str, x: float, y: float, size: float, room: float, color: str = "") -> str:
    """Return one centred line no wider than the room; nothing when no face has its letters."""
    face = whole_file((_PLAIN, *site.theme.faces), text)
    line = fitted(text, face, most=60) if face else None
    if line is None or not line.width:
        return ""
    return line.placed(x, y, min(size, room / line.width * 1000), color or site.colors.ink, anchor=0.5)
