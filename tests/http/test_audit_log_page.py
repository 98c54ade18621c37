"""Akissi reads in the desk's audit log what was done, in words."""

from __future__ import annotations

import re

from feedback_app.audit.log import note_event
from feedback_app.base.actor import Actor
from feedback_app.base.db import transaction
from tests.people import World

FILE = "d86a38fe3ccb614c5340093132ef89cae144bc7701e3e68731332ba5f2135ec5"


def test_akissi_reads_words_rather_than_names_and_values_of_the_database(world: World) -> None:
    with world.app.app_context(), transaction() as session:
        by = Actor("command", "root")
        note_event(session, "places_loaded", about=("file", FILE), programme="pilote", by=by, cleared=True)
        note_event(session, "projects_loaded", about=("file", FILE), programme="pilote", by=by, cleared=False)
    page = world.signed_in("akissi").get("/desk/admin/audit").text
    rows = [re.sub(r"<[^>]+>", " ", row) for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)]
    (places,) = [" ".join(row.split()) for row in rows if "lieux chargés" in row]
    (projects,) = [" ".join(row.split()) for row in rows if "projets chargés" in row]
    assert places.endswith("fichier d86a38fe3ccb… cases vides effacées")
    assert projects.endswith("fichier d86a38fe3ccb…")
