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
    side = 52.0 if len(codes) == 1 else 40.0
    gap = (_WIDTH - side * len(codes)) / (len(codes) + 1)
    top = 66.0 if len(codes) == 1 else 78.0
    drawn = "".join(_code(site, code, gap + (side + gap) * index, top, side) for index, code in enumerate(codes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}mm" height="{_HEIGHT:g}mm" '
        f'viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}"><rect width="100%" height="100%" fill="#fff"/>'
        f'<rect width="100%" height="8" fill="{site.colors.primary}"/>{_head(site)}{drawn}{_foot(site)}</svg>'
    )


def _codes(site: Site) -> list[_Code]:
    _, writer = site.pages[0]
    number = site.brief.contact.whatsapp
    chat = links.whatsapp(number) if number else ""
    found = ((site.address, "card_site"), (chat, "card_chat"))
    return [_Code(target, writer.labels.say(key)) for target, key in found if target]


def _head(site: Site) -> str:
    width, height, top = _WIDTH - 2 * _EDGE, 36.0, 18.0
    if site.logo:
        return site.logo.svg.replace("<svg ", f'<svg x="{_EDGE}" y="{top}" width="{width}" height="{height}" ', 1)
    return _line(site, site.main.name, _WIDTH / 2, top + height / 2, 13, width)


def _code(site: Site, code: _Code, x: float, y: float, side: float) -> str:
    import segno  # noqa: PLC0415

    matrix = tuple(segno.make_qr(code.target, error="m").matrix)
    module = side / (len(matrix) + 2 * _QUIET)
    dots = "".join(_runs(row, line) for row, line in enumerate(matrix, _QUIET))
    caption = _line(site, code.caption, x + side / 2, y + side + 5, 4.2, side + 6)
    return f'<path fill="#000" transform="translate({x:.2f} {y:.2f})scale({module:.4f})" d="{dots}"/>{caption}'


def _runs(row: int, line: Sequence[int]) -> str:
    """Return the dark runs of a row as path data."""
    at, parts = _QUIET, []
    for dark, run in groupby(line):
        length = len(list(run))
        if dark:
            parts.append(f"M{at} {row}h{length}v1h-{length}z")
        at += length
    return "".join(parts)


def _foot(site: Site) -> str:
    page = site.main
    phone = next((way.plain for way in page.ways if way.kind in ("whatsapp", "phone")), "")
    lines = [text for text in (site.address.removeprefix("https://").rstrip("/"), phone) if text]
    return "".join(
        _line(site, text, _WIDTH / 2, _HEIGHT - 12 + 5.5 * index, 4, _WIDTH - 2 * _EDGE)
        for index, text in enumerate(lines)
    )


def _line(site: Site, text: str, x: float, y: float, size: float, room: float) -> str:
    """Return one centred line no wider than the room; nothing when no face has its letters."""
    face = whole_file(site.theme.faces, text)
    line = fitted(text, face, most=60) if face else None
    if line is None or not line.width:
        return ""
    return line.placed(x, y, min(size, room / line.width * 1000), site.colors.ink, anchor=0.5)
