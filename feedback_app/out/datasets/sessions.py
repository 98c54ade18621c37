"""What sessions of a place say together: the rows of the page of figures, from `insight.figures`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.insight.figures.rows import session_rows
from feedback_app.out.dataset import Dataset, Features, Found, Page, Row, Table
from feedback_app.out.row_values import first_point, joined, placed
from schemas.csr import features_schema
from schemas.observations import SessionsSchema
from schemas.page_query import PageQuerySchema
from schemas.vocabulary import vocabulary

_PLAIN = (
    "programme", "sessions", "present", "hands_for", "hands_against", "hands_neither", "first_month", "last_month", "k",
    "shown_since",
)  # fmt: skip
COLUMNS = (
    "programme", "place_code", "place_fr", "place_en", "place_level", "latitude", "longitude", "sessions", "present",
    "ranking", "ranking_fr", "hands_for", "hands_against", "hands_neither", "first_month", "last_month", "k",
    "shown_since", "made_up",
)  # fmt: skip


def _values(row: Row) -> dict[str, Any]:
    (place,), point = row["places"], first_point(row)
    return {
        **{name: row[name] for name in _PLAIN},
        "place_code": place["code"],
        "place_fr": place["label"].get("fr"),
        "place_en": place["label"].get("en"),
        "place_level": place["level"],
        "ranking": joined(f"{one['code']}={one['percent']}" for one in row["seeds"]),
        "ranking_fr": joined(f"{one['label'].get('fr', one['code'])}={one['percent']}" for one in row["seeds"]),
        "longitude": point[0] if point else None,
        "latitude": point[1] if point else None,
        "made_up": "yes" if row["made_up"] else "no",
    }


def _read(session: Any, asked: Mapping[str, Any]) -> Found:
    rows = session_rows(session, asked["programme"])
    return Found(len(rows), {}, lambda start, end: rows[start:end])


_DOMAIN = vocabulary("domains").terms[0]
_PLACE = {
    "code": "CI230307",
    "name": "Zanzra",
    "label": {"fr": "Zanzra", "en": "Zanzra"},
    "level": "sous_prefecture",
    "latitude": 7.48,
    "longitude": -6.23,
}
_SESSIONS = {
    "programme": "demo",
    "shown_since": "2026-11-16",
    "k": 5,
    "made_up": False,
    "id": "CI230307",
    "places": [_PLACE],
    "sessions": 6,
    "present": 140,
    "seeds": [{"code": _DOMAIN.code, "label": dict(_DOMAIN.label), "percent": 45}],
    "hands_for": 95,
    "hands_against": 10,
    "hands_neither": None,
    "first_month": "2026-06",
    "last_month": "2026-11",
}

DATASET = Dataset(
    name="sessions",
    audience="public",
    title={"fr": "Séances", "en": "Sessions"},
    words={
        "fr": "Ce que plusieurs séances disent ensemble, par lieu.",
        "en": "What several sessions say together, by place.",
    },
    page="/ressenti",
    description="What sessions say together, by place, for anyone, no key needed",
    summary="List what the sessions of each place say together.",
    about=(
        "A session is one voice. Nothing is shown of fewer than `k` sessions; places of fewer are joined with the one "
        "above. Hands are added up over sessions and votes: they are neither people nor voices. `seeds` says in "
        "percent which part of all seeds a domain got, each session's counting the same. Figures change only when `k` "
        "sessions more are in them; once something is taken back they are null until then."
    ),
    rows="places with sessions",
    row="place",
    member="places",
    query=PageQuerySchema,
    schema=SessionsSchema,
    read=_read,
    table=Table(columns=COLUMNS, values=_values),
    features=Features(feature=placed, schema=features_schema("sessions")),
    example=Page(rows=[_SESSIONS], total=1, figures={}, limit=500, offset=0),
)
