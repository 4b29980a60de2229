"""Generated copy with planted inventions: none passes, and what is true stays."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from nodes.grounding import Evidence, ground, violations
from nodes.results import OfferCopy, PageContent, QuestionAnswer, SiteContent

TEXTS = 300
SEED = 20261122
LANGUAGES = ("fr", "en", "pt", "sw", "ar")
SCRIPTS = {
    "arabic": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    "fullwidth": str.maketrans("0123456789", "０１２３４５６７８９"),
    "persian": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
}


@dataclass(frozen=True)
class Sample:
    business: int
    content: SiteContent
    planted: tuple[str, ...]
    honest: tuple[str, ...]


def closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "؟")) else f"{sentence}."


def samples(corpus, inventions) -> list[Sample]:
    chance = random.Random(SEED)
    return [sample(chance, corpus, inventions) for _ in range(TEXTS)]


def sample(chance: random.Random, corpus, inventions) -> Sample:
    """A page of true and neutral sentences in one language or two, with one to four inventions somewhere in it."""
    business = chance.randrange(len(corpus["businesses"]))
    facts = corpus["businesses"][business]["facts"]
    language = chance.choice(LANGUAGES)
    honest = [*chance.choice(list(facts.values())), *corpus["neutral"][language]]
    honest = [closed(sentence) for sentence in chance.sample(honest, min(9, len(honest)))]
    tongue = language if chance.random() < 0.8 else chance.choice(LANGUAGES)
    true = corpus["businesses"][business].get("says", ())
    pool = [sentence for sentences in inventions[tongue].values() for sentence in sentences if sentence not in true]
    planted = [
        closed(text.replace("{n}", str(chance.randint(31, 89)))) for text in chance.sample(pool, chance.randint(1, 4))
    ]
    if chance.random() < 0.25:
        script = chance.choice(list(SCRIPTS.values()))
        planted = [text if "@" in text or "www" in text else text.translate(script) for text in planted]
    texts = honest + planted
    chance.shuffle(texts)
    return Sample(business, site(language, texts), tuple(planted), tuple(honest))


def site(language: str, texts: list[str]) -> SiteContent:
    """Spread sentences over every kind of field."""
    parts = [" ".join(texts[start::6]) for start in range(6)]
    page = PageContent(
        language=language,
        headline="",
        subheadline=parts[0],
        story=(parts[1], parts[2]),
        points=tuple(texts[3::6]),
        faq=(QuestionAnswer(question="?", answer=parts[4]),),
        meta_description=parts[5],
        offers=(OfferCopy(name="", description=""),),
    )
    return SiteContent(made_by="generator", live=True, pages=(page,))


def words(content: SiteContent) -> str:
    return content.model_dump_json()


def found(sentence: str, content: SiteContent) -> bool:
    page = content.pages[0]
    texts = (page.subheadline, *page.story, *page.points, *(pair.answer for pair in page.faq), page.meta_description)
    return any(sentence in text for text in texts)


@pytest.fixture(scope="module")
def judged(corpus, inventions, briefs):
    evidence = [Evidence(brief) for brief in briefs]
    return [(item, ground(item.content, evidence[item.business])) for item in samples(corpus, inventions)]


def test_the_inventions_stand_in_the_texts_before_grounding(corpus, inventions):
    """The control: without grounding every invention would reach the site."""
    for item in samples(corpus, inventions):
        assert all(found(sentence, item.content) for sentence in item.planted)


def test_no_planted_invention_passes(judged):
    passed = [sentence for item, grounded in judged for sentence in item.planted if found(sentence, grounded.content)]
    assert passed == []


def test_at_most_two_percent_of_what_is_true_is_removed(judged):
    honest = [(sentence, grounded) for item, grounded in judged for sentence in item.honest]
    removed = [sentence for sentence, grounded in honest if not found(sentence, grounded.content)]
    assert len(removed) / len(honest) <= 0.02, removed


def test_every_invention_is_named_among_the_violations(judged):
    for item, grounded in judged:
        named = {violation.sentence for violation in grounded.violations}
        assert all(any(part in sentence for part in named) for sentence in item.planted)


def test_grounded_copy_has_no_violation_left(judged, briefs):
    for item, grounded in judged[:60]:
        assert violations(grounded.content, Evidence(briefs[item.business])) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_invention_alone_is_caught_for_every_business(language, inventions, corpus, briefs):
    for brief, entry in zip(briefs, corpus["businesses"], strict=True):
        evidence = Evidence(brief)
        for kind, sentences in inventions[language].items():
            for sentence in sentences:
                if sentence not in entry.get("says", ()):
                    assert evidence.violations(sentence.replace("{n}", "37")), (brief.business_name, kind, sentence)


def test_hardly_a_true_sentence_alone_goes(corpus, briefs):
    """What a business may say of itself, and what anybody may say."""
    gone, total = [], 0
    for brief, entry in zip(briefs, corpus["businesses"], strict=True):
        evidence = Evidence(brief)
        for sentences in (*entry["facts"].values(), *corpus["neutral"].values()):
            total += len(sentences)
            gone += [sentence for sentence in sentences if evidence.violations(sentence)]
    assert len(gone) / total <= 0.02, gone
