"""Every statement that a request makes, with the route that it was made for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Engine, event

_READS = re.compile(r"\s*(SELECT|WITH|UPDATE|DELETE)\b", re.IGNORECASE)
_LISTS = re.compile(r"\((\?|%\(\w+\)s(?:::\w+)?)(?:, (?:\?|%\(\w+\)s(?:::\w+)?))+\)")


@dataclass(frozen=True, slots=True)
class Statement:
    """What the driver was given, and for which route first."""

    text: str
    parameters: Any
    route: str


class Recorder:
    """Statements by their text, in which lists of whatever length are one."""

    def __init__(self) -> None:
        self.statements: dict[str, Statement] = {}
        self.routes: set[str] = set()

    def note(self, text: str, parameters: Any) -> None:
        """Notes a statement, if a request makes it and it is the first of its text."""
        if not has_request_context() or request.url_rule is None:
            return
        route = f"{request.method} {request.url_rule.rule}"
        self.routes.add(route)
        key = re.sub(r"\s+", " ", _LISTS.sub("(…)", text))
        if _READS.match(text) and key not in self.statements:
            self.statements[key] = Statement(text, parameters, route)

    @contextmanager
    def listening(self, engine: Engine) -> Iterator[None]:
        """Notes what this engine is asked."""

        def heard(_c: Any, _k: Any, text: str, parameters: Any, _x: Any, many: bool) -> None:
            # Rows that are inserted at once and given back are one statement, with one set of parameters.
            self.note(text, parameters[0] if many and isinstance(parameters, list) else parameters)

        event.listen(engine, "before_cursor_execute", heard)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", heard)
