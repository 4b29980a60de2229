"""The copywriter that needs no model: templates per language and sector around the person's own words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from agent.integrations.copywriting.page import PageWriter
from agent.integrations.copywriting.playbook import find_playbook
from agent.integrations.copywriting.tongue import recognise
from agent.integrations.copywriting.wishes import Style, read_wishes
from agent.integrations.copywriting.wording import as_label, as_sentence, capitalised, items
from agent.integrations.provider import Resources
from nodes.brief import BusinessBrief, Sector
from nodes.inputs import ContentInput
from nodes.results import OfferCopy, PageContent, SiteContent

NAME = "playbook"
LANGUAGE_MISSING = "copy.language_missing"


class PlaybookCopywriter:
    """Fills Copywriter. Deterministic: the same request gives the same words."""

    async def write(self, request: ContentInput) -> SiteContent:
        """Write one page per language from the brief alone. Raises nothing.

        A language without a playbook gets a page of the person's own words only, and the result says so.
        """
        brief = request.brief
        style = read_wishes(brief.tone, request.wishes)
        main = request.languages[0] if request.languages else "en"
        spoken = recognise(" . ".join(_said(brief)), main)
        pages, missing = [], False
        for language in request.languages or (main,):
            book = find_playbook(language)
            missing = missing or book is None
            pages.append(
                PageWriter(brief, book, style, spoken).write() if book else _own_words(brief, language, spoken, style)
            )
        return SiteContent(
            made_by=NAME,
            live=False,
            notice=LANGUAGE_MISSING if missing else "",
            pages=tuple(pages),
            category=(brief.sector or Sector.DEFAULT).value,
        )


@asynccontextmanager
async def open_playbook_copywriter(resources: Resources) -> AsyncIterator[PlaybookCopywriter]:  # noqa: ARG001
    """Open the local default; it holds nothing that must be closed."""
    yield PlaybookCopywriter()


def _said(brief: BusinessBrief) -> Iterator[str]:
    yield from (brief.activity, brief.target_audience, brief.differentiation, brief.value_proposition)
    yield from (brief.vision, brief.mission, brief.story, *brief.promises)
    yield from (f"{offer.name} {offer.description}" for offer in brief.offer)


def _own_words(brief: BusinessBrief, language: str, spoken: str, style: Style) -> PageContent:
    """Return a page without a template word, for a language that has no playbook."""
    name = brief.business_name
    points = tuple(as_label(text) for part in (brief.differentiation, *brief.promises) for text in items(part))
    story = tuple(as_sentence(text) for text in (brief.story, brief.mission, brief.vision) if text)
    offers = tuple(
        OfferCopy(name=capitalised(offer.name), description=as_sentence(offer.description)) for offer in brief.offer
    )
    headline = style.headline or as_label(brief.value_proposition or brief.activity or name)
    said = (headline, *points, *story, *(text for offer in offers for text in (offer.name, offer.description)))
    foreign = tuple(dict.fromkeys(text for text in said if text and text != name)) if spoken != language else ()
    return PageContent(
        language=language,
        headline=headline,
        subheadline="",
        offers=offers,
        points=points,
        story=story,
        meta_title=name or headline,
        keywords=tuple(word for word in (name, brief.location.city) if word),
        borrowed=foreign,
    )
