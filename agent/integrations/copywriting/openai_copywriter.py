"""The copywriter with a model: one call per language at once, and nothing kept that traces to no fact or source."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, replace
from typing import Any

from agent import resources
from agent.integrations.copywriting.completing import completed
from agent.integrations.copywriting.page_words import PageWords, in_language, page_of
from agent.integrations.fallback import SecondTry
from agent.integrations.memo import SessionMemo
from agent.integrations.openai_client import Ask, OpenAIClient
from agent.integrations.structured import answer_shaped
from nodes.brief import Sector
from nodes.grounding import Evidence, Violation, ground, uneven, violations
from nodes.inputs import ContentInput
from nodes.ports import Copywriter
from nodes.results import PageContent, SiteContent

NAME = "openai"
STOOD_IN = "services.copy_local"
PARTLY_LOCAL = "services.copy_partly_local"
_MAX_TOKENS = 1400
_TEMPERATURE = 0.6
_SOURCES = 6
_LONGEST_SOURCE = 300
_MOST_WISHES = 8
_MOST_CLAIMS = 12


@dataclass(frozen=True)
class Draft:
    """One page with the talk that led to it, so that it can be mended."""

    ask: Ask
    words: PageWords
    page: PageContent


class OpenAICopywriter:
    """Fills Copywriter. Where nothing of the model's may stay, the words are the local copywriter's."""

    def __init__(self, client: OpenAIClient, local: Copywriter) -> None:
        self._client = client
        self._local = local

    async def write(self, request: ContentInput) -> SiteContent:
        """Write one page per language; claims without a source are rewritten once, then their sentences go.

        A page that is not in its language even when written again is the local one. Raises IntegrationException or
        BudgetSpent.
        """
        drafts = await _together(self._first(request, language) for language in request.languages)
        content = _content(request, drafts)
        # Grounding reads every sentence: in a thread, so that other sessions go on meanwhile.
        evidence, faults = await asyncio.to_thread(_judged, request, content)
        if any(faults.values()):
            mending = (self._mended(request, draft, faults[draft.page.language]) for draft in drafts)
            content = _content(request, await _together(mending))
        kept = (await asyncio.to_thread(ground, content, evidence)).content
        return _completed(kept, content, await self._local.write(request))

    async def _first(self, request: ContentInput, language: str) -> Draft:
        system = resources.read_text("prompts/copywriter.md")
        ask = Ask(
            (("system", system), ("user", briefing(request, language))),
            max_tokens=_MAX_TOKENS,
            temperature=_TEMPERATURE,
            action="copywriter",
        )
        words = await answer_shaped(self._client, ask, PageWords)
        return Draft(ask, words, page_of(words, language, request.brief))

    async def _mended(self, request: ContentInput, draft: Draft, faults: tuple[str, ...]) -> Draft:
        if not faults:
            return draft
        wording = resources.load_yaml("prompts/rewrite.yaml")["rewrite"].format(problems=" ".join(faults))
        messages = (*draft.ask.messages, ("assistant", draft.words.model_dump_json()), ("user", wording))
        words = await answer_shaped(self._client, replace(draft.ask, messages=messages, temperature=0.2), PageWords)
        return Draft(draft.ask, words, page_of(words, draft.page.language, request.brief))


class PatientCopywriter:
    """A copywriter whose service may fail: the person is told once, and trying again brings the local words."""

    def __init__(self, live: Copywriter, local: Copywriter, memo: SessionMemo, second_try: SecondTry) -> None:
        self._live = live
        self._local = local
        self._memo = memo
        self._second_try = second_try

    async def write(self, request: ContentInput) -> SiteContent:
        """Write the pages; the same request of a session is paid for once. Raises as its service does."""

        async def local(_failures: int) -> SiteContent:
            written = await self._local.write(request)
            return written.model_copy(update={"notice": STOOD_IN})

        return await self._second_try.run(lambda: self._paid(request), local)

    async def _paid(self, request: ContentInput) -> SiteContent:
        kept = await self._memo.recall(SiteContent, "content", request)
        if kept is None:
            kept = await self._live.write(request)
            await self._memo.keep(kept, "content", request)
        return kept


def briefing(request: ContentInput, language: str) -> str:
    """Return what the model is told, as one JSON object: quoting keeps facts apart from instructions."""
    facts = request.brief.model_dump(mode="json", exclude_defaults=True, exclude={"contact", "tone"})
    findings = request.findings.findings if request.findings else ()
    told = {
        "language": language,
        "facts": facts,
        "sources": [finding.quote[:_LONGEST_SOURCE] for finding in findings[:_SOURCES]],
        "wishes": request.wishes[-_MOST_WISHES:],
        "tone": request.brief.tone,
    }
    return json.dumps(told, ensure_ascii=False)


def _content(request: ContentInput, drafts: Iterable[Draft]) -> SiteContent:
    pages = tuple(draft.page for draft in drafts)
    return SiteContent(made_by=NAME, live=True, pages=pages, category=str(request.brief.sector or Sector.DEFAULT))


def _completed(kept: SiteContent, written: SiteContent, local: SiteContent) -> SiteContent:
    """Return the pages with the local words where nothing of a page, or of a part of it, may stay."""
    ours = {page.language: page for page in local.pages}
    pages, notice = list[PageContent](), kept.notice
    for page, draft in zip(kept.pages, written.pages, strict=True):
        stand_in = ours.get(page.language)
        if stand_in is None:
            pages.append(page)
        elif in_language(draft):
            pages.append(completed(page, draft, stand_in))
        else:
            pages.append(stand_in)
            notice = PARTLY_LOCAL
    return kept.model_copy(update={"pages": tuple(pages), "notice": notice})


def _judged(request: ContentInput, content: SiteContent) -> tuple[Evidence, dict[str, tuple[str, ...]]]:
    findings = request.findings.findings if request.findings else ()
    evidence = Evidence(request.brief, (), findings)
    return evidence, _faults(content, violations(content, evidence))


def _faults(content: SiteContent, found: tuple[Violation, ...]) -> dict[str, tuple[str, ...]]:
    """Return what each page must mend, in the words of the rewrite prompt."""
    words = resources.load_yaml("prompts/rewrite.yaml")
    lacking = uneven(content)
    faults: dict[str, tuple[str, ...]] = {}
    for page in content.pages:
        own = [each for each in found if each.where.partition(".")[0] == page.language][:_MOST_CLAIMS]
        facts = [claim.text for language, claim in lacking if language == page.language][:_MOST_CLAIMS]
        claims = json.dumps([each.sentence for each in own], ensure_ascii=False)
        problems = [words["claims"].format(claims=claims)] if own else []
        problems += [words["missing"].format(facts=", ".join(facts))] if facts else []
        problems += [] if in_language(page) else [words["language"].format(language=page.language)]
        faults[page.language] = tuple(problems)
    return faults


async def _together(work: Iterable[Coroutine[Any, Any, Draft]]) -> list[Draft]:
    """Run all at once; the first failure cancels the rest, so that nothing more is paid for."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
