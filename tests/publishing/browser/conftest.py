"""A real Chromium for the site. Without one these tests are not collected, and the report says so at its top."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MISSING = not CHROMIUM or importlib.util.find_spec("playwright") is None

collect_ignore_glob = ["test_*.py"] if MISSING else []


def pytest_report_header() -> str:
    return f"site in a browser: {'NOT RUN, Chromium or playwright is missing' if MISSING else CHROMIUM}"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Return a browser; it ends with its module because its event loop must not meet that of other tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
