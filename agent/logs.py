"""Logs as events with fields. Secrets and what people said are taken out by key, by type and by pattern."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog
from pydantic import BaseModel, SecretBytes, SecretStr

HIDDEN = "[hidden]"
_LONGEST = 500
"""Characters of one value; longer ones are somebody's text or a service's page."""
_DEEPEST = 4
_MOST_ITEMS = 20
_FRAMES = 6

_PRIVATE_KEYS = re.compile(
    r"(?:^|_)(?:api_?key|auth|authorization|cookie|credential|password|secret|token)(?:$|_)|"
    r"^(?:address|answer|body|brief|business_name|city|content|contact|data|email|input|message|messages|phone|prompt|"
    r"quote|reply|request|response|said|state|story|text|update|updates|user_name|value|vision|whatsapp|wish|wishes|words)$",
    re.IGNORECASE,
)
"""Fields whose value is never logged, whatever it is."""

_PATTERNS = (
    (re.compile(r"(?i)\bbearer\s+\S+"), f"Bearer {HIDDEN}"),
    (re.compile(r"\b(?:sk|tvly|pk|rk|ghp|xox[a-z])[-_][\w-]{6,}"), HIDDEN),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), HIDDEN),
    (re.compile(r"(?<=://)[^/@\s]+@"), f"{HIDDEN}@"),
    (re.compile(r"(?i)([?&](?:api_?key|token|secret|key|password)=)[^&\s]+"), rf"\1{HIDDEN}"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), HIDDEN),
    (re.compile(r"(?<![\w-])\+?\d(?:[ .()-]{0,2}\d){8,14}(?![\w-])"), HIDDEN),
)
"""Keys and tokens by their usual forms, user information in addresses, e-mail addresses, phone numbers."""

_QUIET = ("httpx", "httpcore", "httpx2", "httpcore2", "openai", "urllib3", "asyncio", "hpack", "langsmith")
"""Libraries whose debug output holds requests; they speak from `warning` up only."""


def configure(level: str = "warning", *, pretty: bool | None = None, stream: TextIO | None = None) -> None:
    """Send all logs, ours and the libraries', to `stream` (standard error) from `level` up.

    pretty: lines for people instead of one JSON object a line; by default where the stream is a terminal.
    """
    import stamina.instrumentation  # noqa: PLC0415 - only those who retry need it

    out = stream or sys.stderr
    lines = out.isatty() if pretty is None else pretty
    render: Any = structlog.dev.ConsoleRenderer() if lines else structlog.processors.JSONRenderer(ensure_ascii=False)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        _where_it_broke,
        redact,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    _lead_libraries(number, out, [*shared, structlog.stdlib.ProcessorFormatter.remove_processors_meta, render])
    stamina.instrumentation.set_on_retry_hooks([])  # each attempt is an event of ours already


def _lead_libraries(number: int, out: TextIO, processors: list[Any]) -> None:
    handler = logging.StreamHandler(out)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=processors))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(number)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Return the event with every private field hidden; a structlog processor."""
    for name in list(event):
        if not name.startswith("_"):
            event[name] = HIDDEN if _PRIVATE_KEYS.search(name) else safe(event[name])
    return event


def safe(value: object, depth: int = 0) -> object:
    """Return what of a value may be logged: no secret, no model of ours, no long text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return _scrubbed(value)
    if isinstance(value, SecretStr | SecretBytes):
        return HIDDEN
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, bytes | bytearray):
        return f"<{len(value)} bytes>"
    if isinstance(value, BaseModel):
        return f"<{type(value).__name__}>"
    if depth < _DEEPEST and isinstance(value, Mapping):
        items = list(value.items())[:_MOST_ITEMS]
        return {str(key): HIDDEN if _PRIVATE_KEYS.search(str(key)) else safe(item, depth + 1) for key, item in items}
    if depth < _DEEPEST and isinstance(value, list | tuple | set | frozenset):
        return [safe(item, depth + 1) for item in list(value)[:_MOST_ITEMS]]
    if isinstance(value, Path):
        return str(value)
    return f"<{type(value).__name__}>"


def _scrubbed(text: str) -> str:
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)} characters)"
    for pattern, instead in _PATTERNS:
        short = pattern.sub(instead, short)
    return short


def _where_it_broke(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Turn an exception into its type and places: its text and its locals may be what somebody said."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error, trace = _error_of(found)
    if error is not None:
        event["exception"] = type(error).__name__
        frames = traceback.extract_tb(trace)[-_FRAMES:]
        event["at"] = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def _error_of(found: object) -> tuple[BaseException | None, TracebackType | None]:
    if isinstance(found, BaseException):
        return found, found.__traceback__
    if isinstance(found, tuple) and isinstance(found[1], BaseException):
        return found[1], found[2]
    return None, None
