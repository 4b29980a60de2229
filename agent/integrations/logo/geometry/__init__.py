"""Outlines, plain forms, and how they are written down."""
