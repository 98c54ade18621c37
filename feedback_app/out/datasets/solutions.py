"""Solutions that people found: how far each is, what shows it, what it costs. Its rows are those of `/solutions`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.out.dataset import Dataset, Features, Found, Page, Row, Table
from feedback_app.out.row_values import first_point, joined, placed
from feedback_app.portfolio.practices.rows import practice_rows, version
from schemas.csr import features_schema
from schemas.practices import LocalSolutionQuerySchema, LocalSolutionsSchema
from schemas.vocabulary import vocabulary

PLAIN = (
    "id", "programme", "phase", "credit", "holders_agreed_on", "cost_low", "cost_high", "cost_unit", "cost_year",
    "currency", "conditions", "seeds", "hands", "risks", "how", "published_on",
)  # fmt: skip
COLUMNS = (
    "id", "programme", "title_fr", "title_en", "summary_fr", "summary_en", "stage", "stage_fr", "phase", "domains",
    "domains_fr", "sdgs", "themes", "places", "place_names", "tried_in", "makers_fr", "credit",
    "traditional", "holders_agreed_on", "cost_low", "cost_high", "cost_unit", "cost_year", "currency", "copying",
    "conditions", "seeds", "hands", "risks", "how", "evidence", "evidence_days", "published_on", "latitude",
    "longitude", "made_up", "themes_en",
)  # fmt: skip


def _values(row: Row) -> dict[str, Any]:
    point = first_point(row)
    return {
        **{name: row[name] for name in PLAIN},
        **{f"{name}_{lang}": row[name][lang] for name in ("title", "summary") for lang in ("fr", "en")},
        "stage": _code(row["stage"]),
        "stage_fr": _label(row["stage"]),
        "domains": joined(_code(one) for one in row["domains"]),
        "domains_fr": joined(_label(one) for one in row["domains"]),
        "sdgs": joined(_code(one) for one in row["sdgs"]),
        "themes": joined(one["title"] for one in row["themes"]),
        "themes_en": joined(one["title_en"] for one in row["themes"]),
        "places": joined(one["code"] for one in row["places"]),
        "place_names": joined(one["name"] for one in row["places"]),
        "tried_in": joined(one["name"] for one in row["tried_in"]),
        "makers_fr": _label(row["makers"]),
        "traditional": _code(row["traditional"]),
        "copying": _code(row["copying"]),
        "evidence": joined(f"{_label(one['kind'])}: {one['shows']} ({one['source']})" for one in row["evidence"]),
        "evidence_days": joined(one["day"] for one in row["evidence"]),
        "longitude": point[0] if point else None,
        "latitude": point[1] if point else None,
        "made_up": "yes" if row["made_up"] else "no",
    }


def _code(term: Mapping[str, Any] | None) -> str | None:
    return term["code"] if term else None


def _label(term: Mapping[str, Any] | None) -> str | None:
    return term["label"].get("fr") if term else None


def _read(session: Any, asked: Mapping[str, Any]) -> Found:
    rows = practice_rows(session, asked)
    return Found(len(rows), {}, lambda start, end: rows[start:end])


_DOMAIN = vocabulary("domains").terms[7]
_PLACE = {"code": "CI230307", "name": "Zanzra", "level": "sous_prefecture", "latitude": 7.48, "longitude": -6.23}
_SOLUTION = {
    "id": "0193f0b0-5e2a-7a9f-9d77-6c1e0b3f4d20",
    "programme": "demo",
    "title": {"fr": "Des claies pour sécher le gombo", "en": "Racks for drying okra"},
    "summary": {"fr": "Le gombo séché sur des claies se garde jusqu’au temps cher.", "en": None},
    "stage": {"code": "tried", "label": {"fr": "Essayée", "en": "Tried"}},
    "phase": "Explore",
    "domains": [{"code": _DOMAIN.code, "label": dict(_DOMAIN.label)}],
    "sdgs": [{"code": "2", "label": {"fr": "Faim « zéro »", "en": "Zero hunger"}}],
    "themes": [],
    "places": [_PLACE],
    "tried_in": [],
    "makers": {"code": "femmes", "label": {"fr": "Des femmes", "en": "Women"}},
    "credit": None,
    "traditional": {"code": "no", "label": {"fr": "Non, c’est une idée nouvelle", "en": "No, it is a new idea"}},
    "holders_agreed_on": None,
    "cost_low": 4000,
    "cost_high": 7000,
    "cost_unit": "une claie",
    "cost_year": 2026,
    "currency": "XOF",
    "copying": {"code": "facile", "label": {"fr": "Oui, facilement", "en": "Yes, easily"}},
    "conditions": "Du soleil et un endroit sans poussière.",
    "seeds": "Du bambou, du fil.",
    "hands": "Deux personnes, une journée.",
    "risks": None,
    "how": None,
    "evidence": [
        {
            "kind": {"code": "seen", "label": {"fr": "Vu sur place", "en": "Seen on the spot"}},
            "source": "Agent de l’ANADER", "day": "2026-09-14", "shows": "Douze claies servent.", "place": "Zanzra",
        }
    ],
    "published_on": "2026-10-02",
    "made_up": True,
}  # fmt: skip

DATASET = Dataset(
    name="solutions",
    audience="public",
    title={"fr": "Solutions d’ici", "en": "Local solutions"},
    words={
        "fr": "Ce que des habitants ont trouvé, ce que cela coûte et ce qui le prouve.",
        "en": "What inhabitants found, what it costs and what shows it.",
    },
    page="/solutions",
    description="Solutions that people found themselves, for anyone, no key needed",
    summary="List solutions that people found, with how far each is and what shows it.",
    about=(
        "Each comes from accepted records, was written by one person of the Lab and published by another. A stage is "
        "reached by published evidence alone. Where it may be traditional knowledge it is here only while its holders "
        "agree. Places are as coarse as the programme shows them."
    ),
    rows="solutions",
    row="solution",
    member="solutions",
    query=LocalSolutionQuerySchema,
    schema=LocalSolutionsSchema,
    read=_read,
    version=version,
    table=Table(columns=COLUMNS, values=_values),
    features=Features(feature=placed, schema=features_schema("solutions")),
    example=Page(rows=[_SOLUTION], total=1, figures={}, limit=500, offset=0),
)
