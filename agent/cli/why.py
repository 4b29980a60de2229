"""`coach why`: where each sentence of a site comes from."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from agent.graph import GraphState
    from nodes.grounding import Evidence, Source
    from nodes.results import PageContent


@click.command()
@click.argument("sentence", required=False, default="")
@click.option("--session", "session_id", required=True, help="The session's id.")
def command(sentence: str, session_id: str) -> None:
    """Say which of the person's words or which source SENTENCE rests on. Without one, for every sentence.

    Headings, buttons and other words that are the same on every site are named as such.
    """
    for line in asyncio.run(_why(sentence, session_id)):
        click.echo(line)


async def _why(sentence: str, session_id: str) -> list[str]:
    from agent.cli.opened import opened
    from nodes.errors import SessionError
    from nodes.grounding import Evidence
    from nodes.grounding.sentences import sentences

    async with opened() as application:
        state = await application.sessions.state(session_id)
        phrases = application.services.phrases
    asked = [sentence] if sentence else list(texts_of(state))
    if not asked:
        raise SessionError("the session has no words for its site yet")
    findings = state.research.findings if state.research else ()
    evidence = await asyncio.to_thread(Evidence, state.brief, state.evidence, findings)
    languages = tuple(dict.fromkeys((*_page_languages(state), state.language, *phrases.languages)))

    def say(key: str) -> str:
        return phrases.say(state.language, key)

    return [line for text in asked for part in sentences(text) for line in answered(part, evidence, languages, say)]


def answered(text: str, evidence: Evidence, languages: tuple[str, ...], say: Callable[[str], str]) -> Iterator[str]:
    """Yield a sentence and below it what it rests on, or that it claims nothing."""
    from agent.cli.fixed_words import is_bare, is_fixed

    sources = () if is_bare(text, languages) else evidence.trace(text)
    yield f"« {text} »"
    yield from (f"    {_shown(source, say)}" for source in sources)
    if not sources:
        yield f"    {say('review.why_fixed' if is_fixed(text, languages) else 'review.why_nothing')}"


def _shown(source: Source, say: Callable[[str], str]) -> str:
    where = source.url or source.title or (say(f"fact.{source.fact}") if source.fact else "")
    return f"{source.quote}{f'  [{where}]' if where else ''}"


def texts_of(state: GraphState) -> Iterator[str]:
    """Yield every text of the site's pages, in reading order."""
    for page in state.content.pages if state.content else ():
        yield from filter(None, _page_texts(page))


def _page_texts(page: PageContent) -> Iterator[str]:
    yield from (page.headline, page.subheadline, *page.points, page.offers_title)
    for offer in page.offers:
        yield from (offer.name, offer.description)
    yield from (page.story_title, *page.story)
    for pair in page.faq:
        yield from (pair.question, pair.answer)
    yield from (page.call_to_action, page.whatsapp_message, page.meta_title, page.meta_description)


def _page_languages(state: GraphState) -> tuple[str, ...]:
    return tuple(page.language for page in state.content.pages) if state.content else ()
