"""A format, and a dataset in a format. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any, BinaryIO

from marshmallow import Schema

from feedback_app.out.dataset import Dataset, Page, Row


@dataclass(frozen=True, kw_only=True)
class Format:
    """A format: how it is written, and all that is said of it, on pages and in the API's description."""

    rank: int
    """The lowest is what a program gets that does not say what it wants; people are offered the highest first."""
    ending: str
    """Of its address; empty for the dataset's own."""
    media_type: str
    """Two may share one: `Accept` then gets the lower rank, the other has its address alone."""
    write: Callable[[Dataset, Page], bytes]
    """The same bytes for the same page."""
    into: Callable[[Dataset, Iterable[Row], Page, BinaryIO], None] | None = None
    """Writes rows into a file as they come, whatever their number, with the day and the licence of the page; None where
    all must be there first."""
    label: Mapping[str, str]
    """What people read, by language."""
    about: str
    """For programmers: a line, and more after an empty one. May name what a dataset says of itself: `{rows}`."""
    content: str
    """What an answer holds, in a few words; may name the same."""
    schema: Callable[[Dataset], type[Schema] | Mapping[str, Any]]
    fits: Callable[[Dataset], bool] = lambda _: True
    """Whether a dataset can be written so."""
    content_type: str = ""
    """The whole header, where it says more than the media type."""
    is_file: bool = False
    """Whether it is downloaded, not read where it is."""
    is_dictionary: bool = False
    """Whether it says what the columns of the others hold."""

    @property
    def is_json(self) -> bool:
        """Whether it is JSON of some kind."""
        return self.media_type.endswith(("/json", "+json"))


@dataclass(frozen=True, slots=True)
class Export:
    """A dataset in a format."""

    dataset: Dataset
    format: Format

    @property
    def address(self) -> str:
        """Where the dataset is in this format."""
        return f"{self.dataset.address}{self.format.ending}"

    def file(self, as_of: str) -> str:
        """What a download of this day is called; empty for what is read where it is."""
        return f"{self.dataset.name}-{as_of}{self.format.ending}" if self.format.is_file else ""

    @property
    def about(self) -> str:
        """For programmers: a line, and more after an empty one."""
        return self._filled(self.format.about)

    @property
    def content(self) -> str:
        """What an answer holds, in a few words."""
        return self._filled(self.format.content)

    def write(self, page: Page) -> bytes:
        """The page in this format; the same bytes for the same page."""
        return self.format.write(self.dataset, page)

    def _filled(self, words: str) -> str:
        own = {name: cleandoc(getattr(self.dataset, name)) for name in ("rows", "row", "summary", "about")}
        return cleandoc(words).format(**own)
