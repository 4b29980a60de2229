"""The local default: logos drawn from vendored typefaces, icons and geometry, without any outside service."""

from __future__ import annotations

import asyncio

from agent.integrations.logo.badge import badge
from agent.integrations.logo.drawing import Drawing
from agent.integrations.logo.emblem import small_sign, unlettered
from agent.integrations.logo.lockups import above, alone, beside
from agent.integrations.logo.look import Look
from agent.integrations.logo.looks import looks_for
from agent.integrations.logo.svg import write_svg
from nodes.inputs import LogoInput
from nodes.results import LogoSet, LogoVariant

NAME = "logo composer"
LAYOUTS = {"icon": beside, "stacked": above, "wordmark": alone, "badge": badge, "mark": beside, "monogram": above}


class SvgLogoComposer:
    """Fills LogoDesigner. The same request gives the same bytes, on every machine and in every process."""

    async def design(self, request: LogoInput) -> LogoSet:
        """Draw six variants in a worker thread, so that nothing else waits for it."""
        return await asyncio.to_thread(compose, request)


def compose(request: LogoInput) -> LogoSet:
    """Draw six variants. Takes CPU time only: about 20 ms a variant once its typeface is loaded."""
    looks, _taste = looks_for(request)
    variants = tuple(variant(str(number), look) for number, look in enumerate(looks, 1))
    return LogoSet(made_by=NAME, live=False, variants=variants)


def variant(number: str, look: Look) -> LogoVariant:
    """Draw one look."""
    drawn = draw(look)
    return LogoVariant(
        id=number,
        kind=look.kind,
        svg=write_svg(drawn, look.palette, label=look.label, margin=34),
        icon_svg=write_svg(small_sign(look), look.palette, label="", margin=4, square=True),
        palette=look.palette,
        description=look.label,
    )


def draw(look: Look) -> Drawing:
    """Return the drawing of a look; signs alone when no face can write the name."""
    return LAYOUTS[look.kind](look) if look.face else unlettered(look)
