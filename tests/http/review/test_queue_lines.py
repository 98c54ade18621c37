"""What Adjoua sees of a record before she opens it: one line says what, where, how serious and how late."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.review.tables import Case
from sync.spoken_code import code_of, pairs
from tests.http.desk import again, need
from tests.people import World

pytestmark = pytest.mark.both_databases


def line(html: str, entry: dict[str, object]) -> str:
    """The row of a record."""
    found = next(row for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL) if str(entry["id"]) in row)
    return " ".join(found.split())


def test_a_line_has_severity_and_domain_as_pictures_the_code_the_words_and_who_wrote_it(
    client: FlaskClient, world: World
) -> None:
    voice = {"sha256": "a" * 64, "type": "audio/ogg", "bytes": 9, "question": "voix"}
    entry = need(world.awa, "La pompe est en panne", answers={"voix": voice["sha256"]}, media=[voice])
    world.awa.sync(client, entry)
    shown = line(world.signed_in().get("/desk/").text, entry)
    code = str(entry["code"]) if entry.get("code") else code_of(uuid.UUID(str(entry["id"])))
    for part in (
        'alt="C’est grave"', "gravite-2.svg", 'alt="L’eau"', "eau.svg", " ".join(pairs(code)), "La pompe est en panne",
        "Kongodougou, Le Lac", "Awa", "Besoin", 'alt="Avec une voix"', "0 sur 1 fichiers reçus",
    ):  # fmt: skip
        assert part in shown, part
    assert "Avec une photo" not in shown and "délicat" not in shown


def test_what_speaking_of_may_harm_someone_says_so(client: FlaskClient, world: World) -> None:
    entry = world.awa.entry(
        answers={"age": "25_34", "domaine": "fon", "texte": "On nous prend la terre", "gravite": "vital"}
    )
    world.awa.sync(client, entry)
    assert "délicat" in line(world.signed_in().get("/desk/").text, entry)


def test_what_waits_longer_than_the_programme_means_to_take_is_late_and_what_is_decided_is_not(
    client: FlaskClient, world: World
) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    desk = world.signed_in()
    assert "sur 7 j" in line(desk.get("/desk/").text, entry)
    with world.app.app_context(), transaction() as session:
        session.execute(update(Case).values(received_at=clock.now() - dt.timedelta(days=9)))
    shown = line(desk.get("/desk/").text, entry)
    assert "en retard" in shown and "9 j" in shown
    with world.app.app_context(), transaction() as session:
        session.execute(update(Case).values(state="accepted"))
    assert "en retard" not in line(desk.get("/desk/?tab=all").text, entry)


def test_a_record_in_quarantine_says_first_why_with_its_answers_all_the_same(client: FlaskClient, world: World) -> None:
    faulty = world.awa.entry(answers={"domaine": "eau", "texte": "La pompe", "age": "25_34"})
    world.awa.sync(client, faulty)
    shown = line(world.signed_in().get("/desk/?tab=quarantined").text, faulty)
    assert shown.index("C’est grave comment") < shown.index("data-row")
    assert "Il manque une réponse" in shown and "eau.svg" in shown


def test_a_revision_in_quarantine_says_why_on_the_line_of_the_record_that_counts(
    client: FlaskClient, world: World
) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    changed = again(world.awa, entry, "La pompe", answers={"gravite": "inconnu"})
    world.awa.sync(client, changed)
    shown = line(world.signed_in().get("/desk/").text, entry)
    assert "révision en quarantaine" in shown and "Ce choix n’existe pas" in shown and "La pompe est en panne" in shown


def test_a_call_for_help_shows_no_answer_no_severity_and_no_fault(client: FlaskClient, world: World) -> None:
    entry = world.awa.entry(
        answers={"age": "25_34", "domaine": "pax", "porte": "aide", "texte": "On me menace", "gravite": "vital"}
    )
    world.awa.sync(client, entry)
    shown = line(world.signed_in().get("/desk/").text, entry)
    assert "alerte.svg" in shown and "Urgent" in shown
    assert not any(one in shown for one in ("On me menace", "gravite-3", "paix.svg", 'class="fault"'))
