"""The application for another server to mount, below /app: what `http.app` in langgraph.json names."""

from __future__ import annotations

from agent.web.app import create_app

PREFIX = "/app"

app = create_app(PREFIX)
