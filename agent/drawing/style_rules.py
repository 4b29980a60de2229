"""Plain rules of a style sheet inside a drawing: what drawing programs write to give their shapes their paint."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

_RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SELECTOR = re.compile(r"(?P<tag>[A-Za-z]+)?(?:\.(?P<class>[\w-]+)|#(?P<id>[\w-]+))?")
_MOST = 2_000
"""Rules that are read."""


@dataclass(frozen=True)
class Rule:
    tag: str
    name: str
    id: str
    paint: dict[str, str]

    @property
    def weight(self) -> int:
        """How much the rule counts against others (CSS: id before class before element)."""
        return 100 * bool(self.id) + 10 * bool(self.name) + bool(self.tag)


Rules = tuple[Rule, ...]


def rules_of(root: ET.Element) -> Rules:
    """Return the rules for an element, a class or an id in the drawing's style sheets, the weightiest last.

    All others are left out: what they say is not needed to paint a logo, or is no paint.
    """
    sheets = (element.text or "" for element in root.iter() if str(element.tag).rpartition("}")[2] == "style")
    found = [
        rule
        for sheet in sheets
        for selectors, body in _RULE.findall(_COMMENT.sub("", sheet))[:_MOST]
        for selector in selectors.split(",")
        if (rule := _rule(selector.strip(), body))
    ]
    return tuple(sorted(found, key=lambda rule: rule.weight))


def styled(element: ET.Element, tag: str, rules: Rules) -> dict[str, str]:
    """Return what the rules and the element's own style say about it."""
    classes, own = element.get("class", "").split(), element.get("id", "")
    said: dict[str, str] = {}
    for rule in rules:
        if rule.tag in ("", tag) and (not rule.name or rule.name in classes) and rule.id in ("", own):
            said |= rule.paint
    return said | declared(element.get("style", ""))


def declared(text: str) -> dict[str, str]:
    """Return the declarations of a style."""
    pairs = (part.partition(":") for part in text.split(";"))
    return {name.strip(): value.strip() for name, colon, value in pairs if colon}


def _rule(selector: str, body: str) -> Rule | None:
    found = _SELECTOR.fullmatch(selector)
    if not selector or not found:
        return None
    return Rule(found["tag"] or "", found["class"] or "", found["id"] or "", declared(body))
