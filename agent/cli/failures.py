"""How a command ends when something is wrong: one clear sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

USAGE, FAILED, UNFINISHED = 2, 1, 3
"""Exit codes: bad input, something failed, the session stopped before its site was published."""


@contextmanager
def explained() -> Iterator[None]:
    """Turn the product's own errors, wrong settings and a full disk into a sentence and an exit code."""
    from pydantic import ValidationError

    from nodes.errors import CoachError, ScriptError

    try:
        yield
    except ScriptError as error:
        _end(str(error), USAGE)
    except CoachError as error:
        _end(str(error) or type(error).__name__, FAILED)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, item['loc'])).upper()}: {item['msg']}" for item in error.errors())
        _end(f"Wrong setting: {wrong}", USAGE)
    except OSError as error:
        _end(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}", FAILED)


def _end(sentence: str, code: int) -> None:
    click.echo(f"coach: {sentence}", err=True)
    sys.exit(code)
