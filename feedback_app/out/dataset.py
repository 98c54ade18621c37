"""A dataset: rows that leave for programs and spreadsheets, and all that formats need to know to write them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema

from schemas.page_query import DATA_LICENCE

Row = Mapping[str, Any]
"""One row as JSON has it."""
FOR_EXAMPLE = "2026-11-30"


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked for: how many rows, their figures (`voices`, `k` …), and any part of them."""

    total: int
    figures: Mapping[str, Any]
    part: Callable[[int, int], Sequence[Row]]
    """The rows from one number to another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """Some rows. `next` and `previous` are addresses in the page's own format."""

    rows: Sequence[Row]
    total: int
    figures: Mapping[str, Any]
    limit: int
    offset: int
    next: str | None = None
    previous: str | None = None
    as_of: str = FOR_EXAMPLE
    """The day on which it was asked for, as ISO 8601: it is of what was public then."""
    licence: str = DATA_LICENCE
    """The address of the licence."""

    @property
    def head(self) -> dict[str, Any]:
        """What formats with room for it say of the page."""
        return {
            "total": self.total,
            **self.figures,
            "limit": self.limit,
            "offset": self.offset,
            "next": self.next,
            "previous": self.previous,
            **self.terms,
        }

    @property
    def terms(self) -> dict[str, str]:
        """What goes with the rows wherever they go: their day and their licence."""
        return {"as_of": self.as_of, "licence": self.licence}


TERMS = ("as_of", "licence")


@dataclass(frozen=True, kw_only=True)
class Table:
    """A dataset as rows and columns."""

    columns: Sequence[str]
    """Each is described in `columns.csv`."""
    values: Callable[[Row], Mapping[str, Any]]
    """The values of a row by column."""

    @property
    def header(self) -> tuple[str, ...]:
        """The columns of a file: also its day and its licence, which stay with each row."""
        return (*self.columns, *TERMS)

    def lines(self, page: Page, rows: Iterable[Row] | None = None) -> Iterator[list[Any]]:
        """The values of each row, in the order of `header`; of `rows` as they come, where they are too many for a
        page."""
        for row in page.rows if rows is None else rows:
            values = {**self.values(row), **page.terms}
            yield [values[name] for name in self.header]


@dataclass(frozen=True, slots=True)
class Feature:
    """A row on a map. `point` is longitude and latitude; None where it is not known."""

    id: str
    point: tuple[float, float] | None
    properties: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Features:
    """A dataset whose rows have a place."""

    feature: Callable[[Row], Feature]
    schema: Mapping[str, Any]
    """JSON Schema of a page as a FeatureCollection."""


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """A dataset, and all that is said of it in the API's description.

    It only arranges rows: which of them may leave, and with which figures, is decided where they come from.
    """

    name: str
    """Of its address and its downloads."""
    audience: str
    """Who may read it: the door that opens it."""
    description: str
    """Its chapter of the API's description."""
    summary: str
    about: str
    """For programmers: what it lists, in a sentence, and what is to be known of it."""
    rows: str
    row: str
    """What its rows are, and one of them: `accepted needs`, `need`."""
    member: str
    """What holds the rows in JSON."""
    query: type[Schema]
    """What may be asked for; `limit` and `offset` among it."""
    schema: type[Schema]
    """A page in JSON."""
    read: Callable[[Any, Mapping[str, Any]], Found]
    """The rows that are asked for, from a session of the database."""
    example: Page
    title: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    """For people: what it is called, and a sentence on what it holds."""
    page: str = ""
    """The page that shows its rows."""
    is_of_day: bool = False
    """Its rows depend on which day it is in its places: `read` is handed it as `today`."""
    version: Callable[[Any], str] | None = None
    """Of the rows that there are, from a session of the database: as long as it is the same, so is every answer, which
    is then made once. Read before the rows."""
    table: Table | None = None
    features: Features | None = None

    @property
    def address(self) -> str:
        """Where it is, in JSON or whatever `Accept` asks for."""
        return f"/api/v1/{self.name}"

    @property
    def tag(self) -> str:
        """Of its operations in the API's description."""
        return f"{self.name}_{self.audience}"
