"""Themes of the public list, with the figures of their lines. Its rows are those of the cards of `/besoins`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.out.dataset import Dataset, Features, Found, Page, Row, Table
from feedback_app.out.row_values import codes, first_point, joined, labels, placed
from feedback_app.portfolio.listing.theme_rows import theme_rows, version
from schemas.csr import features_schema
from schemas.portfolio import PortfolioQuerySchema
from schemas.projects import ThemesSchema
from schemas.vocabulary import vocabulary

PLAIN = ("id", "programme", "title", "title_en", "lines", "voices", "k", "first_month", "last_month")
COLUMNS = (
    "id", "programme", "title", "title_en", "domains", "domains_fr", "places", "place_names", "latitude", "longitude",
    "lines", "voices", "k", "solution_id", "solution", "project_id", "project", "first_month", "last_month", "made_up",
)  # fmt: skip


def _values(row: Row) -> dict[str, Any]:
    point = first_point(row)
    projects = [project for one in row["solutions"] if (project := one["project"])]
    return {
        **{name: row[name] for name in PLAIN},
        "domains": codes(row["domains"]),
        "domains_fr": labels(row["domains"]),
        "places": codes(row["places"]),
        "place_names": joined(one["label"] for one in row["places"]),
        "longitude": point[0] if point else None,
        "latitude": point[1] if point else None,
        "solution_id": joined(one["id"] for one in row["solutions"]),
        "solution": joined(one["title"] for one in row["solutions"]),
        "project_id": joined(one["id"] for one in projects),
        "project": joined(one["title"] for one in projects),
        "made_up": "yes" if row["made_up"] else "no",
    }


def _read(session: Any, asked: Mapping[str, Any]) -> Found:
    rows = theme_rows(session, asked)
    return Found(len(rows), {}, lambda start, end: rows[start:end])


_DOMAIN = vocabulary("domains").terms[0]
_PLACE = {
    "code": "CI230307", "name": "Bouata", "label": "Bouata", "level": "sous_prefecture", "latitude": 7.5,
    "longitude": -6.1,
}  # fmt: skip
_THEME = {
    "id": "0193f0b0-4f1e-7d02-a1c4-2f7f5a6b8c01",
    "title": "Pompes en panne",
    "title_en": "Broken pumps",
    "programme": "demo",
    "domains": [{"code": _DOMAIN.code, "label": dict(_DOMAIN.label)}],
    "places": [_PLACE],
    "lines": 1,
    "voices": 10,
    "k": 5,
    "solutions": [
        {
            "id": "0193f0b0-5e2a-7a9f-9d77-6c1e0b3f4d02",
            "title": "Former deux réparateurs par village",
            "description": "",
            "project": None,
        }
    ],
    "first_month": "2026-09",
    "last_month": "2026-11",
    "made_up": False,
}

DATASET = Dataset(
    name="themes",
    audience="public",
    title={"fr": "Thèmes", "en": "Themes"},
    words={
        "fr": "Ce que des besoins ont en commun, où ils sont dits et ce qui y répond.",
        "en": "What needs have in common, where they are spoken of and what answers them.",
    },
    page="/besoins",
    description="Themes: what needs have in common, for anyone, no key needed",
    summary="List the themes of accepted needs, with their figures, places and answers.",
    about=(
        "Figures are sums of the lines of the public list that are of the theme and are asked for: with a filter they "
        "are of a part of it. `voices` is the least that there may be; nothing is counted of fewer than `k`."
    ),
    rows="themes",
    row="theme",
    member="themes",
    query=PortfolioQuerySchema,
    schema=ThemesSchema,
    read=_read,
    version=version,
    table=Table(columns=COLUMNS, values=_values),
    features=Features(feature=placed, schema=features_schema("themes")),
    example=Page(rows=[_THEME], total=1, figures={}, limit=500, offset=0),
)
