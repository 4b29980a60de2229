"""Answers of a fixed shape from a model: asked for by schema, read leniently, checked strictly, repaired once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from agent import resources
from agent.integrations.openai_client import SERVICE, Ask, OpenAIClient
from nodes.errors import Malformed

Shape = TypeVar("Shape", bound=BaseModel)

_MOST_PROBLEMS = 8
_LONGEST_ECHO = 4000
"""Characters of a wrong answer that are shown to the model for its repair."""
_KEYWORDS = ("type", "properties", "required", "items", "enum", "anyOf", "$ref", "$defs", "description", "const")
"""What strict mode allows of JSON schema; limits are checked here instead."""


async def answer_shaped(client: OpenAIClient, ask: Ask, shape: type[Shape]) -> Shape:
    """Return the model's answer as a `shape`; after one repair round with the problems named, raise Malformed.

    Raises IntegrationException, or BudgetSpent before anything is sent. Nothing half valid is ever returned.
    """
    ask = replace(ask, schema={"name": shape.__name__, "schema": strict_schema(shape)})
    text = await client.answer(ask)
    try:
        return read(text, shape)
    except ValueError as error:
        problems = _problems(error)
    repair = resources.load_yaml("prompts/repair.yaml")["repair"].format(problems=problems)
    again = (*ask.messages, ("assistant", text[:_LONGEST_ECHO]), ("user", repair))
    try:
        return read(await client.answer(replace(ask, messages=again, temperature=0.0)), shape)
    except ValueError as error:
        details = _problems(error)
        raise Malformed(f"{SERVICE} did not keep to the shape", service=SERVICE, details=details) from error


def read(text: str, shape: type[Shape]) -> Shape:
    """Return the first JSON object in a text as a `shape`. Raises ValueError, of which ValidationError is one."""
    start = text.find("{")
    if start < 0:
        raise ValueError("no JSON object")
    try:
        found, _ = json.JSONDecoder().raw_decode(text, start)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return shape.model_validate(found)


@cache
def strict_schema(shape: type[BaseModel]) -> Mapping[str, Any]:
    """Return the JSON schema of a shape as OpenAI's strict mode takes it: closed objects, every field required."""
    strict: Mapping[str, Any] = _strict(shape.model_json_schema())
    return strict


def _strict(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: schema[name] for name in _KEYWORDS if name in schema}
    for group in ("properties", "$defs"):
        if group in kept:
            kept[group] = {name: _strict(part) for name, part in kept[group].items()}
    for name in ("items", "anyOf"):
        if name in kept:
            kept[name] = _strict(kept[name])
    if "properties" in kept:
        kept |= {"required": list(kept["properties"]), "additionalProperties": False}
    return kept


def _problems(error: ValueError) -> str:
    """Return what was wrong without the values, which are the person's."""
    if not isinstance(error, ValidationError):
        return "no valid JSON object"
    found = error.errors(include_input=False, include_url=False, include_context=False)[:_MOST_PROBLEMS]
    return "; ".join(f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in found)
