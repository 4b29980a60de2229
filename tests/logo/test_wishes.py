from __future__ import annotations

import pytest

from agent.integrations.logo.asking.color_words import colors_in
from agent.integrations.logo.colours import hue_distance, to_oklch
from agent.integrations.logo.looks import looks_for
from nodes.inputs import LogoInput

GREEN = "#16803f"


def request(*wishes: str, **more) -> LogoInput:
    return LogoInput(
        **({"name": "Café Téranga", "sector": "restaurant", "tagline": "Saint-Louis"} | more), wishes=wishes
    )


def looks(*wishes: str, **more):
    return looks_for(request(*wishes, **more))[0]


def taste(*wishes: str, **more):
    return looks_for(request(*wishes, **more))[1]


@pytest.mark.parametrize(
    "wish",
    [
        "greener",
        "plus vert",
        "more green please",
        "mais verde",
        "kijani zaidi",
        "أكثر خضرة",
        "pas assez vert",
        "en vert",
    ],
)
def test_greener_makes_every_variant_green(wish):
    assert all(hue_distance(look.palette.primary, GREEN) < 20 for look in looks(wish))
    assert not all(hue_distance(look.palette.primary, GREEN) < 20 for look in looks())


@pytest.mark.parametrize(
    "wish",
    [
        "no red",
        "pas de rouge",
        "sans rouge",
        "less red",
        "trop rouge",
        "sem vermelho",
        "tira o vermelho",
        "بدون أحمر",
        "bila nyekundu",
        "sipendi nyekundu",
        "usiweke nyekundu",
        "nyekundu hapana",
    ],
)
def test_an_unwanted_colour_is_gone_from_every_variant(wish):
    red = "#c01f2e"
    for look in looks(wish):
        for color in (look.palette.primary, look.palette.accent):
            assert to_oklch(color).chroma < 0.035 or hue_distance(color, red) >= 42


@pytest.mark.parametrize(
    "wish",
    [
        "more serious",
        "plus sérieux",
        "mais sério",
        "rasmi zaidi",
        "kwa umakini zaidi",
        "isiwe ya kitoto",
        "أكثر جدية",
        "أكثر رسمية",
        "أكثر احترافية",
        "less playful",
        "moins fun",
    ],
)
def test_more_serious_takes_the_decoration_and_the_playful_faces_away(wish):
    assert taste(wish).plain
    assert all(look.ornament == "none" for look in looks(wish))
    assert all(look.mood in ("modern", "elegant", "strong") for look in looks(wish))


@pytest.mark.parametrize(
    "wish", ["another icon", "une autre icône", "change the icon", "outro ícone", "ikoni nyingine", "أيقونة أخرى"]
)
def test_another_icon_changes_the_icon_and_nothing_else(wish):
    for before, after in zip(looks(), looks(wish), strict=True):
        assert (before.palette, before.face, before.frame) == (after.palette, after.face, after.frame)
    assert looks()[0].icon != looks(wish)[0].icon
    assert looks(wish)[0].icon != looks(wish, wish)[0].icon


@pytest.mark.parametrize(
    "wish", ["sans icône", "no icon", "without a symbol", "sem ícone", "bila picha", "بدون أيقونة", "juste le nom"]
)
def test_without_icon_no_picture_is_left(wish):
    assert all(look.sign in ("initials", "none") for look in looks(wish))


@pytest.mark.parametrize(
    ("wish", "icon"),
    [
        ("avec un poisson", "fish"),
        ("I want a palm tree", "tree-palm"),
        ("um peixe", "fish"),
        ("na samaki", "fish"),
        ("ضع سمكة", "fish"),
        ("com um sol", "sun"),
        ("with a star", "star"),
        ("un cœur", "heart"),
        ("moyo", "heart"),
        ("uma coroa", "crown"),
        ("com um pássaro", "bird"),
    ],
)
def test_a_thing_asked_for_becomes_the_icon(wish, icon):
    assert looks(wish)[0].icon == icon


def test_a_thing_not_wanted_is_not_drawn():
    assert looks()[0].icon == "coffee"
    assert all(look.icon != "coffee" for look in looks("not the coffee cup"))


@pytest.mark.parametrize(
    "wish",
    [
        "like number 2 but round",
        "comme le numéro 2 mais rond",
        "like the second one, but round",
        "como o número 2 mas redondo",
        "kama namba 2 lakini duara",
        "مثل رقم ٢ لكن دائري",
        "the second one, rounder",
        "a segunda, mas redonda",
        "ya pili lakini duara",
    ],
)
def test_like_number_two_but_round(wish):
    second = looks()[1]
    for look in looks(wish):
        assert (look.palette, look.face, look.frame) == (second.palette, second.face, "circle")
    assert second.frame != "circle" or not second.framed


@pytest.mark.parametrize(
    ("wish", "number"),
    [
        ("le 3", 3),
        ("3", 3),
        ("option 5", 5),
        ("the last one", 6),
        ("le numéro deux", 2),
        ("N°4", 4),
        ("#2 but greener", 2),
    ],
)
def test_a_number_names_a_variant(wish, number):
    like = taste(wish).like
    assert like == looks()[number - 1]


@pytest.mark.parametrize("wish", ["make it 2 colours", "deux couleurs", "5 étoiles", "use the first letter only"])
def test_a_number_of_something_else_names_no_variant(wish):
    assert taste(wish).like is None


def test_a_comma_or_a_but_ends_a_negation():
    both = taste("no red, more modern")
    assert (both.moods, both.avoided) == (("modern",), ("#c01f2e",))
    assert taste("remplace la tasse par un poisson").icons == ("fish",)
    assert taste("bleu au lieu de rouge").colors == taste("bleu").colors


def test_what_is_disliked_is_exchanged_and_what_is_refused_goes():
    assert taste("je n'aime pas l'icône").turns == {"icon": 1}
    assert taste("I don't like this font").turns == {"font": 1}
    assert not taste("pas d'icône").signs


def test_the_number_means_the_set_that_was_shown_last():
    shown = looks("greener")[3]
    assert looks("greener", "comme le 4")[3].palette == shown.palette
    assert looks("comme le 4", "greener")[3].palette != looks()[3].palette


def test_wishes_add_up_in_order():
    both = taste("plus vert", "carré", "sans slogan")
    assert (both.colors, both.frame, both.tagline) == ((GREEN,), "square", False)
    assert taste("carré", "rond").frame == "circle"
    assert taste("vert", "plutôt bleu").colors[0] == taste("bleu").colors[0]


@pytest.mark.parametrize(
    "wish", ["autre chose", "something else", "qwertzuiop", "hmm", "not convinced", "outra coisa", "شيء آخر"]
)
def test_something_else_gives_something_else(wish, draw):
    assert looks(wish) != looks()
    once, twice = draw("Café Téranga", wishes=(wish,)), draw("Café Téranga", wishes=(wish, wish))
    assert len(once.variants) == len(twice.variants) == 6
    assert once != twice


@pytest.mark.parametrize(
    ("wish", "lighter"),
    [("plus foncé", False), ("darker", False), ("pas assez foncé", False), ("plus clair", True), ("too dark", True)],
)
def test_tone_moves_the_brand_colour(wish, lighter):
    before = [to_oklch(look.palette.primary).lightness for look in looks()]
    after = [to_oklch(look.palette.primary).lightness for look in looks(wish)]
    assert (sum(after) > sum(before)) is lighter
    assert after != before


@pytest.mark.parametrize(
    ("wish", "field", "value"),
    [
        ("en majuscules", "upper", True),
        ("lowercase please", "upper", False),
        ("plus gras", "weight", 1),
        ("thinner letters", "weight", -1),
        ("sans slogan", "tagline", False),
        ("noir et blanc", "mono", True),
        ("black and white", "mono", True),
        ("plus simple", "plain", True),
        ("mes initiales", "initials", True),
        ("sans cadre", "frame", "none"),
        ("in a shield", "frame", "shield"),
        ("خط أنحف", "weight", -1),
        ("moins chargé", "plain", True),
        ("less busy", "plain", True),
        ("mais colorido", "vividness", 1),
        ("ألوان أكثر", "vividness", 1),
    ],
)
def test_what_a_wish_means(wish, field, value):
    assert getattr(taste(wish), field) == value


def test_colours_are_read_in_words_and_figures():
    assert colors_in("bleu et or") == (("#1257b0", "#c9963f"), ())
    assert colors_in("#0A7D3C") == (("#0a7d3c",), ())
    assert colors_in("أخضر, pas de rouge") == ((GREEN,), ("#c01f2e",))
    assert colors_in("aux couleurs du Sénégal")[0] == (GREEN, "#f2c21a", "#c01f2e")
    assert colors_in("une couleur quelconque") == ((), ())


def test_a_colour_given_in_figures_is_used_to_the_letter():
    assert all(look.palette.primary == "#0a6b3c" for look in looks(colors=("#0a6b3c",)))


def test_yellow_stays_yellow_as_the_second_colour():
    """Darkened for reading, yellow would turn to olive."""
    for look in looks(colors=("jaune",)):
        assert hue_distance(look.palette.accent, "#f2c21a") < 15
        assert to_oklch(look.palette.accent).lightness > 0.7


def test_style_words_choose_the_mood():
    assert {look.mood for look in looks(style=("élégant",))} == {"elegant"}
    assert all(look.frame == "circle" for look in looks(style=("rond",)))
    assert looks(style=("blah",)) == looks()


def test_a_protected_sign_is_not_drawn_and_the_reason_is_given(draw):
    assert draw("Kofi", wishes=("put an adinkra sign",)).notice == "drawing.protected"
    assert draw("Kofi", wishes=("put an adinkra sign", "greener")).notice == ""


def test_every_wish_leaves_a_readable_set(draw):
    from agent.drawing.contrast import contrast

    for wishes in (("plus clair",) * 6, ("darker",) * 6, ("brighter",) * 6, ("jaune", "plus clair", "pastel", "carré")):
        for variant in draw("Awa", wishes=wishes).variants:
            assert contrast(variant.palette.primary, variant.palette.tint) >= 4.5
            assert contrast(variant.palette.ink, variant.palette.tint) >= 10
