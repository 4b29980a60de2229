"""Country facts: true, sourced, and never called research."""

from __future__ import annotations

import pytest

from agent.integrations.provider import Resources, choose
from agent.integrations.research import PROVIDERS
from agent.integrations.research.country_facts import CountryFacts
from agent.phrases import PhraseBook
from agent.settings import Settings
from nodes.brief import Sector
from nodes.inputs import ResearchInput


class Phrases(PhraseBook):
    languages = ("ar", "en", "fr", "pt", "sw")


async def facts(country: str, language: str = "fr") -> dict[str, str]:
    request = ResearchInput(sector=Sector.FASHION, country=country, language=language)
    result = await CountryFacts(Phrases()).research(request)
    return {finding.claim.split(":")[0].strip(): finding.claim for finding in result.findings}


async def test_senegal_in_french_names_language_currency_and_calling_code():
    found = await facts("SN")
    assert found["Pays"] == "Pays\N{NO-BREAK SPACE}: Sénégal"
    assert found["Langue officielle"] == "Langue officielle\N{NO-BREAK SPACE}: français"
    assert "wolof (70 %)" in found["Langues les plus parlées (estimation)"]
    assert found["Monnaie"] == "Monnaie\N{NO-BREAK SPACE}: franc CFA (BCEAO) (XOF)"
    assert found["Indicatif téléphonique"] == "Indicatif téléphonique\N{NO-BREAK SPACE}: +221"


async def test_the_weekend_is_the_countrys_own():
    assert (await facts("EG", "en"))["Weekend"] == "Weekend: Friday and Saturday"
    assert (await facts("KE", "en"))["Weekend"] == "Weekend: Saturday and Sunday"


@pytest.mark.parametrize("language", ["fr", "en", "pt", "sw", "ar"])
async def test_every_finding_names_a_source_with_its_version_and_quotes_it(language):
    request = ResearchInput(sector=Sector.DEFAULT, country="CD", language=language)
    result = await CountryFacts(Phrases()).research(request)
    assert len(result.findings) >= 5
    for finding in result.findings:
        assert finding.topic == "country"
        assert finding.url == finding.seen_on == ""
        assert any(char.isdigit() for char in finding.source_title)
        assert finding.claim.split(":", 1)[1].strip() in finding.quote


async def test_it_never_claims_to_be_live():
    result = await CountryFacts(Phrases()).research(ResearchInput(sector=Sector.HEALTH, country="NG", language="en"))
    assert (result.live, result.made_by) == (False, "country facts")
    assert "not looked at your market" in Phrases().say("en", result.notice)
    assert "pas étudié votre marché" in Phrases().say("fr", result.notice)


@pytest.mark.parametrize("country", ["", "ZZ", "QQ"])
async def test_an_unknown_country_yields_no_findings(country):
    assert await facts(country) == {}


@pytest.mark.parametrize("language", ["wo", "ln", "xx"])
async def test_a_language_without_phrases_is_answered_in_english(language):
    assert (await facts("SN", language))["Country"] == "Country: Senegal"


async def test_every_territory_of_cldr_can_be_asked_for():
    from babel import Locale

    for country in Locale.parse("en").territories:
        if len(country) == 2:
            assert all(await facts(country, "en")), country


async def test_the_local_default_is_last_and_always_configured():
    provider = choose(PROVIDERS, Settings(_env_file=None, tavily_api_key=None))
    assert provider is PROVIDERS[-1]
    async with provider.open(Resources(settings=Settings(_env_file=None), phrases=Phrases())) as researcher:
        assert not (await researcher.research(ResearchInput(sector=Sector.DEFAULT, language="fr"))).findings
