"""What the page's own buttons say is understood by the coach that needs no service, in every language."""

from __future__ import annotations

import pytest
from langchain_core.messages import HumanMessage

from agent.graph import GraphState
from agent.integrations.coach.guided_coach import GuidedCoach
from agent.phrases import PhraseBook
from agent.web.board import facts
from agent.web.languages import spoken
from agent.web.pages import STARTERS
from agent.web.talk import Part, Row, linked, rows
from nodes.brief import BusinessBrief
from nodes.conversation import Interview, Question
from nodes.inputs import VisionInput

SECTOR = {"fashion": "fashion", "restaurant": "restaurant", "salon": "beauty", "shop": "commerce", "crafts": "crafts"}


@pytest.fixture(scope="module")
def phrases() -> PhraseBook:
    return PhraseBook()


def said(words: str, language: str, asks: str) -> VisionInput:
    question = Question(id="1", gate="vision", kind="fact", text="?", asks=(asks,))
    return VisionInput(said=(words,), question=question, interview=Interview(asked=(asks,)), language=language)


@pytest.mark.parametrize("language", spoken())
@pytest.mark.parametrize("name", STARTERS)
async def test_a_first_sentence_offered_tells_the_sector(phrases: PhraseBook, language: str, name: str) -> None:
    words = phrases.say(language, f"web.home.starters.{name}")
    turn = await GuidedCoach(phrases).respond(said(words, language, "activity"))
    assert {"sector": SECTOR[name]}.items() <= {update.fact: update.value for update in turn.updates}.items()


@pytest.mark.parametrize("language", spoken())
@pytest.mark.parametrize("asks", ["target_audience", "business_name", "vision"])
async def test_choosing_a_language_changes_the_conversation_to_it(
    phrases: PhraseBook, language: str, asks: str
) -> None:
    before = next(code for code in spoken() if code != language)
    turn = await GuidedCoach(phrases).respond(said(phrases.say(language, "web.switch"), before, asks))
    assert turn.language == language
    assert not turn.updates


def test_the_rows_of_a_text_are_the_text() -> None:
    text = "Noted.\n\n• Name: Awa\n• WhatsApp: +221 77 123 45 67\n• See https://example.org/a.\n(by: me)"
    joined = "\n".join(row.label + "".join(part.text for part in row.parts) for row in rows(text))
    assert joined == text


def test_a_point_has_its_label_apart_and_a_number_reads_from_left_to_right() -> None:
    assert rows("• WhatsApp: +221 77 123 45 67") == (
        Row((Part("+221 77 123 45 67", number=True),), point=True, label="• WhatsApp: "),
    )


def test_an_address_in_a_text_is_no_label() -> None:
    assert rows("• https://example.org/a")[0].label == ""
    assert linked("https://example.org/a")[0].url == "https://example.org/a"


def test_a_fact_is_explained_by_the_words_around_it() -> None:
    said = f"{'word ' * 30}my shop is in Dakar {'word ' * 30}"
    state = GraphState(
        brief=BusinessBrief(business_name="Dakar"), evidence={"business_name": "Dakar"}, messages=[HumanMessage(said)]
    )
    (why,) = [fact.why for fact in facts(state, "en", PhraseBook())]
    assert why.startswith("…word")
    assert why.endswith("word…")
    assert "my shop is in Dakar word" in why


@pytest.mark.parametrize("said", ["in Dakar", "Dakar", "I am from Dakar!"])
def test_short_words_explain_a_fact_as_a_whole(said: str) -> None:
    state = GraphState(
        brief=BusinessBrief(business_name="Dakar"), evidence={"business_name": "Dakar"}, messages=[HumanMessage(said)]
    )
    assert [fact.why for fact in facts(state, "en", PhraseBook())] == [said]


def test_a_fact_typed_into_its_field_quotes_nothing() -> None:
    edit = HumanMessage("Dakar", additional_kwargs={"action": {"action": "edit", "fact": "business_name"}})
    state = GraphState(brief=BusinessBrief(business_name="Dakar"), evidence={"business_name": "Dakar"}, messages=[edit])
    assert [fact.why for fact in facts(state, "en", PhraseBook())] == [""]
