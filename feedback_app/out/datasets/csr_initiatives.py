"""CSR initiatives: who pays for what, where, announced and paid. Its rows are those of the public CSR map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.out.csr_values import announced_values
from feedback_app.out.dataset import Dataset, Features, Found, Page, Row, Table
from feedback_app.out.row_values import placed
from feedback_app.portfolio.csr.rows import initiative_rows, version
from schemas.csr import CsrInitiativeQuerySchema, CsrInitiativesSchema, features_schema

COLUMNS = (
    "id", "programme", "code", "title", "funders", "shares", "sectors", "sectors_fr", "iso26000", "sdgs", "places",
    "place_names", "place_note", "committed", "paid", "currency", "first_year", "last_year", "stage", "stage_fr",
    "implementer", "source_url", "source_date", "confidence", "latitude", "longitude", "made_up",
)  # fmt: skip


def _values(row: Row) -> dict[str, Any]:
    return {
        **announced_values(row),
        "paid": row["paid"],
        "stage": row["stage"] and row["stage"]["code"],
        "stage_fr": row["stage"] and row["stage"]["label"].get("fr"),
        "implementer": row["implementer"],
    }


def _read(session: Any, asked: Mapping[str, Any]) -> Found:
    rows = initiative_rows(session, asked)
    return Found(len(rows), {}, lambda start, end: rows[start:end])


_INITIATIVE = {
    "id": "0193f0b0-5e2a-7a9f-9d77-6c1e0b3f4d10",
    "programme": "demo",
    "code": "EX-1",
    "title": "Trois classes et un bureau",
    "funders": [{"id": "0193f0b0-5e2a-7a9f-9d77-6c1e0b3f4d11", "name": "Exemple SA", "share": 55.0}],
    "sectors": [{"code": "education", "label": {"fr": "Éducation", "en": "Education"}}],
    "iso26000": [],
    "sdgs": [{"code": "4", "label": {"fr": "Éducation de qualité", "en": "Quality education"}}],
    "places": [
        {"code": "CI230307", "name": "Zanzra", "level": "sous_prefecture", "latitude": 7.48, "longitude": -6.23}
    ],
    "place_note": None,
    "committed": 42000000,
    "paid": None,
    "currency": "XOF",
    "first_year": 2021,
    "last_year": 2021,
    "stage": {"code": "delivered", "label": {"fr": "Livré", "en": "Delivered"}},
    "implementer": None,
    "source_url": None,
    "source_date": None,
    "confidence": None,
    "made_up": True,
}

DATASET = Dataset(
    name="csr_initiatives",
    audience="public",
    title={"fr": "Initiatives RSE", "en": "CSR initiatives"},
    words={
        "fr": "Qui paie quoi, où, ce qui est annoncé et ce qui est payé.",
        "en": "Who pays for what, where, announced and paid.",
    },
    page="/rse",
    description="CSR initiatives: who pays for what, where, for anyone, no key needed",
    summary="List CSR initiatives with their funders, places and amounts.",
    about=(
        "Each was read and published by a second person. `committed` is what was announced and `paid` what the source "
        "says was paid, in FCFA; what is not known is null and never 0."
    ),
    rows="CSR initiatives",
    row="initiative",
    member="initiatives",
    query=CsrInitiativeQuerySchema,
    schema=CsrInitiativesSchema,
    read=_read,
    version=version,
    table=Table(columns=COLUMNS, values=_values),
    features=Features(feature=placed, schema=features_schema("CSR initiatives")),
    example=Page(rows=[_INITIATIVE], total=1, figures={}, limit=500, offset=0),
)
