"""What the made-up records are made of: JSON files beside this one, written for it. Nobody said any of it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import orjson


@cache
def read_words(name: str) -> dict[str, Any]:
    """A file of words by its name: `cast`, `desk`, `portfolio`, or `records/` and an instrument."""
    found: dict[str, Any] = orjson.loads((files("feedback_app.demo") / f"{name}.json").read_bytes())
    return found


@cache
def recorded_instruments() -> tuple[str, ...]:
    """The instruments of which there are made-up records."""
    folder = files("feedback_app.demo") / "records"
    return tuple(sorted(one.name.removesuffix(".json") for one in folder.iterdir() if one.name.endswith(".json")))
