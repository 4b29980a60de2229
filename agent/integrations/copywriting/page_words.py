"""The words of one page as a model writes them, and the page made of them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from agent.integrations.copywriting.tongue import recognise
from nodes.brief import BusinessBrief
from nodes.frozen import clean_text
from nodes.results import OfferCopy, PageContent, QuestionAnswer

_SHORT = 80
_LINE = 200
_PARAGRAPH = 700
_TITLE = 65
_DESCRIPTION = 160


class OfferWords(BaseModel):
    name: str = ""
    description: str = ""


class FaqWords(BaseModel):
    question: str = ""
    answer: str = ""


class PageWords(BaseModel):
    """Missing keys are empty, surplus ones are dropped; without a headline there is no page."""

    model_config = ConfigDict(extra="ignore")

    headline: str = Field(min_length=1)
    subheadline: str = ""
    offers_title: str = ""
    offers: list[OfferWords] = Field(default_factory=list)
    points: list[str] = Field(default_factory=list)
    story_title: str = ""
    story: list[str] = Field(default_factory=list)
    faq: list[FaqWords] = Field(default_factory=list)
    call_to_action: str = ""
    whatsapp_message: str = ""
    meta_title: str = ""
    meta_description: str = ""
    keywords: list[str] = Field(default_factory=list)


def page_of(words: PageWords, language: str, brief: BusinessBrief) -> PageContent:
    """Return the page, every text within its length and the offers those of the brief, in its order."""
    story = tuple(filter(None, (_cut(text, _PARAGRAPH) for text in words.story[:4])))
    faq = tuple(
        QuestionAnswer(question=_cut(pair.question, _LINE), answer=_cut(pair.answer, _PARAGRAPH))
        for pair in words.faq[:4]
        if clean_text(pair.question) and clean_text(pair.answer)
    )
    return PageContent(
        language=language,
        headline=_cut(words.headline, _SHORT) or brief.business_name,
        subheadline=_cut(words.subheadline, _LINE),
        offers_title=_cut(words.offers_title, _SHORT) if brief.offer else "",
        offers=_offers(words, brief),
        points=tuple(filter(None, (_cut(text, _LINE) for text in words.points[:6]))),
        story_title=_cut(words.story_title, _SHORT) if story else "",
        story=story,
        faq=faq,
        call_to_action=_cut(words.call_to_action, _SHORT),
        whatsapp_message=_cut(words.whatsapp_message, _LINE),
        meta_title=_cut(words.meta_title, _TITLE),
        meta_description=_cut(words.meta_description, _DESCRIPTION),
        keywords=tuple(filter(None, (_cut(text, _SHORT) for text in words.keywords[:10]))),
    )


def in_language(page: PageContent) -> bool:
    """Whether the page's sentences are in its language, as far as that can be told."""
    text = " . ".join((page.subheadline, *page.points, *page.story, page.meta_description))
    return recognise(text, page.language) == page.language


def _offers(words: PageWords, brief: BusinessBrief) -> tuple[OfferCopy, ...]:
    """Take the model's words where it kept to the list; else find each offer by its name."""
    if len(words.offers) == len(brief.offer):
        pairs = zip(words.offers, brief.offer, strict=True)
        return tuple(
            OfferCopy(name=_cut(copy.name, _SHORT) or offer.name, description=_cut(copy.description, _LINE))
            for copy, offer in pairs
        )
    by_name = {clean_text(copy.name).casefold(): copy.description for copy in words.offers}
    return tuple(
        OfferCopy(name=offer.name, description=_cut(by_name.get(offer.name.casefold(), ""), _LINE))
        for offer in brief.offer
    )


def _cut(text: str, longest: int) -> str:
    """Return one clean line, shortened at the end of a sentence, else of a word."""
    text = clean_text(text)
    if len(text) <= longest:
        return text
    short = text[:longest]
    for mark in (". ", "! ", "? ", "؟ "):
        if (end := short.rfind(mark)) > longest // 3:
            return short[: end + 1]
    return short.rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
