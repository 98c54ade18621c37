"""A thousand real texts go through the exchange as needs in real places, and every one is there, byte for byte."""

from __future__ import annotations

import csv
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from feedback_app.base import clock, ids
from feedback_app.base.db import transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.tables import Device, Person
from feedback_app.forms.actions import install_instruments
from feedback_app.ledger.actions import open_ledgers
from feedback_app.ledger.reference import publish_everywhere
from feedback_app.register import actions as register
from feedback_app.register.tables import Place
from tests import build
from tests.people import CONSENT, Phone

pytestmark = [pytest.mark.both_databases, pytest.mark.corpus, pytest.mark.timeout(300)]

COUNT = 1000


def texts(shared: Path) -> list[str]:
    """French proposals and comments, then citizens' statements in English, until there are a thousand."""
    found: list[str] = []
    columns = (("mel_grand_debat_propositions_fr", "texte"), ("mel_grand_debat_commentaires_fr", "texte"),
               ("polis_american-assembly.bowling-green", "comment-body"))  # fmt: skip
    for name, column in columns:
        with (shared / "corpora" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found += [row[column] for row in csv.DictReader(file) if row[column].strip()]
    return found[:COUNT]


def a_country(app: EchoFlask, shared: Path) -> tuple[Phone, list[str]]:
    """The whole country, a programme on it, a phone for all of it; and the codes of its localities."""
    now = clock.now()
    with app.app_context(), transaction() as session:
        register.import_places(session, (shared / "places" / "civ_places.csv").read_bytes(), kind="csv")
        described = {"id": "pays", "name": {"fr": "Pays"}, "languages": ["fr"], "place": "CI", "consent": CONSENT}
        register.make_programme(session, described, now)
        open_ledgers(session, now)
        install_instruments(session, "pays", now)
        publish_everywhere(session)
        person = Person(id=ids.new_id(), name="Awa", created_at=now)
        session.add(person)
        session.flush()
        token = ids.new_token()
        device = Device(
            id=ids.new_id(), token_hash=ids.hash_token(token), programme_id="pays", person_id=person.id, place_code="CI",
            role="surveyor", name="Téléphone", platform="Android", app_version="1", enrolled_at=now,
        )  # fmt: skip
        session.add(device)
        localities = session.scalars(select(Place.code).where(Place.level == "locality", Place.code.like("C%"))).all()
        return Phone(token, device.id, person.id, "pays", "CI"), list(localities)


def test_a_thousand_real_texts_in_real_places_are_all_there_byte_for_byte(
    app: EchoFlask, database: str, tmp_path: Path, shared: Path
) -> None:
    phone, localities = a_country(app, shared)
    chance = random.Random(7)
    client = app.test_client()
    entries = [
        phone.entry(place=chance.choice(localities), answers=build.need_answers(texte=text)) for text in texts(shared)
    ]
    assert len(entries) == COUNT
    outcomes: dict[str, int] = {}
    for start in range(0, COUNT, 50):
        got = phone.exchange(client, *entries[start : start + 50])
        for ack in got.get_json()["acks"]:
            outcomes[ack["outcome"]] = outcomes.get(ack["outcome"], 0) + 1
            assert ack["outcome"] == "stored", (ack, entries[start])
    assert outcomes == {"stored": COUNT}

    program = Path(sys.executable).with_name("feedback-app")
    env = {"FEEDBACK_DATA": str(tmp_path), "FEEDBACK_DATABASE_URL": database, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [program, "ledger", "verify"], env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert re.search(rf"entries {COUNT} .*bad digests 0", done.stdout), done.stdout


def test_awa_finds_her_village_among_namesakes(app: EchoFlask, shared: Path) -> None:
    phone, _ = a_country(app, shared)
    phone.sync(app.test_client())
    places: list[dict[str, Any]] = [body for (kind, _), body in phone.pulled.items() if kind == "place"]
    described = Counter((place["label"], place["level"]) for place in places)
    assert len(places) == 9184
    assert [one for one, count in described.items() if count > 1] == []
