"""What the person says they do not do is no promise of theirs."""

from __future__ import annotations

import pytest

from agent.integrations.coach.guided_coach import GuidedCoach
from agent.phrases import PhraseBook
from nodes.brief import BusinessBrief
from nodes.conversation import Interview, Question
from nodes.inputs import VisionInput


async def promised(words: str, language: str) -> list[object]:
    brief = BusinessBrief(activity="x", business_name="Zed")
    question = Question(id="q", gate="vision", kind="fact", text="?", asks=("differentiation",))
    asked = Interview(asked=("differentiation",))
    request = VisionInput(language=language, said=(words,), brief=brief, interview=asked, question=question)
    turn = await GuidedCoach(PhraseBook()).respond(request)
    return [update.value for update in turn.updates if update.fact == "promises"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "pas de livraison par contre"),
        ("fr", "chez nous pas de colorant, et pas de livraison à domicile"),
        ("en", "no free delivery sorry"),
        ("en", "we do not offer home delivery here"),
        ("pt", "não há entrega ao domicílio"),
        ("sw", "hakuna huduma ya kuleta nyumbani kwako"),
        ("ar", "لا نوفر خدمة التوصيل إلى المنزل"),
    ],
)
async def test_a_denied_service_is_no_promise(language, words):
    assert await promised(words, language) == []


async def test_a_service_is_a_promise():
    assert await promised("livraison à Dakar", "fr") == [["livraison à Dakar"]]
