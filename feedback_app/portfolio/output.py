"""A page of the public list, and what a format of it says of itself. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from feedback_app.portfolio.listing.groups import Figure

ADDRESS = "/api/v1/portfolio"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list. `next` and `previous` are addresses in the page's own format."""

    lines: Sequence[Mapping[str, Any]]
    figure: Figure
    limit: int
    offset: int
    next: str | None
    previous: str | None


@dataclass(frozen=True, kw_only=True)
class Format:
    """A format: how it is written, and all that is said of it, on the page and in the API's description."""

    rank: int
    """The lowest is what a program gets that does not say what it wants; people are offered the highest first."""
    ending: str
    """Of its address; empty for the list's own."""
    media_type: str
    write: Callable[[Page], bytes]
    """The same bytes for the same page."""
    label: Mapping[str, str]
    """What people read, by language."""
    about: str
    """For programmers: a line, and more after an empty one."""
    content: str
    """What an answer holds, in a few words."""
    schema: type[Schema] | Mapping[str, Any]
    content_type: str = ""
    """The whole header, where it says more than the media type."""
    file: str = ""
    """What a download is called; empty for what is read where it is."""

    @property
    def address(self) -> str:
        """Where the list is in this format."""
        return f"{ADDRESS}{self.ending}"

    @property
    def is_json(self) -> bool:
        """Whether it is JSON of some kind."""
        return self.media_type.endswith(("/json", "+json"))


def head(page: Page) -> dict[str, Any]:
    """What formats with room for it say of the page."""
    return {
        "total": page.figure.needs,
        "voices": page.figure.voices,
        "k": page.figure.k,
        "limit": page.limit,
        "offset": page.offset,
        "next": page.next,
        "previous": page.previous,
    }
