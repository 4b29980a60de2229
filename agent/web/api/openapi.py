"""The API's description (OpenAPI 3.1), made from its endpoints and models."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from agent.web.api.endpoints import FARTHEST, LIMIT, LONGEST, Endpoint
from agent.web.api.models import Problem

_REFERENCE = "#/components/schemas/{model}"
_FAILURES = (400, 401, 404, 405, 408, 409, 410, 413, 415, 421, 422, 429, 500, 503)


@cache
def description(endpoints: tuple[Endpoint, ...]) -> dict[str, Any]:
    """Return the description without the server's address."""
    models = {each for endpoint in endpoints for each in (endpoint.takes, endpoint.gives) if _is_model(each)}
    wanted = [(model, _mode(model, endpoints)) for model in sorted({*models, Problem}, key=lambda each: each.__name__)]
    _, schemas = models_json_schema(wanted, ref_template=_REFERENCE)
    shared = dict(schemas.get("$defs", {}))
    paths: dict[str, Any] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, shared)
    _require_names(shared)
    _link(paths, endpoints)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Coach", "version": version("digitalcloud-coach")},
        "security": [{"serviceSecret": []}, {"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": shared,
            "securitySchemes": {
                "serviceSecret": {"type": "apiKey", "in": "header", "name": "X-Service-Secret"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _require_names(schemas: dict[str, Any]) -> None:
    """Say that an action has to be named: its model knows its own name, a reader of JSON does not."""
    for schema in schemas.values():
        if "const" in schema.get("properties", {}).get("action", {}):
            schema["required"] = sorted({*schema.get("required", []), "action"})


def _link(paths: dict[str, Any], endpoints: tuple[Endpoint, ...]) -> None:
    """Say which operations a new session's id is for, so that a reader of the description can walk a session."""
    wanted = {
        endpoint.name: {"operationId": endpoint.name, "parameters": {"session_id": "$response.body#/session_id"}}
        for endpoint in endpoints
        if "{session_id}" in endpoint.path and endpoint.gives != "text/event-stream"
    }
    for status in ("200", "201"):
        paths["/sessions"]["post"]["responses"][status]["links"] = wanted


def _operation(endpoint: Endpoint, shared: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "parameters": _parameters(endpoint),
        "responses": _responses(endpoint),
    }
    if isinstance(endpoint.takes, tuple):
        operation["requestBody"] = {"required": True, "content": {kind: {} for kind in endpoint.takes}}
    elif endpoint.takes is not None:
        schema = _schema(endpoint.takes, shared)
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return operation


def _parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    text = {"type": "string", "minLength": 1}
    found = [_parameter("path", name, text, required=True) for name in re.findall(r"{(\w+)}", endpoint.path)]
    user = {"type": "string", "pattern": "^[\\x21-\\x7e]{1,128}$"}
    found.append(_parameter("header", "X-User-Id", user, required=True))
    found += [_parameter("header", name, {"type": "string"} | _most(most)) for name, most in endpoint.headers]
    for name, most, pattern in endpoint.texts:
        limits = {"type": "string", "maxLength": most}
        found.append(_parameter("query", name, limits | {"pattern": pattern} if pattern else limits))
    if endpoint.paged:
        offset = {"type": "integer", "minimum": 0, "maximum": FARTHEST, "default": 0}
        limit = {"type": "integer", "minimum": 1, "maximum": LONGEST, "default": LIMIT}
        found += [_parameter("query", "offset", offset), _parameter("query", "limit", limit)]
    return found


def _most(characters: int) -> dict[str, Any]:
    return {"maxLength": characters} if characters else {}


def _parameter(where: str, name: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"in": where, "name": name, "required": required, "schema": schema}


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if isinstance(endpoint.gives, str):
        given = {"content": {endpoint.gives: {}}}
    elif endpoint.gives is not None:
        reference = {"$ref": _REFERENCE.format(model=endpoint.gives.__name__)}
        given = {"content": {"application/json": {"schema": reference}}}
    fault = {"application/problem+json": {"schema": {"$ref": _REFERENCE.format(model="Problem")}}}
    good = {str(code): {"description": HTTPStatus(code).phrase, **given} for code in (endpoint.status, *endpoint.also)}
    bad = {str(code): {"description": HTTPStatus(code).phrase, "content": fault} for code in _FAILURES}
    return good | bad


def _schema(takes: Any, shared: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a body; models inside of a union are added to the shared ones."""
    schema = TypeAdapter(takes).json_schema(ref_template=_REFERENCE)
    for name, inner in schema.pop("$defs", {}).items():
        shared.setdefault(name, inner)
    return schema


def _mode(model: type[BaseModel], endpoints: tuple[Endpoint, ...]) -> Any:
    return "validation" if any(endpoint.takes is model for endpoint in endpoints) else "serialization"


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
