"""How solutions get onto the register in these tests: Awa records, Adjoua lifts and writes, Akissi publishes."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app import jobs
from feedback_app.base.db import db
from feedback_app.portfolio.practices.tables import Practice, PracticeEvidence
from tests import build
from tests.http.desk import csrf
from tests.http.portfolio_people import decide
from tests.people import Phone, World

DESK = "/desk/practices/"
HERE = f"{DESK}pilote"
ANSWERS: Mapping[str, Any] = {
    "age": "25_34", "sexe": "femme", "domaine": "agr", "recit_texte": "On sèche le gombo sur des claies.",
    "porteur": "femmes", "stade": "usage", "copier": "facile", "credit": "sans",
}  # fmt: skip
WORDS: Mapping[str, Any] = {
    "title": "Des claies pour le gombo", "summary": "Le gombo séché sur des claies se garde six mois.",
    "domains": "agr", "places": "V1", "credit": "sans", "traditional": "no", "makers": "femmes",
    "cost_low": "4000", "cost_high": "7000", "cost_unit": "une claie", "cost_year": "2026", "copying": "facile",
}  # fmt: skip
NAMED: Mapping[str, Any] = {"credit": "groupe", "credit_nom": "Les femmes de Bécédi"}


def recorded(client: FlaskClient, world: World, phone: Phone | None = None, **answers: Any) -> uuid.UUID:
    """Awa records a solution, and nobody has read it; returns the record."""
    phone = phone or world.awa
    entry = phone.entry(
        instrument="solution", instrument_version=build.instrument_version("solution"), answers={**ANSWERS, **answers}
    )
    answer = phone.sync(client, entry)
    assert answer["acks"][0]["outcome"] == "stored", answer["acks"]
    return uuid.UUID(entry["id"])


def record_of(client: FlaskClient, world: World, phone: Phone | None = None, **answers: Any) -> uuid.UUID:
    """Awa records a solution, and Adjoua accepts it; returns the record."""
    record = recorded(client, world, phone, **answers)
    decide(world, record)
    return record


def send(desk: FlaskClient, address: str, **form: Any) -> TestResponse:
    """Sends a form of the desk; with the version that the page shows, where it has one."""
    page = desk.get(DESK).text
    found = re.search(r'name="version" value="(\d+)"', desk.get(page_of(address)).text) if page_of(address) else None
    version = {"version": found[1]} if found and "version" not in form else {}
    return desk.post(address, data={"csrf": csrf(page), **version, **form})


def page_of(address: str) -> str:
    """The page of the solution that an address is of; empty for the list."""
    found = re.match(rf"{HERE}/[0-9a-f-]{{36}}", address)
    return found[0] if found else ""


def lifted(world: World, record: uuid.UUID, title: str = "Des claies pour le gombo") -> str:
    """Adjoua makes a solution of a record; returns its address at the desk."""
    got = send(world.signed_in(), f"{HERE}/lift", record=str(record), title=title)
    assert got.status_code == 303, got.text
    return str(got.headers["Location"]).partition("?")[0]


def proposed(world: World, record: uuid.UUID, **words: Any) -> str:
    """Adjoua lifts a record and writes it; returns its address at the desk."""
    address = lifted(world, record)
    got = send(world.signed_in(), address, **{**WORDS, **words})
    assert got.status_code == 303, re.findall(r'class="error[^>]*>([^<]+)', got.text)
    return address


def published(world: World, record: uuid.UUID, **words: Any) -> str:
    """The same, and Akissi publishes it."""
    address = proposed(world, record, **words)
    publish(world, address)
    return address


def publish(world: World, address: str) -> None:
    """Akissi publishes the words that wait."""
    got = send(world.signed_in("akissi"), f"{address}/publish")
    assert got.status_code == 303, re.findall(r'class="error[^>]*>([^<]+)', got.text)


def shown(world: World, address: str, kind: str = "seen", *, days_ago: int = 1, **form: Any) -> uuid.UUID:
    """Adjoua notes an evidence and Akissi publishes it; returns its id."""
    day = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=days_ago)
    values = {"kind": kind, "source": "Agent agricole", "day": day.isoformat(), "shows": "Douze claies servent."}
    got = send(world.signed_in(), f"{address}/evidence", **{**values, **form})
    assert got.status_code == 303, re.findall(r'class="error[^>]*>([^<]+)', got.text)
    with world.app.app_context():
        made = db.session.query(PracticeEvidence).order_by(PracticeEvidence.id.desc()).first()
        assert made is not None
        id = made.id
    assert send(world.signed_in("akissi"), f"{address}/evidence/{id}/publish").status_code == 303
    return id


def stored(world: World, address: str) -> Practice:
    """Its row."""
    with world.app.app_context():
        found = db.session.get_one(Practice, practice_id(address))
        db.session.expunge(found)
        return found


def practice_id(address: str) -> uuid.UUID:
    """The solution that an address at the desk is of."""
    return uuid.UUID(address.rsplit("/", 1)[-1])


def page(address: str) -> str:
    """Its public address."""
    return f"/solutions/{practice_id(address)}"


def run_portfolio(world: World) -> None:
    """The portfolio's job runs."""
    with world.app.app_context():
        jobs.run("portfolio")
