"""What is read on the page and in the dataset of feelings and scores, beside what was worked out anew."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient

from tests.scenario.compare_needs import FRENCH, same
from tests.scenario.naive_feelings import OBSERVED, TOTAL, Memory, columns
from tests.scenario.reading import Node, numbers, page, table

Cell = int | None


def dataset(client: FlaskClient, memory: Memory, programme: str) -> int:
    """Every cell, shown or hidden. Returns how many there are."""
    shown: list[dict[str, Any]] = []
    while len(shown) < (answer := _part(client, programme, len(shown)))["total"]:
        shown += answer["cells"]
    read = [
        (
            one["speaker"]["code"],
            one["question"]["code"],
            one["by"],
            one["row"]["code"],
            one["answer"]["code"],
            one["voices"],
        )
        for one in shown
    ]
    expected = [
        (one["speaker"], one["axis"], one["by"], _code(one["row"], one["by"]), one["code"], one["voices"])
        for one in memory.rows()
    ]
    observed = _part(client, programme, 0, "observations")["cells"]
    read += [
        (
            one["speaker"]["code"],
            one["question"]["code"],
            one["by"],
            one["row"]["code"],
            one["answer"]["code"],
            one["observations"],
        )
        for one in observed
    ]
    same(read, expected)
    return len(read)


def _part(client: FlaskClient, programme: str, offset: int, name: str = "feelings") -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"/api/v1/{name}?programme={programme}&limit=5000&offset={offset}").get_json()
    return answer


def _code(row: str, by: str) -> str:
    return row.strip("/").split("/")[-1] if by == "place" else row


def tables_page(client: FlaskClient, memory: Memory, programme: str) -> None:
    """Every table of numbers with its totals, and the percentages of every bar."""
    shown = page(client.get(f"/ressenti?programme={programme}", headers=FRENCH).text)
    rows = [
        list(map(_cell, row[1:])) for one in shown.all("table", "list") if not one.has("stacked") for row in table(one)
    ]
    expected = []
    bars: list[list[int]] = []
    for (_, axis, by), cells in memory.shown.items():
        if not any(cells.values()) or (axis.startswith("score:") and by != "project"):
            continue
        for row in dict.fromkeys(row for row, _ in cells):
            line = [cells[row, code] for code in (*columns(axis), TOTAL)]
            expected.append(line)
            if axis not in ("emotion", *OBSERVED) and (parts := _percents(line[:-1])):
                bars.append(parts)
    same(rows, expected)
    drawn = [_percents_of(one) for one in shown.all("svg") if one.attributes.get("role") == "img"]
    same(drawn, bars)


def _cell(words: str) -> float | None:
    return numbers(words)[0] if numbers(words) else None


def _percents(line: list[Cell]) -> list[int]:
    known = [one for one in line if one is not None]
    if len(known) < len(line) or not sum(known):
        return []
    return [round(100 * one / sum(known)) for one in known if one]


def _percents_of(bar: Node) -> list[int]:
    return [int(one) for one in re.findall(r"(\d+)\s*%", bar.attributes.get("aria-label", ""))]
