"""The HTTP API under /v1, for the platform's own pages."""
