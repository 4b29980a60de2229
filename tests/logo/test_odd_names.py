from __future__ import annotations

import pytest

from agent.drawing.raster import ink_box
from agent.integrations.logo.lettering.naming import read_name

ODD = [
    "A",
    "é",
    "7",
    "🎉",
    "👩‍🍳 Mama Put 🔥",
    "x" * 60,
    "La Grande Boulangerie Pâtisserie de la Paix et de la Réconciliation Nationale du Mali",
    "word " * 200,
    "مخبز النيل",
    "مخبز Nile 24",
    "Café (مخبز) 12",
    "ቡና ቤት",
    "ߒߞߏ ߞߊ߲",
    "ⵜⴰⵎⴰⵣⵉⵖⵜ",
    "𞤀𞤣𞤤𞤢𞤥",
    "Ọ̀ṣun Ẹ̀kọ́",
    "Ƙasar Ɗan Ɓaure",
    "Ɛwɔ̃ Dɔwɔƒe",
    "श्री भोजन",
    "Ферма Солнце",
    "中华饭店",
    "Café 中华",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]>&amp;&#60;",
    "A\u202eB\u2066C",
    "tab\tnew\nline\x00\x1b[31m",
    "   ",
    "",
    "…",
    "&",
    "\u200d\u200c",
    "́̀̂",
    "ﷺ",
    "Z̷̧̢͔a̶l̵g̸o̷",
    "\ud800 half",
]


@pytest.mark.parametrize("name", ODD, ids=range(len(ODD)))
def test_any_name_gives_six_valid_drawings_with_ink(draw, parts, name):
    logos = draw(name, tagline=name[:60])
    assert len(logos.variants) == 6
    for variant in logos.variants:
        assert len(variant.svg.encode()) <= 25_000
        assert {tag for tag, _ in parts(variant.svg)} == {"svg", "path"}
        assert ink_box(variant.svg) is not None
        assert ink_box(variant.icon_svg) is not None


@pytest.mark.parametrize("name", ODD, ids=range(len(ODD)))
def test_no_ink_touches_the_edge(draw, name):
    for variant in draw(name).variants:
        left, top, right, bottom = ink_box(variant.svg) or (0, 0, 1, 1)
        assert left > 0
        assert top > 0
        assert right < 1
        assert bottom < 1


def test_a_name_no_face_can_write_gives_signs_and_says_so(draw):
    logos = draw("中华饭店")
    assert logos.notice == "drawing.letters_missing"
    assert len({variant.svg for variant in logos.variants}) == 6


def test_what_can_be_written_of_a_mixed_name_is_written_and_the_rest_is_owned_up_to(draw):
    assert read_name("Café 中华").main == "Café"
    assert draw("Café 中华").notice == "drawing.letters_missing"
    assert draw("Café 🎉").notice == ""


@pytest.mark.parametrize(
    ("raw", "before", "main", "after", "initials"),
    [
        ("Établissements Koné & Frères", "Établissements", "Koné & Frères", "", "KF"),
        ("AfroChic", "", "AfroChic", "", "AC"),
        ("M-Soko", "", "M-Soko", "", "MS"),
        ("Chez Awa", "", "Chez Awa", "", "A"),
        ("Digital SARL", "", "Digital", "SARL", "D"),
        ("Boulangerie de la Paix", "", "Boulangerie de la Paix", "", "BP"),
        ("مخبز النيل", "", "مخبز النيل", "", "م"),
        ("النيل", "", "النيل", "", "ن"),
        ("👩‍🍳 Mama Put", "", "Mama Put", "", "MP"),
        ("Ọ̀ṣun Beauty", "", "Ọ̀ṣun Beauty", "", "Ọ̀B"),
        ("श्री भोजन", "", "श्री भोजन", "", "श्री"),
    ],
)
def test_a_name_is_read_as_a_designer_reads_it(raw, before, main, after, initials):
    assert read_name(raw) == (before, main, after, initials)
