"""Decides on six looks for a request, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agent import resources
from agent.integrations.logo.asking.taste import Taste
from agent.integrations.logo.asking.wishes import understand, understand_style
from agent.integrations.logo.chance import Chance
from agent.integrations.logo.lettering import scripts
from agent.integrations.logo.lettering.facechoice import able_faces, faces_for
from agent.integrations.logo.lettering.naming import Name, drawable, read_name, spoken, upper, words_of
from agent.integrations.logo.look import Look, Sign
from agent.integrations.logo.palettes import palettes_for
from agent.integrations.logo.signs.icons import icons_for, sector_icons
from agent.integrations.logo.words import is_sentence
from nodes.frozen import clean_text
from nodes.inputs import LogoInput

KINDS = ("icon", "stacked", "wordmark", "badge", "mark", "monogram")
"""The order in which variants are shown."""
LONGEST_LABEL = 120
"""Characters of the alternative text."""
WEIGHTS = {1: "heavy", -1: "thin"}


def looks_for(request: LogoInput) -> tuple[tuple[Look, ...], Taste]:
    """Return six looks that differ in layout, face, sign and colours, and the taste they follow."""

    def show(taste: Taste) -> tuple[Look, ...]:
        return _looks(request, taste)

    taste = understand(request.wishes, understand_style(request.style, request.colors), show)
    return show(taste), taste


def _looks(request: LogoInput, taste: Taste) -> tuple[Look, ...]:
    designer = _Designer(request, taste)
    return tuple(designer.look(index, kind) for index, kind in enumerate(KINDS))


class _Designer:
    """Makes the choices for one request; each has its own seed, so that a wish moves only what it names."""

    def __init__(self, request: LogoInput, taste: Taste) -> None:
        self.request, self.taste = request, taste
        self.label = (spoken(request.name) or clean_text(request.name))[:LONGEST_LABEL]
        self.seed = f"{clean_text(request.name)}\x1f{request.sector}"
        self.name: Name = read_name(request.name)
        self.data: dict[str, Any] = resources.load_yaml("assets/logo/looks.yaml")
        self.palettes = palettes_for(request.sector, taste, self.chance("color"))
        self.called = icons_for(request.name, request.tagline, request.sector)
        self.icons = self._icons()
        self.moods = self._moods()
        self.faces = self._faces()

    def chance(self, thing: str) -> Chance:
        """Return the seed for one kind of choice; another one after each wish for another such thing."""
        return Chance(f"{self.seed}\x1f{self.taste.turn(thing)}" if self.taste.turn(thing) else self.seed)

    def look(self, index: int, kind: str) -> Look:
        taste, like, mood = self.taste, self.taste.like, self.moods[index]
        sign = self._sign(index, kind)
        return Look(
            kind=kind,
            name=self.name,
            label=self.label,
            tagline=self._tagline() if taste.tagline else "",
            mood=mood,
            face=self.faces[index],
            palette=self.palettes[index % len(self.palettes)],
            sign=sign,
            frame=self._frame(index, mood),
            framed=bool(taste.frame) and taste.frame != "none",
            icon=self._icon(kind),
            mark=self._turning("marks", self.request.sector, index, "mark", extra=taste.turn("icon")),
            monogram=self._turning("monograms", mood, index, "everything"),
            ornament=self._ornament(index, mood),
            upper=self._upper(index, mood) if not like or taste.upper is not None else like.upper,
            scale=taste.scale,
            chance=Chance(f"{self.seed}\x1f{index}\x1f{taste.turn('mark') + taste.turns.get('icon', 0)}"),
        )

    def _tagline(self) -> str:
        """Return the line under the name; none when the name says it already, or it is a sentence ("I sew dresses")."""
        said, line = words_of(self.request.name), drawable(self.request.tagline)
        return line if words_of(line) - said and not is_sentence(line) else ""

    def _moods(self) -> tuple[str, ...]:
        if self.taste.moods or not self.taste.like:
            own = (
                self.taste.moods
                or self.taste.letters
                or self.chance("font").order("moods", self.data["moods"][self.request.sector][:3])
            )
            return tuple(own[index % len(own)] for index in range(len(KINDS)))
        return (self.taste.like.mood,) * len(KINDS)

    def _faces(self) -> tuple[str, ...]:
        """Return a face for each variant, none twice as long as there are enough; empty ones when none can write it."""
        if not faces_for(self.name.main, scripts.DEFAULT_MOOD):
            return ("",) * len(KINDS)
        if self.taste.like and not (self.taste.moods or self.taste.weight or self.taste.turn("font")):
            return (self.taste.like.face,) * len(KINDS)
        chosen: list[str] = []
        for mood in self.moods:
            fresh = next((face for face in self._able(mood) if face not in chosen), "")
            chosen.append(fresh or next(self._able(mood), ""))
        return tuple(chosen)

    def _able(self, mood: str) -> Iterator[str]:
        script = scripts.main_script(self.name.main)
        order = WEIGHTS.get(max(-1, min(1, self.taste.weight)), mood)
        own = self.chance("font").order("face", scripts.own_faces(script, order))
        faces = (*own, *scripts.faces(script, mood))
        capitals = self.name.main == upper(self.name.main)
        fit = tuple(face for face in faces if not (capitals and face in scripts.never_upper()))
        return able_faces(self.name.main, script, fit)

    def _icons(self) -> tuple[str, ...]:
        icons = dict.fromkeys((*self.taste.icons, *self.called, *sector_icons(self.request.sector)))
        kept = [icon for icon in icons if icon not in self.taste.no_icons] or list(sector_icons(self.request.sector))
        turn = self.taste.turn("icon") % len(kept)
        return (*kept[turn:], *kept[:turn])

    def _icon(self, kind: str) -> str:
        like = self.taste.like
        shown = like and like.sign == "icon"
        if like and shown and not (self.taste.icons or self.taste.turn("icon") or self.taste.no_icons):
            return like.icon
        second = kind == "stacked" and not self.taste.icons and len(self.icons) > 1
        return self.icons[1 if second else 0]

    def _sign(self, index: int, kind: str) -> Sign:
        letters = bool(self.faces[index] and self.name.initials)
        if kind == "wordmark":
            return "none"
        if not self.taste.signs:
            return "none" if kind == "mark" and letters else "initials" if letters else "mark"
        if self.taste.initials or kind == "monogram":
            return "initials" if letters else "mark"
        if kind == "mark":
            return "mark"
        return "mark" if kind == "stacked" and self._one_icon_only() else "icon"

    def _one_icon_only(self) -> bool:
        """Whether the words call for one icon alone; showing a second, general one beside it would confuse."""
        return len(self.called) == 1 and not self.taste.icons and not self.taste.turn("icon")

    def _frame(self, index: int, mood: str) -> str:
        if self.taste.frame:
            return self.taste.frame
        if self.taste.like and not self.taste.turn("frame"):
            return self.taste.like.frame
        frame = self._turning("frames", mood, index, "frame")
        return (
            {"sun": "circle", "beads": "circle", "scallop": "circle"}.get(frame, frame) if self.taste.plain else frame
        )

    def _ornament(self, index: int, mood: str) -> str:
        if self.taste.framed_name and KINDS[index] == "wordmark":
            return "box"
        return "none" if self.taste.plain else self._turning("ornaments", mood, index, "ornament")

    def _upper(self, index: int, mood: str) -> bool:
        if self.faces[index] in scripts.never_upper():
            return False
        if self.taste.upper is not None:
            return self.taste.upper
        return mood == "elegant" and bool(self.chance("font").number(f"upper{index}", 2))

    def _turning(self, what: str, key: str, index: int, thing: str, extra: int = 0) -> str:
        """Return the option for a variant from a curated list, turned once for each wish for another."""
        options = Chance(self.seed).order(what, self.data[what][key])
        return str(options[(index + self.taste.turn(thing) + extra) % len(options)])
