from __future__ import annotations

import pytest

from agent.integrations.logo.geometry.outline import box
from agent.integrations.logo.lettering import typesetting
from agent.integrations.logo.lettering.bidi_runs import visual_runs
from agent.integrations.logo.lettering.facechoice import faces_for, small_faces
from agent.integrations.logo.lettering.typesetting import set_line


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("abc", [("abc", False)]),
        ("مخبز Nile 24", [("Nile 24", False), ("مخبز ", True)]),
        ("Café مخبز Nile", [("Café ", False), ("مخبز", True), (" Nile", False)]),
        ("שלום (abc) 12", [("12", False), (") ", True), ("abc", False), ("שלום (", True)]),
    ],
)
def test_runs_stand_in_the_order_of_the_bidi_algorithm(text, seen):
    assert [(run.text, run.rtl) for run in visual_runs(text)] == seen


def test_arabic_letters_join():
    """A joined word is narrower than its letters apart."""
    faces = {"Arab": "cairo-800"}
    apart = sum(letter.advance for char in "مخبز" for letter in set_line(char, faces).letters)
    joined = sum(letter.advance for letter in set_line("مخبز", faces).letters)
    assert joined < apart * 0.9


def test_joined_scripts_are_never_tracked_apart():
    assert set_line("مخبز", {"Arab": "cairo-800"}, 30).tracking == 0
    assert set_line("Awa", {"Latn": "outfit-600"}, 30).tracking == 30


def test_capitals_of_all_faces_are_equally_high():
    for face in ("outfit-600", "cormorant-garamond-600", "anton-400", "bitter-800"):
        extent = set_line("H", {"Latn": face}).box
        assert extent.top == pytest.approx(-100, abs=1)
        assert extent.bottom == pytest.approx(0, abs=1)


@pytest.mark.parametrize("text", ["Ọ̀ṣun", "Ƙasar Ɗan Ɓaure", "Ɛwɔ̃", "Ẹ̀kọ́", "ߒߞߏ ߞߊ߲", "ቡና", "ⵜⴰⵎ", "𞤀𞤣", "مخبز"])
def test_the_chosen_face_has_every_letter_and_sets_every_mark(text):
    faces = faces_for(text, "elegant")
    assert faces
    assert set_line(text, faces).settled


def test_a_face_without_a_letter_is_passed_over():
    assert faces_for("Ƙasar", "elegant", "cormorant-garamond-600")["Latn"] != "cormorant-garamond-600"
    assert faces_for("Kasar", "elegant", "cormorant-garamond-600")["Latn"] == "cormorant-garamond-600"
    assert not set_line("Ƙasar", {"Latn": "cormorant-garamond-600"}).settled


def test_a_mark_that_is_placed_badly_makes_a_face_unfit(monkeypatch):
    """The control: with the mark pushed aside the same letter is no longer settled."""
    faces = {"Latn": "montserrat-700"}
    assert set_line("Ọ̀", faces).settled
    box_of = typesetting.box
    monkeypatch.setattr(typesetting, "box", lambda *paths: _aside(box_of(*paths)))
    typesetting._letters.cache_clear()
    assert not set_line("Ọ̀", faces).settled
    monkeypatch.undo()
    typesetting._letters.cache_clear()


def _aside(extent):
    small = extent.height < 300
    return extent._replace(left=extent.left + 600, right=extent.right + 600) if small else extent


def test_a_script_without_a_face_has_no_faces():
    assert faces_for("中华", "modern") == {}
    assert small_faces("中华", "modern") == {}


def test_letters_of_a_line_do_not_pile_up():
    line = set_line("Dakar", {"Latn": "outfit-600"})
    assert len(line.letters) == 5
    assert box(line.path).width > 4 * 50


@pytest.mark.parametrize(
    ("text", "count"), [("منذ 1985", 8), ("24 دار", 6), ("1985", 4), ("(شاي) 7", 7), ("Café 12 ቡና", 10)]
)
def test_figures_and_signs_are_never_lost(text, count):
    for faces in (faces_for(text, "modern"), small_faces(text, "modern")):
        assert len(set_line(text, faces).letters) == count
