"""Projects of the exchange and sheets of companies, made up by rule: as many as a country has in some years."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from bench._country import NATIONAL, PROGRAMME, row
from feedback_app.base.bulk import insert_many
from feedback_app.base.db import db, transaction
from feedback_app.base.ids import new_id
from feedback_app.enrol.tables import Person
from feedback_app.portfolio.bourse.criteria import criteria
from feedback_app.portfolio.bourse.project_words import MilestonePlan, MoneyLine, ProjectWords, as_json
from feedback_app.portfolio.bourse.tables import BourseMilestone, BourseProject, BourseScoring
from feedback_app.portfolio.csr.tables import CsrSheet
from feedback_app.portfolio.solutions.tables import Theme
from feedback_app.register.tables import Place

PROJECTS, ORGANISATIONS, INITIATIVES = 80, 60, 749
"""CCESP looked at 749 projects by hand."""
SECTORS = ("water", "health", "education", "energy", "food_security", "infrastructure")
STATES = ("published", "published", "published", "financed", "running")
STAGES = ("announced", "under_way", "delivered")


def fill_exchange(now: dt.datetime) -> None:
    """Writes them, where there are none yet."""
    if db.session.scalar(select(BourseProject.id).limit(1)):
        return
    chance = random.Random(19)
    themes = db.session.scalars(select(Theme.id).order_by(Theme.title)).all()
    villages = db.session.scalars(select(Place.code).where(Place.level == "locality").order_by(Place.code)).all()
    regions = db.session.scalars(select(Place.code).where(Place.level == "region").order_by(Place.code)).all()
    people = db.session.scalars(select(Person.id).where(Person.login.is_not(None)).order_by(Person.login)).all()
    by = db.session.scalars(select(Person.id).where(Person.login == NATIONAL)).one()
    made = [_project(n, chance, [*themes], [*villages], by, now) for n in range(PROJECTS)]
    scorings = [one for project in made for one in _scorings(project["id"], chance, people[0], people[1], now)]
    done = [one for project in made for one in _milestones(project, by, now)]
    sheets = [*_organisations(by, now), *_initiatives(chance, [*regions], by, now)]
    with transaction() as session:
        insert_many(session, {BourseProject: made})
        insert_many(session, {BourseScoring: scorings, BourseMilestone: done})
        insert_many(session, {CsrSheet: sheets})


def _project(
    n: int, chance: random.Random, themes: list[uuid.UUID], villages: list[str], by: uuid.UUID, now: dt.datetime
) -> dict[str, Any]:
    milestones = tuple(MilestonePlan(f"m{k}", f"Étape {k}", dt.date(2026 + k, 3, 1), "Une photo") for k in range(1, 5))
    words = ProjectWords(
        title=f"Projet inventé {n}", summary="Un forage et deux réparateurs.", holder=f"Coopérative {n % 20}",
        sector=SECTORS[n % 6], places=tuple(chance.sample(villages, 2)), themes=tuple(chance.sample(themes, 2)),
        solutions=(), budget=(MoneyLine("Travaux", 8_500_000 + n), MoneyLine("Formation", 1_500_000)),
        found=(MoneyLine("La coopérative", 2_000_000),), milestones=milestones, contact="",
    )  # fmt: skip
    return row(
        BourseProject, id=new_id(), programme_id=PROGRAMME, state=STATES[n % 5], since=now.date(), words=as_json(words),
        waiting={}, created_at=now, created_by=by,
    )  # fmt: skip


def _scorings(
    project: uuid.UUID, chance: random.Random, first: uuid.UUID, second: uuid.UUID, now: dt.datetime
) -> Iterator[dict[str, Any]]:
    for by, other in ((first, second), (second, first)):
        points = {one.code: {"level": chance.randrange(4), "reason": "Vu sur place"} for one in criteria()}
        yield row(
            BourseScoring, id=new_id(), programme_id=PROGRAMME, project_id=project, points=points, by=by, at=now,
            read_by=other, read_at=now,
        )  # fmt: skip


def _milestones(project: dict[str, Any], by: uuid.UUID, now: dt.datetime) -> Iterator[dict[str, Any]]:
    if project["state"] == "running":
        for key in ("m1", "m2"):
            given = {"project_id": project["id"], "key": key, "day": now.date(), "evidence": "Vu par le comité"}
            yield row(BourseMilestone, **given, by=by, at=now)


def _organisations(by: uuid.UUID, now: dt.datetime) -> Iterator[dict[str, Any]]:
    for n in range(ORGANISATIONS):
        yield _sheet("organisation", f"exemple-{n}", {"name": f"Exemple {n} SA", "kind": "company"}, by, now)


def _initiatives(
    chance: random.Random, regions: list[str], by: uuid.UUID, now: dt.datetime
) -> Iterator[dict[str, Any]]:
    for n in range(INITIATIVES):
        of = n % ORGANISATIONS
        words: dict[str, Any] = {
            "title": f"Action inventée {n}", "funders": [[f"exemple-{of}", f"Exemple {of} SA", None]],
            "sectors": [SECTORS[n % 6]], "sdgs": ["6"], "places": chance.sample(regions, 1 + n % 2),
            "stage": STAGES[n % 3], "first_year": 2022, "last_year": 2025,
        }  # fmt: skip
        known = {"committed": 1_000_000 * (1 + chance.randrange(90))} if n % 4 else {}
        yield _sheet("initiative", f"p{n}", words | known, by, now)


def _sheet(kind: str, key: str, words: dict[str, Any], by: uuid.UUID, now: dt.datetime) -> dict[str, Any]:
    given = {"kind": kind, "key": key, "words": words, "proposed": {}, "version": 1}
    return row(CsrSheet, id=new_id(), programme_id=PROGRAMME, **given, created_at=now, created_by=by)
