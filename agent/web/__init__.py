"""The page that people talk with, and the HTTP API, over one Starlette application."""
