"""CSR commitments: who promised what, where, how much. Its rows are those of the public CSR map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.out.csr_values import announced_values
from feedback_app.out.dataset import Dataset, Features, Found, Page, Table
from feedback_app.out.row_values import placed
from feedback_app.portfolio.csr.rows import commitment_rows, version
from schemas.csr import CsrCommitmentsSchema, CsrInitiativeQuerySchema, features_schema

COLUMNS = (
    "id", "programme", "code", "title", "funders", "shares", "sectors", "sectors_fr", "iso26000", "sdgs", "places",
    "place_names", "place_note", "committed", "currency", "first_year", "last_year", "source_url", "source_date",
    "confidence", "latitude", "longitude", "made_up",
)  # fmt: skip


def _read(session: Any, asked: Mapping[str, Any]) -> Found:
    rows = commitment_rows(session, asked)
    return Found(len(rows), {}, lambda start, end: rows[start:end])


_COMMITMENT = {
    "id": "0193f0b0-5e2a-7a9f-9d77-6c1e0b3f4d12",
    "programme": "demo",
    "code": "EX-P1",
    "title": "Dix classes en cinq ans",
    "funders": [{"id": "0193f0b0-5e2a-7a9f-9d77-6c1e0b3f4d11", "name": "Exemple SA", "share": 55.0}],
    "sectors": [{"code": "education", "label": {"fr": "Éducation", "en": "Education"}}],
    "iso26000": [],
    "sdgs": [{"code": "4", "label": {"fr": "Éducation de qualité", "en": "Quality education"}}],
    "places": [
        {"code": "CI230307", "name": "Zanzra", "level": "sous_prefecture", "latitude": 7.48, "longitude": -6.23}
    ],
    "place_note": None,
    "committed": 180000000,
    "currency": "XOF",
    "first_year": 2021,
    "last_year": 2026,
    "source_url": None,
    "source_date": None,
    "confidence": None,
    "made_up": True,
}

DATASET = Dataset(
    name="csr_commitments",
    audience="public",
    title={"fr": "Engagements RSE", "en": "CSR commitments"},
    words={
        "fr": "Ce que des organisations ont promis, avec lieux et montants.",
        "en": "What organisations promised, with places and amounts.",
    },
    page="/rse",
    description="CSR commitments: who promised what, where, for anyone, no key needed",
    summary="List what organisations promised, with places and amounts.",
    about=(
        "Each was read and published by a second person. `committed` is what was announced, in FCFA; "
        "what was done of it is among the initiatives; what is not known is null and never 0."
    ),
    rows="CSR commitments",
    row="commitment",
    member="commitments",
    query=CsrInitiativeQuerySchema,
    schema=CsrCommitmentsSchema,
    read=_read,
    version=version,
    table=Table(columns=COLUMNS, values=announced_values),
    features=Features(feature=placed, schema=features_schema("CSR commitments")),
    example=Page(rows=[_COMMITMENT], total=1, figures={}, limit=500, offset=0),
)
