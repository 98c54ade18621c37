"""What observers saw: the cells of the tables that anyone reads, from `insight.figures`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.insight.figures.rows import observation_rows
from feedback_app.out.dataset import Dataset, Found, Page, Row, Table
from feedback_app.out.row_values import with_terms
from schemas.observations import ObservationsSchema
from schemas.page_query import PageQuerySchema

_PLAIN = ("programme", "by", "observations", "k", "shown_since")
COLUMNS = (
    "programme", "question", "question_fr", "question_en", "by", "row", "row_fr", "row_en", "answer", "answer_fr",
    "answer_en", "observations", "k", "shown_since", "made_up",
)  # fmt: skip


def _values(row: Row) -> dict[str, Any]:
    plain = {**{name: row[name] for name in _PLAIN}, "made_up": "yes" if row["made_up"] else "no"}
    found = {**plain, **with_terms(row, ("question", "row", "answer"))}
    return {column: found[column] for column in COLUMNS}


def _read(session: Any, asked: Mapping[str, Any]) -> Found:
    rows = observation_rows(session, asked["programme"])
    return Found(len(rows), {}, lambda start, end: rows[start:end])


_CELL = {
    "programme": "demo",
    "shown_since": "2026-11-16",
    "k": 5,
    "made_up": False,
    "speaker": {"code": "observation", "label": {"fr": "Ce que les agents voient", "en": "What agents see"}},
    "question": {
        "code": "condition",
        "label": {"fr": "L’état de l’ouvrage", "en": "The state of the facility"},
    },
    "by": "place",
    "row": {"code": "S1", "label": {"fr": "Le Lac", "en": "Le Lac"}},
    "answer": {"code": "panne", "label": {"fr": "Il est en panne", "en": "It is broken"}},
    "observations": 8,
}

DATASET = Dataset(
    name="observations",
    audience="public",
    title={"fr": "Observations", "en": "Observations"},
    words={
        "fr": "Ce que les agents voient sur place, par lieu, trimestre et projet.",
        "en": "What agents see on the spot, by place, quarter and project.",
    },
    page="/ressenti",
    description="What observers saw of places and facilities, for anyone, no key needed",
    summary="List how many observations gave which answer, by place, quarter and project.",
    about=(
        "Each row is a cell of a table. `observations` is the least that there may be, repeated until it has grown by "
        "`k`; null is not shown. Several may be by one agent: they are no voices of inhabitants, and no sample. What "
        "an agent felt or wrote is not here. Tables of one question are of the same observations: do not add them up."
    ),
    rows="cells of tables of observations",
    row="cell",
    member="cells",
    query=PageQuerySchema,
    schema=ObservationsSchema,
    read=_read,
    table=Table(columns=COLUMNS, values=_values),
    example=Page(rows=[_CELL], total=1, figures={}, limit=500, offset=0),
)
