"""The public list of needs. Figures and places are those of `portfolio.listing`, which says what may be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from feedback_app.out.dataset import Dataset, Feature, Features, Found, Page, Row, Table
from feedback_app.portfolio.listing.groups import ListQuery, figure
from feedback_app.portfolio.listing.public_list import read, version
from schemas.portfolio import FEATURES, PortfolioQuerySchema, PortfolioSchema
from schemas.vocabulary import vocabulary

COLUMNS = (
    "id", "programme", "place_code", "place", "place_level", "latitude", "longitude", "domain", "domain_fr",
    "domain_en", "theme_id", "theme", "solution_id", "solution", "project_id", "project", "project_status",
    "funders", "voices", "fewer_than", "details", "gravity", "first_month", "last_month",
    "gathered", "made_up", "theme_en",
)  # fmt: skip
"""Lists are written `a; b`, breakdowns `code=voices`."""


def _values(row: Row) -> dict[str, Any]:
    place, theme, solutions = row["place"], row["theme"] or {}, row["solutions"]
    projects = [project for one in solutions if (project := one["project"])]
    return {
        **{key: row[key] for key in ("id", "programme", "voices", "first_month", "last_month")},
        "place_code": place["code"],
        "place": place["label"],
        "place_level": place["level"],
        "latitude": place["latitude"],
        "longitude": place["longitude"],
        "domain": row["domain"]["code"],
        "domain_fr": row["domain"]["label"].get("fr"),
        "domain_en": row["domain"]["label"].get("en"),
        "theme_id": theme.get("id"),
        "theme": theme.get("title"),
        "theme_en": theme.get("title_en"),
        "solution_id": _listed(solutions, "id"),
        "solution": _listed(solutions, "title"),
        "project_id": _listed(projects, "id"),
        "project": _listed(projects, "title"),
        "project_status": _listed(projects, "status"),
        "funders": "; ".join(dict.fromkeys(funder["name"] for one in projects for funder in one["funders"])),
        "fewer_than": None,  # of before lines needed `k` voices; columns stay
        "details": "; ".join(f"{part['code']}={part['voices']}" for part in row["details"]),
        "gravity": "; ".join(f"{part['code']}={part['voices']}" for part in row["gravity"]),
        "gathered": "yes" if row["gathered"] else "no",
        "made_up": "yes" if row["made_up"] else "no",
    }


def _listed(some: Sequence[Mapping[str, Any]], name: str) -> str | None:
    """`a; b`; None where there is nothing to list."""
    return "; ".join(one[name] or "" for one in some) or None


def _feature(row: Row) -> Feature:
    place = row["place"]
    known = None not in (place["longitude"], place["latitude"])
    where = {key: place[key] for key in ("code", "name", "label", "level")}
    others = {key: value for key, value in row.items() if key not in {"id", "place"}}
    point = (place["longitude"], place["latitude"]) if known else None
    return Feature(row["id"], point, {"place": where, **others})


def _read(session: Any, asked: Mapping[str, Any]) -> Found:
    shown = read(session, ListQuery(**asked))
    total = figure(shown.groups)
    return Found(total.needs, {"voices": total.voices, "k": total.k}, shown.lines)


_DOMAIN = vocabulary("domains").terms[0]
_SOLUTION = {
    "id": "0193f0b0-5e2a-7a9f-9d77-6c1e0b3f4d02",
    "title": "Former deux réparateurs par village",
    "description": "",
    "project": {
        "id": "RSE-009",
        "title": "Pompe hydraulique villageoise",
        "status": "livré",
        "funders": [{"id": "cacao-du-lac", "name": "Cacao du Lac", "share": None}],
    },
}
_NEED = {
    "id": "5d1f0c3ba9e24c17",
    "programme": "demo",
    "place": {
        "code": "CI230307",
        "name": "Bouata",
        "label": "Bouata",
        "level": "sous_prefecture",
        "latitude": 7.5,
        "longitude": -6.1,
    },
    "domain": {"code": _DOMAIN.code, "label": dict(_DOMAIN.label)},
    "theme": {"id": "0193f0b0-4f1e-7d02-a1c4-2f7f5a6b8c01", "title": "Pompes en panne", "title_en": "Broken pumps"},
    "solution": _SOLUTION,
    "solutions": [_SOLUTION],
    "voices": 10,
    "k": 5,
    "details": [{"code": "panne", "label": {"fr": "La pompe est en panne", "en": "The pump is broken"}, "voices": 5}],
    "gravity": [{"code": "grave", "label": {"fr": "C’est grave", "en": "It is serious"}, "voices": 10}],
    "first_month": "2026-09",
    "last_month": "2026-11",
    "gathered": False,
    "made_up": False,
}

DATASET = Dataset(
    name="portfolio",
    audience="public",
    title={"fr": "Besoins acceptés", "en": "Accepted needs"},
    words={
        "fr": "Ce que demandent les localités, par lieu, domaine et thème.",
        "en": "What localities ask for, by place, domain and theme.",
    },
    page="/besoins",
    description="The portfolio: what localities ask for, for anyone, no key needed",
    summary="List accepted needs, gathered by place, domain and theme.",
    about=(
        "No line is of a person: what fewer than `k` say of a place is counted in the place above it or not at all, "
        "places are never finer than the programme allows, and needs that were accepted come in together, once a week."
    ),
    rows="accepted needs",
    row="need",
    member="needs",
    query=PortfolioQuerySchema,
    schema=PortfolioSchema,
    read=_read,
    version=version,
    table=Table(columns=COLUMNS, values=_values),
    features=Features(feature=_feature, schema=FEATURES),
    example=Page(rows=[_NEED], total=1, figures={"voices": 10, "k": 5}, limit=500, offset=0),
)
