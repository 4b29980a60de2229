from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest

from agent.integrations.logo.composer import compose
from nodes.inputs import LogoInput
from nodes.results import LogoSet

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def draw() -> Callable[..., LogoSet]:
    """Draw a set for a name, with anything else the request may say."""

    def make(name: str, **more: Any) -> LogoSet:
        return compose(LogoInput(name=name, **({"sector": "restaurant"} | more)))

    return make


@pytest.fixture
def parts() -> Callable[[str], list[tuple[str, dict[str, str]]]]:
    """Parse an SVG strictly and list its elements with their attributes, the root first."""

    def parse(svg: str) -> list[tuple[str, dict[str, str]]]:
        return [(element.tag.removeprefix(SVG), dict(element.attrib)) for element in ET.fromstring(svg).iter()]  # noqa: S314 - our own drawings

    return parse
