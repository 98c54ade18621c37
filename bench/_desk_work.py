"""What reviewers wait for beside pages: 500 records accepted in one go and given back, and what is alike to one."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench._country import NATIONAL, PROGRAMME
from feedback_app.base.db import db
from feedback_app.enrol.permissions import Area
from feedback_app.ledger.lookup_store import records
from feedback_app.review.likeness.view import alike_records
from feedback_app.review.tables import Case
from schemas.states import State
from tests.people import PASSWORD

SETS, LOOKS = 5, 200
_TOKEN = re.compile(r'name="csrf" content="([^"]+)"')


def desk_work(app: Flask) -> Iterator[tuple[str, list[float]]]:
    """(what, milliseconds of each time). Asked of the application in this process. What is decided is undone."""
    yield "what is alike to one record", list(_looks(app))
    client = app.test_client()
    client.post("/desk/login", data={"login": NATIONAL, "password": PASSWORD})
    accepted, undone = zip(*(_set(client) for _ in range(SETS)), strict=True)
    yield "500 records accepted in one go", list(accepted)
    yield "500 decisions undone", list(undone)


def _looks(app: Flask) -> Iterator[float]:
    chance = random.Random(5)
    with app.app_context():
        mine = Case.programme_id == PROGRAMME, Case.state == State.RECEIVED, Case.danger == ""
        last = db.session.scalar(select(Case.position).where(*mine).order_by(Case.position.desc()).limit(1)) or 0
        for _ in range(LOOKS):
            after = Case.position > chance.randrange(last - 100)
            case = db.session.scalars(select(Case).where(*mine, after).order_by(Case.position).limit(1)).one()
            record = records(db.session, PROGRAMME, [case.record_id])[case.record_id]
            started = time.perf_counter()
            alike_records(db.session, Area(PROGRAMME, ("/",)), case, record, [], lang="fr")
            yield (time.perf_counter() - started) * 1000
            db.session.rollback()


def _set(client: FlaskClient) -> tuple[float, float]:
    query = f"/desk/sets?programme={PROGRAMME}&tab=open"
    token = _token(client, f"/desk/?programme={PROGRAMME}&tab=open")
    made = client.post(query, data={"csrf": token})
    address = made.headers["Location"]
    accepted = _until(client, address, token, "decision", {"action": "accept"})
    return accepted, _until(client, address, token, "undo", {})


def _until(client: FlaskClient, address: str, token: str, what: str, form: dict[str, str]) -> float:
    """Milliseconds until it is done with all of a set."""
    started = time.perf_counter()
    answer = client.post(f"{address}/{what}", data={"csrf": token} | form)
    if answer.status_code != 303:
        raise RuntimeError(f"{what}: {answer.status_code} {answer.text[:300]}")
    while f'action="{address}/run"' in client.get(address).text:
        client.post(f"{address}/run", data={"csrf": token})
    return (time.perf_counter() - started) * 1000


def _token(client: FlaskClient, address: str) -> str:
    found = _TOKEN.search(client.get(address).text)
    if found is None:
        raise RuntimeError(f"no form on {address}")
    return found[1]
