"""A look: every decision about one variant, before a line of it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from agent.integrations.logo.chance import Chance
from agent.integrations.logo.lettering.naming import Name
from nodes.results import Palette

Sign = Literal["icon", "mark", "initials", "none"]


@dataclass(frozen=True)
class Look:
    """All that makes one variant. Changing one field changes one thing that can be seen."""

    kind: str
    """The layout: wordmark, monogram, icon, stacked, badge or mark."""
    name: Name
    label: str
    """The name as it is read out."""
    tagline: str
    mood: str
    """elegant, modern, friendly, strong or heritage."""
    face: str
    """The face of the main script ("outfit-600"); empty when no face can set the name."""
    palette: Palette
    sign: Sign
    """What stands beside the name."""
    frame: str
    """A name in shapes.FRAMES, or "none"."""
    framed: bool
    """True when the frame was asked for, so that even an abstract mark stands in one."""
    icon: str
    """A vendored icon."""
    mark: str
    """A name in marks.MARKS."""
    monogram: str
    """A name in monograms.MONOGRAMS."""
    ornament: str
    """A name in ornaments.ORNAMENTS, or "none"."""
    upper: bool
    scale: float
    """Size of the sign beside the name, 1 is usual."""
    chance: Chance
