"""axe-core on a page: what people who hear or tab through it would stumble over."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@cache
def _script() -> str:
    if not SCRIPT.exists():
        pytest.skip("axe-core is not installed (npm ci)")
    return SCRIPT.read_text()


def violations(page: Page) -> list[str]:
    """Each broken rule with the elements that break it; empty when there is none."""
    page.evaluate(_script())
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']} ({rule['impact']}): " + " | ".join(node["html"][:160] for node in rule["nodes"][:3])
        for rule in found["violations"]
    ]
