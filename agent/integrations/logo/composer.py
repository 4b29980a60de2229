"""The local default: logos drawn from vendored typefaces, icons and geometry, without any outside service."""

from __future__ import annotations

from dataclasses import replace

from agent.integrations.logo.asking.taste import Taste
from agent.integrations.logo.badge import badge
from agent.integrations.logo.geometry.pieces import Drawing
from agent.integrations.logo.geometry.svg import MAX_BYTES, write_svg
from agent.integrations.logo.lettering import scripts
from agent.integrations.logo.lettering.naming import complete
from agent.integrations.logo.lockups import above, alone, beside
from agent.integrations.logo.look import Look
from agent.integrations.logo.looks import looks_for
from agent.integrations.logo.signs.emblem import small_sign, unlettered
from agent.integrations.workshop import Workshop
from nodes.fingerprint import fingerprint
from nodes.inputs import LogoInput
from nodes.results import LogoSet, LogoVariant

NAME = "logo composer"
LAYOUTS = {"icon": beside, "stacked": above, "wordmark": alone, "badge": badge, "mark": beside, "monogram": above}


class SvgLogoComposer:
    """Fills LogoDesigner. The same request gives the same bytes, on every machine and in every process."""

    def __init__(self, workshop: Workshop | None = None) -> None:
        """Draw in this workshop, in a thread without one."""
        self._workshop = workshop or Workshop()

    async def design(self, request: LogoInput) -> LogoSet:
        """Draw six variants where nothing else waits for it."""
        return await self._workshop.make(f"logo {fingerprint('logo', request)}", compose, request)


def compose(request: LogoInput) -> LogoSet:
    """Draw six variants. Takes CPU time only: about 20 ms a variant once its typeface is loaded."""
    looks, taste = looks_for(request)
    variants = tuple(variant(str(number), look) for number, look in enumerate(looks, 1))
    return LogoSet(made_by=NAME, live=False, variants=variants, notice=_notice(request, taste))


def _notice(request: LogoInput, taste: Taste) -> str:
    if "protected" in taste.seen:
        return "drawing.protected"
    return "" if complete(request.name) else "drawing.letters_missing"


def variant(number: str, look: Look) -> LogoVariant:
    """Draw one look."""
    return LogoVariant(
        id=number,
        kind=look.kind,
        svg=_within_bounds(look),
        icon_svg=write_svg(small_sign(look), look.palette, label="", margin=4, square=True),
        palette=look.palette,
        description=look.label,
    )


def _within_bounds(look: Look) -> str:
    """Return the SVG; very many letters cost the tagline first, then the richer face."""
    text = ""
    for attempt in (look, replace(look, tagline=""), replace(look, tagline="", face=scripts.plainest(look.face))):
        text = write_svg(draw(attempt), look.palette, label=look.label, margin=34)
        if len(text.encode()) <= MAX_BYTES:
            break
    return text


def draw(look: Look) -> Drawing:
    """Return the drawing of a look; signs alone when no face can write the name."""
    return LAYOUTS[look.kind](look) if look.face else unlettered(look)
