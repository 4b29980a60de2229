"""Copy without a model: the person's words, and template words that claim nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agent.integrations.copywriting import PROVIDERS
from agent.integrations.copywriting.playbook_copywriter import PlaybookCopywriter
from agent.integrations.provider import Resources, choose
from agent.phrases import PhraseBook
from agent.settings import Settings
from nodes.brief import BusinessBrief, Location, Money, Offer, Sector
from nodes.inputs import ContentInput
from nodes.results import PageContent

AWA = BusinessBrief(
    business_name="Couture Awa",
    activity="un atelier de couture",
    sector=Sector.FASHION,
    location=Location(city="Dakar", country="SN"),
    target_audience="Les femmes du quartier",
    differentiation="tissus wax choisis au marché; retouches gratuites",
    vision="habiller les femmes avec fierté",
    story="J'ai appris la couture avec ma mère à Thiès. j'ai ouvert mon atelier en 2015",
    offer=(
        Offer(name="robe sur mesure", price=Money(amount=Decimal(25000), currency="XOF")),
        Offer(name="retouche", description="ourlets et fermetures"),
    ),
    promises=("livraison à Dakar",),
    payments=("Wave", "espèces"),
)


async def page(brief: BusinessBrief, language: str = "fr", *wishes: str) -> PageContent:
    content = await PlaybookCopywriter().write(ContentInput(brief=brief, languages=(language,), wishes=wishes))
    return content.pages[0]


async def test_the_persons_words_become_headline_points_and_story():
    written = await page(AWA)
    assert written.headline == "Atelier de couture à Dakar"
    assert written.subheadline == "Pour les femmes du quartier."
    assert written.points == ("Tissus wax choisis au marché", "Retouches gratuites", "Livraison à Dakar")
    assert written.story[0] == "J'ai appris la couture avec ma mère à Thiès. J'ai ouvert mon atelier en 2015."
    assert [offer.name for offer in written.offers] == ["Robe sur mesure", "Retouche"]
    assert written.offers[1].description == "Ourlets et fermetures."
    assert written.meta_title == "Couture Awa | Atelier de couture à Dakar"
    assert written.borrowed == ()


async def test_a_dream_alone_is_not_called_a_story():
    assert (await page(AWA)).story_title == "Notre histoire"
    assert (await page(AWA.model_copy(update={"story": ""}))).story_title == "Notre ambition"


async def test_the_result_says_that_no_model_wrote_it():
    content = await PlaybookCopywriter().write(ContentInput(brief=AWA, languages=("fr", "en")))
    assert (content.made_by, content.live, content.notice) == ("playbook", False, "")
    assert [written.language for written in content.pages] == ["fr", "en"]


async def test_words_of_another_language_stay_as_they_are_and_are_marked():
    written = await page(AWA, "en")
    assert written.headline == "Fashion in Dakar"
    assert set(written.points) <= set(written.borrowed)
    assert set(written.story) <= set(written.borrowed)
    assert written.headline not in written.borrowed
    assert not any("fierté" in text for text in (written.headline, written.subheadline, written.meta_description))


async def test_every_language_holds_the_same_facts_of_the_person():
    for language in ("fr", "en", "pt", "sw", "ar"):
        text = (await page(AWA, language)).model_dump_json()
        for fact in ("Thiès", "2015", "wax", "etouches gratuites", "fierté", "Wave", "femmes du quartier"):
            assert fact in text, (language, fact)


@pytest.mark.parametrize("language", ["fr", "en", "pt", "sw", "ar"])
async def test_a_name_alone_makes_a_page_that_greets(language):
    written = await page(BusinessBrief(business_name="Zed"), language)
    assert written.headline == "Zed"
    assert "Zed" in written.subheadline
    assert written.call_to_action
    assert written.story == written.points == written.offers == written.faq == ()
    assert written.story_title == written.offers_title == ""


async def test_a_name_says_more_than_the_bare_sector():
    written = await page(BusinessBrief(business_name="Kër Sokhna", sector=Sector.FASHION))
    assert written.headline == "Kër Sokhna"


@pytest.mark.parametrize("language", ["fr", "en", "pt", "sw", "ar"])
async def test_an_empty_brief_still_makes_a_page(language):
    written = await page(BusinessBrief(), language)
    assert written.headline
    assert "{" not in written.model_dump_json()[1:].replace('{"', "")


async def test_a_language_without_a_playbook_holds_only_the_persons_words_and_says_so():
    content = await PlaybookCopywriter().write(ContentInput(brief=AWA, languages=("fr", "wo")))
    wolof = content.pages[1]
    assert content.notice == "copy.language_missing"
    assert (wolof.call_to_action, wolof.story_title, wolof.faq) == ("", "", ())
    assert set(wolof.points) <= set(wolof.borrowed)
    assert "propres mots" in PhraseBook().say("fr", content.notice) or "own words" in PhraseBook().say(
        "en", content.notice
    )


@pytest.mark.parametrize(("activity", "story"), [("couturière", ()), ("je couds des robes", ("Je couds des robes.",))])
async def test_a_trade_in_another_language_is_quoted_when_it_tells_something(activity, story):
    brief = AWA.model_copy(update={"activity": activity, "mission": "", "vision": "", "story": ""})
    assert (await page(brief, "en")).story == story


@pytest.mark.parametrize(
    ("activity", "headline", "subheadline"),
    [
        ("atelier de couture.", "Atelier de couture à Dakar", "Couture Awa vous souhaite la bienvenue."),
        ("l'élevage de poulets", "Élevage de poulets à Dakar", "Couture Awa vous souhaite la bienvenue."),
        ("je vends des chaussures", "Je vends des chaussures à Dakar", "Couture Awa vous souhaite la bienvenue."),
        ("Je couds. Je répare aussi.", "Mode à Dakar", "Je couds. Je répare aussi."),
        ("couture à Dakar", "Couture à Dakar", "Couture Awa vous souhaite la bienvenue."),
        ("", "Mode à Dakar", "Couture Awa vous souhaite la bienvenue."),
    ],
)
async def test_a_trade_is_a_heading_only_when_it_can_stand_as_one(activity, headline, subheadline):
    brief = AWA.model_copy(update={"activity": activity, "target_audience": "", "vision": ""})
    written = await page(brief)
    assert (written.headline, written.subheadline) == (headline, subheadline)


@pytest.mark.parametrize(
    ("audience", "language", "sentence"),
    [
        ("les femmes du quartier", "fr", "Pour les femmes du quartier."),
        ("Les femmes du quartier.", "fr", "Pour les femmes du quartier."),
        ("pour tous ceux qui aiment le wax", "fr", "Pour tous ceux qui aiment le wax."),
        ("femmes et hommes du quartier", "fr", "Pour qui ? Femmes et hommes du quartier."),
        ("nous servons les familles", "fr", "Nous servons les familles."),
        ("Women in the market", "en", "For women in the market."),
        ("we serve the offices", "en", "We serve the offices."),
        ("Dakar families who like the sea", "en", "For Dakar families who like the sea."),
        ("as famílias do bairro", "pt", "Para as famílias do bairro."),
        ("Wanawake wa mtaa", "sw", "Kwa wanawake wa mtaa."),
        ("العائلات والمقاهي", "ar", "من أجل العائلات والمقاهي."),
    ],
)
async def test_the_audience_reads_well_however_it_was_said(audience, language, sentence):
    brief = BusinessBrief(business_name="Zed", target_audience=audience)
    assert (await page(brief, language)).subheadline == sentence


@pytest.mark.parametrize(
    ("city", "headline"),
    [("Le Caire", "Couture au Caire"), ("Les Cayes", "Couture aux Cayes"), ("La Rochelle", "Couture à La Rochelle")],
)
async def test_a_citys_article_melts_into_the_preposition(city, headline):
    brief = BusinessBrief(business_name="Zed", activity="couture", location=Location(city=city))
    assert (await page(brief)).headline == headline


async def test_a_name_with_chez_breaks_no_sentence():
    text = (await page(BusinessBrief(business_name="Chez Awa", activity="restaurant"))).model_dump_json()
    assert "chez Chez" not in text
    assert "de Chez" not in text


async def test_an_shorter_wish_leaves_fewer_sentences_and_a_longer_one_brings_them_back():
    plain, short = await page(AWA), await page(AWA, "fr", "plus court s'il vous plaît")
    assert len(short.story[0]) < len(plain.story[0])
    assert await page(AWA, "fr", "plus court", "trop court maintenant") == await page(AWA, "fr", "plus long")


@pytest.mark.parametrize(
    "wish", ["plus chaleureux", "make it warmer", "mais caloroso", "moins formel", "pas assez chaleureux"]
)
async def test_a_warmer_wish_greets_with_warmth(wish):
    assert "chaleureusement" in (await page(AWA, "fr", wish)).subheadline


@pytest.mark.parametrize(
    ("wish", "word"), [("tutoyez les clientes", ""), ("tutoiement", "t'écris"), ("vouvoiement", "vous écris")]
)
async def test_the_form_of_address_follows_the_wish(wish, word):
    assert word in (await page(AWA, "fr", wish)).whatsapp_message


async def test_more_formal_wording_is_formal():
    assert (await page(AWA, "fr", "plus professionnel")).call_to_action == "Nous contacter"


async def test_the_tone_of_the_brief_counts_until_a_wish_says_otherwise():
    formal = AWA.model_copy(update={"tone": "professionnel"})
    assert (await page(formal)).call_to_action == "Nous contacter"
    assert (await page(formal, "fr", "tutoiement")).call_to_action == "Parlons de ta tenue"


async def test_a_given_headline_is_taken_word_for_word():
    assert (await page(AWA, "fr", "mets comme titre « Le wax a du style »")).headline == "Le wax a du style"


async def test_a_quoted_passage_that_is_unwanted_goes():
    written = await page(AWA, "fr", "enlève « retouches gratuites »")
    assert written.points == ("Tissus wax choisis au marché", "Livraison à Dakar")


async def test_the_faq_can_be_left_out():
    assert (await page(AWA, "fr", "sans FAQ")).faq == ()
    assert (await page(AWA)).faq


@pytest.mark.parametrize("wish", ["xyz", "rends-moi riche", "", "🙂", "dis que nous sommes les meilleurs"])
async def test_a_wish_templates_cannot_follow_changes_nothing(wish):
    assert await page(AWA, "fr", wish) == await page(AWA)


async def test_the_same_request_gives_the_same_words():
    request = ContentInput(brief=AWA, languages=("fr", "ar"), wishes=("plus court",))
    assert await PlaybookCopywriter().write(request) == await PlaybookCopywriter().write(request)


async def test_the_local_default_is_last_and_always_configured():
    assert choose(PROVIDERS, Settings(_env_file=None, openai_api_key=None)) is PROVIDERS[-1]
    async with PROVIDERS[-1].open(Resources(settings=Settings(_env_file=None), phrases=PhraseBook())) as copywriter:
        assert (await copywriter.write(ContentInput(brief=AWA, languages=("fr",)))).pages
