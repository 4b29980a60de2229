"""Writes one page from the brief alone: the person's own words, and template words that claim nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import chain

from agent.integrations.copywriting.playbook import Playbook
from agent.integrations.copywriting.tongue import recognise
from agent.integrations.copywriting.wishes import Style
from agent.integrations.copywriting.wording import (
    as_label,
    as_sentence,
    capitalised,
    clip,
    enumerate_words,
    items,
    starts_with,
)
from nodes.brief import BusinessBrief, Sector
from nodes.grounding.sentences import sentences
from nodes.results import OfferCopy, PageContent, QuestionAnswer

META_TITLE_LIMIT = 65
META_DESCRIPTION_LIMIT = 155
"""Characters that search engines show of a title and a description before they cut."""
HEADLINE_LIMIT = 60
_POINTS = {"short": 3, "": 6, "long": 10}
_SENTENCES = {"short": 1, "": 6, "long": 100}
_KEYWORDS = 12
_LISTED = 8
"""Offers from which a sentence that lists them all is no longer read."""


class PageWriter:
    """One page in the making."""

    def __init__(self, brief: BusinessBrief, book: Playbook, style: Style, spoken: str) -> None:
        self._brief = brief
        self._book = book
        self._style = style
        self._spoken = spoken
        """The language the person answers in, for words that do not tell their own."""

    def write(self) -> PageContent:
        """Return the page. A part without facts stays empty."""
        name, book, tone = self._brief.business_name, self._book, self._style.tone
        greeting = book.phrase("whatsapp", tone, name=name) if name else book.phrase("whatsapp_nameless", tone)
        page = PageContent(
            language=book.language,
            headline=self._headline,
            subheadline=self._subheadline,
            offers_title=book.sector(self._sector, "offers_title", tone) if self._offers else "",
            offers=self._offers,
            points=self._points,
            story_title=self._story_title,
            story=self._story,
            faq=self._faq if self._style.faq else (),
            call_to_action=book.sector(self._sector, "call_to_action", tone),
            whatsapp_message=greeting,
            meta_title=self._meta_title,
            meta_description=self._meta_description,
            keywords=self._keywords,
        )
        return page.model_copy(update={"borrowed": self._borrowed(page)})

    @property
    def _sector(self) -> Sector:
        return self._brief.sector or Sector.DEFAULT

    def _mine(self, text: str) -> bool:
        return bool(text) and recognise(text, self._spoken) == self._book.language

    def _wanted(self, text: str) -> bool:
        low = text.casefold()
        return bool(text) and not any(passage.casefold() in low for passage in self._style.unwanted)

    @cached_property
    def _trade(self) -> str:
        """The person's word for the trade when it can stand as a heading here, else the sector's."""
        text = self._brief.activity.strip()
        if self._mine(text):
            text = text.removeprefix(starts_with(text, self._book.words("fragment", "drop")))
            if self._is_fragment(text):
                return as_label(text)
        return self._book.sector(self._sector, "label")

    def _is_fragment(self, text: str) -> bool:
        return (
            0 < len(text) <= int(self._book.text("fragment", "longest"))
            and len(sentences(text)) == 1
            and not text.rstrip().endswith(("!", "?", "؟"))
            and not starts_with(text, self._book.words("fragment", "sentence"))
        )

    @cached_property
    def _trade_and_place(self) -> str:
        city, country, what = self._city_in_heading, self._country, self._trade
        forms: dict[str, str] = self._book.data["place"]["forms"]
        if not what or (city and city.casefold() in what.casefold()):
            return what
        if form := forms.get(city):
            return self._book.text("place", "form").format(what=what, form=form)
        if city:
            return self._book.text("place", "city").format(what=what, city=city)
        return self._book.text("place", "country").format(what=what, country=country) if country else what

    @property
    def _city_in_heading(self) -> str:
        """The city as the person wrote it; empty when a page in Latin letters could not read it."""
        city = self._brief.location.city
        foreign = recognise(city, "") == "ar" and self._book.language != "ar"
        return "" if foreign else city

    @cached_property
    def _country(self) -> str:
        from babel import Locale  # noqa: PLC0415 - slow to import and not needed at start

        return str(Locale.parse(self._book.language).territories.get(self._brief.location.country, ""))

    @cached_property
    def _headline(self) -> str:
        promise = self._brief.value_proposition
        if self._style.headline:
            return self._style.headline
        if self._mine(promise) and len(promise) <= HEADLINE_LIMIT and len(sentences(promise)) == 1:
            return as_label(promise)
        fallbacks = (self._trade_and_place, self._brief.business_name, self._activity_sentence, self._welcome)
        return next(text if text == self._brief.business_name else as_label(text) for text in fallbacks if text)

    @cached_property
    def _welcome(self) -> str:
        name, tone = self._brief.business_name, self._style.tone
        return self._book.phrase("welcome", tone, name=name) if name else self._book.phrase("welcome_nameless", tone)

    @cached_property
    def _audience(self) -> str:
        """Whom the business is for, as a sentence of this page; empty when it was said in another language."""
        text = self._brief.target_audience.strip()
        first = next(iter(sentences(text)), "")
        if not self._mine(text) or not first:
            return ""
        book = self._book
        if starts_with(first, (*book.words("audience", "already"), *book.words("fragment", "sentence"))):
            return as_sentence(text)
        if lowered := starts_with(first, book.words("audience", "lower")):
            text = lowered.lower() + text[len(lowered) :]
        elif not book.data["audience"]["bare"]:
            return as_sentence(book.text("audience", "otherwise").format(text=capitalised(text)))
        return as_sentence(book.text("audience", "phrase").format(text=text))

    @cached_property
    def _subheadline(self) -> str:
        said = [self._activity_sentence, self._audience]
        texts = [text for text in said if self._wanted(text) and text.rstrip(".") != self._headline]
        if not texts and self._wanted(self._aim):
            texts = [self._aim]
        if not texts or self._style.tone == "warm":
            texts.insert(0, self._welcome)
        return " ".join(text for text in texts if as_label(text) != self._headline)

    @property
    def _activity_sentence(self) -> str:
        """The trade, when this page's language has it but it cannot stand as a heading."""
        text = self._brief.activity
        return "" if self._trade_is_own or not self._mine(text) else as_sentence(text)

    @cached_property
    def _aim(self) -> str:
        """The first sentence of mission or vision, when this page's language has it and it is short."""
        aims = (self._brief.mission, self._brief.vision)
        firsts = (next(iter(sentences(text)), "") for text in aims if self._mine(text))
        return next((as_sentence(first) for first in firsts if 0 < len(first) <= 2 * HEADLINE_LIMIT), "")

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
        brief = self._brief
        if not self._style.story:
            return ()
        activity = "" if self._mine(brief.activity) else brief.activity
        aims = (text for text in (brief.mission, brief.vision) if as_sentence(text) not in self._subheadline)
        told = " ".join(as_sentence(part) for part in (activity, brief.story) if part)
        paragraphs = (self._paragraph(part) for part in (told, *aims))
        return tuple(dict.fromkeys(paragraph for paragraph in paragraphs if paragraph))

    @property
    def _trade_is_own(self) -> bool:
        return self._trade != self._book.sector(self._sector, "label")

    def _paragraph(self, text: str) -> str:
        said = [as_sentence(sentence) for sentence in sentences(text) if self._wanted(sentence)]
        return " ".join(said[: _SENTENCES[self._style.length]])

    @property
    def _story_title(self) -> str:
        if not self._story:
            return ""
        mine = any(self._mine(paragraph) for paragraph in self._story)
        return self._book.phrase("story_title" if mine else "story_title_borrowed", self._style.tone)

    @cached_property
    def _faq(self) -> tuple[QuestionAnswer, ...]:
        brief, book = self._brief, self._book
        if not brief.business_name:
            return ()
        answers = {
            "where": self._place,
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

    @property
    def _place(self) -> str:
        city = self._brief.location.city
        if city and self._country:
            return self._book.text("place", "full").format(city=city, country=self._country)
        return city

    def _listed(self, words: Sequence[str]) -> str:
        """Join words as this language does; words of another one get a comma only, so no sentence is mixed."""
        texts = [word.strip().rstrip(" .,;") for word in words]
        comma = self._book.separator("comma")
        last = self._book.separator("and") if all(map(self._mine, texts)) else comma
        return enumerate_words(texts, comma=comma, last=last) if texts else ""

    @property
    def _meta_title(self) -> str:
        name, what = self._brief.business_name, self._trade_and_place
        title = " | ".join(part for part in dict.fromkeys((name, what)) if part) or self._headline
        return title if len(title) <= META_TITLE_LIMIT else clip([name or title], META_TITLE_LIMIT)

    @property
    def _meta_description(self) -> str:
        name, what = self._brief.business_name, self._trade_and_place
        lead = self._book.phrase("meta", self._style.tone, name=name, what=_inner(what)) if name and what else ""
        points = (as_sentence(point) for point in self._points if self._mine(point))
        parts = [part for part in (lead or self._welcome, self._audience, *points) if part]
        return clip(parts, META_DESCRIPTION_LIMIT)

    @property
    def _keywords(self) -> tuple[str, ...]:
        brief = self._brief
        words = [brief.business_name, self._trade, self._book.sector(self._sector, "label"), brief.location.city]
        words += [self._country, *(offer.name for offer in brief.offer)]
        distinct = {word.casefold(): word for word in reversed(words) if word}
        return tuple(word for word in words if distinct.pop(word.casefold(), None))[:_KEYWORDS]

    def _borrowed(self, page: PageContent) -> tuple[str, ...]:
        said = chain(
            (page.headline,) if self._style.headline else (),
            chain.from_iterable((offer.name, offer.description) for offer in page.offers),
            page.points,
            page.story,
            (pair.answer for pair in page.faq if pair.answer != as_sentence(self._place)),
        )
        return tuple(dict.fromkeys(text for text in said if text and not self._mine(text)))


def _inner(what: str) -> str:
    """Lower a heading's first letter where it follows a comma; an acronym keeps its capitals."""
    return what[:1].lower() + what[1:] if what[1:2].islower() else what
