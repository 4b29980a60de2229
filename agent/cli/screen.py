"""What the terminal shows: the coach's words, numbered suggestions, and how far the walk has come."""

from __future__ import annotations

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from agent.events import Asked, Event, Made, Problem, Working
from nodes.ports import Phrases

WIDTH = 88
"""Columns of text at most: longer lines are hard to read."""


class Screen:
    """Writes events to a terminal. Text is shown as it is: no markup in it is obeyed."""

    def __init__(self, phrases: Phrases, language: str, console: Console | None = None) -> None:
        self.phrases = phrases
        self.language = language
        self.console = console or Console(highlight=False, width=None)
        self.console.width = min(self.console.width, WIDTH)

    def say(self, key: str, **values: object) -> str:
        """Return a phrase of the terminal's own in the session's language."""
        return self.phrases.say(self.language, f"chat.{key}", **values)

    def show(self, event: Event) -> None:
        """Show one event."""
        match event:
            case Working() if event.step != "vision":
                self.note(self.say("working", step=self._step(event.step)))
            case Made():
                self.note(f"✓ {self._step(event.step)} — {self.phrases.name(self.language, event.made_by)}")
            case Problem():
                self.console.print(Panel(Text(event.text), border_style="red", padding=(0, 1)))
            case Asked():
                self.language = event.language or self.language
                self._question(event)

    def note(self, text: str, *, wrap: bool = True) -> None:
        """Show a line in passing; without wrapping it can be copied whole."""
        self.console.print(Text(text, style="dim"), soft_wrap=not wrap)

    def welcome(self) -> None:
        """Greet, and say how to answer."""
        self.console.print(Text(self.say("welcome"), style="bold"))
        self.note(self.say("hint"))

    def help(self) -> None:
        """Show the commands."""
        self.console.print(Text(self.say("help")))

    def text(self, text: str) -> None:
        """Show plain text."""
        self.console.print(Text(text))

    def _question(self, event: Asked) -> None:
        self.console.print()
        self.console.print(self._progress(event))
        self.console.print(Panel(Text(event.question.text), border_style="cyan", padding=(0, 1)))
        for number, suggestion in enumerate(event.question.suggestions, start=1):
            line = Text(f"  {number}  ", style="bold cyan")
            self.console.print(line.append(suggestion, style="default"))
        named = [self.phrases.say(self.language, f"action.{name}") for name in event.question.actions]
        if event.question.kind != "fact":
            self.note(" · ".join(named))

    def _progress(self, event: Asked) -> Text:
        bar = Text()
        for number in range(1, event.count + 1):
            style = "cyan" if number < event.number else "bold cyan" if number == event.number else "dim"
            bar.append("━━━ " if number <= event.number else "─── ", style=style)
        return bar.append(
            self.say("progress", number=event.number, count=event.count, step=self._step(event.step)), style="dim"
        )

    def _step(self, name: str) -> str:
        return self.phrases.say(self.language, f"step.{name}")
