"""The look follows the owner's words, else the sector."""

from __future__ import annotations

import pytest

from agent.integrations.publishing.site.art import art_for, artboards
from agent.integrations.publishing.site.themes import schema_types, theme_for, themes, trade_of
from agent.resources import load_yaml, read_text
from nodes.brief import BusinessBrief, Sector


def test_there_are_five_themes_each_with_a_style_sheet() -> None:
    assert len(themes()) == 5
    assert all(read_text(f"templates/site/themes/{theme.name}.css") for theme in themes())


@pytest.mark.parametrize("sector", list(Sector))
def test_every_sector_has_a_look_a_picture_and_a_kind_of_business(sector: Sector) -> None:
    trade = trade_of(sector)
    assert trade.theme in {theme.name for theme in themes()}
    assert trade.art in artboards()
    assert schema_types("", BusinessBrief(sector=sector))[0] == trade.schema_type


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("Moderne",), "studio"),
        (("très élégante",), "atelier"),
        (("joyeux et coloré",), "market"),
        (("Bold",), "stride"),
        (("doux", "naturel"), "calm"),
        (("عصري",), "studio"),
        (("kisasa",), "studio"),
        (("none of these",), "atelier"),
        ((), "atelier"),
    ],
)
def test_style_words_choose_the_theme(words: tuple[str, ...], expected: str) -> None:
    assert theme_for(BusinessBrief(sector=Sector.FASHION, style=words)).name == expected


def test_no_word_asks_for_two_themes() -> None:
    words = [word for theme in themes() for word in theme.words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("kind", sorted(artboards()))
def test_a_picture_is_the_same_for_the_same_name(kind: str) -> None:
    assert art_for(kind, "Afrochic") == art_for(kind, "Afrochic")
    assert len({art_for(kind, str(number)).shapes for number in range(40)}) > 1


def test_the_words_type_counts_only_when_it_is_a_known_one() -> None:
    restaurant = BusinessBrief(sector=Sector.RESTAURANT)
    assert schema_types("Bakery", restaurant) == ("Bakery",)
    assert schema_types("Thing", restaurant) == ("Restaurant",)
    assert schema_types("", BusinessBrief()) == ("LocalBusiness",)


@pytest.mark.parametrize(
    ("activity", "name", "sector", "types"),
    [
        ("bakery", "Golden Crust", Sector.RESTAURANT, ("Bakery",)),
        ("", "مخبزة شنقيط", Sector.RESTAURANT, ("Bakery",)),
        ("natural hair studio", "Ilé Ẹwà", Sector.BEAUTY, ("HairSalon",)),
        ("conseil juridique", "Cabinet Diallo", Sector.SERVICES, ("LegalService",)),
        ("maison d'hôtes", "Taddart", Sector.SERVICES, ("LodgingBusiness",)),
        ("duka la dawa", "Amani", Sector.HEALTH, ("Pharmacy",)),
        ("loja de ferragens", "Ponte", Sector.COMMERCE, ("HardwareStore",)),
        ("coopérative de café", "Umoja", Sector.AGRICULTURE, ("LocalBusiness",)),
        ("cours de couture", "Awa", Sector.EDUCATION, ("EducationalOrganization", "LocalBusiness")),
        ("shule ya msingi", "Uhuru", Sector.EDUCATION, ("School", "LocalBusiness")),
    ],
)
def test_the_words_for_a_trade_tell_its_type(activity: str, name: str, sector: Sector, types: tuple[str, ...]) -> None:
    assert schema_types("", BusinessBrief(activity=activity, business_name=name, sector=sector)) == types


def test_every_kind_is_a_known_type() -> None:
    data = load_yaml("templates/site/themes.yaml")
    known = {*data["schemas"], *data["apart"]}
    assert {kind for kinds in data["kinds"].values() for kind in kinds} <= known
    assert set(data["kinds"]) <= set(Sector)
