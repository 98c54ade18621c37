"""The formats of the public list: each module here is one, its `FORMAT`. Nothing else names them. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from feedback_app.base.discovery import modules
from feedback_app.portfolio.output import Format


def found(path: Iterable[str], package: str) -> tuple[Format, ...]:
    """The formats in a folder of modules, in their order."""
    formats: list[Format] = [module.FORMAT for module in modules(path, package)]
    return tuple(sorted(formats, key=lambda one: one.rank))


FORMATS = found(__path__, __name__)
