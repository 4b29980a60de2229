"""What is wanted: the sum of style words, colour wishes and everything asked for since."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.integrations.logo.look import Look


@dataclass(frozen=True)
class Taste:
    """Empty means no wish; the trade decides then."""

    moods: tuple[str, ...] = ()
    """Moods asked for, the latest first."""
    letters: tuple[str, ...] = ()
    """Moods that go with a shape asked for; they choose faces alone, and only where no mood was asked for."""
    palettes: tuple[str, ...] = ()
    """Curated palettes that go with the style asked for."""
    colors: tuple[str, ...] = ()
    """Colours asked for, as #rrggbb, the latest first."""
    avoided: tuple[str, ...] = ()
    """Colours not wanted, as #rrggbb; their whole hue is meant."""
    lightness: int = 0
    vividness: int = 0
    warmth: int = 0
    mono: bool = False
    frame: str = ""
    """A frame asked for, "none" for no frame."""
    icons: tuple[str, ...] = ()
    """Icons asked for, the latest first."""
    no_icons: tuple[str, ...] = ()
    """Icons not wanted."""
    signs: bool = True
    """False when no picture is wanted."""
    initials: bool = False
    """True when the initials shall be the sign."""
    scale: float = 1.0
    """Size of the sign beside the name."""
    upper: bool | None = None
    weight: int = 0
    """Above zero for heavier letters, below for thinner ones."""
    tagline: bool = True
    plain: bool = False
    """True when decoration is not wanted."""
    turns: dict[str, int] = field(default_factory=dict)
    """How often another icon, font, colour, frame or everything was asked for."""
    like: Look | None = None
    """The look all others shall resemble."""
    seen: tuple[str, ...] = ()
    """What there is to tell about the latest wish ("protected")."""

    @property
    def framed_name(self) -> bool:
        """Whether a shape was asked for, so that even a plain name stands in one."""
        return bool(self.frame) and self.frame != "none"

    def turn(self, thing: str) -> int:
        """Return how often another `thing` was asked for, wishes for everything else included."""
        return self.turns.get(thing, 0) + self.turns.get("everything", 0)
