"""The heading face has every letter or is not used."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Sequence

import pytest
from fontTools.ttLib import TTFont

from agent.integrations.publishing.site.themes import themes
from agent.integrations.publishing.site.typeface import Heading, heading_face, whole_file

PLENTY = 100_000


def cut(faces: Sequence[str], text: str, room: int = PLENTY) -> Heading | None:
    found = heading_face(faces, [text], room)
    return found[0] if found else None


def fonts(rules: str) -> list[TTFont]:
    return [TTFont(io.BytesIO(base64.b64decode(data))) for data in re.findall(r"base64,([\w+/=]+)", rules)]


@pytest.mark.parametrize("theme", themes(), ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    "text",
    [
        "Votre tenue, prête en 7 jours",
        "Ɓaƙin ɗan ƴa",
        "Ẹ káàbọ̀ sí Ọ̀ṣun",
        "زيّك حسب المقاس 7",
        "أفروشيك Afrochic",
        "ሰላም",
        "ߒߞߏ",
        "ⵜⴰⵎⴰⵣⵉⵖⵜ",
    ],
)
def test_a_heading_is_set_in_one_face_with_all_its_letters_or_in_none(theme: object, text: str) -> None:
    heading = cut(theme.faces, text)  # type: ignore[attr-defined]
    assert heading is not None or "ọ̀" in text
    if heading:
        covered = {code for font in fonts(heading.rules) for code in font.getBestCmap()}
        assert {ord(char) for char in text if not char.isspace()} <= covered


def test_only_the_letters_of_the_text_are_in_it() -> None:
    heading = cut(["fraunces"], "Dakar")
    assert heading is not None
    (font,) = fonts(heading.rules)
    assert set(map(chr, font.getBestCmap())) - set(" \u00a0\u202f") == set("Dakr")


def test_the_licence_travels_with_the_letters() -> None:
    heading = cut(["fraunces"], "Dakar")
    assert heading is not None
    (font,) = fonts(heading.rules)
    assert str(font["name"].getDebugName(0)).startswith("Copyright")
    assert str(font["name"].getDebugName(14)).endswith("/OFL")


def test_a_face_that_is_too_heavy_gives_way() -> None:
    light = cut(["cairo", "changa"], "ابتسامة تدوم")
    assert light is not None
    assert cut(["cairo"], "ابتسامة تدوم", 500) is None


def test_an_unknown_script_or_face_gets_none() -> None:
    assert cut(["fraunces"], "日本語") is None
    assert cut(["no-such-face"], "Dakar") is None
    assert cut(["fraunces"], " ") is None
    assert whole_file(["fraunces"], "日本語") is None


def test_a_face_for_less_comes_before_another_face() -> None:
    whole, least = "Votre tenue sur mesure 25 000 Nos offres Ensemble", "Votre tenue"
    sizes = [len(found.rules) for text in (whole, least) if (found := cut(["fraunces"], text))]
    found = heading_face(["fraunces", "outfit"], [whole, least], sum(sizes) * 3 // 8)
    assert found is not None
    assert (found[0].face, found[1]) == ("fraunces", 1)
