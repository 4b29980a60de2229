"""The Lua scripts, and how they are called: by digest, sent whole only when the server does not know them yet."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from redis.exceptions import NoPermissionError, NoScriptError, ResponseError

from agent.checkpoint import unscripted


class Scripts:
    """Runs the scripts on one client. A server that refuses scripts gets the same work done in transactions.

    The scripts are repeatable, so a client may retry them.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._refused = False

    async def run(self, name: str, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        """Return the reply of the script `name`."""
        if not self._refused:
            text, digest = _load(name)
            try:
                try:
                    return await self._client.evalsha(digest, len(keys), *keys, *arguments)
                except NoScriptError:
                    return await self._client.eval(text, len(keys), *keys, *arguments)
            except NoPermissionError:
                self._refused = True
            except ResponseError as error:
                if "unknown command" not in str(error).lower():
                    raise
                self._refused = True
        return await unscripted.TWINS[name](self._client, keys, arguments)


@cache
def _load(name: str) -> tuple[str, str]:
    text = files(__name__).joinpath(f"{name}.lua").read_text(encoding="utf-8")
    return text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
