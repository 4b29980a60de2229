"""A scripted session: what a person says, as a YAML file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from nodes.errors import ScriptError
from nodes.uploads import LONGEST_CAPTION

Reply = str | int
Replies = Reply | list[Reply]

SHAPE = (
    "a mapping with `message: text`, `messages: [text, ...]` or `answers: {vision: ..., logo: ...}`, "
    "and optionally `language: fr`, `user: id`, `logo: file`, `photos: [{file: ..., alt: ...}]`, `publish: no`"
)


class Answers(BaseModel):
    """Replies by step; a list is given one after the other, whenever that step's gate is open."""

    model_config = ConfigDict(extra="forbid")

    vision: dict[str, Reply] | Replies = Field(default_factory=list)
    """A mapping answers the question about that fact; what is never asked is said before the recap is approved."""
    research: Replies = Field(default_factory=list)
    content: Replies = Field(default_factory=list)
    logo: Replies = Field(default_factory=list)
    preview: Replies = Field(default_factory=list)
    publish: Replies = Field(default_factory=list)
    """Said after the site is online: it can be changed and published again."""


class PhotoFile(BaseModel):
    """A photo to hand in, and what it shows."""

    model_config = ConfigDict(extra="forbid")

    file: str
    alt: str = Field(default="", max_length=LONGEST_CAPTION)


class Script(BaseModel):
    """One scripted session. Running it is the yes to publishing, unless it says `publish: no`."""

    model_config = ConfigDict(extra="forbid")

    language: str = ""
    user: str = ""
    message: str = ""
    messages: list[Reply] = Field(default_factory=list)
    answers: Answers = Answers()
    logo: str = ""
    """The person's own logo, as a file beside the script."""
    photos: list[PhotoFile | str] = Field(default_factory=list)
    """Photos for the site, as files beside the script, in order."""
    publish: bool = True

    @model_validator(mode="after")
    def _says_something(self) -> Script:
        if not self.message and not self.messages and self.answers == Answers():
            raise ValueError(f"nothing is said; expected {SHAPE}")
        return self

    def handed_in(self) -> list[dict[str, str]]:
        """Return the pictures to hand in, as actions that name files."""
        photos = [photo if isinstance(photo, PhotoFile) else PhotoFile(file=photo) for photo in self.photos]
        logo = [{"action": "add_logo", "file": self.logo}] if self.logo else []
        return [*logo, *({"action": "add_photo", "file": photo.file, "alt": photo.alt} for photo in photos)]

    def said(self) -> list[str]:
        """Return the messages that are given in order, whatever is asked."""
        return [text for text in (self.message, *map(str, self.messages)) if text]

    def replies(self, gate: str) -> list[str]:
        """Return the replies for a step's gate, in order."""
        given = getattr(self.answers, gate, [])
        if isinstance(given, dict):
            return []
        return [str(reply) for reply in (given if isinstance(given, list) else [given])]

    def facts(self) -> dict[str, str]:
        """Return the answers to the questions about facts."""
        given = self.answers.vision
        return {name: str(reply) for name, reply in given.items()} if isinstance(given, dict) else {}


def load_script(path: Path) -> Script:
    """Return the script in a file. Raises ScriptError with the line and what was expected there.

    What is said is taken as it is written: to YAML a bare yes is a boolean, 0771234567 an octal number and 8:30 a
    number of minutes.
    """
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds text, lists and mappings only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ScriptError(f"not valid YAML: {error.problem}; expected {SHAPE}", line=line) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ScriptError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from error
    if not isinstance(data, dict):
        raise ScriptError(f"expected {SHAPE}", line=1)
    try:
        return _beside(path, Script.model_validate(data))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the script"
        expected = f"unknown; expected {SHAPE}" if first["type"] == "extra_forbidden" else first["msg"]
        raise ScriptError(f"{place}: {expected}", line=_line(root, first["loc"])) from error


def _beside(path: Path, script: Script) -> Script:
    """Return the script with its files named from where it lies."""
    photos = [photo if isinstance(photo, PhotoFile) else PhotoFile(file=photo) for photo in script.photos]
    found = [photo.model_copy(update={"file": str(path.parent / photo.file)}) for photo in photos]
    return script.model_copy(update={"logo": script.logo and str(path.parent / script.logo), "photos": found})


def _line(node: Any, path: tuple[int | str, ...]) -> int:
    """Return the line where a path of keys leads, as far as it leads."""
    line: int = node.start_mark.line + 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == str(part)]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
