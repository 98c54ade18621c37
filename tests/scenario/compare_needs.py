"""What is read on the pages and in the datasets of needs, beside what was worked out anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from flask.testing import FlaskClient

from tests.scenario import naive_needs
from tests.scenario.files import READERS
from tests.scenario.ledger import Ask, Row, hex_of, places
from tests.scenario.naive_needs import Programme
from tests.scenario.naive_weight import weight_of
from tests.scenario.reading import Node, numbers, page, section, table

FRENCH = {"Accept-Language": "fr"}


class Needs:
    """The lines as they should be, and what of them each page must say."""

    def __init__(self, ask: Ask, client: FlaskClient) -> None:
        self._ask, self._client = ask, client
        self.lines = naive_needs.all_lines(ask)
        self.programmes: dict[str, Programme] = naive_needs.programmes(ask)
        self.places = places(ask)

    def read(self, address: str) -> Node:
        """A page as it is served in French."""
        got = self._client.get(address, headers=FRENCH)
        assert got.status_code == 200, (address, got.status_code)
        return page(got.text)

    def dataset(self) -> None:
        """Every line with every figure, in JSON; the same figures in every other format."""
        answer = self._client.get("/api/v1/portfolio?limit=5000").get_json()
        same([_line(one) for one in answer["needs"]], [_expected(one) for one in self.lines])
        assert (answer["total"], answer["voices"]) == (len(self.lines), voices_of(self.lines))
        figures = sorted((one["programme"], one["place"], one["domain"], one["voices"]) for one in self.lines)
        for ending, read in READERS.items():
            same(read(self._client.get(f"/api/v1/portfolio.{ending}?limit=5000").get_data()), figures)

    def lists(self) -> None:
        """The list of each programme: its figures, places, themes and every line of every page."""
        for one in ("", *self.programmes):
            some = [line for line in self.lines if one in ("", line["programme"])]
            first = self.read(f"/besoins?programme={one}")
            if not some:
                assert not list(first.all("table"))
                continue
            by_place = grouped(some, "place")
            figures = only(first, "p", "figures").numbers
            assert figures == [len(some), voices_of(some), len(by_place)], (one, figures)
            shown = [row for each in first.all("table", "places") for row in table(each)]
            rows = [(row[0], numbers(row[1])[0], numbers(row[2])[0]) for row in shown]
            same(rows, [(self.places[code]["label"], len(part), voices_of(part)) for code, part in by_place.items()])
            same(_cards(first), _themes(some))
            self._every_line(f"/besoins?programme={one}", some)

    def _every_line(self, address: str, some: Sequence[Row]) -> None:
        shown: list[Any] = []
        for offset in range(0, len(some), 30):
            shown += need_rows(self.read(f"{address}&offset={offset}"))
        same(shown, [self.row(line) for line in some])

    def row(self, line: Row) -> tuple[object, ...]:
        """A line as the table of a page says it."""
        parts = [count for name in ("details", "gravity") for count, _ in line[name]]
        return self.places[line["place"]]["label"], parts, line["voices"]

    def themes(self) -> None:
        """Every theme's page: lines, weight with intervals, and the places that were heard."""
        for theme, some in grouped([one for one in self.lines if one["theme"]], "theme").items():
            programme = self.programmes[some[0]["programme"]]
            shown, weight = self.read(f"/portfolio/{dashed(theme)}"), weight_of(self._ask, programme, theme)
            voices = weight["voices"] if weight else voices_of(some)
            figures = only(shown, "p", "figures").numbers
            assert figures == [voices, len(some), len(grouped(some, "place"))], (theme, figures)
            axes = [sorted(_weights(one)) for one in shown.all("table", "weight")]
            same(axes, weight["axes"] if weight else [])
            rows = need_rows(shown)
            assert len(rows) == min(len(some), 30) and all(row in [self.row(line) for line in some] for row in rows)
            self._every_line(f"/besoins?theme={dashed(theme)}", some)
            if weight:
                self._heard(shown, programme, some)

    def _heard(self, shown: Node, programme: Programme, some: Sequence[Row]) -> None:
        part = section(shown, "heard")
        rows = (
            [(row[0], *(one for cell in row[1:] for one in numbers(cell))) for row in table(part)]
            if part.first("table")
            else []
        )
        expected = []
        for code, lines in grouped(some, "place").items():
            one = self.places[code]
            if one["level"] == programme.level:
                people = one["population"]
                rate = [people, round(1000 * voices_of(lines) / people, 1)] if people else []
                expected.append((one["label"], voices_of(lines), *rate))
        same(rows, expected)
        silent = [
            one["population"] for code, one in self.places.items()
            if one["level"] == programme.level and programme.home in one["way"] and code not in grouped(some, "place")
        ]  # fmt: skip
        if silent and all(silent):
            assert sum(silent) in numbers(part.text), (sum(silent), part.text)

    def map_of_regions(self, money: dict[str, int], seeking: dict[str, int]) -> None:
        """The map's table: voices, lines, money and projects of each region."""
        voices: dict[str, int] = {}
        needs: dict[str, int] = {}
        wider = 0
        for line in self.lines:
            region = self.region_of(line["path"].strip("/").split("/"))
            if region:
                voices[region] = voices.get(region, 0) + line["voices"]
                needs[region] = needs.get(region, 0) + 1
            else:
                wider += line["voices"]
        shown = self.read("/carte")
        rows = [(row[0], *(_or_none(cell) for cell in row[1:])) for row in table(only(shown, "table", "places"))]
        regions = {code: one for code, one in self.places.items() if one["level"] == "region" and self._is_home(one)}
        expected = [
            (one["name"], *(some.get(code, 0) for some in (voices, needs, money, seeking)))
            for code, one in regions.items()
        ]
        same(rows, expected)
        assert not wider or wider in numbers(shown.text)

    def _is_home(self, place: Row) -> bool:
        return any(one.home in place["way"] for one in self.programmes.values())

    def region_of(self, way: Iterable[str]) -> str:
        return next((code for code in way if self.places[code]["level"] == "region"), "")

    def place_page(self, code: str) -> Node:
        """A place: its figures, those of domains and of places inside; returns the page."""
        way = self.places[code]["way"]
        address = "/region" if self.places[code]["level"] == "region" else "/lieu"
        shown = self.read(f"{address}/{code}")
        of = next((one for one in reversed(way) if self._inside(one)), code)
        some = self._inside(of)
        if some:
            figures = [one.numbers[0] for one in only(shown, "p", "figures").all("strong")]  # names have numbers too
            assert figures == [voices_of(some), len(some)], (code, figures, of)
            domains = only(section(shown, "heard"), "table", "ranked")
            same(
                [numbers(row[-1])[0] for row in table(domains)],
                [voices_of(part) for part in grouped(some, "domain").values()],
            )
        children = [one for one, row in self.places.items() if row["parent_code"] == code]
        inside = {self.places[one]["name"]: voices_of(part) for one in children if (part := self._inside(one))}
        listed = shown.first("ul", "subplaces")
        cells = (
            []
            if listed is None
            else [[one.text for one in item.parts if isinstance(one, Node)] for item in listed.all("li")]
        )
        same([(name, numbers(value)[0]) for name, value in cells if numbers(value)], inside.items())
        if some and of == code:
            expected = [self.row(line) for line in some]
            assert all(row in expected for row in need_rows(shown))
            assert len(need_rows(shown)) == min(len(some), 12)
        return shown

    def _inside(self, code: str) -> list[Row]:
        return [line for line in self.lines if f"/{code}/" in line["path"]]

    def home(self, replies: int, sought: int, actions: int) -> None:
        """The first page."""
        shown = self.read("/")
        tally = [one.numbers[-1] for one in only(shown, "dl", "tally").all("dd")]
        by_place = grouped(self.lines, "place")
        assert tally == [
            voices_of(self.lines),
            len(self.lines),
            len(by_place),
            replies,
            *(one for one in (sought, actions) if one),
        ], tally
        themes = [numbers(row[-1])[0] for row in table(section(shown, "heard").first("table") or shown)]
        found = grouped([one for one in self.lines if one["theme"]], "theme").values()
        assert themes == sorted((voices_of(one) for one in found), reverse=True)[:6]
        near = next(section(shown, "where").all("ul", "near"))
        voices = [one.numbers[-1] for one in near.all("span")]
        assert voices == sorted((voices_of(one) for one in by_place.values()), reverse=True)[:8]


def voices_of(some: Iterable[Row]) -> int:
    return sum(one["voices"] for one in some)


def grouped(some: Iterable[Row], name: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for one in some:
        found.setdefault(one[name], []).append(one)
    return found


def same(shown: Iterable[object], expected: Iterable[object]) -> None:
    """Both hold the same, in whatever order."""
    read, made = sorted(map(repr, _plain(shown))), sorted(map(repr, _plain(expected)))
    only = [one for one in read if one not in made][:4], [one for one in made if one not in read][:4]
    assert read == made, f"only shown: {only[0]}; only worked out: {only[1]}; {len(read)}, {len(made)}"


def _plain(some: Iterable[object]) -> list[object]:
    """Numbers without a fraction as whole ones, whatever they came as."""
    return [_plain_one(one) for one in some]


def _plain_one(one: object) -> object:
    if isinstance(one, list | tuple):
        return [_plain_one(part) for part in one]
    return int(one) if isinstance(one, float) and one.is_integer() else one


def need_rows(shown: Node) -> list[tuple[object, ...]]:
    """The lines of the tables of needs: the place, the voices of its parts, its voices."""
    found: list[tuple[object, ...]] = []
    for each in shown.all("table", "needs"):
        body = each.first("tbody") or each
        for row in body.all("tr"):
            cells = [cell for cell in row.parts if isinstance(cell, Node) and cell.tag == "td"]
            where = cells[1].first("a")
            parts = [number for one in cells[0].all("span", "small") for number in _voices_in(one.text)]
            found.append((where.text if where else "", parts, cells[-1].numbers[0]))
    return found


def _voices_in(words: str) -> list[float]:
    """The numbers before “voix”: labels may hold others."""
    plain = words.replace("\u00a0", " ").replace("\u202f", "")
    return [float(one) for one in re.findall(r"(\d+) voix", plain)]


def _cards(shown: Node) -> list[tuple[float, float]]:
    """Voices and needs of each theme in short."""
    found = next((one for one in shown.all("section") if one.attributes.get("aria-labelledby") == "themes"), None)
    strong = [item.first("p") for item in found.all("li")] if found else []
    return [(one.numbers[0], one.numbers[1]) for one in strong if one]


def _themes(some: Sequence[Row]) -> list[tuple[int, int]]:
    found = grouped([one for one in some if one["theme"]], "theme").values()
    return [(voices_of(one), len(one)) for one in found]


def _weights(one: Node) -> list[tuple[float, ...]]:
    rows = [(row[1], row[2]) for row in table(one)]
    return [(*numbers(voices), *numbers(share)) for voices, share in rows if numbers(voices)]


def only(node: Node, tag: str, name: str) -> Node:
    found = node.first(tag, name)
    assert found is not None, (tag, name)
    return found


def _or_none(cell: str) -> float:
    return numbers(cell)[0] if numbers(cell) else 0


def dashed(theme: str) -> str:
    return f"{theme[:8]}-{theme[8:12]}-{theme[12:16]}-{theme[16:20]}-{theme[20:]}"


def _line(one: Row) -> list[object]:
    return [
        one["programme"], one["place"]["code"], one["domain"]["code"], hex_of(one["theme"]["id"]) if one["theme"] else "",
        [hex_of(answer["id"]) for answer in one["solutions"]], one["voices"], one["k"], one["first_month"],
        one["last_month"], one["gathered"], one["made_up"], *[[(part["voices"], part["code"]) for part in one[name]] for name in ("details", "gravity")],
    ]  # fmt: skip


def _expected(one: Row) -> list[object]:
    names = (
        "programme",
        "place",
        "domain",
        "theme",
        "solutions",
        "voices",
        "k",
        "first",
        "last",
        "gathered",
        "made_up",
    )
    return [*(one[name] for name in names), one["details"], one["gravity"]]
