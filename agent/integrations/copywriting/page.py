"""Writes one page from the brief alone: the person's own words, and template words that claim nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import chain

from agent.integrations.copywriting.headings import HEADLINE_LIMIT, Headings
from agent.integrations.copywriting.playbook import Playbook
from agent.integrations.copywriting.wishes import Style
from agent.integrations.copywriting.wording import (
    as_label,
    as_sentence,
    capitalised,
    clip,
    enumerate_words,
    items,
)
from nodes.brief import BusinessBrief
from nodes.grounding.sentences import sentences
from nodes.results import OfferCopy, PageContent, QuestionAnswer

META_TITLE_LIMIT = 65
META_DESCRIPTION_LIMIT = 155
"""Characters that search engines show of a title and a description before they cut."""
_POINTS = {"short": 3, "": 6, "long": 10}
_SENTENCES = {"short": 1, "": 6, "long": 100}
_TELLING = 3
"""Words from which a trade in another language is worth quoting: "Couturière." alone tells its reader nothing."""
_KEYWORDS = 12
_LISTED = 8
"""Offers from which a sentence that lists them all is no longer read."""


class PageWriter:
    """One page in the making."""

    def __init__(self, brief: BusinessBrief, book: Playbook, style: Style, spoken: str) -> None:
        self._brief = brief
        self._book = book
        self._style = style
        self._said = Headings(brief, book, style.tone, spoken)

    def write(self) -> PageContent:
        """Return the page. A part without facts stays empty."""
        name, book, tone = self._brief.business_name, self._book, self._style.tone
        greeting = book.phrase("whatsapp", tone, name=name) if name else book.phrase("whatsapp_nameless", tone)
        page = PageContent(
            language=book.language,
            headline=self._headline,
            subheadline=self._subheadline,
            offers_title=book.sector(self._said.sector, "offers_title", tone) if self._offers else "",
            offers=self._offers,
            points=self._points,
            story_title=self._story_title,
            story=self._story,
            faq=self._faq if self._style.faq else (),
            call_to_action=book.sector(self._said.sector, "call_to_action", tone),
            whatsapp_message=greeting,
            meta_title=self._meta_title,
            meta_description=self._meta_description,
            keywords=self._keywords,
        )
        return page.model_copy(update={"borrowed": self._borrowed(page)})

    def _wanted(self, text: str) -> bool:
        low = text.casefold()
        return bool(text) and not any(passage.casefold() in low for passage in self._style.unwanted)

    @cached_property
    def _headline(self) -> str:
        promise = self._brief.value_proposition
        if self._style.headline:
            return self._style.headline
        if self._said.mine(promise) and len(promise) <= HEADLINE_LIMIT and len(sentences(promise)) == 1:
            return as_label(promise)
        fallbacks = (
            self._said.activity_and_place,
            self._said.trade_and_place if self._said.is_telling else "",
            self._brief.business_name,
            self._said.trade_and_place,
            self._said.activity_sentence,
            self._said.welcome,
        )
        return next(text if text == self._brief.business_name else as_label(text) for text in fallbacks if text)

    @cached_property
    def _subheadline(self) -> str:
        activity = "" if self._headline == self._said.activity_and_place else self._said.activity_sentence
        texts = [
            text for text in (activity, self._said.audience) if self._wanted(text) and as_label(text) != self._headline
        ]
        if not texts and self._wanted(self._said.aim):
            texts = [self._said.aim]
        if not texts or self._style.tone == "warm":
            texts.insert(0, self._said.welcome)
        return " ".join(text for text in texts if as_label(text) != self._headline)

    @cached_property
    def _offers(self) -> tuple[OfferCopy, ...]:
        return tuple(
            OfferCopy(name=capitalised(offer.name), description=as_sentence(offer.description))
            for offer in self._brief.offer
        )

    @cached_property
    def _points(self) -> tuple[str, ...]:
        value = self._brief.value_proposition
        said = chain(items(value), items(self._brief.differentiation), *map(items, self._brief.promises))
        labels = dict.fromkeys(as_label(text) for text in said)
        kept = [label for label in labels if self._wanted(label) and label != self._headline]
        return tuple(kept[: _POINTS[self._style.length]])

    @cached_property
    def _story(self) -> tuple[str, ...]:
        if not self._style.story:
            return ()
        brief = self._brief
        aims = (text for text in (brief.mission, brief.vision) if as_sentence(text) not in self._subheadline)
        paragraphs = (self._past, *(self._paragraph(part) for part in aims))
        return tuple(dict.fromkeys(paragraph for paragraph in paragraphs if paragraph))

    @cached_property
    def _past(self) -> str:
        """What the business is and how it came about, as far as the page does not say it elsewhere."""
        activity = self._brief.activity
        if self._said.mine(activity) or len(activity.split()) < _TELLING:
            activity = ""
        return self._paragraph(" ".join(as_sentence(part) for part in (activity, self._brief.story) if part))

    def _paragraph(self, text: str) -> str:
        said = [as_sentence(sentence) for sentence in sentences(text) if self._wanted(sentence)]
        return " ".join(said[: _SENTENCES[self._style.length]])

    @property
    def _story_title(self) -> str:
        if not self._story:
            return ""
        if not any(self._said.mine(paragraph) for paragraph in self._story):
            return self._book.phrase("story_title_borrowed", self._style.tone)
        return self._book.phrase("story_title" if self._past else "story_title_ahead", self._style.tone)

    @cached_property
    def _faq(self) -> tuple[QuestionAnswer, ...]:
        brief, book = self._brief, self._book
        if not brief.business_name:
            return ()
        answers = {
            "where": self._said.place,
            "offer": self._listed([offer.name for offer in brief.offer]) if len(brief.offer) <= _LISTED else "",
            "audience": brief.target_audience,
            "payments": self._listed(brief.payments),
        }
        pairs = (
            QuestionAnswer(
                question=book.question(key, self._style.tone, name=brief.business_name), answer=as_sentence(text)
            )
            for key, text in answers.items()
            if text
        )
        return tuple(pair for pair in pairs if self._wanted(pair.question) and self._wanted(pair.answer))

    def _listed(self, words: Sequence[str]) -> str:
        """Join words as this language does; words of another one get a comma only, so no sentence is mixed."""
        texts = [word.strip().rstrip(" .,;") for word in words]
        comma = self._book.separator("comma")
        last = self._book.separator("and") if all(map(self._said.mine, texts)) else comma
        return enumerate_words(texts, comma=comma, last=last) if texts else ""

    @property
    def _meta_title(self) -> str:
        name, what = self._brief.business_name, self._said.trade_and_place
        title = " | ".join(part for part in dict.fromkeys((name, what)) if part) or self._headline
        return title if len(title) <= META_TITLE_LIMIT else clip([name or title], META_TITLE_LIMIT)

    @property
    def _meta_description(self) -> str:
        name, what = self._brief.business_name, self._said.trade_and_place
        lead = self._book.phrase("meta", self._style.tone, name=name, what=_inner(what)) if name and what else ""
        points = (as_sentence(point) for point in self._points if self._said.mine(point))
        parts = [part for part in (lead or self._said.welcome, self._said.audience, *points) if part]
        return clip(parts, META_DESCRIPTION_LIMIT)

    @property
    def _keywords(self) -> tuple[str, ...]:
        brief = self._brief
        words = [
            brief.business_name,
            self._said.trade,
            self._book.sector(self._said.sector, "label"),
            brief.location.city,
        ]
        words += [self._said.country, *(offer.name for offer in brief.offer)]
        distinct = {word.casefold(): word for word in reversed(words) if word}
        return tuple(word for word in words if distinct.pop(word.casefold(), None))[:_KEYWORDS]

    def _borrowed(self, page: PageContent) -> tuple[str, ...]:
        said = chain(
            (page.headline,) if self._style.headline else (),
            chain.from_iterable((offer.name, offer.description) for offer in page.offers),
            page.points,
            page.story,
            (pair.answer for pair in page.faq if pair.answer != as_sentence(self._said.place)),
        )
        return tuple(dict.fromkeys(text for text in said if text and not self._said.mine(text)))


def _inner(what: str) -> str:
    """Lower a heading's first letter where it follows a comma; an acronym keeps its capitals."""
    return what[:1].lower() + what[1:] if what[1:2].islower() else what
