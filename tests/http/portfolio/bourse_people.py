"""How projects get into the exchange in these tests: Adjoua writes, Akissi publishes, both score."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.base.db import db
from feedback_app.portfolio.bourse.criteria import criteria
from feedback_app.portfolio.bourse.tables import BourseProject, BourseScoring
from tests.http.desk import csrf
from tests.people import World

DESK = "/desk/bourse/pilote"
WELL: Mapping[str, Any] = {
    "title": "Un forage à Kongodougou", "holder": "Coopérative du Lac", "summary": "Un forage et deux réparateurs.",
    "sector": "water", "places": "Kongodougou, Le Lac", "budget_label": ["Forage", "Formation"],
    "budget_amount": ["8 500 000", "1 500 000"], "found_label": ["La coopérative"], "found_amount": ["2 000 000"],
    "milestone_title": ["Le forage donne de l’eau"], "milestone_due": ["2027-03-01"],
    "milestone_evidence": ["De l’eau claire devant le village"], "milestone_key": [""], "contact": "0700000000",
}  # fmt: skip


def send(desk: FlaskClient, address: str, **form: Any) -> TestResponse:
    """Sends a form of the desk."""
    return desk.post(address, data={"csrf": csrf(desk.get("/desk/bourse/").text), **form})


def proposed(desk: FlaskClient, **changes: Any) -> str:
    """Adjoua writes a project and proposes it; returns its address at the desk."""
    got = send(desk, f"{DESK}/projects", act="propose", **{**WELL, **changes})
    assert got.status_code == 303, re.findall(r'class="error[^>]*>([^<]+)', got.text)
    return str(got.headers["Location"]).partition("?")[0]


def publish(desk: FlaskClient, address: str) -> TestResponse:
    """Presses the button below the words that wait; without one, tries it anyway."""
    found = re.search(r'name="proposal" value="([^"]+)"', desk.get(address).text)
    return send(desk, f"{address}/publish", proposal=found[1] if found else str(uuid.UUID(int=0)))


def published(world: World, **changes: Any) -> str:
    """A project that Adjoua wrote and Akissi published; returns its address at the desk."""
    address = proposed(world.signed_in(), **changes)
    assert publish(world.signed_in("akissi"), address).status_code == 303
    return address


def given(level: int, **changes: int) -> dict[str, str]:
    """The form of a scoring: one level everywhere, but for these criteria."""
    levels = {one.code: changes.get(one.code, level) for one in criteria()}
    return {f"level.{code}": str(value) for code, value in levels.items()} | {
        f"reason.{code}": f"Vu sur place : {code}" for code in levels
    }


def score(world: World, address: str, login: str, level: int, **changes: int) -> TestResponse:
    """Somebody scores a project."""
    return send(world.signed_in(login), f"{address}/score", **given(level, **changes))


def scored(world: World, first: int = 2, second: int = 2, **changes: Any) -> str:
    """A published project that both have scored, and whose reasons both have published for each other."""
    address = published(world, **changes)
    for login, level in (("adjoua", first), ("akissi", second)):
        assert score(world, address, login, level).status_code == 303
    for login, by in (("akissi", world.adjoua), ("adjoua", world.coordinator)):
        with world.app.app_context():
            rows = db.session.query(BourseScoring).filter_by(by=by, project_id=project_id(address)).all()
        assert send(world.signed_in(login), reasons(rows[-1].id)).status_code == 303
    return address


def reasons(scoring: uuid.UUID) -> str:
    """Where the reasons of a scoring are published."""
    return f"{DESK}/scorings/{scoring}/publish"


def project_id(address: str) -> uuid.UUID:
    """The project that an address at the desk is of."""
    return uuid.UUID(address.rsplit("/", 1)[-1])


def stored(world: World, address: str) -> BourseProject:
    """Its row."""
    with world.app.app_context():
        return db.session.get_one(BourseProject, project_id(address))
