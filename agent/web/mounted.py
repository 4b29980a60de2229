"""The page and the HTTP API as the LangGraph server mounts them, below /app."""

from __future__ import annotations

from agent.web.app import create_app

app = create_app("/app")
"""Named in langgraph.json. It opens the coach in its lifespan; making it does nothing yet."""
