"""OpenAI, or any service that speaks its chat protocol: text in, text out, every way of failing told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

import httpx
import structlog

from agent.integrations.calls import Calls, Policy
from agent.integrations.http import CONNECT_SECONDS, ServiceClient, open_client, restate
from agent.integrations.openai_errors import (
    ContentRefused,
    StreamCut,
    Truncated,
    Unsupported,
    translate_openai,
    translate_stream,
)
from agent.integrations.session_context import Listener
from agent.integrations.token_budget import TokenBudget, estimate
from agent.settings import Settings
from nodes.errors import IntegrationException, Malformed, Misconfigured

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage
    from langchain_openai.chat_models.base import BaseChatOpenAI

Message = tuple[str, str]
"""Role (system, user or assistant) and text."""

SERVICE = "openai"
_EMPTY = "empty answer"
log = structlog.get_logger()


@dataclass(frozen=True)
class Ask:
    """One question to the model."""

    messages: tuple[Message, ...]
    max_tokens: int = 1500
    temperature: float = 0.7
    schema: Mapping[str, Any] | None = None
    """A JSON schema with `name` and `schema`, for servers that can hold the model to it; the answer is not checked."""
    listener: Listener | None = None
    """Hears the raw answer as it comes, all of it each time."""
    action: str = "generate_text"
    """Named in the log."""


class OpenAIClient(ServiceClient):
    """Without arguments it is configured by the environment.

    Raises IntegrationException when OPENAI_API_KEY is missing.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        http: httpx.AsyncClient | None = None,
        budget: TokenBudget | None = None,
    ) -> None:
        import openai  # noqa: PLC0415 - slow to import

        self.settings = settings or Settings()
        if self.settings.openai_api_key is None:
            log.error("OPENAI_API_KEY not found in environment variables.", action="init", service=SERVICE)
            raise Misconfigured("OpenAI API key is not configured.", service=SERVICE)
        timeout = self.settings.openai_timeout
        self._http = http or open_client(timeout=timeout)
        self.client = openai.AsyncOpenAI(
            api_key=self.settings.openai_api_key.get_secret_value(),
            base_url=self.settings.openai_base_url,
            http_client=cast("Any", self._http),  # it takes either generation of httpx and is typed for one
            timeout=cast("Any", httpx.Timeout(timeout, connect=min(timeout, CONNECT_SECONDS))),
            max_retries=0,
        )
        self.budget = budget or TokenBudget(0)
        self._calls = Calls(Policy(SERVICE, timeout=timeout))
        self._model = _chat_model(self.client, self.settings.openai_model)
        self._refused: set[str] = set()

    async def generate_text(self, prompt: str, max_tokens: int = 1500, temperature: float = 0.7) -> str:
        """Return the model's answer to one prompt.

        Raises IntegrationException; a refused, empty or twice truncated answer is an error and never returned.
        """
        try:
            return await self.answer(Ask((("user", prompt),), max_tokens, temperature))
        except IntegrationException as error:
            log.error(  # noqa: TRY400 - the chained vendor error may repeat the key
                "Error during OpenAI text generation",
                action="generate_text",
                service=SERVICE,
                status="failed",
                error=str(error),
            )
            raise restate(error, "Failed to generate text with OpenAI.") from error

    async def answer(self, ask: Ask) -> str:
        """Return the whole answer; a truncated one is asked for once more with twice the tokens.

        Raises IntegrationException, or BudgetSpent before anything is sent.
        """
        try:
            return await self._adapted(ask)
        except Truncated:
            return await self._adapted(replace(ask, max_tokens=ask.max_tokens * 2))

    async def ping(self) -> None:
        """Ask for one token, to learn whether the service would work. Raises IntegrationException if not."""
        try:
            await self._adapted(Ask((("user", "ping"),), max_tokens=1, action="ping"))
        except (Truncated, ContentRefused, Malformed) as error:
            if type(error) is Malformed and error.details != _EMPTY:
                raise

    async def _adapted(self, ask: Ask) -> str:
        while True:
            try:
                return await self._paid(ask)
            except Unsupported as error:
                if error.details in self._refused:
                    raise
                self._refused.add(error.details)

    async def _paid(self, ask: Ask) -> str:
        async with self.budget.spending(estimate(*(text for _, text in ask.messages)) + ask.max_tokens) as spending:

            async def once() -> str:
                message = await self._sent(ask)
                usage = message.usage_metadata
                spending.used += usage["total_tokens"] if usage else spending.reserved
                return _checked(message, streamed=ask.listener is not None)

            translate = translate_stream if ask.listener else translate_openai
            return await self._calls.run(ask.action, once, translate=translate)

    async def _sent(self, ask: Ask) -> AIMessage:
        options = self._options(ask)
        if ask.listener is None:
            return await self._model.ainvoke(list(ask.messages), config=_UNSTREAMED, **options)
        whole: Any = None
        async for chunk in self._model.astream(list(ask.messages), config=_UNSTREAMED, **options):
            whole = chunk if whole is None else whole + chunk
            ask.listener(str(whole.content))
        if whole is None:
            raise StreamCut("openai sent an empty stream", service=SERVICE)
        return whole  # type: ignore[no-any-return]

    def _options(self, ask: Ask) -> dict[str, Any]:
        cap = "max_completion_tokens" if "max_tokens" in self._refused else "max_tokens"
        options: dict[str, Any] = {cap: ask.max_tokens}
        if "temperature" not in self._refused:
            options["temperature"] = ask.temperature
        if ask.schema is not None and "response_format" not in self._refused:
            # By extra_body, because the vendor's own parsing of this parameter hides the finish reason.
            wanted = {"type": "json_schema", "json_schema": {"strict": True, **ask.schema}}
            options["extra_body"] = {"response_format": wanted}
        if ask.listener is not None:
            options["stream_usage"] = "stream_options" not in self._refused
        return options


_UNSTREAMED: Any = {"tags": ["nostream"], "callbacks": []}
"""Keeps the raw answer out of LangGraph's own message stream: people see checked words only."""


def _chat_model(client: Any, model: str) -> BaseChatOpenAI:
    from langchain_openai.chat_models.base import BaseChatOpenAI  # noqa: PLC0415 - slow to import

    return BaseChatOpenAI(
        model=model,
        api_key=None,  # the given client holds the key
        root_async_client=client,
        async_client=client.chat.completions,
        max_retries=0,
        use_responses_api=False,
    )


def _checked(message: AIMessage, *, streamed: bool) -> str:
    finish = message.response_metadata.get("finish_reason")
    if finish == "content_filter" or message.additional_kwargs.get("refusal"):
        raise ContentRefused(
            "openai refused the content",
            service=SERVICE,
            details="content_filter" if finish == "content_filter" else "refusal",
        )
    if finish == "length":
        raise Truncated("openai's answer stopped at the token limit", service=SERVICE, details="length")
    if streamed and finish is None:
        raise StreamCut("openai broke off its answer", service=SERVICE, details="no finish reason")
    text = message.content if isinstance(message.content, str) else ""
    if not text.strip():
        raise Malformed("openai answered nothing", service=SERVICE, details=_EMPTY)
    return text
