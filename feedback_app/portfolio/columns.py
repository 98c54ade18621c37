"""The list as a table, for formats of rows and columns: a row a need. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

COLUMNS = (
    "id", "programme", "place_code", "place", "place_level", "latitude", "longitude", "domain", "domain_fr",
    "domain_en", "theme_id", "theme", "solution_id", "solution", "project_id", "project", "project_status", "funders",
    "voices", "fewer_than", "details", "gravity", "first_month", "last_month",
)  # fmt: skip
"""Lists are written `a; b`, breakdowns `code=voices`."""


def row(line: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a line by column."""
    place, theme, solutions = line["place"], line["theme"] or {}, line["solutions"]
    projects = [project for one in solutions if (project := one["project"])]
    return {
        **{key: line[key] for key in ("id", "programme", "voices", "first_month", "last_month")},
        "place_code": place["code"],
        "place": place["label"],
        "place_level": place["level"],
        "latitude": place["latitude"],
        "longitude": place["longitude"],
        "domain": line["domain"]["code"],
        "domain_fr": line["domain"]["label"].get("fr"),
        "domain_en": line["domain"]["label"].get("en"),
        "theme_id": theme.get("id"),
        "theme": theme.get("title"),
        "solution_id": _listed(solutions, "id"),
        "solution": _listed(solutions, "title"),
        "project_id": _listed(projects, "id"),
        "project": _listed(projects, "title"),
        "project_status": _listed(projects, "status"),
        "funders": "; ".join(dict.fromkeys(funder["name"] for one in projects for funder in one["funders"])),
        "fewer_than": line["k"] if line["voices"] is None else None,
        "details": "; ".join(f"{part['code']}={part['voices']}" for part in line["details"]),
        "gravity": "; ".join(f"{part['code']}={part['voices']}" for part in line["gravity"]),
    }


def _listed(some: Sequence[Mapping[str, Any]], name: str) -> str | None:
    """`a; b`; None where there is nothing to list."""
    return "; ".join(one[name] or "" for one in some) or None
