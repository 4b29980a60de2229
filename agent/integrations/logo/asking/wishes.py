"""Understands what people ask a logo to be, in several languages, and adds it to what they asked before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from agent.integrations.logo.asking.clauses import clauses, listed, negated, sentences, table
from agent.integrations.logo.asking.color_words import color_figures, colors_in, named_colors
from agent.integrations.logo.asking.taste import Taste
from agent.integrations.logo.look import Look
from agent.integrations.logo.signs.icons import calls
from agent.integrations.logo.words import Hit, find, has, spaced, without

Show = Callable[[Taste], tuple[Look, ...]]
"""Gives the looks a taste leads to, so that "like number 2" means what was shown."""


def understand(wishes: tuple[str, ...], start: Taste, show: Show) -> Taste:
    """Return the taste after all wishes, oldest first.

    A wish that cannot be understood asks for something else: everything is drawn anew.
    """
    taste = start
    for wish in wishes:
        taste = replace(taste, seen=())
        after = _add(wish, taste, show)
        taste = after if after != taste else _turned(taste, "everything")
    return taste


def understand_style(words: tuple[str, ...], colors: tuple[str, ...]) -> Taste:
    """Return the taste that style words and colour wishes of the brief make. Unknown words change nothing."""
    taste = Taste()
    for word in reversed(words):
        taste = replace(_understand_text(word, taste), turns={})
    asked = [colors_in(text) for text in colors]
    wanted = tuple(color for found, _ in asked for color in found)
    unwanted = tuple(color for _, found in asked for color in found)
    return replace(taste, colors=wanted or taste.colors, avoided=(*taste.avoided, *unwanted))


def _add(wish: str, taste: Taste, show: Show) -> Taste:
    number, rest = _liked(spaced(_with_digits(wish)))
    if number:
        taste = _like(taste, show(taste)[number - 1])
        wish = rest
    if has(spaced(wish), listed("protected")):
        return _turned(replace(taste, seen=("protected",)), "mark")
    return _understand_text(wish, taste)


def _understand_text(text: str, taste: Taste) -> Taste:
    for color in reversed(color_figures(text)):
        taste = _colored(taste, color, negated=False)
    for sentence in sentences(text):
        rest, taste = _whole_phrases(sentence, taste)
        for clause in clauses(rest):
            taste = _understand_clause(clause, taste)
    named = [color for color in colors_in(text)[0] if color in taste.colors]
    return replace(taste, colors=tuple(dict.fromkeys((*named, *taste.colors))))


def _with_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) if unicodedata.category(char) == "Nd" else char for char in text)


def _liked(text: str) -> tuple[int, str]:
    """Return the number of a variant the text speaks of (0 for none), and the rest of the text."""
    fond = has(text, listed("like"))
    for number in range(1, 7):
        found = _counted(text, number, fond=fond)
        spoken_of = fond or len(text.split()) <= FEW or _leads(text, number)
        ordinal = find(text, listed("ordinals", number)) if spoken_of else None
        if found:
            return number, f"{text[: found.start()]} {text[found.end() :]}"
        if ordinal:
            return number, without(text, ordinal)
    return 0, text


FEW = 3
"""A text of so few words with an ordinal in it ("the last one") speaks of a variant."""


def _leads(text: str, number: int) -> bool:
    """Whether a text begins with an ordinal that stands for a variant: "the second one ...", "a segunda mas ..."."""
    hit = find(text, listed("ordinals", number))
    if not hit or len(text[: hit.start].split()) > 1:
        return False
    follows = f" {' '.join(text[text.find(' ', hit.end) :].split()[:1])} "
    return has(follows, (*listed("ordinal_after"), *listed("parting")))


def _counted(text: str, number: int, *, fond: bool) -> re.Match[str] | None:
    figure, words = str(number), "|".join((str(number), *listed("number_words", number)))
    parting = _choice("parting")
    not_before = "|".join(re.escape(word.rstrip("*")) for word in listed("number_not_before"))
    patterns = (
        rf"(?<= )(?:{_choice('number_before')})(?: ?° ?| )?(?:{words})(?= )",
        rf"(?<= )(?:{_choice('article_before')}) (?:{words if fond else figure})(?= )(?! (?:{not_before}))",
        rf"^ {figure}(?= (?:$|(?:{parting}) ))",
    )
    return next((found for pattern in patterns if (found := re.search(pattern, text))), None)


def _choice(name: str) -> str:
    return "|".join(re.escape(spaced(word).strip() or word) for word in listed(name))


def _like(taste: Taste, look: Look) -> Taste:
    """Return a taste in which everything resembles one look; what was asked about the words stays."""
    return Taste(
        like=look,
        tagline=taste.tagline,
        upper=taste.upper,
        plain=taste.plain,
        signs=taste.signs,
        scale=taste.scale,
    )


def _turned(taste: Taste, thing: str) -> Taste:
    return replace(taste, turns={**taste.turns, thing: taste.turns.get(thing, 0) + 1})


def _understand_clause(clause: str, taste: Taste) -> Taste:
    clause, colors = named_colors(clause)
    for found in reversed(colors):
        taste = _colored(taste, found.color, negated=found.negated)
    taste, clause = _style_wishes(clause, taste)
    for step in (_frames, _tones, _letters):
        taste, clause = step(clause, taste)
    taste, clause = _things(clause, taste, busy=bool(colors))
    for icon, hit in reversed(calls(clause, "wish")):
        taste = _with_icon(taste, icon, negated=negated(clause, hit))
    return taste


def _with_icon(taste: Taste, icon: str, *, negated: bool) -> Taste:
    kept = tuple(other for other in taste.icons if other != icon)
    if negated:
        return replace(taste, icons=kept, no_icons=(*taste.no_icons, icon))
    allowed = tuple(other for other in taste.no_icons if other != icon)
    return replace(taste, icons=(icon, *kept), no_icons=allowed, signs=True, initials=False)


def _whole_phrases(clause: str, taste: Taste) -> tuple[str, Taste]:
    if hit := find(clause, listed("mono")):
        return without(clause, hit), replace(taste, mono=True)
    if hit := find(clause, listed("text_only")):
        return without(clause, hit), replace(taste, signs=False)
    return clause, taste


def _colored(taste: Taste, color: str, *, negated: bool) -> Taste:
    if negated:
        kept = tuple(other for other in taste.colors if other != color)
        return replace(taste, avoided=(*taste.avoided, color), colors=kept)
    again = taste.colors[:1] == (color,)
    rest = tuple(other for other in taste.colors if other != color)
    allowed = tuple(other for other in taste.avoided if other != color)
    return replace(taste, colors=(color, *rest)[:3], avoided=allowed, vividness=taste.vividness + again, mono=False)


def _style_wishes(clause: str, taste: Taste) -> tuple[Taste, str]:
    styles: dict[str, dict[str, Any]] = table("styles")
    for style in styles.values():
        hit = find(clause, tuple(style["words"]))
        if hit is None:
            continue
        against = negated(clause, hit)
        clause = without(clause, hit)
        if against and style.get("frame"):
            taste = replace(taste, frame="none")
        else:
            taste = _styled(taste, styles[style["opposite"]] if against else style)
    return taste, clause


def _styled(taste: Taste, style: dict[str, Any]) -> Taste:
    return replace(
        taste,
        moods=taste.moods if style.get("frame") else tuple(dict.fromkeys((*style["moods"], *taste.moods))),
        letters=tuple(style["moods"]) if style.get("frame") else taste.letters,
        palettes=tuple(style["palettes"]) or taste.palettes,
        plain=style.get("plain", taste.plain),
        frame=style.get("frame", taste.frame),
    )


def _frames(clause: str, taste: Taste) -> tuple[Taste, str]:
    for name in table("frames"):
        if hit := find(clause, listed("frames", name)):
            frame = "none" if negated(clause, hit) else name
            return replace(taste, frame=frame), without(clause, hit)
    return taste, clause


_TONES = {
    "darker": ("lightness", -1),
    "lighter": ("lightness", 1),
    "brighter": ("vividness", 1),
    "softer": ("vividness", -1),
    "warm": ("warmth", 1),
    "cool": ("warmth", -1),
}


def _tones(clause: str, taste: Taste) -> tuple[Taste, str]:
    for name, (what, step) in _TONES.items():
        if hit := find(clause, listed("tones", name)):
            by = -step if negated(clause, hit) else step
            taste, clause = replace(taste, **{what: getattr(taste, what) + by}), without(clause, hit)
    return taste, clause


def _letters(clause: str, taste: Taste) -> tuple[Taste, str]:
    for name, change in (
        ("upper", {"upper": True}),
        ("lower", {"upper": False}),
        ("heavier", {"weight": 1}),
        ("thinner", {"weight": -1}),
    ):
        if hit := find(clause, listed(name)):
            turned_round = {key: -value if key == "weight" else not value for key, value in change.items()}
            taste = replace(taste, **(turned_round if negated(clause, hit) else change))
            clause = without(clause, hit)
    return taste, clause


def _things(clause: str, taste: Taste, *, busy: bool) -> tuple[Taste, str]:
    """Understand "another icon", "no tagline", "a bigger name"."""
    other = find(clause, listed("other"))
    for name in table("things"):
        if not (hit := find(clause, listed("things", name))):
            continue
        before = taste
        taste = _about(name, clause, hit, taste, other=other is not None and not busy)
        clause = without(clause, hit)
        if taste != before:
            return taste, clause
    if other and not busy and not calls(clause, "wish"):
        return _turned(taste, "everything"), without(clause, other)
    return taste, clause


def _about(name: str, clause: str, hit: Hit, taste: Taste, *, other: bool) -> Taste:
    if has(clause, listed("bigger")) or has(clause, listed("smaller")):
        grow = has(clause, listed("bigger")) != (name != "icon")
        return (
            replace(taste, scale=min(1.6, max(0.6, taste.scale * (1.3 if grow else 0.75))))
            if name in ("icon", "name")
            else taste
        )
    if other or has(clause, listed("dislike")):
        return _turned(replace(taste, icons=()) if name == "icon" else taste, name)
    return _refused(name, taste) if negated(clause, hit) else _wanted(name, taste)


def _wanted(name: str, taste: Taste) -> Taste:
    if name == "initials":
        return replace(taste, initials=True, signs=True)
    if name == "icon":
        return replace(taste, initials=False, signs=True)
    return replace(taste, tagline=True) if name == "tagline" else taste


def _refused(name: str, taste: Taste) -> Taste:
    changes: dict[str, dict[str, Any]] = {
        "icon": {"signs": False},
        "mark": {"signs": False},
        "initials": {"initials": False},
        "frame": {"frame": "none"},
        "tagline": {"tagline": False},
        "ornament": {"plain": True},
        "color": {"mono": True},
    }
    return (
        replace(taste, **changes[name])
        if name in changes
        else _turned(taste, "font" if name == "font" else "everything")
    )
