"""Abstract marks: plain geometry that chance varies.

Only generic forms; nothing here stands for a people, a cloth or a protected sign.
"""

from __future__ import annotations

from collections.abc import Callable

from agent.integrations.logo.chance import Chance
from agent.integrations.logo.geometry.pieces import Drawing
from agent.integrations.logo.signs.built_marks import (
    arcs,
    beads,
    burst,
    chevrons,
    facets,
    fold,
    lozenges,
    orbit,
    steps,
    tiles,
    weave,
)
from agent.integrations.logo.signs.natural_marks import bloom, drops, hills, petals, pinwheel, sprout, sunrise, waves

MARKS: dict[str, Callable[[Chance], Drawing]] = {
    "petals": petals,
    "bloom": bloom,
    "sunrise": sunrise,
    "lozenges": lozenges,
    "tiles": tiles,
    "burst": burst,
    "weave": weave,
    "pinwheel": pinwheel,
    "arcs": arcs,
    "hills": hills,
    "sprout": sprout,
    "beads": beads,
    "chevrons": chevrons,
    "facets": facets,
    "waves": waves,
    "orbit": orbit,
    "steps": steps,
    "fold": fold,
    "drops": drops,
}
"""Abstract marks by name."""
