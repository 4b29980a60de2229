"""`coach why` has an answer for every text of a site: a quote, or that the words are the same on every site."""

from __future__ import annotations

import asyncio
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from agent import resources
from agent.cli.why import answered
from agent.integrations.copywriting.playbook_copywriter import PlaybookCopywriter
from agent.integrations.publishing.site import render_site
from agent.phrases import PhraseBook
from nodes.brief import BusinessBrief
from nodes.grounding import Evidence
from nodes.grounding.sentences import sentences
from nodes.inputs import ContentInput, PublishInput
from nodes.results import Finding

PHRASES = PhraseBook()
LANGUAGES = ("fr", "en", "pt", "sw", "ar")
DATA = Path(__file__).parent.parent / "grounding" / "data" / "businesses.yaml"


class Seen(HTMLParser):
    """The texts of a page that people see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "script")
        self.texts += [value for name, value in attrs if name in ("aria-label", "alt", "title") and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._hidden and any(char.isalnum() for char in data):
            self.texts.append(" ".join(data.split()))


def pages(brief: BusinessBrief, language: str) -> list[str]:
    """Return the texts of the site in one language, sentence by sentence."""
    content = asyncio.run(PlaybookCopywriter().write(ContentInput(brief=brief, languages=(language,))))
    request = PublishInput(session_id="s", site_id="s", language=language, brief=brief, content=content)
    seen = Seen()
    for name, page in render_site(request).items():
        if name.endswith(".html"):
            seen.feed(page.decode())
    split = (part for text in dict.fromkeys(seen.texts) for part in sentences(text))
    return [part for part in split if any(char.isalnum() for char in part)]


def reasons(sentence: str, evidence: Evidence, language: str = "fr") -> list[str]:
    def say(key: str) -> str:
        return PHRASES.say(language, key)

    return list(answered(sentence, evidence, (language,), say))[1:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_a_site_has_a_reason(language):
    nothing = PHRASES.say(language, "review.why_nothing")
    for entry in yaml.safe_load(DATA.read_text(encoding="utf-8"))["businesses"][::3]:
        brief = BusinessBrief.model_validate(entry["brief"])
        evidence = Evidence(brief)
        without = [text for text in pages(brief, language) if nothing in reasons(text, evidence, language)[0]]
        assert without == []


def test_a_fact_answers_with_the_persons_words_and_what_they_are_about():
    brief = BusinessBrief(business_name="Chez Awa", differentiation="wax du marché")
    said = {"differentiation": "je choisis mon wax au marché Sandaga"}
    found = reasons("Du wax choisi au marché Sandaga.", Evidence(brief, said))
    assert any("je choisis mon wax au marché Sandaga" in line for line in found)
    assert all(PHRASES.say("fr", "fact.differentiation") in line for line in found)


def test_a_cited_finding_answers_with_its_address():
    finding = Finding(
        topic="market", claim="", quote="Dakar a 1 200 marchés", source_title="ANSD", url="https://ansd.sn/m"
    )
    assert "https://ansd.sn/m" in reasons("Dakar a 1 200 marchés.", Evidence(BusinessBrief(), (), [finding]))[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_is_named_as_fixed_words(language):
    label = yaml.safe_load(resources.read_text(f"playbooks/{language}/site.yaml"))["write_whatsapp"]
    evidence = Evidence(BusinessBrief(business_name="Zed", story=f"{label} {label}"))
    assert reasons(label, evidence, language) == [f"    {PHRASES.say(language, 'review.why_fixed')}"]


def test_words_of_a_writer_that_claim_nothing_are_not_called_fixed():
    found = reasons("Le matin, la lumière entre doucement.", Evidence(BusinessBrief(business_name="Zed")))
    assert found == [f"    {PHRASES.say('fr', 'review.why_nothing')}"]
