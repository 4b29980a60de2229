"""Taking untraced sentences out of a site's copy."""

from __future__ import annotations

import pytest

from nodes.brief import BusinessBrief, Offer
from nodes.grounding import Evidence, ground, uneven, violations
from nodes.results import OfferCopy, PageContent, QuestionAnswer, SiteContent

BRIEF = BusinessBrief(business_name="Zed", story="Depuis 2015.", offer=(Offer(name="pain"),))


def site(*pages: PageContent) -> SiteContent:
    return SiteContent(made_by="test", live=True, pages=pages)


def test_only_the_sentence_that_violates_goes():
    page = PageContent(language="fr", headline="Le pain", story=("Depuis 2015. Élu meilleur pain. Bienvenue.",))
    assert ground(site(page), Evidence(BRIEF)).content.pages[0].story == ("Depuis 2015. Bienvenue.",)


def test_an_emptied_headline_becomes_the_name_of_the_business():
    page = PageContent(language="fr", headline="Le n°1 du pain", meta_title="Zed, depuis 1900")
    cleaned = ground(site(page), Evidence(BRIEF)).content.pages[0]
    assert (cleaned.headline, cleaned.meta_title) == ("Zed", "Zed")


def test_an_offer_nobody_named_goes_and_a_known_one_keeps_its_name():
    offers = (OfferCopy(name="Pain bio", description="Doré. Livré en 24 h."), OfferCopy(name="Croissant"))
    result = ground(site(PageContent(language="fr", headline="Zed", offers=offers)), Evidence(BRIEF))
    assert result.content.pages[0].offers == (OfferCopy(name="pain", description="Doré."),)
    assert ("offer", "Croissant") in {(found.kind, found.claim) for found in result.violations}


def test_a_question_without_its_answer_goes():
    faq = (
        QuestionAnswer(question="Livrez-vous ?", answer="Oui."),
        QuestionAnswer(question="Depuis quand ?", answer="2015."),
    )
    page = PageContent(language="fr", headline="Zed", faq=faq)
    assert [pair.question for pair in ground(site(page), Evidence(BRIEF)).content.pages[0].faq] == ["Depuis quand ?"]


def test_a_yes_to_something_nobody_spoke_of_goes():
    faq = (
        QuestionAnswer(question="Peut-on louer la salle ?", answer="Oui, avec plaisir."),
        QuestionAnswer(question="Avez-vous du pain ?", answer="Oui, depuis 2015."),
    )
    result = ground(site(PageContent(language="fr", headline="Zed", faq=faq)), Evidence(BRIEF))
    assert [pair.question for pair in result.content.pages[0].faq] == ["Avez-vous du pain ?"]
    assert ("offer", "fr.faq") in {(found.kind, found.where) for found in result.violations}


def test_no_title_is_left_over_nothing():
    page = PageContent(language="fr", headline="Zed", story_title="Notre histoire", story=("Élu meilleur pain.",))
    cleaned = ground(site(page), Evidence(BRIEF)).content.pages[0]
    assert (cleaned.story_title, cleaned.story) == ("", ())


def test_an_emptied_description_becomes_the_line_below_the_headline():
    page = PageContent(language="fr", headline="Zed", subheadline="Depuis 2015.", meta_description="Le n°1 du pain.")
    assert ground(site(page), Evidence(BRIEF)).content.pages[0].meta_description == "Depuis 2015."


def test_a_violation_names_its_place_words_and_kind():
    page = PageContent(language="fr", headline="Zed", points=("Ouvert en 1998",))
    (found,) = violations(site(page), Evidence(BRIEF))
    assert (found.where, found.kind, found.claim, found.sentence) == ("fr.points", "date", "1998", "Ouvert en 1998")


def test_copy_that_traces_is_left_as_it_is():
    content = site(PageContent(language="fr", headline="Le pain de Zed", story=("Depuis 2015.",)))
    result = ground(content, Evidence(BRIEF))
    assert (result.content, result.violations) == (content, ())


def test_a_figure_that_one_language_lacks_is_told():
    french = PageContent(language="fr", headline="Zed", story=("Dix robes à 25 000 FCFA.",))
    arabic = PageContent(language="ar", headline="Zed", story=("١٠ فساتين.",))
    assert [(language, claim.kind, claim.value) for language, claim in uneven(site(french, arabic))] == [
        ("ar", "price", "25000")
    ]


def test_the_same_figures_in_two_scripts_are_even():
    french = PageContent(language="fr", headline="Zed", story=("Dix robes depuis 2015.",))
    arabic = PageContent(language="ar", headline="Zed", story=("١٠ فساتين منذ ٢٠١٥.",))
    assert uneven(site(french, arabic)) == ()


@pytest.mark.parametrize(
    ("story", "stays"),
    [
        ("Zed est primée. Elle vend du pain.", "Zed vend du pain."),
        ("Marie est primée. Elle vend du pain.", ""),
        ("Nos chefs sont primés. Ils vendent du pain. Bienvenue.", "Bienvenue."),
        ("Zed vend du pain. Elle est primée. Bienvenue.", "Zed vend du pain. Bienvenue."),
        ("Zed vend du pain. Elle vend du pain.", "Zed vend du pain. Elle vend du pain."),
    ],
)
def test_no_pronoun_is_left_without_the_one_it_speaks_of(story, stays):
    page = PageContent(language="fr", headline="Zed", story=(story,))
    grounded = ground(site(page), Evidence(BRIEF.model_copy(update={"activity": "vente de pain"})))
    assert " ".join(grounded.content.pages[0].story) == stays


def test_a_heading_tells_what_is_and_no_wish():
    brief = BRIEF.model_copy(update={"activity": "vente de pain", "vision": "Ouvrir une école de cuisine"})
    page = PageContent(
        language="fr", headline="Ouvrir une école de cuisine", story=("Zed rêve d'ouvrir une école de cuisine.",)
    )
    cleaned = ground(site(page), Evidence(brief)).content.pages[0]
    assert (cleaned.headline, cleaned.story) == ("Zed", page.story)


def test_what_an_offer_is_called_says_nothing_of_what_it_is():
    offers = (OfferCopy(name="pain", description="Pour le pain, choisissez vos couleurs, vos motifs et vos tailles."),)
    grounded = ground(site(PageContent(language="fr", headline="Zed", offers=offers)), Evidence(BRIEF))
    assert grounded.content.pages[0].offers == (OfferCopy(name="pain"),)
