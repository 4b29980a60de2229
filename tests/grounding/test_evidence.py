"""What backs a claim, and what only looks as if it did."""

from __future__ import annotations

import pytest

from nodes import brief as facts
from nodes.brief import BusinessBrief, Contact, Location, OpeningHours
from nodes.grounding import Evidence
from nodes.results import Finding


def kinds(evidence: Evidence, text: str) -> set[str]:
    return {violation.kind for violation in evidence.violations(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Dix couturières.",
        "10 couturières",
        "Ten seamstresses.",
        "١٠ خياطات",
        "Mafundi kumi.",
        "Dez costureiras.",
        "１０ couturières",
    ],
)
def test_a_figure_is_the_same_in_any_language_and_script(awa, text):
    assert awa.violations(text) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dix clientes.", "number"),
        ("Dix boutiques.", "number"),
        ("Depuis dix ans.", "duration"),
        ("Dix pour cent.", "percentage"),
        ("10 F seulement.", "price"),
        ("25 000 clients.", "number"),
        ("Robe à 25 000 €.", "price"),
        ("Ouvert en 2051.", "date"),
        ("Ouvert le dimanche.", "opening hour"),
        ("Du lundi au dimanche.", "opening hour"),
        ("De 9h à 20h.", "opening hour"),
        ("+33 77 123 45 67", "phone"),
        ("77 123 45 68", "phone"),
    ],
)
def test_a_figure_said_of_one_thing_backs_no_other(awa, text, kind):
    assert kind in kinds(awa, text)


def test_a_price_stands_only_beside_its_own_offer(awa):
    assert awa.violations("Chemise : 9 500 F.") == ()
    assert kinds(awa, "Chemise : 25 000 F.") == {"price"}


@pytest.mark.parametrize(
    ("said", "text", "passes"),
    [
        ("je ne fais pas de livraison", "Livraison à domicile.", False),
        ("je ne fais pas de livraison", "Pas de livraison.", True),
        ("we deliver", "Sans livraison.", False),
        ("we deliver", "Livraison à domicile.", True),
        ("est-ce que la livraison est gratuite ?", "Livraison gratuite.", False),
        ("livraison gratuite", "Free delivery.", True),
        ("livraison gratuite", "Devis gratuit.", False),
        ("en face du marché", "Opposite the market.", True),
        ("en face du marché", "En face de la mosquée.", False),
        ("garantie un an", "Qualité garantie.", False),
        ("garantie un an", "One-year warranty.", True),
        ("mes clientes viennent de Thiès", "De Thiès à Dakar.", False),
    ],
)
def test_what_was_said_backs_the_same_and_not_the_opposite(said, text, passes):
    assert (Evidence(BusinessBrief(), [said]).violations(text) == ()) is passes


def test_a_price_that_was_corrected_backs_nothing(briefs):
    said = {"offer": "la robe n'est plus à 20 000 F mais à 25 000 F"}
    assert kinds(Evidence(briefs[0], said), "Robe à 20 000 F.") == {"price"}


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Au Caire, en Égypte.", True),
        ("In Cairo, Egypt.", True),
        ("في القاهرة.", True),
        ("Cuisine égyptienne d'Afrique.", True),
        ("Cuisine italienne.", False),
        ("À Alexandrie.", False),
        ("The heart of Europe.", False),
    ],
)
def test_the_own_place_may_be_named_in_any_language(text, passes):
    evidence = Evidence(BusinessBrief(location=Location(city="Le Caire", country="EG")))
    assert (evidence.violations(text) == ()) is passes


def test_hours_of_the_brief_back_hours_in_every_spelling():
    hours = OpeningHours(days=(0, 1, 2, 3, 4, 5, 6), opens="09:00", closes="20:00")
    evidence = Evidence(BusinessBrief(contact=Contact(opening_hours=(hours,))))
    for text in (
        "Ouvert tous les jours de 9h à 20h.",
        "Open every day, 9am to 8pm.",
        "Saa tatu asubuhi hadi saa mbili usiku.",
    ):
        assert evidence.violations(text) == (), text
    assert kinds(evidence, "Ouvert 24h/24, dès 7h.") == {"opening hour"}


def test_a_testimonial_is_quoted_word_for_word_or_not_at_all():
    quote = facts.Testimonial(quote="Ma robe était prête pour le baptême", who="Khady")
    evidence = Evidence(BusinessBrief(testimonials=(quote,)))
    assert evidence.violations("« Ma robe était prête pour le baptême » — Khady") == ()
    assert kinds(evidence, "« Ma robe était magnifique pour le baptême » — Khady") == {"testimonial"}
    assert kinds(evidence, "« Ma robe était prête pour le baptême » — Marème") == {"name"}


def market() -> Finding:
    quote = "Le marché croît de 12 % par an, la robe coûte 18 000 F en moyenne. Tél. 33 821 00 00, primé."
    return Finding(topic="market", claim="croissance", quote=quote, source_title="ANSD", url="https://ansd.sn/x")


def test_a_source_backs_figures_of_the_market(briefs):
    assert Evidence(briefs[0], findings=[market()]).violations("Le marché croît de 12 % par an.") == ()
    assert kinds(Evidence(briefs[0]), "Le marché croît de 12 % par an.") == {"percentage"}


@pytest.mark.parametrize(("text", "kind"), [("Appelez le 33 821 00 00.", "phone"), ("Une maison primée.", "award")])
def test_a_source_backs_nothing_about_the_business_itself(briefs, text, kind):
    assert kinds(Evidence(briefs[0], findings=[market()]), text) == {kind}


def test_a_sentence_traces_to_the_words_it_rests_on(awa):
    sources = awa.trace("Dix couturières travaillent avec nous depuis 2015.")
    assert sources[0].fact == "story"
    assert "dix couturières" in sources[0].quote
    assert {source.fact for source in awa.trace("Delivery in Dakar.")} >= {"promises", "city"}
    assert awa.trace("Écrivez-nous.") == ()


def test_a_sentence_traces_to_a_cited_source_with_its_address(briefs):
    evidence = Evidence(briefs[0], findings=[market()])
    assert "https://ansd.sn/x" in {source.url for source in evidence.trace("Le marché croît de 12 % par an.")}


@pytest.mark.parametrize(
    "text",
    [
        "contact@coutureawa.com",
        "+33 1 23 45 67 89",
        "Ouvert de 9h à 18h",
        "15+ years of excellence",
        "15-25 €",
        "We answer within 24 h",
        "Nous répondons en 24 h",
    ],
)
def test_the_known_disasters_never_pass(text):
    evidence = Evidence(BusinessBrief(business_name="Couture Awa", location=Location(city="Dakar", country="SN")))
    assert evidence.violations(text)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Zed est une école de couture.", False),
        ("Participez à notre école de couture.", False),
        ("Zed rêve d'ouvrir une école de couture.", True),
        ("Ouvrir une école de couture à Thiès.", True),
        ("One day we want to open a school.", True),
        ("A school of sewing.", False),
        ("La couture, tout simplement.", True),
    ],
)
def test_a_dream_may_be_told_as_a_wish_only(text, passes):
    brief = BusinessBrief(business_name="Zed", activity="couture", vision="Ouvrir une école de couture à Thiès")
    assert (Evidence(brief).violations(text) == ()) is passes


@pytest.mark.parametrize(
    "text", ["Zed a été fondée par deux amies.", "Elle a commencé par des robes.", "Zed was born."]
)
def test_a_beginning_needs_a_story(text):
    told = BusinessBrief(business_name="Zed", activity="couture de robes")
    assert "date" in kinds(Evidence(told), text)
    story = told.model_copy(update={"story": "deux amies ont ouvert l'atelier"})
    assert "date" not in kinds(Evidence(story), text)
