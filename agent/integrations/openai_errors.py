"""What the errors of OpenAI-compatible services mean in the product's tree.

Their classes share no base with httpx, and an unusable answer surfaces as whatever the parser stumbled over.
The services' texts are never taken over: the one for a wrong key repeats the key.
"""

from __future__ import annotations

from agent.integrations.http import retry_after, status_error, translate
from nodes.errors import IntegrationException, Malformed, Misconfigured, Rejected, Unavailable

ACCOUNT_CODES = frozenset(
    {
        "insufficient_quota",
        "billing_hard_limit_reached",
        "billing_not_active",
        "credit_balance_exhausted",
        "organization_spend_limit_exceeded",
        "project_spend_limit_exceeded",
        "organization_usage_limit_exceeded",
    }
)
"""Codes and types of 429 that no waiting cures (OpenAI's guide on error codes)."""
_POLICY_CODES = frozenset({"content_policy_violation", "content_filter", "moderation_blocked", "invalid_prompt"})
_TOO_LONG = frozenset({"context_length_exceeded", "string_above_max_length"})
FEATURES = ("response_format", "max_tokens", "temperature", "stream_options")
"""Parameters that some models and servers do not take."""
_NOT_TAKEN = ("unsupported", "not support", "unrecognized", "unknown", "not permitted", "extra input")
_PARSER_STUMBLED = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


class ContentRefused(Rejected):
    """The model, or a filter around it, will not write this."""

    key = "services.content_refused"


class ContextTooLong(Rejected):
    """The conversation does not fit into the model's context."""

    key = "services.too_long"


class Unsupported(Rejected):
    """The server does not take a parameter, named in `details`."""


class Truncated(Malformed):
    """The answer stopped at the token limit."""

    key = "services.truncated"


class StreamCut(Unavailable):
    """The answer broke off."""

    key = "services.stream_cut"


def translate_openai(error: Exception, service: str) -> IntegrationException | None:
    """Return the error of the product's tree that `error` means, None for one that is not about the service."""
    import openai  # noqa: PLC0415 - slow to import

    if isinstance(error, openai.APITimeoutError):
        return _busy(Unavailable(f"{service} did not answer in time", service=service, details="timeout"))
    if isinstance(error, openai.APIConnectionError):
        return _busy(Unavailable(f"{service} could not be reached", service=service, details="connection"))
    if isinstance(error, openai.APIStatusError):
        return _by_status(error, service)
    if isinstance(error, openai.APIError):
        return _by_code(error, service) or StreamCut(
            f"{service} broke off its answer", service=service, details="error inside the stream"
        )
    known = translate(error, service)
    if known is None and isinstance(error, _PARSER_STUMBLED):
        details = type(error).__name__
        return Malformed(f"{service} answered something unusable", service=service, details=details)
    return _busy(known) if known is not None and type(known) is Unavailable else known


def translate_stream(error: Exception, service: str) -> IntegrationException | None:
    """Return what `error` means while an answer streams: a piece that cannot be read is a broken stream."""
    known = translate_openai(error, service)
    if type(known) is Malformed and known is not error:
        return StreamCut(f"{service} broke off its answer", service=service, details=known.details)
    return known


def _by_status(error: object, service: str) -> IntegrationException:
    known = _by_code(error, service)
    if known is not None:
        return known
    response = getattr(error, "response")  # noqa: B009 - either generation of httpx, only its shared face is used
    found = status_error(response, service, details=_word(error, "code") or _word(error, "type"))
    if isinstance(found, Unavailable):
        found.retry_after = retry_after(response.headers)
        return _busy(found)
    return found


def _by_code(error: object, service: str) -> IntegrationException | None:
    words = {_word(error, "code"), _word(error, "type")}
    if words & ACCOUNT_CODES:
        details = " ".join(sorted(words & ACCOUNT_CODES))
        key = "services.writing_account_limit"
        return Misconfigured(f"{service} account limit reached", service=service, details=details, key=key)
    if getattr(error, "status_code", 0) not in (400, 422):
        return None
    if words & _TOO_LONG:
        return ContextTooLong(f"{service} cannot take so long a request", service=service, details="context length")
    if words & _POLICY_CODES:
        return ContentRefused(f"{service} refused the content", service=service, details="policy")
    feature = _unsupported(error)
    return Unsupported(f"{service} does not take a parameter", service=service, details=feature) if feature else None


def _unsupported(error: object) -> str:
    parameter, code, text = _word(error, "param").split(".")[0], _word(error, "code"), _word(error, "message").lower()
    if "response_format" in (parameter, *text.split()) or "json_schema" in text:
        return "response_format"
    if not code.startswith("unsupported") and not any(word in text for word in _NOT_TAKEN):
        return ""
    return next((name for name in FEATURES if name == parameter or name in text), "")


def _word(error: object, name: str) -> str:
    return str(getattr(error, name, None) or "")


def _busy(error: IntegrationException) -> IntegrationException:
    error.key = "services.writing_busy"
    return error
