"""What tables and maps say of a CSR initiative or commitment, from its row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from feedback_app.out.dataset import Feature, Row

PLAIN = (
    "id", "programme", "code", "title", "place_note", "committed", "currency", "first_year", "last_year", "source_url",
    "source_date",
)  # fmt: skip


def announced_values(row: Row) -> dict[str, Any]:
    """The cells that both have, by column."""
    point = _point(row)
    return {
        **{name: row[name] for name in PLAIN},
        "funders": _joined(one["name"] for one in row["funders"]),
        "shares": _joined("" if one["share"] is None else f"{one['share']:g}" for one in row["funders"]),
        "sectors": _joined(one["code"] for one in row["sectors"]),
        "sectors_fr": _joined(one["label"].get("fr", "") for one in row["sectors"]),
        "iso26000": _joined(one["code"] for one in row["iso26000"]),
        "sdgs": _joined(one["code"] for one in row["sdgs"]),
        "places": _joined(one["code"] for one in row["places"]),
        "place_names": _joined(one["name"] for one in row["places"]),
        "confidence": row["confidence"] and row["confidence"]["code"],
        "longitude": point[0] if point else None,
        "latitude": point[1] if point else None,
        "made_up": "yes" if row["made_up"] else "no",
    }


def announced_feature(row: Row) -> Feature:
    """It on a map: at the first of its places that has a point."""
    return Feature(row["id"], _point(row), {name: value for name, value in row.items() if name != "id"})


def _joined(some: Iterable[str]) -> str | None:
    """`a; b`; None where there is nothing to list."""
    return "; ".join(some) or None


def _point(row: Row) -> tuple[float, float] | None:
    places: Sequence[Mapping[str, Any]] = row["places"]
    known = [one for one in places if None not in (one["longitude"], one["latitude"])]
    return (known[0]["longitude"], known[0]["latitude"]) if known else None
