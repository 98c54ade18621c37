"""Accepted records as a dataset of the desk: no address of the API has it, for its rows are of single people."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema

from feedback_app.out.dataset import Dataset, Found, Page, Row, Table
from feedback_app.review.queue.exported_records import record_rows
from schemas.page_query import PageQuerySchema

PLAIN = (
    "id", "programme", "instrument", "form", "mode", "recorded_on", "received_on", "answers", "person", "words",
    "recorded_by",
)  # fmt: skip
COLUMNS = (
    "id", "programme", "instrument", "form", "place_code", "place", "mode", "recorded_on", "received_on",
    "is_sensitive", "answers", "person", "words", "recorded_by", "withheld",
)  # fmt: skip


def _values(row: Row) -> dict[str, Any]:
    return {
        **{name: row[name] for name in PLAIN},
        "place_code": row["place"]["code"],
        "place": row["place"]["name"],
        "is_sensitive": "yes" if row["is_sensitive"] else "no",
        "withheld": "yes" if row["withheld"] else "no",
    }


def _read(session: Any, asked: Any) -> Found:
    rows = [*record_rows(session, asked["reader"], asked["query"])]
    return Found(len(rows), {}, lambda start, end: rows[start:end])


_RECORD = {
    "id": "0193f0b0-5e2a-7a9f-9d77-6c1e0b3f4d40",
    "programme": "demo",
    "instrument": "besoin",
    "form": "Besoin",
    "place": {"code": "CI23030701", "name": "Bécédi"},
    "mode": "individual",
    "recorded_on": "2026-10-02",
    "received_on": "2026-10-03",
    "is_sensitive": False,
    "answers": "De quoi s’agit-il ? L’eau",
    "person": None,
    "words": None,
    "recorded_by": None,
    "withheld": True,
}

RECORDS = Dataset(
    name="records",
    audience="desk",
    description="Accepted records",
    title={"fr": "Fiches acceptées", "en": "Accepted records"},
    summary="Accepted records, as far as whoever took them along may read them.",
    about=(
        "Single people's words: not to be published, and to be deleted when it is no longer needed. `withheld` says "
        "where something stayed at the desk: what is personal leaves only with who looks after people's rights. "
        "Photos, voices, positions and calls for help never leave in a file."
    ),
    rows="accepted records",
    row="record",
    member="records",
    query=PageQuerySchema,
    schema=Schema,
    read=_read,
    table=Table(columns=COLUMNS, values=_values),
    example=Page(rows=[_RECORD], total=1, figures={}, limit=500, offset=0),
)
