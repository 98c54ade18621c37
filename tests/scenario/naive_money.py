"""Projects of the exchange, their points, money and milestones, and what companies do, worked out a second time."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.scenario.ledger import Ask, Row, document, hex_of
from tests.scenario.naive_needs import Programme, rounded
from tests.scenario.naive_weight import wilson_low

VOCABULARY = Path(__file__).parents[2] / "schemas" / "vocabulary"
MOST_POINTS = 6
"""Two people give up to three points each."""
LEAST_MILESTONES = 5
FIXED = ("noted", "confirmed")


def vocabulary(name: str) -> list[dict[str, str]]:
    """The rows of a list of codes."""
    with (VOCABULARY / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def projects(ask: Ask, programmes: Mapping[str, Programme], today: dt.date) -> list[Row]:
    """Every project that anyone may see."""
    found = []
    for row in ask("select id, programme_id, state, words from bourse_project"):
        if row["state"] in ("draft", "proposed") or row["programme_id"] not in programmes:
            continue
        words, key = document(row["words"]), hex_of(row["id"])
        cost, there = sum(amount for _, amount in words["budget"]), sum(amount for _, amount in words["found"])
        trails = _trails(ask, key)
        sought = max(0, cost - there - sum(max(one["promised"], one["paid"]) for one in trails.values()))
        found.append(
            {
                "id": key, "programme": row["programme_id"], "state": row["state"], "title": words["title"],
                "holder": words["holder"], "places": words["places"], "cost": cost, "found": there, "sought": sought,
                "promised": sum(one["promised"] for one in trails.values()), "trails": trails,
                "paid": sum(one["paid"] for one in trails.values()), "points": _points(ask, key),
                "milestones": _milestones(ask, key, words, programmes[row["programme_id"]], today),
            }
        )  # fmt: skip
    return found


def _trails(ask: Ask, project: str) -> dict[str, dict[str, int]]:
    """What each organisation promised and paid, as far as the Lab confirmed it and nobody took it back."""
    found: dict[str, dict[str, int]] = {}
    asked = "select project_id, organisation_id, kind, amount, confirmed_at, withdrawn_at from bourse_pledge"
    for one in ask(asked):
        if hex_of(one["project_id"]) == project and one["amount"] and one["confirmed_at"] and not one["withdrawn_at"]:
            own = found.setdefault(one["organisation_id"], {"promised": 0, "paid": 0})
            own["promised" if one["kind"] == "promise" else "paid"] += one["amount"]
    return found


def _points(ask: Ask, project: str) -> list[tuple[int, int, float]]:
    """By criterion what each scorer gave, and what that adds to a score of 100; empty before both have scored."""
    last: dict[str, dict[str, Any]] = {}
    for one in sorted(ask("select id, project_id, points, at, by from bourse_scoring"), key=lambda row: str(row["at"])):
        if hex_of(one["project_id"]) == project:
            last[hex_of(one["by"])] = document(one["points"])
    if len(last) < 2:
        return []
    first, second = last.values()
    found = []
    for criterion in vocabulary("bourse_criteria"):
        levels = [one[criterion["code"]]["level"] for one in (first, second)]
        found.append((levels[0], levels[1], sum(levels) * int(criterion["weight"]) / MOST_POINTS))
    return found


def _milestones(ask: Ask, project: str, words: Any, programme: Programme, today: dt.date) -> list[dict[str, Any]]:
    done = {
        one["key"]
        for one in ask("select project_id, key from bourse_milestone")
        if hex_of(one["project_id"]) == project
    }
    domains = next((one["domains"] for one in vocabulary("sectors") if one["code"] == words["sector"]), "")
    k = max([programme.k, *(programme.least(one) for one in domains.split("|") if one)])
    return [
        _milestone(ask, project, key, k, is_done=key in done, is_late=dt.date.fromisoformat(due) < today)
        for key, _, due, _ in words["milestones"]
    ]


def _milestone(ask: Ask, project: str, key: str, k: int, *, is_done: bool, is_late: bool) -> dict[str, Any]:
    yes, no = 0, 0
    for reply in ask("select id, bourse_project_id, milestone_key, state from portfolio_reply"):
        mine = reply["bourse_project_id"] and hex_of(reply["bourse_project_id"]) == project
        if mine and reply["milestone_key"] == key and reply["state"] == "published":
            counts = answers_to(ask, hex_of(reply["id"]))
            yes, no = counts.get("yes", 0), counts.get("no", 0) + counts.get("partly", 0)
    if not is_done:
        state = "late" if is_late else "open"
    else:
        state = "contested" if no >= k else "confirmed" if yes >= k else "noted"
    return {"state": state, "yes": rounded(yes, k), "no": rounded(no, k)}


def answers_to(ask: Ask, reply: str) -> dict[str, int]:
    """How many gave each answer on their phones, by the raw entries; of several by one person the last."""
    last: dict[str, str] = {}
    for entry in sorted(ask("select position, body from ledger_entry"), key=lambda one: one["position"]):
        body = document(bytes(entry["body"]).decode() or "{}")
        if body.get("instrument") == "echo_reply" and hex_of(body["answers"]["reply"]) == reply:
            last[body["author"]] = body["answers"]["fulfilled"]
    return {answer: list(last.values()).count(answer) for answer in last.values()}


def ranks(some: list[Row]) -> dict[str, tuple[int, int]]:
    """The rank of each project that seeks funding, and among how many of its programme."""
    found = {}
    for one in some:
        rivals = [
            other
            for other in some
            if other["programme"] == one["programme"] and other["state"] == "published" and other["points"]
        ]
        if one in rivals:
            better = [other for other in rivals if total(other) > total(one)]
            found[one["id"]] = (len(better) + 1, len(rivals))
    return found


def total(project: Row) -> float:
    return float(sum(adds for *_, adds in project["points"]))


def rates(some: list[Row], names: Mapping[str, list[str]]) -> list[tuple[object, ...]]:
    """Done, confirmed, late, contested of each name, and the least share that is done; of too few none."""
    counts: dict[str, list[str]] = {}
    for one in some:
        for name in names[one["id"]]:
            if one["state"] not in ("published", "withdrawn"):
                counts.setdefault(name, []).extend(
                    line["state"] for line in one["milestones"] if line["state"] != "open"
                )
    found = []
    for name, states in counts.items():
        done = sum(state in FIXED for state in states)
        figures = (done, states.count("confirmed"), states.count("late"), states.count("contested"))
        due = done + figures[2] + figures[3]
        found.append((name, *figures, *([round(100 * wilson_low(done, due))] if due >= LEAST_MILESTONES else [])))
    return found


def actions(ask: Ask, kind: str = "initiative") -> list[Row]:
    """The sheets of a kind that were published."""
    rows = [
        row | {"words": document(row["words"])}
        for row in ask("select id, programme_id, key, kind, words from csr_sheet")
    ]
    return [row for row in rows if row["kind"] == kind and row["words"]]


def sectors_of_domains() -> dict[str, str]:
    """The sector that needs of each domain are compared as: the first that is compared as itself."""
    found: dict[str, str] = {}
    for one in vocabulary("sectors"):
        if not one["compared_as"] or one["compared_as"] == one["code"]:
            for domain in one["domains"].split("|"):
                found.setdefault(domain, one["code"])
    return found
