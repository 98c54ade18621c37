"""The public list of needs worked out a second time, in the simplest way: dictionaries, loops, one rule after another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from tests.scenario.ledger import Ask, Row, accepted_records, document, hex_of, likely_moment, moment, places, voice

LEVELS = ("country", "district", "region", "departement", "sous_prefecture", "locality")
SENSITIVE = {"fon", "pax", "gen", "enf"}
UNSAID = {None, "nsp", "refus"}
LEAST_PEOPLE = 500
Key = tuple[str, str, str, tuple[str, ...]]
"""Path of the place, domain, theme, solutions; empty where there is none."""


class Programme:
    """A programme as its row says."""

    def __init__(self, row: Mapping[str, Any], known: Mapping[str, Row]) -> None:
        settings = document(row["settings"]) or {}
        self.id, self.home = row["id"], row["place_code"]
        self.made_up = bool(settings.get("demo"))
        self.k, self.k_sensitive = settings.get("k_public", 5), settings.get("k_sensitive", 10)
        self.level = settings.get("public_level", "sous_prefecture")
        self._places = known

    def least(self, domain: str) -> int:
        return max(self.k, self.k_sensitive) if domain in SENSITIVE else int(self.k)

    def shown_way(self, code: str) -> list[str]:
        """The way to the place at which a record of this place is shown: of the level of the programme, or coarser, and
        never so small that people would be known."""
        way = list(self._places[code]["way"])
        wider = LEVELS[: LEVELS.index(self.level) + 1]
        fits = [n for n, one in enumerate(way) if self._places[one]["level"] in wider]
        way = way[: fits[-1] + 1] if fits else way[:-1] or way
        while len(way) > 1 and (self._places[way[-1]]["population"] or LEAST_PEOPLE) < LEAST_PEOPLE:
            way.pop()
        return way


def programmes(ask: Ask) -> dict[str, Programme]:
    """The programmes that show something."""
    known = places(ask)
    rows = ask("select id, place_code, settings from programme")
    return {
        row["id"]: Programme(row, known) for row in rows if (document(row["settings"]) or {}).get("public") is not False
    }


def counted_until(ask: Ask) -> dict[str, dt.datetime]:
    """Needs that were accepted before this moment are in the list, by programme."""
    return {one["programme_id"]: moment(one["until"]) for one in ask("select programme_id, until from portfolio_batch")}


def needs_of(ask: Ask, programme: Programme) -> list[Row]:
    """The accepted needs that count in public now, the first accepted first, each with its theme."""
    until = None if programme.made_up else counted_until(ask).get(programme.id)
    if until is None and not programme.made_up:
        return []
    found = []
    assigned, taking = _assigned(ask, programme.id), _taking(ask)
    for record in accepted_records(ask, programme.id):
        if record["body"]["instrument"] != "besoin" or (until and record["accepted_at"] >= until):
            continue
        answers = record["answers"]
        domain = "aut" if answers.get("domaine") in UNSAID else answers["domaine"]
        theme, solution = _last_since(assigned.get(record["id"], []), record["since"])
        found.append(
            record | {
                "domain": domain, "detail": _answered(answers.get(f"quoi_{domain}")), "gravity": _answered(answers.get("gravite")),
                "path": "/".join(["", *programme.shown_way(record["body"]["place"]), ""]), "theme": taking.get(theme, ""),
                "solution": solution, "month": likely_moment(record).strftime("%Y-%m"), "voice": voice(record),
                "more": sum(1 for one in record["joined"] if until is None or one["at"] < until),
            }
        )  # fmt: skip
    return found


def _answered(code: Any) -> str:
    return "" if code in UNSAID else str(code)


def _assigned(ask: Ask, programme: str) -> dict[str, list[tuple[dt.datetime, str, str]]]:
    rows = ask("select id, programme_id, record_id, theme_id, solution_id, at from portfolio_tie")
    found: dict[str, list[tuple[dt.datetime, str, str]]] = {}
    for one in sorted(rows, key=lambda row: (moment(row["at"]), hex_of(row["id"]))):
        if one["programme_id"] == programme:
            names = [hex_of(one[name]) if one[name] else "" for name in ("theme_id", "solution_id")]
            found.setdefault(hex_of(one["record_id"]), []).append((moment(one["at"]), names[0], names[1]))
    return found


def _taking(ask: Ask) -> dict[str, str]:
    """The theme that takes needs in place of each: itself, or what it was merged into; a theme that was split has none."""
    ended = {hex_of(one["id"]): one["ended_as"] for one in ask("select id, ended_as from theme")}
    rows = ask("select theme_id, successor_id from theme_successor")
    after = {hex_of(one["theme_id"]): hex_of(one["successor_id"]) for one in rows}
    found = {}
    for theme in ended:
        now = theme
        while ended[now] == "joined":
            now = after[now]
        found[theme] = "" if ended[now] else now
    return found


def _last_since(some: list[tuple[dt.datetime, str, str]], since: dt.datetime) -> tuple[str, str]:
    """What was assigned, was what had been decided about then."""
    later = [(theme, solution) for at, theme, solution in some if at >= since]
    return later[-1] if later else ("", "")


def count_voices(needs: Iterable[Row]) -> None:
    """Writes onto each need how many voices it adds: of what one voice says in a domain and theme the first counts."""
    heard = set()
    for one in needs:
        same = (one["voice"], one["domain"], one["theme"])
        one["voices"] = one["more"] + (0 if same in heard else 1)
        heard.add(same)


class Line:
    """Needs that are counted together."""

    def __init__(self) -> None:
        self.count = 0
        self.details: dict[str, int] = {}
        self.gravity: dict[str, int] = {}
        self.months: set[str] = set()
        self.gathered = False
        self.hidden = 0
        """Parts that are too small for a line of their own; none where the line needs no others to be shown."""

    def bound(self, k: int) -> int:
        """What is said of it at most: what there can be without one of its hidden parts."""
        return (self.hidden - 1) * (k - 1) if self.hidden and self.gathered else self.count

    def gather(self, other: Line, k: int) -> None:
        """Another line that is too small joins it."""
        if self.hidden or not self.count:
            self.hidden += 1 if (other.hidden - 1) * (k - 1) >= k else other.hidden
        self.take(other)
        self.gathered = True

    def take(self, other: Line) -> None:
        self.count += other.count
        for mine, theirs in ((self.details, other.details), (self.gravity, other.gravity)):
            for code, count in theirs.items():
                mine[code] = mine.get(code, 0) + count
        self.months |= other.months


def rounded(count: int, k: int) -> int:
    """As it may be shown: down to a multiple of `k`; 0 says nothing."""
    return count // k * k


def lines_of(ask: Ask, programme: Programme) -> list[Row]:
    """The lines that anyone may see, as rows."""
    needs = needs_of(ask, programme)
    count_voices(needs)
    named = _named(ask)
    lines: dict[Key, Line] = {}
    for cell in _cells(needs):
        answers = tuple(one for one in _answers(cell, named) if one in named["solutions"])
        theme = cell["theme"] if cell["theme"] in named["themes"] else ""
        line = Line()
        line.count, line.months = cell["voices"], cell["months"]
        line.details, line.gravity = {cell["detail"]: cell["voices"]}, {cell["gravity"]: cell["voices"]}
        lines.setdefault((cell["path"], cell["domain"], theme, answers), Line()).take(line)
    _fold(lines, programme)
    return [_row(programme, key, line) for key, line in lines.items()]


def _cells(needs: Iterable[Row]) -> list[Row]:
    """Needs that say the same of the same place, where any voice of them counts."""
    found: dict[tuple[object, ...], Row] = {}
    names = ("domain", "path", "theme", "solution", "detail", "gravity")
    for one in needs:
        cell = found.setdefault(
            tuple(one[name] for name in names), {name: one[name] for name in names} | {"voices": 0, "months": set()}
        )
        cell["voices"] += one["voices"]
        cell["months"].add(one["month"])
    for cell in found.values():
        cell["months"] = {min(cell["months"]), max(cell["months"])}
    return [one for one in found.values() if one["voices"]]


def _named(ask: Ask) -> dict[str, Any]:
    """What a second person has published, and which solutions answer a theme, the first made first."""
    answering: dict[str, list[str]] = {}
    for one in ask("select theme_id, solution_id from solution_theme"):
        answering.setdefault(hex_of(one["theme_id"]), []).append(hex_of(one["solution_id"]))
    return {
        "themes": {hex_of(one["id"]) for one in ask("select id, published from theme") if one["published"]},
        "solutions": {hex_of(one["id"]) for one in ask("select id, published from solution") if one["published"]},
        "answering": {theme: sorted(some) for theme, some in answering.items()},
    }


def _answers(cell: Row, named: Mapping[str, Any]) -> list[str]:
    return [cell["solution"]] if cell["solution"] else list(named["answering"].get(cell["theme"], []))


def _fold(lines: dict[Key, Line], programme: Programme) -> None:
    """While any line is too small: the deepest of them joins the one above it, or is dropped where there is none."""
    for key, line in lines.items():
        line.hidden = int(line.count < programme.least(key[1]))
    while small := [
        key
        for key, line in lines.items()
        if min(line.count, line.bound(programme.least(key[1]))) < programme.least(key[1])
    ]:
        key = max(small, key=lambda one: (one[0].count("/"), bool(one[2] or one[3])))
        line = lines.pop(key)
        above = _above(key, programme.home)
        if above is not None:
            lines.setdefault(above, Line()).gather(line, programme.least(key[1]))


def _above(key: Key, home: str) -> Key | None:
    path, domain, theme, answers = key
    way = path.strip("/").split("/")
    if way[-1] != home and len(way) > 1:
        return "/".join(["", *way[:-1], ""]), domain, theme, answers
    return (path, domain, "", ()) if theme or answers else None


def _row(programme: Programme, key: Key, line: Line) -> Row:
    path, domain, theme, answers = key
    k = programme.least(domain)

    def shown(count: int) -> int:
        return rounded(min(count, line.bound(k)), k)

    parts = {
        name: sorted(((shown(count), code) for code, count in some.items() if code and shown(count)), key=_most)
        for name, some in (("details", line.details), ("gravity", line.gravity))
    }
    return {
        "programme": programme.id, "path": path, "place": path.strip("/").split("/")[-1], "domain": domain, "theme": theme,
        "solutions": answers, "voices": shown(line.count), "k": k, "first": min(line.months), "last": max(line.months),
        "gathered": line.gathered, "made_up": programme.made_up, **parts,
    }  # fmt: skip


def _most(part: tuple[int, str]) -> tuple[int, str]:
    return -part[0], part[1]


def all_lines(ask: Ask) -> list[Row]:
    """Of all programmes."""
    return [line for one in programmes(ask).values() for line in lines_of(ask, one)]
