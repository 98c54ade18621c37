"""Projects: those of the exchange as `/bourse` shows them, and those that carry out an answer to needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.out.dataset import Dataset, Features, Found, Page, Row, Table
from feedback_app.out.row_values import codes, first_point, joined, labels, placed
from feedback_app.portfolio.bourse.rows import project_rows, version
from schemas.csr import features_schema
from schemas.projects import ProjectQuerySchema, ProjectsSchema
from schemas.vocabulary import vocabulary

PLAIN = (
    "id", "programme", "title", "summary", "holder", "since", "cost", "found", "promised", "paid", "sought", "currency",
    "score", "rank", "ranked_of", "milestones", "milestones_done", "milestones_contested",
)  # fmt: skip
COLUMNS = (
    "id", "programme", "project_kind", "title", "summary", "holder", "state", "state_fr", "state_en", "since",
    "project_status", "sectors", "sectors_fr", "places", "place_names", "latitude", "longitude", "theme_id", "themes",
    "themes_en", "funders", "sdgs", "iso26000", "cost", "found", "promised", "paid", "sought", "currency", "score",
    "rank", "ranked_of", "milestones", "milestones_done", "milestones_contested", "made_up",
)  # fmt: skip


def _values(row: Row) -> dict[str, Any]:
    point, state, sectors = first_point(row), row["state"], [row["sector"]] if row["sector"] else []
    return {
        **{name: row[name] for name in PLAIN},
        "project_kind": row["kind"],
        "project_status": row["status"],
        "state": state and state["code"],
        **{f"state_{lang}": state and state["label"].get(lang) for lang in ("fr", "en")},
        "sectors": codes(sectors),
        "sectors_fr": labels(sectors),
        "places": codes(row["places"]),
        "place_names": joined(one["name"] for one in row["places"]),
        "longitude": point[0] if point else None,
        "latitude": point[1] if point else None,
        "theme_id": joined(one["id"] for one in row["themes"]),
        "themes": joined(one["title"] for one in row["themes"]),
        "themes_en": joined(one["title_en"] for one in row["themes"]),
        "funders": joined(one["name"] for one in row["funders"]),
        "sdgs": codes(row["sdgs"]),
        "iso26000": codes(row["iso26000"]),
        "made_up": "yes" if row["made_up"] else "no",
    }


def _read(session: Any, asked: Mapping[str, Any]) -> Found:
    rows = project_rows(session, asked, today=asked["today"])
    return Found(len(rows), {}, lambda start, end: rows[start:end])


_SECTOR = vocabulary("sectors").terms[0]
_PROJECT = {
    "id": "0193f0b0-5e2a-7a9f-9d77-6c1e0b3f4d30",
    "programme": "demo",
    "kind": "exchange",
    "title": "Un forage à Zanzra",
    "summary": "Un forage et deux réparateurs.",
    "holder": "Coopérative du Lac",
    "state": {"code": "published", "label": {"fr": "Cherche un financement", "en": "Seeks funding"}},
    "since": "2026-10-05",
    "status": None,
    "sector": {"code": _SECTOR.code, "label": dict(_SECTOR.label)},
    "places": [
        {"code": "CI230307", "name": "Zanzra", "level": "sous_prefecture", "latitude": 7.48, "longitude": -6.23}
    ],
    "themes": [{"id": "0193f0b0-4f1e-7d02-a1c4-2f7f5a6b8c01", "title": "Pompes en panne", "title_en": "Broken pumps"}],
    "funders": [],
    "sdgs": [{"code": "6", "label": {"fr": "Eau propre et assainissement", "en": "Clean water and sanitation"}}],
    "iso26000": [],
    "cost": 10000000,
    "found": 2000000,
    "promised": 3000000,
    "paid": 1000000,
    "sought": 5000000,
    "currency": "XOF",
    "score": 71.5,
    "rank": 2,
    "ranked_of": 10,
    "milestones": 3,
    "milestones_done": 1,
    "milestones_contested": 0,
    "made_up": True,
}

DATASET = Dataset(
    name="projects",
    audience="public",
    title={"fr": "Projets", "en": "Projects"},
    words={
        "fr": "Les projets qui cherchent un financement, et ceux qui répondent à des besoins.",
        "en": "Projects that seek funding, and those that answer needs.",
    },
    page="/bourse",
    description="Projects: those that seek funding, and those that answer needs, for anyone, no key needed",
    summary="List projects with their money, milestones, score and the themes that they answer.",
    about=(
        "`exchange`: projects of the exchange, each published by a second person; score and rank are by the open "
        "criteria, once two have scored it. A milestone that its place contests is not done. `answer`: projects of the "
        "register that carry out an answer to needs of the public list, of which the exchange knows no money."
    ),
    rows="projects",
    row="project",
    member="projects",
    query=ProjectQuerySchema,
    schema=ProjectsSchema,
    read=_read,
    version=version,
    is_of_day=True,
    table=Table(columns=COLUMNS, values=_values),
    features=Features(feature=placed, schema=features_schema("projects")),
    example=Page(rows=[_PROJECT], total=1, figures={}, limit=500, offset=0),
)
