"""Where the scenario happens: places, two programmes, their projects and phones, and a clock that it sets itself."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from feedback_app.base import clock, ids
from feedback_app.base.db import AnySession, transaction
from feedback_app.enrol.tables import Device, Membership, Person
from feedback_app.ledger.reference import publish_everywhere
from feedback_app.register import actions as register
from feedback_app.register.tables import Place, Programme, Project
from tests.people import Phone, World

RULED, MADE_UP = "pilote", "ailleurs"
"""One programme of real people, whose figures are rounded and come once a week, and one that is marked as made up."""
SETTINGS = {
    RULED: {"k_public": 3, "k_sensitive": 6, "public_level": "sous_prefecture"},
    MADE_UP: {"demo": True, "k_public": 1, "k_sensitive": 2, "public_level": "departement"},
}
REGIONS = 3
"""Of the real country, as many as a pilot has."""
FIRST = ("Konan", "Aya", "Issa", "Fatou", "Yao", "Adama", "Affoué", "Moussa")


class Calendar:
    """The time of the scenario: it does not move until somebody turns it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = _monday_before_a_quarter(clock.now())
        monkeypatch.setattr(clock, "now", lambda: self.now)

    def turn(self, **by: float) -> dt.datetime:
        self.now += dt.timedelta(**by)
        return self.now

    def next_monday(self) -> dt.datetime:
        self.now = (self.now + dt.timedelta(days=7 - self.now.weekday())).replace(hour=8, minute=0)
        return self.now


def _monday_before_a_quarter(now: dt.datetime) -> dt.datetime:
    """A Monday to come, some days before a quarter ends: so what is shown over time has two."""
    first = now.replace(day=1, hour=8, minute=0, second=0, microsecond=0)
    while first - dt.timedelta(days=14) <= now or (first.month - 1) % 3:
        first = (first + dt.timedelta(days=32)).replace(day=1)
    start = first - dt.timedelta(days=13)
    return start + dt.timedelta(days=(7 - start.weekday()) % 7)


@dataclass(frozen=True)
class Country:
    """What records are made of."""

    root: str
    regions: tuple[str, ...]
    villages: tuple[str, ...]
    phones: dict[str, tuple[Phone, ...]]
    projects: dict[str, tuple[str, ...]]


def settle(world: World, shared: Path | None, *, phones: int, seed: int = 5) -> Country:
    """Moves both programmes of the tests to this country and enrols phones in it."""
    table = real_places(shared / "places" / "civ_places.csv") if shared else made_up_places()
    root = table[0][0]
    with world.app.app_context(), transaction() as session:
        register.import_places(session, _csv(table), kind="csv")
        for programme, settings in SETTINGS.items():
            session.get_one(Programme, programme).settings = dict(settings)
        session.flush()
        session.execute(text("update programme set place_code = :root"), {"root": root})
        session.execute(text("update membership set place_code = :root where place_code = 'XX'"), {"root": root})
        chance = random.Random(seed)
        villages = tuple(code for code, _, level, *_ in table if level == "locality")
        chosen = tuple(chance.sample(villages, min(len(villages), max(8, phones // 2))))
        made = {one: tuple(_phone(session, one, chance, root) for _ in range(phones // 2)) for one in SETTINGS}
        projects = {one: _projects(session, one, chosen) for one in SETTINGS}
        publish_everywhere(session)
    regions = tuple(code for code, _, level, *_ in table if level == "region")
    return Country(root, regions, chosen, made, projects)


Row = tuple[str, str, str, str, str, str, str]


def real_places(file: Path) -> list[Row]:
    """Some whole regions of the country, with what is around them."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows: list[Row] = [(a, b, c, d, e, f, g) for a, b, c, d, e, f, g in csv.reader(opened)][1:]
    parents = {row[0]: row[1] for row in rows}
    chosen = {row[0] for row in rows if row[2] == "region"}
    wanted = set(sorted(chosen)[4 : 4 + REGIONS])
    around = {parents[one] for one in wanted} | {""}
    inside: set[str] = set(wanted)
    while more := {row[0] for row in rows if row[1] in inside} - inside:
        inside |= more
    return [row for row in rows if row[0] in inside or row[0] in around or not row[1]]


def made_up_places() -> list[Row]:
    """The same of a country that does not exist."""
    rows: list[Row] = [("PI", "", "country", "Pays inventé", "", "", "900000")]
    above = ["PI"]
    for level, count, sign in (
        ("district", 1, "D"), ("region", REGIONS, "R"), ("departement", 2, "E"), ("sous_prefecture", 2, "S"),
        ("locality", 6, "L"),
    ):  # fmt: skip
        made = [f"{parent}{sign}{n}" for parent in above for n in range(1, count + 1)]
        for n, code in enumerate(made):
            people = 300 + n * 97 if level == "locality" else 20_000 + n * 811
            parent = code[: -len(sign) - 1]
            rows.append(
                (code, parent, level, f"{level} inventée {n + 1}", str(5 + n / 50), str(-5 - n / 60), str(people))
            )
        above = made
    return rows


def _csv(table: Sequence[Row]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([("code", "parent_code", "level", "name", "lat", "lng", "population"), *table])
    return written.getvalue().encode()


def _phone(session: AnySession, programme: str, chance: random.Random, root: str) -> Phone:
    now, token = clock.now(), ids.new_token()
    person = Person(id=ids.new_id(), name=chance.choice(FIRST), created_at=now)
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id, programme_id=programme, role="surveyor", place_code=root))
    device = Device(
        id=ids.new_id(), token_hash=ids.hash_token(token), programme_id=programme, person_id=person.id, place_code=root,
        role="surveyor", name="Téléphone", platform="Android", app_version="1", enrolled_at=now,
    )  # fmt: skip
    session.add(device)
    session.flush()
    return Phone(token, device.id, person.id, programme, root)


def _projects(session: AnySession, programme: str, villages: Sequence[str]) -> tuple[str, ...]:
    keys = tuple(f"{programme}-{n}" for n in range(1, 4))
    for key, village in zip(keys, villages, strict=False):
        title = f"Projet inventé {key}"
        session.add(Project(id=key, programme_id=programme, title=title, place_code=village, sector="eau"))
    session.flush()
    return keys


def names_of(session: AnySession, codes: Sequence[str]) -> dict[str, str]:
    """The labels of places, by which forms of the desk name them."""
    return {one.code: one.label for one in session.query(Place).filter(Place.code.in_(codes))}
