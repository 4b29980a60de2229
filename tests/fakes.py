"""Stand-ins for the five integrations that count their calls and answer like small honest services."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from agent.phrases import PhraseBook, vocabulary
from nodes.brief import Change, FactUpdate
from nodes.conversation import CoachTurn
from nodes.inputs import ContentInput, LogoInput, PublishInput, ResearchInput, VisionInput
from nodes.ports import Services
from nodes.results import Finding, LogoSet, LogoVariant, MarketResearch, PageContent, Palette, SiteContent, Website

PALETTE = Palette(ink="#111111", paper="#ffffff", primary="#8a1f4e", accent="#f2a33c", tint="#fbeef3")


@dataclass
class Calls:
    """How often each integration was called, and what makes it fail next."""

    count: Counter[str] = field(default_factory=Counter)
    failing: dict[str, Exception] = field(default_factory=dict)

    def note(self, name: str) -> None:
        self.count[name] += 1
        if name in self.failing:
            raise self.failing[name]


@dataclass
class FakeCoach:
    """Understands "fact=value" pairs, "?" as a question back, and leaves the rest to the core."""

    calls: Calls

    async def respond(self, request: VisionInput) -> CoachTurn:
        self.calls.note("coach")
        text = " ".join(request.said)
        updates = tuple(
            FactUpdate(
                fact=fact,
                value=[_offer(value)] if fact == "offer" else [value] if fact in ("colors", "languages") else value,
                quote=value,
                change=Change.ADD if fact == "offer" else Change.SET,
            )
            for fact, value in re.findall(r"(\w+)=([^;]+)", text)
        )
        if text.endswith("?"):
            return CoachTurn(remark="Good question.", made_by="fake")
        if not updates and request.question and request.question.kind == "fact":
            fact = request.question.asks[0]
            value = [_offer(text)] if fact == "offer" else text
            updates = (FactUpdate(fact=fact, value=value, quote=text),)
        return CoachTurn(updates=updates, made_by="fake")


def _offer(words: str) -> dict[str, Any]:
    """Understand "dress 9000" as a dress for so many francs."""
    name, _, amount = words.rpartition(" ")
    return {"name": name, "price": {"amount": amount, "currency": "XOF"}} if amount.isdigit() else {"name": words}


@dataclass
class FakeResearcher:
    calls: Calls

    async def research(self, request: ResearchInput) -> MarketResearch:
        self.calls.note("research")
        finding = Finding(
            topic="market", claim=f"About {request.sector}", quote="q", source_title="A page", url="https://example.org"
        )
        return MarketResearch(made_by="fake", live=True, findings=(finding,))


@dataclass
class FakeCopywriter:
    calls: Calls

    async def write(self, request: ContentInput) -> SiteContent:
        self.calls.note("content")
        headline = f"{request.brief.business_name} {' '.join(request.wishes)}".strip()
        pages = tuple(PageContent(language=language, headline=headline) for language in request.languages)
        return SiteContent(made_by="fake", live=True, pages=pages)


@dataclass
class FakeLogoDesigner:
    calls: Calls

    async def design(self, request: LogoInput) -> LogoSet:
        self.calls.note("logo")
        svg = f"<svg xmlns='http://www.w3.org/2000/svg'><title>{request.name} {request.wishes}</title></svg>"
        variants = tuple(LogoVariant(id=str(n), kind="wordmark", svg=svg, palette=PALETTE) for n in (1, 2, 3))
        return LogoSet(made_by="fake", live=True, variants=variants)


@dataclass
class FakePublisher:
    """Keeps the sites it was asked to make; the same key is the same publishing."""

    calls: Calls
    sites: dict[str, list[PublishInput]] = field(default_factory=dict)
    done: dict[str, Website] = field(default_factory=dict)

    async def publish(self, request: PublishInput, *, idempotency_key: str) -> Website:
        self.calls.note("publish")
        if idempotency_key not in self.done:
            versions = self.sites.setdefault(request.site_id, [])
            versions.append(request)
            url = f"https://sites.example.org/{request.site_id}"
            self.done[idempotency_key] = Website(
                made_by="fake", live=True, url=url, site_id=request.site_id, version=len(versions)
            )
        return self.done[idempotency_key]


class PlainPhrases(PhraseBook):
    """The phrase book with one-line interview questions, so that core tests do not hang on their wording."""

    def say(self, language: str, key: str, **values: object) -> str:
        if key.startswith("interview.ask."):
            return f"Tell me: {key.removeprefix('interview.ask.')}"
        return super().say(language, key, **values)


def fake_services(calls: Calls | None = None) -> Services:
    """Return services that are all fakes sharing one counter."""
    calls = calls or Calls()
    return Services(
        coach=FakeCoach(calls),
        researcher=FakeResearcher(calls),
        copywriter=FakeCopywriter(calls),
        logo_designer=FakeLogoDesigner(calls),
        publisher=FakePublisher(calls),
        phrases=PlainPhrases(),
        vocabulary=vocabulary(),
    )
