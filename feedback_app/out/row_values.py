"""What cells and maps say of rows that have places and lists. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from feedback_app.out.dataset import Feature, Row


def joined(some: Iterable[object]) -> str | None:
    """`a; b`; None where there is nothing to list."""
    return "; ".join(map(str, some)) or None


def codes(terms: Iterable[Mapping[str, Any]]) -> str | None:
    """The codes of these terms or places."""
    return joined(one["code"] for one in terms)


def labels(terms: Iterable[Mapping[str, Any]]) -> str | None:
    """Their French words."""
    return joined(one["label"].get("fr", one["code"]) for one in terms)


def first_point(row: Row) -> tuple[float, float] | None:
    """Longitude and latitude of the first of its places that has them."""
    places: Sequence[Mapping[str, Any]] = row["places"]
    known = [one for one in places if None not in (one["longitude"], one["latitude"])]
    return (known[0]["longitude"], known[0]["latitude"]) if known else None


def placed(row: Row) -> Feature:
    """The row on a map, at its first point."""
    return Feature(row["id"], first_point(row), {name: value for name, value in row.items() if name != "id"})


def with_terms(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """Of each term that is never missing its code, and its words by language: `answer`, `answer_fr`, `answer_en`."""
    found = {}
    for name in names:
        found[name] = row[name]["code"]
        found |= {f"{name}_{lang}": text for lang, text in row[name]["label"].items()}
    return found
