"""What is read on the pages and in the datasets of the exchange and of companies, beside what was worked out anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask.testing import FlaskClient

from tests.scenario.compare_needs import Needs, dashed, only, same
from tests.scenario.ledger import Ask, Row, hex_of
from tests.scenario.naive_money import FIXED, actions, projects, ranks, rates, total
from tests.scenario.reading import Node, numbers, page, section, table


class Money:
    """Projects and sheets as they should be, and what each page must say of them."""

    def __init__(self, ask: Ask, client: FlaskClient, needs: Needs, today: dt.date) -> None:
        self._client, self._needs = client, needs
        self.projects = projects(ask, needs.programmes, today)
        self.actions = actions(ask)
        self.commitments, self.organisations = actions(ask, "commitment"), actions(ask, "organisation")
        self._ranks = ranks(self.projects)

    @property
    def seeking(self) -> list[Row]:
        return [one for one in self.projects if one["state"] == "published"]

    @property
    def sought(self) -> int:
        return sum(one["sought"] for one in self.seeking)

    def exchange(self) -> None:
        """The list: figures, what each project costs, seeks, has reached and its points; and the rates."""
        shown = self._needs.read("/bourse")
        if not self.projects:
            return
        assert only(shown, "p", "figures").numbers == [len(self.seeking), self.sought]
        cards = {hex_of(_link(one).rsplit("/", 1)[-1]): one for one in shown.all("li", "card")}
        assert cards.keys() == {one["id"] for one in self.projects}
        for one in self.projects:
            self._card(one, cards[one["id"]])
        tables = (
            list(section(shown, "rates").all("table"))
            if any(one["state"] != "published" for one in self.projects)
            else []
        )
        holders = {one["id"]: [one["holder"]] for one in self.projects}
        regions = {one["id"]: self._regions(one) for one in self.projects}
        for each, names in zip(tables, (holders, regions), strict=False):
            read = [(row[0], *(number for cell in row[1:] for number in numbers(cell))) for row in table(each)]
            same(read, rates(self.projects, names))

    def _regions(self, one: Row) -> list[str]:
        codes = {self._needs.region_of(self._needs.places[code]["way"]) for code in one["places"]}
        return [self._needs.places[code]["label"] for code in sorted(codes)]

    def _card(self, one: Row, card: Node) -> None:
        money = [one["sought"], one["cost"]] if one["state"] == "published" else [one["cost"]]
        if one["promised"] or one["paid"]:
            money += [one["promised"], one["paid"]]
        done = sum(line["state"] in FIXED for line in one["milestones"])
        contested = sum(line["state"] == "contested" for line in one["milestones"])
        expected = [
            *money,
            *([done, len(one["milestones"])] if one["milestones"] else []),
            *([contested] if contested else []),
        ]
        figures = only(card, "div", "project-figures")
        parts = [part for part in figures.parts if isinstance(part, Node)]
        assert parts[0].numbers == expected, (one["title"], parts[0].text, expected)
        words = numbers(parts[1].text)
        assert words[:2] == [round(total(one), 1), 100], (words, total(one))
        if one["id"] in self._ranks:
            assert tuple(words[2:4]) == self._ranks[one["id"]], (words, self._ranks)
        self._points(one, only(card, "table", "scores"))

    def _points(self, one: Row, shown: Node) -> None:
        """What each of two gave for each criterion, and what it adds."""
        read = [(numbers(row[1])[0], numbers(row[2])[0], numbers(row[3])[0]) for row in table(shown)]
        assert read == [(first, second, round(adds, 1)) for first, second, adds in one["points"]]

    def project_pages(self) -> None:
        """Each project: its money line by line, its trail, its milestones with the voices of the place, its points."""
        for one in self.projects:
            shown = self._needs.read(f"/bourse/{dashed(one['id'])}")
            sums = only(section(shown, "money"), "table", "sums")
            foot = [row.numbers[-1] for row in only(sums, "tfoot", "").all("tr")]
            lines = [number for number in (one["promised"], one["paid"]) if number]
            assert foot == [one["cost"], one["found"], *lines, one["sought"]], (foot, one)
            if one["trails"]:
                rows = [[numbers(cell)[0] for cell in row[1:]] for row in table(section(shown, "trail"))]
                same(
                    rows,
                    [[t["promised"], t["paid"], max(0, t["promised"] - t["paid"])] for t in one["trails"].values()],
                )
            states = table(section(shown, "milestones"))
            assert len(states) == len(one["milestones"])
            for row, line in zip(states, one["milestones"], strict=True):
                voices = [number for number in numbers(row[3]) if number < 1000 and "voix" in row[3]]
                shown_voices = [number for number in (line["yes"], line["no"]) if number]
                assert voices[len(voices) - len(shown_voices) :] == shown_voices and ("voix" in row[3]) == bool(
                    shown_voices
                ), (row, line)
            self._points(one, only(section(shown, "score"), "table", "scores"))

    def companies(self) -> None:
        """The CSR map: sums of all, of each region; every row of every dataset; each organisation's page."""
        shown = self._needs.read("/rse")
        committed, paid = (sum(one["words"].get(name) or 0 for one in self.actions) for name in ("committed", "paid"))
        if self.actions:
            figures = only(shown, "p", "figures").numbers
            assert figures == [len(self.actions), *([committed] if committed else []), *([paid] if paid else [])]
            rows = [(row[0], *(_amount(cell) for cell in row[1:])) for row in table(only(shown, "table", "places"))]
            same(
                [(str(row[0]).split(" dont ")[0], *row[1:]) for row in rows],
                [self._region(code) for code in self._in_regions()],
            )
        for name, some in (("csr_initiatives", self.actions), ("csr_commitments", self.commitments)):
            answer = self._client.get(f"/api/v1/{name}?limit=5000").get_json()
            rows = answer["initiatives" if name == "csr_initiatives" else "commitments"]
            read = [
                (one["code"], one["committed"], one.get("paid"), one["first_year"], one["last_year"]) for one in rows
            ]
            names = ("committed", "paid", "first_year", "last_year")
            same(read, [(one["key"], *(one["words"].get(part) for part in names)) for one in some])
        self._organisations()

    def _organisations(self) -> None:
        answer = self._client.get("/api/v1/csr_organisations?limit=5000").get_json()["organisations"]
        mine = {
            one["key"]: [a for a in self.actions if one["key"] in (f[0] for f in a["words"]["funders"])]
            for one in self.organisations
        }
        same([(one["code"], one["initiatives"]) for one in answer], [(key, len(some)) for key, some in mine.items()])
        for one in answer:
            shown, some = self._needs.read(f"/rse/organisations/{one['id']}"), mine[one["code"]]
            sums = [sum(a["words"].get(name) or 0 for a in some) for name in ("committed", "paid")]
            assert only(section(shown, "does"), "p", "figures").numbers == [len(some), *(s for s in sums if s)]

    def _in_regions(self) -> list[str]:
        return sorted({code for one in self.actions for code in self.regions_of(one)})

    def regions_of(self, action: Row) -> set[str]:
        codes = (self._needs.places[code]["way"] for code in action["words"].get("places", []))
        return {region for way in codes if (region := self._needs.region_of(way))}

    def _region(self, code: str) -> tuple[object, ...]:
        """A region's actions; the money of those that are nowhere else; and how many have no known amount."""
        here = [one["words"] for one in self.actions if code in self.regions_of(one)]
        only = [one["words"] for one in self.actions if self.regions_of(one) == {code}]
        committed, paid = (sum(one.get(name) or 0 for one in only) for name in ("committed", "paid"))
        unknown = sum(one.get("committed") is None for one in here)
        return self._needs.places[code]["name"], len(here), committed, paid, unknown

    def announced(self) -> dict[str, int]:
        """What is announced for each region, as the map colours it."""
        return {code: int(str(self._region(code)[2])) for code in self._in_regions()}

    def seeking_in(self) -> dict[str, int]:
        """How many projects seek funding in each region."""
        found: dict[str, int] = {}
        for one in self.seeking:
            for code in {self._needs.region_of(self._needs.places[place]["way"]) for place in one["places"]}:
                found[code] = found.get(code, 0) + 1
        return found

    def gaps(self, sectors: Mapping[str, str]) -> None:
        """Need against money: how many voices and sums were compared, and those of each region and sector."""
        shown = self._needs.read("/rse/besoins")
        if not list(shown.all("table")):
            return
        counted: dict[tuple[str, str], int] = {}
        elsewhere = 0
        for line in self._needs.lines:
            cell = self._needs.region_of(line["path"].strip("/").split("/")), sectors.get(line["domain"], "")
            if all(cell):
                counted[cell] = counted.get(cell, 0) + line["voices"]
            else:
                elsewhere += line["voices"]
        head = next(one for one in shown.all("p") if str(len(self.actions)) in one.text and one.numbers).numbers
        unknown = sum(one["words"].get("committed") is None for one in self.actions)
        assert head == [
            sum(counted.values()) + elsewhere,
            len(self.actions),
            unknown,
            *([elsewhere] if elsewhere else []),
        ], head
        rows = [
            row
            for name in ("sure", "open")
            for each in shown.all("section")
            if each.attributes.get("aria-labelledby") == name
            for row in table(each)
        ]
        read = [(row[0], numbers(row[2])[-1]) for row in rows if len(row) == 5 and numbers(row[2])[-1]]
        same(read, [(self._needs.places[region]["name"], voices) for (region, _), voices in counted.items()])


def _link(card: Node) -> str:
    return only(card, "a", "").attributes["href"]


def _amount(cell: str) -> float:
    return numbers(cell)[0] if numbers(cell) else 0


def answered(ask: Ask, client: FlaskClient) -> int:
    """How many replies are public; each is on its page."""
    public = [one for one in ask("select id, state from portfolio_reply") if one["state"] == "published"]
    shown = page(client.get("/replies", headers={"Accept-Language": "fr"}).text)
    assert len(list(_cards(shown))) == len(public)
    return len(public)


def _cards(shown: Node) -> list[Node]:
    found = shown.first("ul", "replies")
    return list(found.all("li")) if found else []
