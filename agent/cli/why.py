"""`coach why`: where each sentence of a site comes from."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
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
    """Say which of the person's words or which source SENTENCE rests on. Without one, for every sentence."""
    for line in asyncio.run(_why(sentence, session_id)):
        click.echo(line)


async def _why(sentence: str, session_id: str) -> list[str]:
    from agent.cli.opened import opened
    from nodes.errors import SessionError
    from nodes.grounding import Evidence

    async with opened() as application:
        state = await application.sessions.state(session_id)
        phrases = application.services.phrases
    asked = [sentence] if sentence else list(texts_of(state))
    if not asked:
        raise SessionError("the session has no words for its site yet")
    findings = state.research.findings if state.research else ()
    evidence = await asyncio.to_thread(Evidence, state.brief, state.evidence, findings)
    nothing = phrases.say(state.language, "review.why_nothing")
    return [line for text in asked for line in _answer(text, evidence, nothing)]


def _answer(text: str, evidence: Evidence, nothing: str) -> Iterator[str]:
    yield f"« {text} »"
    sources = evidence.trace(text)
    yield from (f"    {_shown(source)}" for source in sources)
    if not sources:
        yield f"    {nothing}"


def _shown(source: Source) -> str:
    where = source.url or source.title or source.fact
    return f"{source.quote}{f'  [{where}]' if where else ''}"


def texts_of(state: GraphState) -> Iterator[str]:
    """Yield every sentence of the site's pages, in reading order."""
    for page in state.content.pages if state.content else ():
        yield from _page_texts(page)


def _page_texts(page: PageContent) -> Iterator[str]:
    from nodes.grounding.sentences import sentences

    texts = [page.headline, page.subheadline, *page.points, *page.story]
    texts += [part for item in page.faq for part in (item.question, item.answer)]
    for text in filter(None, texts):
        yield from sentences(text)
