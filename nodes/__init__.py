"""The coaching steps: what the coach knows and decides, free of LangGraph, HTTP, Redis and vendor SDKs."""
