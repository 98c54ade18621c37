"""Routes whose addresses are compiled when the first one is built.

Each test has an app of its own, which builds addresses of few of its 140 routes: compiling all of them was two thirds
of what it takes to make an app.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


def compile_when_asked() -> None:
    """From here on, in this process."""
    compiled: Callable[..., Any] = Rule._compile_builder

    def lazily(self: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        made: list[Callable[..., Any]] = []

        def build(rule: Rule, **values: Any) -> Any:
            if not made:
                made.append(compiled(self, append_unknown))
            return made[0](rule, **values)

        return build

    Rule._compile_builder = lazily  # type: ignore[method-assign]
