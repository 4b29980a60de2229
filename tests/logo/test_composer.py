from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time

import pytest

from agent.drawing.contrast import contrast
from agent.integrations.logo import composer
from agent.integrations.logo.composer import SvgLogoComposer
from agent.integrations.logo.signs.icons import icons_for
from nodes.brief import Sector
from nodes.inputs import LogoInput
from nodes.ports import LogoDesigner

KINDS = {"wordmark", "monogram", "icon", "stacked", "badge", "mark"}

NAMES = [
    ("AfroChic", "fashion"),
    ("Établissements Koné & Frères", "crafts"),
    ("Ọ̀ṣun Beauty", "beauty"),
    ("مخبز النيل", "restaurant"),
    ("ቡና ቤት", "restaurant"),
    ("SolarPay Burkina", "technology"),
]


@pytest.mark.parametrize(("name", "sector"), NAMES)
def test_a_set_has_six_kinds_that_differ(draw, name, sector):
    logos = draw(name, sector=sector, tagline="Dakar")
    assert {variant.kind for variant in logos.variants} == KINDS
    assert [variant.id for variant in logos.variants] == ["1", "2", "3", "4", "5", "6"]
    assert len({variant.svg for variant in logos.variants}) == 6
    assert len({variant.palette for variant in logos.variants}) >= 4


def test_the_set_says_who_made_it_and_that_no_service_did(draw):
    logos = draw("Awa")
    assert (logos.made_by, logos.live, logos.notice) == ("logo composer", False, "")


@pytest.mark.parametrize(("name", "sector"), NAMES)
def test_svg_holds_only_filled_paths_and_stays_small(draw, parts, name, sector):
    for variant in draw(name, sector=sector, tagline="Ouvert le dimanche").variants:
        for svg in (variant.svg, variant.icon_svg):
            (root, *paths) = parts(svg)
            assert root[0] == "svg"
            assert set(root[1]) <= {"viewBox", "role", "aria-label"}
            assert paths
            assert all(tag == "path" and set(attributes) - {"id"} == {"fill", "d"} for tag, attributes in paths)
            assert {attributes["id"] for _, attributes in paths if "id" in attributes} <= {"tagline"}
            assert "url(" not in svg
            assert len(svg.encode()) <= 25_000


def test_every_colour_in_a_drawing_is_one_of_its_palette(draw, parts):
    for variant in draw("Mama Put", tagline="Home cooking").variants:
        roles = {variant.palette.ink, variant.palette.primary, variant.palette.accent}
        assert len(roles) == 3
        assert {attributes["fill"] for _, attributes in parts(variant.svg)[1:]} <= roles


@pytest.mark.parametrize("sector", list(Sector))
def test_contrasts_hold_after_rounding(draw, sector):
    for variant in draw("Kivu Coffee", sector=sector).variants:
        colors = variant.palette
        for ground in (colors.paper, colors.tint):
            assert contrast(colors.ink, ground) >= 10
            assert contrast(colors.primary, ground) >= 4.5
            assert contrast(colors.accent, ground) >= 1.9


def test_the_same_request_gives_the_same_bytes_in_every_process(draw):
    code = (
        "import hashlib; from agent.integrations.logo.composer import compose; from nodes.inputs import LogoInput;"
        "made = compose(LogoInput(name='Ọ̀ṣun مخبز', sector='beauty', wishes=('greener', 'plus rond')));"
        "print(hashlib.sha256(made.model_dump_json().encode()).hexdigest())"
    )
    seen = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        seen.add(done.stdout)
    assert len(seen) == 1
    one = draw("Awa")
    assert one == draw("Awa")
    assert one != draw("Awo")


def test_a_logo_takes_less_than_50_ms_of_computing_once_its_faces_are_read(draw):
    draw("Café Téranga", tagline="Saint-Louis")
    start = time.process_time()
    draw("Café Téranga", tagline="Saint-Louis")
    assert (time.process_time() - start) / 6 < 0.050


async def test_drawing_leaves_the_event_loop_free(monkeypatch):
    """The drawing waits for something only the loop can do: on the loop's own thread that would never end."""
    released = threading.Event()
    drawn = composer.compose

    def compose(request: LogoInput):
        assert released.wait(5)
        return drawn(request)

    monkeypatch.setattr(composer, "compose", compose)
    designer: LogoDesigner = SvgLogoComposer()
    task = asyncio.create_task(designer.design(LogoInput(name="Awa", sector=Sector.BEAUTY)))
    await asyncio.sleep(0)
    released.set()
    assert len((await task).variants) == 6


@pytest.mark.parametrize("sentence", ["I sew dresses", "Je couds", "On répare tout", "Nauza nguo", "Eu vendo pão"])
def test_a_sentence_is_no_tagline(draw, sentence):
    assert not any("tagline" in variant.svg for variant in draw("Awa", tagline=sentence).variants)


def test_a_trade_in_capitals_is_a_tagline(draw):
    assert any("tagline" in variant.svg for variant in draw("Awa", tagline="IT support").variants)


def test_the_tagline_is_drawn_and_left_out_when_it_is_empty(draw):
    with_tagline, without = draw("Awa", tagline="Couture"), draw("Awa")
    assert len(with_tagline.variants[0].svg) > len(without.variants[0].svg)


def test_a_word_in_the_name_chooses_the_icon(draw):
    """Two names of one trade that differ in one word get different pictures in their signs."""
    from agent.integrations.logo.looks import looks_for

    def icon(name: str, sector: str = "restaurant") -> str:
        looks, _ = looks_for(LogoInput(name=name, sector=sector))
        return looks[0].icon

    assert icon("Café Lumière") == "coffee"
    assert icon("Pescaria do Mindelo") == "fish"
    assert icon("مخبز النيل") == "bread"
    assert icon("Duka la Dawa Amani", "health") == "pill"
    assert icon("Chez Fatou 🍕") == "pizza"


@pytest.mark.parametrize(
    ("name", "activity", "sector", "icons"),
    [
        ("Golden Crust", "bakery", "restaurant", ["bread"]),
        ("مخبزة شنقيط", "", "restaurant", ["bread"]),
        ("Ilé Ẹwà", "natural hair studio", "beauty", ["scissors"]),
        ("Umoja Kahawa", "coopérative de café", "agriculture", ["coffee"]),
        ("Pizzeria Napoli", "restaurant italien", "restaurant", ["pizza", "fork-knife"]),
        ("Cabinet Diallo Conseil", "conseil juridique", "services", ["scales", "briefcase", "lightbulb"]),
        ("Taddart", "maison d'hôtes", "services", ["bed"]),
        ("Jua Kali", "duka la vifaa vya ujenzi", "commerce", ["wall", "basket", "sun"]),
        ("Papillon", "prêt-à-porter", "fashion", ["dress", "butterfly"]),
        ("Gold & Pearls", "bijouterie", "fashion", ["diamond"]),
        ("Les Amis du Baobab", "association de quartier", "default", ["tree", "hand-heart"]),
        ("Kër Sokhna", "", "fashion", []),
    ],
)
def test_the_trade_chooses_the_icon_before_a_picture_in_the_name(
    name: str, activity: str, sector: str, icons: list[str]
) -> None:
    assert list(icons_for(name, activity, Sector(sector))) == icons


@pytest.mark.parametrize("name", ["Koné & Frères", "Ọ̀ṣun Ẹ̀kọ́", "Ƙasar Ɗan Ɓaure", "ÅÇÑÜ", "Pescaria do Mindelo"])
def test_letters_with_marks_stay_inside_the_ring_of_a_badge(name):
    """Letters that left the ring would be cut off by its edge."""
    from agent.integrations.logo import badge
    from agent.integrations.logo.geometry.outline import box, common, cut
    from agent.integrations.logo.geometry.shapes import circle
    from agent.integrations.logo.lettering.facechoice import faces_for
    from agent.integrations.logo.lettering.naming import upper

    arc = badge._on_arc(name, faces_for(upper(name), "modern"), badge.CAPS, badge.LONGEST_ARC)
    assert arc is not None
    for under in (False, True):
        letters = badge.bent(arc, under=under)
        assert not cut(letters, circle(badge.R - 8)).verbs
        assert not common(letters, circle(badge.R * badge.INNER + 8)).verbs
        assert box(letters).width > 100


async def test_many_drawings_at_once_are_the_same_as_one_after_another(draw):
    """Faces, outlines and choices are shared between threads; none may leak from one drawing into another."""
    requests = [LogoInput(name=name, sector=sector, tagline="Dakar") for name, sector in NAMES] * 3
    together = await asyncio.gather(*(SvgLogoComposer().design(request) for request in requests))
    assert [one.variants for one in together] == [
        draw(request.name, sector=request.sector, tagline="Dakar").variants for request in requests
    ]


async def test_the_composer_is_the_last_provider_and_needs_no_key():
    from agent.integrations.logo import PROVIDERS
    from agent.integrations.provider import Resources, choose
    from agent.phrases import PhraseBook
    from agent.settings import Settings

    settings = Settings(_env_file=None)
    last = PROVIDERS[-1]
    assert (last.name, last.live, last.needs) == ("logo composer", False, ())
    assert choose(PROVIDERS, settings) is last
    async with last.open(Resources(settings=settings, phrases=PhraseBook())) as designer:
        assert len((await designer.design(LogoInput(name="Awa", sector=Sector.BEAUTY))).variants) == 6
