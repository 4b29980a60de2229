"""Takes from generated copy every sentence whose claims trace to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nodes.brief import Offer
from nodes.frozen import Frozen
from nodes.grounding.claim import Claim
from nodes.grounding.evidence import Evidence, Violation
from nodes.grounding.offering import says_yes_or_no
from nodes.grounding.reader import claims
from nodes.grounding.remains import remains
from nodes.grounding.sentences import sentences
from nodes.results import OfferCopy, PageContent, QuestionAnswer, SiteContent

_SAME_EVERYWHERE = (
    "number",
    "price",
    "percentage",
    "phone",
    "e-mail",
    "url",
    "date",
    "duration",
    "opening hour",
    "payment",
)


class Grounded(Frozen):
    """Copy in which every claim traces, and what had to go for it."""

    content: SiteContent
    violations: tuple[Violation, ...] = ()


def violations(content: SiteContent, evidence: Evidence) -> tuple[Violation, ...]:
    """Return every claim of the copy that traces to nothing, in the order of the pages; empty means all trace."""
    return tuple(
        violation
        for page in content.pages
        for where, text, answered in (*_fields(page), *_surplus(page, evidence))
        for violation in _judged(evidence, where, text, answered)
    )


def ground(content: SiteContent, evidence: Evidence) -> Grounded:
    """Return the copy without the sentences that violate, and the violations.

    A label, question or keyword goes whole, so do an offer that is not in the brief and a title over nothing. A
    headline or title that would be left empty becomes the business's name; an offer's name becomes the brief's.
    """
    pages = tuple(_grounded(page, evidence) for page in content.pages)
    return Grounded(content=content.model_copy(update={"pages": pages}), violations=violations(content, evidence))


def uneven(content: SiteContent) -> tuple[tuple[str, Claim], ...]:
    """Return the figures, contacts and dates that one language version states and another leaves out.

    Each with the language that lacks it. Figures are the same in any script and spelling.
    """
    stated = {page.language: _facts(page) for page in content.pages}
    everything = {fact: claim for facts in stated.values() for fact, claim in facts.items()}
    return tuple(
        (language, claim)
        for language, facts in stated.items()
        for fact, claim in everything.items()
        if fact not in facts
    )


def _facts(page: PageContent) -> dict[tuple[str, str], Claim]:
    found = (claim for _, text, _ in _fields(page) for sentence in sentences(text) for claim in claims(sentence))
    return {(claim.kind, claim.value): claim for claim in found if claim.kind in _SAME_EVERYWHERE}


def _fields(page: PageContent) -> Iterator[tuple[str, str, str]]:
    """Yield every text of a page with where it stands and the question it answers."""
    single = ("headline", "subheadline", "offers_title", "story_title", "call_to_action", "whatsapp_message")
    for name in (*single, "meta_title", "meta_description"):
        yield f"{page.language}.{name}", getattr(page, name), ""
    for name in ("points", "story", "keywords"):
        yield from ((f"{page.language}.{name}", text, "") for text in getattr(page, name))
    for offer in page.offers:
        yield f"{page.language}.offers", offer.name, ""
        yield f"{page.language}.offers", offer.description, ""
    for pair in page.faq:
        yield f"{page.language}.faq", pair.question, ""
        yield f"{page.language}.faq", pair.answer, pair.question


def _surplus(page: PageContent, evidence: Evidence) -> Iterator[tuple[str, str, str]]:
    """Yield what is an offer as a whole: one that is not in the brief, a question about news answered by yes or no."""
    for copy in page.offers[len(evidence.brief.offer) :]:
        yield f"{page.language}.offers+", copy.name, ""
    for copy, offer in zip(page.offers, evidence.brief.offer, strict=False):
        if not evidence.names_offer(copy.name, offer):
            yield f"{page.language}.offers+", copy.name, ""
    for pair in page.faq:
        if _agrees_to_news(pair, evidence):
            yield f"{page.language}.faq+", f"{pair.question} {pair.answer}", ""


def _agrees_to_news(pair: QuestionAnswer, evidence: Evidence) -> bool:
    return says_yes_or_no(pair.answer) and not evidence.heard(f"{pair.question} {pair.answer}")


def _judged(evidence: Evidence, where: str, text: str, answered: str) -> tuple[Violation, ...]:
    if where.endswith("+"):
        return (Violation(kind="offer", claim=text, sentence=text, where=where.removesuffix("+")),)
    return evidence.violations(text, where, answered)


def _grounded(page: PageContent, evidence: Evidence) -> PageContent:
    name = evidence.brief.business_name

    def kept(text: str, where: str, answered: str = "") -> str:
        return _kept(evidence, text, where, answered)

    def whole(text: str, where: str) -> str:
        return "" if evidence.violations(text, f".{where}") else text

    def listed(texts: Iterable[str], where: str) -> tuple[str, ...]:
        return tuple(filter(None, (whole(text, where) for text in texts)))

    answered = (pair for pair in page.faq if not _agrees_to_news(pair, evidence))
    faq = (
        QuestionAnswer(question=whole(pair.question, "faq"), answer=kept(pair.answer, "faq", pair.question))
        for pair in answered
    )
    story = tuple(filter(None, (kept(text, "story") for text in page.story)))
    subheadline = kept(page.subheadline, "subheadline")
    description = kept(page.meta_description, "meta_description")
    changed = {
        "headline": whole(page.headline, "headline") or (page.headline and name),
        "subheadline": subheadline,
        "offers_title": whole(page.offers_title, "offers_title"),
        "offers": tuple(_offers(page, evidence)),
        "points": listed(page.points, "points"),
        "story_title": whole(page.story_title, "story_title") if story else "",
        "story": story,
        "faq": tuple(pair for pair in faq if pair.question and pair.answer),
        "call_to_action": whole(page.call_to_action, "call_to_action"),
        "whatsapp_message": kept(page.whatsapp_message, "whatsapp_message"),
        "meta_title": whole(page.meta_title, "meta_title") or (page.meta_title and name),
        "meta_description": page.meta_description and (description or subheadline),
        "keywords": listed(page.keywords, "keywords"),
        "borrowed": listed(page.borrowed, "borrowed"),
    }
    return page.model_copy(update=changed)


def _offers(page: PageContent, evidence: Evidence) -> Iterator[OfferCopy]:
    for copy, offer in zip(page.offers, evidence.brief.offer, strict=False):
        named = copy.name if _is_named(copy.name, offer, evidence) else offer.name
        yield OfferCopy(name=named, description=_kept(evidence, copy.description, "offers"))


def _kept(evidence: Evidence, text: str, where: str, answered: str = "") -> str:
    """Return a text without the sentences that violate."""
    judged = ((part, not evidence.violations(part, f".{where}", answered)) for part in sentences(text))
    return remains(judged, evidence.brief.business_name)


def _is_named(name: str, offer: Offer, evidence: Evidence) -> bool:
    return evidence.names_offer(name, offer) and not evidence.violations(name)
