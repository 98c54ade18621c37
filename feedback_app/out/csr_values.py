"""What tables and maps say of a CSR initiative or commitment, from its row."""

from __future__ import annotations

from typing import Any

from feedback_app.out.dataset import Row
from feedback_app.out.row_values import first_point, joined

PLAIN = (
    "id", "programme", "code", "title", "place_note", "committed", "currency", "first_year", "last_year", "source_url",
    "source_date",
)  # fmt: skip


def announced_values(row: Row) -> dict[str, Any]:
    """The cells that both have, by column."""
    point = first_point(row)
    return {
        **{name: row[name] for name in PLAIN},
        "funders": joined(one["name"] for one in row["funders"]),
        "shares": joined("" if one["share"] is None else f"{one['share']:g}" for one in row["funders"]),
        "sectors": joined(one["code"] for one in row["sectors"]),
        "sectors_fr": joined(one["label"].get("fr", "") for one in row["sectors"]),
        "iso26000": joined(one["code"] for one in row["iso26000"]),
        "sdgs": joined(one["code"] for one in row["sdgs"]),
        "places": joined(one["code"] for one in row["places"]),
        "place_names": joined(one["name"] for one in row["places"]),
        "confidence": row["confidence"] and row["confidence"]["code"],
        "longitude": point[0] if point else None,
        "latitude": point[1] if point else None,
        "made_up": "yes" if row["made_up"] else "no",
    }
