"""Whatever the sector, language, tone and brief: template words claim nothing, and every claim is the person's."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent import resources
from agent.integrations.copywriting.playbook import find_playbook
from agent.integrations.copywriting.playbook_copywriter import PlaybookCopywriter
from nodes.brief import BusinessBrief, Location, Offer, Sector
from nodes.grounding import Evidence, violations
from nodes.inputs import ContentInput
from nodes.results import SiteContent

LANGUAGES = ("fr", "en", "pt", "sw", "ar")
TONES = ("", "plus chaleureux", "plus formel", "tutoiement", "plus court", "plus long")


def write(brief: BusinessBrief, language: str, *wishes: str) -> SiteContent:
    request = ContentInput(brief=brief, languages=(language,), wishes=wishes)
    return asyncio.run(PlaybookCopywriter().write(request))


@pytest.mark.parametrize(("sector", "language"), list(itertools.product(Sector, LANGUAGES)))
def test_the_words_of_every_sector_and_language_are_grounded(sector, language):
    bare = BusinessBrief(business_name="Zed", sector=sector)
    rich = BusinessBrief(
        business_name="Zed",
        activity="je vends 12 choses rapides",
        sector=sector,
        location=Location(city="Goma", country="CD"),
        target_audience="les familles",
        differentiation="Depuis 2015. Livraison gratuite; 10 couturières",
        vision="être les meilleurs",
        offer=(Offer(name="pain bio"),),
        payments=("Airtel Money", "espèces"),
    )
    for brief, wish in itertools.product((bare, rich), TONES):
        assert violations(write(brief, language, wish), Evidence(brief)) == ()


def test_the_check_above_would_see_a_template_that_claims():
    """The control: a guarantee in the copy of a bare brief is a violation."""
    brief = BusinessBrief(business_name="Zed")
    content = write(brief, "fr")
    spoiled = content.pages[0].model_copy(update={"call_to_action": "Qualité garantie"})
    assert violations(content.model_copy(update={"pages": (spoiled,)}), Evidence(brief)) != ()


def keys(node: object, path: str = "") -> set[str]:
    """The keys of a playbook; word lists, tone variants and city forms are each language's own."""
    if not isinstance(node, dict) or "plain" in node or path.endswith((".forms", "recognise")):
        return {path}
    return {found for name, child in node.items() for found in keys(child, f"{path}.{name}")}


def placeholders(node: object) -> set[str]:
    import re

    return set(re.findall(r"\{(\w+)\}", str(node)))


@pytest.mark.parametrize("name", ["copy", "research"])
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_has_the_same_keys_and_placeholders(name, language):
    ours = resources.load_yaml(f"playbooks/{language}/{name}.yaml")
    french = resources.load_yaml(f"playbooks/fr/{name}.yaml")
    assert keys(ours) == keys(french)
    for group in ("phrases", "faq", "place", "audience", "fact"):
        for key, phrase in french.get(group, {}).items():
            assert placeholders(ours[group][key]) == placeholders(phrase), (group, key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sector_has_its_words(language):
    book = find_playbook(language)
    for sector in Sector:
        assert book.sector(sector, "offers_title")
        assert book.sector(sector, "call_to_action")
        assert bool(book.sector(sector, "label")) is (sector is not Sector.DEFAULT)


TEXT = st.text(max_size=80)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, TEXT, TEXT, TEXT, TEXT, st.sampled_from(LANGUAGES))
def test_whatever_people_type_makes_a_page(name, activity, audience, words, city, language):
    offers = (Offer(name=words[:100]),) if BusinessBrief(activity=words).activity else ()
    brief = BusinessBrief(
        business_name=name,
        activity=activity,
        target_audience=audience,
        differentiation=words,
        story=audience,
        vision=activity,
        offer=offers,
        location=Location(city=city),
    )
    page = write(brief, language, words).pages[0]
    assert page.headline
    assert len(page.offers) == len(offers)
    assert len(page.meta_title) <= 65
    assert len(page.meta_description) <= 155


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_the_person_claims_may_stand_on_their_page(language):
    """Words that would be inventions of a writer are facts when the owner says them, in any field and cut anywhere."""
    data = Path(__file__).parent.parent / "grounding" / "data" / "inventions.yaml"
    kinds = yaml.safe_load(data.read_text(encoding="utf-8"))[language]
    said = [sentence.replace("{n}", "37") for sentences in kinds.values() for sentence in sentences]
    for one, other in zip(said, said[7:] + said[:7], strict=True):
        brief = BusinessBrief(
            business_name="Zed",
            activity=one[:200],
            story=f"{one} {other}",
            differentiation=f"{other.lower()}; {one}",
            promises=(one.rstrip("."),),
            offer=(Offer(name=one[:120], description=other[:400]),),
        )
        for wish in ("", "plus court"):
            assert violations(write(brief, language, wish), Evidence(brief)) == (), (one, other)
