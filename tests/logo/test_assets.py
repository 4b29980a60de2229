from __future__ import annotations

import re

import pytest

from agent import resources
from agent.integrations.logo.geometry.outline import box
from agent.integrations.logo.geometry.shapes import FRAMES
from agent.integrations.logo.lettering import scripts, typefaces
from agent.integrations.logo.signs import icons
from agent.integrations.logo.signs.emblem import CALM
from agent.integrations.logo.signs.icons import icon_outline
from agent.integrations.logo.signs.marks import MARKS
from agent.integrations.logo.signs.monograms import MONOGRAMS
from agent.integrations.logo.signs.ornaments import ORNAMENTS
from agent.phrases import PhraseBook
from nodes.brief import Sector

ASSETS = resources.ROOT.joinpath("assets")
LAYOUTS_OF_A_NAME = {"dot", "box", "sides", "two-tone"}


def data(name: str):
    return resources.load_yaml(f"assets/logo/{name}.yaml")


def files(folder):
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from files(entry)
        else:
            yield entry


def test_the_assets_stay_small():
    drawn_with = [entry for name in ("fonts", "icons", "logo") for entry in files(ASSETS.joinpath(name))]
    assert sum(len(entry.read_bytes()) for entry in drawn_with) < 4_000_000


def test_every_typeface_carries_an_open_licence_without_a_reserved_name():
    families = [entry for entry in ASSETS.joinpath("fonts").iterdir() if entry.is_dir()]
    assert len(families) > 40
    for family in families:
        licence = family.joinpath("LICENSE").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE" in licence.upper()
        assert "with Reserved Font Name" not in licence


def test_icons_carry_their_licences_and_hold_paths_alone():
    for name in ("LICENSE-phosphor", "LICENSE-tabler"):
        assert "MIT" in ASSETS.joinpath("icons", name).read_text(encoding="utf-8")
    for entry in ASSETS.joinpath("icons").iterdir():
        if entry.name.endswith(".svg"):
            assert set(re.findall(r"<(\w+)", entry.read_text(encoding="utf-8"))) == {"svg", "path"}
            assert "logo" not in entry.name


def test_every_icon_said_to_fit_a_trade_or_to_be_a_picture_has_words() -> None:
    found = data("icons")
    named = {icon for icons in found["fits"].values() for icon in icons} | {*found["general"], *found["pictures"]}
    assert named <= set(found["words"])


def test_every_icon_named_is_there_and_every_icon_there_is_named():
    listed = set(data("icons")["words"]) | {name for names in data("icons")["sectors"].values() for name in names}
    there = {
        entry.name.removesuffix(".svg") for entry in ASSETS.joinpath("icons").iterdir() if entry.name.endswith(".svg")
    }
    assert listed == there
    for name in sorted(there):
        assert box(icon_outline(name)).width > 20


@pytest.mark.parametrize("sector", list(Sector))
def test_every_sector_has_all_it_needs(sector):
    assert len(icons.sector_icons(sector)) >= 6
    assert len(data("palettes")["sectors"][sector]) >= 6
    for part in ("moods", "marks"):
        assert len(data("looks")[part][sector]) >= 3
    assert set(data("palettes")["sectors"][sector]) <= set(data("palettes")["palettes"])
    assert set(data("looks")["marks"][sector]) <= set(MARKS)


def test_every_name_in_the_looks_can_be_drawn():
    looks = data("looks")
    for mood in ("elegant", "modern", "friendly", "strong", "heritage"):
        assert set(looks["frames"][mood]) <= {*FRAMES, "none"}
        assert set(looks["monograms"][mood]) <= set(MONOGRAMS)
        assert set(looks["ornaments"][mood]) <= {*ORNAMENTS, *LAYOUTS_OF_A_NAME}
    assert set(CALM.values()) <= set(FRAMES)
    assert {style.get("frame", "circle") for style in data("wishes")["styles"].values()} <= set(FRAMES)
    assert set(data("wishes")["frames"]) <= set(FRAMES)


def test_every_face_named_is_vendored_and_has_the_sample_letter():
    for script, entry in scripts.table().items():
        named = {face for faces in entry["faces"].values() for face in faces} | set(entry.get("small", {}).values())
        for face in sorted(named):
            assert any(cut.covers(entry["sample"]) for cut in typefaces.cuts(face)), (script, face)


def test_every_style_has_an_opposite_and_known_palettes():
    styles = data("wishes")["styles"]
    for style in styles.values():
        assert style["opposite"] in styles
        assert set(style["palettes"]) <= set(data("palettes")["palettes"])


@pytest.mark.parametrize("name", ["wishes", "colours", "icons", "names"])
def test_words_are_written_as_they_are_compared(name):
    """A word with an accent or a capital would never be found."""
    from agent.integrations.logo.words import plain

    def words(node):
        if isinstance(node, str):
            yield node
        elif isinstance(node, list):
            for item in node:
                assert isinstance(item, str)
                yield item
        elif isinstance(node, dict):
            for key, item in node.items():
                if key not in ("hex", "moods", "palettes", "frame", "opposite", "plain", "decor", "sectors", "colors"):
                    yield from words(item)

    for word in words(data(name)):
        if all(ord(char) < 0x250 for char in word):
            assert plain(word) == word.casefold(), word


@pytest.mark.parametrize("key", ["letters_missing", "protected"])
def test_what_a_person_is_told_exists_in_every_language(key):
    book = PhraseBook()
    assert book.say("fr", f"drawing.{key}") != book.say("en", f"drawing.{key}")
    for language in ("pt", "sw", "ar"):
        assert resources.load_yaml(f"playbooks/{language}/drawing.yaml")[key]
