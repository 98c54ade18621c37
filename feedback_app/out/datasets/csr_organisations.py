"""Organisations of the CSR map: companies and others. Its rows are those of the public pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.out.dataset import Dataset, Features, Found, Page, Row, Table
from feedback_app.out.row_values import joined, placed
from feedback_app.portfolio.csr.rows import organisation_rows, version
from schemas.csr import CsrOrganisationsSchema, features_schema
from schemas.page_query import PageQuerySchema

PLAIN = ("id", "programme", "code", "name", "activity", "about", "website", "initiatives", "source_url", "source_date")
COLUMNS = (
    "id", "programme", "code", "name", "kind", "kind_fr", "activity", "places", "place_names", "about", "website",
    "initiatives", "source_url", "source_date", "confidence", "made_up",
)  # fmt: skip


def _values(row: Row) -> dict[str, Any]:
    return {
        **{name: row[name] for name in PLAIN},
        "kind": row["kind"] and row["kind"]["code"],
        "kind_fr": row["kind"] and row["kind"]["label"].get("fr"),
        "places": joined(one["code"] for one in row["places"]),
        "place_names": joined(one["name"] for one in row["places"]),
        "confidence": row["confidence"] and row["confidence"]["code"],
        "made_up": "yes" if row["made_up"] else "no",
    }


def _read(session: Any, asked: Mapping[str, Any]) -> Found:
    rows = organisation_rows(session, asked)
    return Found(len(rows), {}, lambda start, end: rows[start:end])


_ORGANISATION = {
    "id": "0193f0b0-5e2a-7a9f-9d77-6c1e0b3f4d11",
    "programme": "demo",
    "code": "exemple-sa",
    "name": "Exemple SA",
    "kind": {"code": "company", "label": {"fr": "Entreprise", "en": "Company"}},
    "activity": "cacao",
    "places": [{"code": "CI23", "name": "Marahoué", "level": "region", "latitude": None, "longitude": None}],
    "about": None,
    "website": None,
    "initiatives": 2,
    "source_url": None,
    "source_date": None,
    "confidence": None,
    "made_up": True,
}

DATASET = Dataset(
    name="csr_organisations",
    audience="public",
    title={"fr": "Organisations", "en": "Organisations"},
    words={
        "fr": "Celles qui paient ou promettent des initiatives.",
        "en": "Those that pay for or promise initiatives.",
    },
    page="/rse",
    description="Organisations of the CSR map, for anyone, no key needed",
    summary="List organisations that pay for or promise CSR initiatives.",
    about="Each was read and published by a second person. No line is of a person.",
    rows="organisations",
    row="organisation",
    member="organisations",
    query=PageQuerySchema,
    schema=CsrOrganisationsSchema,
    read=_read,
    version=version,
    table=Table(columns=COLUMNS, values=_values),
    features=Features(feature=placed, schema=features_schema("organisations")),
    example=Page(rows=[_ORGANISATION], total=1, figures={}, limit=500, offset=0),
)
