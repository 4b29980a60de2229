"""What headings and first sentences are made of: the trade, the place, whom it is for, and a greeting."""

from __future__ import annotations

from functools import cached_property

from agent.integrations.copywriting.playbook import Playbook
from agent.integrations.copywriting.tongue import recognise
from agent.integrations.copywriting.wording import as_label, as_sentence, capitalised, starts_with
from nodes.brief import BusinessBrief, Sector
from nodes.grounding.sentences import sentences

HEADLINE_LIMIT = 60
"""Characters of a headline that a phone shows on two lines."""


class Headings:
    """The person's words as far as they can stand alone on a page in one language."""

    def __init__(self, brief: BusinessBrief, book: Playbook, tone: str, spoken: str) -> None:
        self._brief = brief
        self._book = book
        self._tone = tone
        self._spoken = spoken
        """The language the person answers in, for words that do not tell their own."""

    @cached_property
    def trade(self) -> str:
        """The person's word for the trade when it can stand as a heading here, else the sector's."""
        text = self._brief.activity.strip()
        if self.mine(text):
            text = text.removeprefix(starts_with(text, self._book.words("fragment", "drop")))
            if self._is_fragment(text):
                return as_label(text)
        return self._book.sector(self.sector, "label")

    def _is_fragment(self, text: str) -> bool:
        return (
            0 < len(text) <= int(self._book.text("fragment", "longest"))
            and len(sentences(text)) == 1
            and not text.rstrip().endswith(("!", "?", "؟"))
            and not starts_with(text, self._book.words("fragment", "sentence"))
        )

    @cached_property
    def trade_and_place(self) -> str:
        return self._placed(self.trade)

    @cached_property
    def activity_and_place(self) -> str:
        """What the person does, in a short sentence of this page's language ("I repair phones in Gulu"), else empty."""
        sentence = self.activity_sentence
        placed = as_label(self._placed(as_label(sentence))) if len(sentences(sentence)) == 1 else ""
        return placed if len(placed) <= HEADLINE_LIMIT else ""

    def _placed(self, what: str) -> str:
        """Return words with the place behind them, where they do not name it already."""
        city, country = self._city_in_heading, self.country
        forms: dict[str, str] = self._book.data["place"]["forms"]
        if not what or (city and city.casefold() in what.casefold()):
            return what
        if form := forms.get(city):
            return self._book.text("place", "form").format(what=what, form=form)
        if city:
            return self._book.text("place", "city").format(what=what, city=city)
        return self._book.text("place", "country").format(what=what, country=country) if country else what

    @property
    def is_telling(self) -> bool:
        """Whether trade and place say more than the sector's bare name."""
        return self.trade_is_own or self.trade_and_place != self.trade

    @property
    def _city_in_heading(self) -> str:
        """The city as the person wrote it; empty when a page in Latin letters could not read it."""
        city = self._brief.location.city
        foreign = recognise(city, "") == "ar" and self._book.language != "ar"
        return "" if foreign else city

    @cached_property
    def country(self) -> str:
        from babel import Locale  # noqa: PLC0415 - slow to import and not needed at start

        return str(Locale.parse(self._book.language).territories.get(self._brief.location.country, ""))

    @property
    def place(self) -> str:
        city = self._brief.location.city
        if city and self.country:
            return self._book.text("place", "full").format(city=city, country=self.country)
        return city

    @cached_property
    def welcome(self) -> str:
        name, tone = self._brief.business_name, self._tone
        return self._book.phrase("welcome", tone, name=name) if name else self._book.phrase("welcome_nameless", tone)

    @cached_property
    def audience(self) -> str:
        """Whom the business is for, as a sentence of this page; empty when it was said in another language."""
        text = self._brief.target_audience.strip()
        first = next(iter(sentences(text)), "")
        if not self.mine(text) or not first:
            return ""
        book = self._book
        if starts_with(first, (*book.words("audience", "already"), *book.words("fragment", "sentence"))):
            return as_sentence(text)
        if lowered := starts_with(first, book.words("audience", "lower")):
            text = lowered.lower() + text[len(lowered) :]
        elif not book.data["audience"]["bare"]:
            return as_sentence(book.text("audience", "otherwise").format(text=capitalised(text)))
        return as_sentence(book.text("audience", "phrase").format(text=text))

    @property
    def activity_sentence(self) -> str:
        """The trade, when this page's language has it but it cannot stand as a heading."""
        text = self._brief.activity
        return "" if self.trade_is_own or not self.mine(text) else as_sentence(text)

    @property
    def trade_is_own(self) -> bool:
        return self.trade != self._book.sector(self.sector, "label")

    @cached_property
    def aim(self) -> str:
        """The first sentence of mission or vision, when this page's language has it and it is short."""
        aims = (self._brief.mission, self._brief.vision)
        firsts = (next(iter(sentences(text)), "") for text in aims if self.mine(text))
        return next((as_sentence(first) for first in firsts if 0 < len(first) <= 2 * HEADLINE_LIMIT), "")

    def mine(self, text: str) -> bool:
        return bool(text) and recognise(text, self._spoken) == self._book.language

    @property
    def sector(self) -> Sector:
        return self._brief.sector or Sector.DEFAULT
