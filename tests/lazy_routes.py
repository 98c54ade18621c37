"""Routes that are read once a process, and whose addresses are compiled when the first one is built.

Each test has an app of its own, with the same 300 routes, of which it builds addresses of few: reading and compiling
them was most of what it takes to make an app.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from werkzeug.routing import Rule


@dataclass(frozen=True)
class _Read:
    """What reading the text of a rule leaves behind."""

    parts: list[Any]
    trace: list[tuple[bool, str]]
    converters: dict[str, Any]


def compile_when_asked() -> None:
    """From here on, in this process."""
    Rule._compile_builder = _lazily(Rule._compile_builder)  # type: ignore[method-assign]
    Rule._parse_rule = _once(Rule._parse_rule)  # type: ignore[method-assign]


def _lazily(compiled: Callable[..., Any]) -> Callable[..., Any]:
    def lazily(self: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        made: list[Callable[..., Any]] = []

        def build(rule: Rule, **values: Any) -> Any:
            if not made:
                made.append(compiled(self, append_unknown))
            return made[0](rule, **values)

        return build

    return lazily


def _once(read: Callable[[Rule, str], Iterable[Any]]) -> Callable[..., Any]:
    known: dict[str, _Read] = {}

    def once(self: Rule, rule: str) -> Iterator[Any]:
        if rule not in known:
            before = len(self._trace)
            parts = list(read(self, rule))
            known[rule] = _Read(parts, self._trace[before:], dict(self._converters))
            return iter(parts)
        found = known[rule]
        self._trace.extend(found.trace)
        self._converters |= found.converters
        self.arguments |= found.converters.keys()
        return iter(found.parts)

    return once
