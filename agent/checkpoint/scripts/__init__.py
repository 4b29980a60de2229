"""The Lua scripts, and how they are called: by digest, sent whole only when the server does not know them yet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Script:
    name: str
    text: str
    digest: str

    async def __call__(self, redis: Any, keys: tuple[str, ...], arguments: list[Any]) -> Any:
        """Run the script and return its reply. The scripts are repeatable, so a client may retry them."""
        from redis.exceptions import NoScriptError  # noqa: PLC0415 - keep import of this package light

        try:
            return await redis.evalsha(self.digest, len(keys), *keys, *arguments)
        except NoScriptError:
            return await redis.eval(self.text, len(keys), *keys, *arguments)


@cache
def script(name: str) -> Script:
    """Return a script of this folder. FileNotFoundError if it is not shipped."""
    text = files(__name__).joinpath(f"{name}.lua").read_text(encoding="utf-8")
    return Script(name, text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest())
