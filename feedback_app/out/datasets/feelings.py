"""Feelings and scores of projects: the cells of the tables that anyone reads, from `insight.figures`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.insight.figures.rows import feeling_rows
from feedback_app.out.dataset import Dataset, Found, Page, Row, Table
from feedback_app.out.row_values import with_terms
from schemas.feelings import FeelingsSchema
from schemas.page_query import PageQuerySchema

_TERMS = ("speaker", "question", "row", "answer")
_PLAIN = ("programme", "by", "voices", "k", "shown_since")
COLUMNS = (
    "programme", "speaker", "question", "question_fr", "question_en", "by", "row", "row_fr", "row_en", "answer",
    "answer_fr", "answer_en", "voices", "k", "shown_since", "made_up",
)  # fmt: skip


def _values(row: Row) -> dict[str, Any]:
    plain = {**{key: row[key] for key in _PLAIN}, "made_up": "yes" if row["made_up"] else "no"}
    found = {**plain, **with_terms(row, _TERMS)}
    return {column: found[column] for column in COLUMNS}


def _read(session: Any, asked: Mapping[str, Any]) -> Found:
    rows = feeling_rows(session, asked["programme"])
    return Found(len(rows), {}, lambda start, end: rows[start:end])


_CELL = {
    "programme": "demo",
    "shown_since": "2026-11-16",
    "k": 5,
    "made_up": False,
    "speaker": {"code": "single", "label": {"fr": "Des personnes, une par une", "en": "People, one by one"}},
    "question": {
        "code": "pleasure",
        "label": {"fr": "Quand on y pense, on se sent…", "en": "Thinking of it, people feel…"},
    },
    "by": "place",
    "row": {"code": "S1", "label": {"fr": "Le Lac", "en": "Le Lac"}},
    "answer": {"code": "4", "label": {"fr": "très bien", "en": "very good"}},
    "voices": 12,
}

DATASET = Dataset(
    name="feelings",
    audience="public",
    title={"fr": "Ressenti et notes", "en": "Feelings and scores"},
    words={
        "fr": "Combien de voix donnent quelle réponse, par lieu, trimestre et projet.",
        "en": "How many voices gave which answer, by place, quarter and project.",
    },
    page="/ressenti",
    description="Feelings and scores of projects, for anyone, no key needed",
    summary="List how many voices gave which answer, by place, quarter and project.",
    about=(
        "Each row is a cell of a table. Answers are ordered, not measured: make no mean of them. `voices` is the least "
        "that there may be, repeated until it has grown by `k`; null is not shown, because few said it or because it "
        "would give a small cell away. Tables of one question are of the same voices: do not add them up, nor `single` "
        "and `group`. Volunteers, no sample."
    ),
    rows="cells of tables of feelings",
    row="cell",
    member="cells",
    query=PageQuerySchema,
    schema=FeelingsSchema,
    read=_read,
    table=Table(columns=COLUMNS, values=_values),
    example=Page(rows=[_CELL], total=1, figures={}, limit=500, offset=0),
)
