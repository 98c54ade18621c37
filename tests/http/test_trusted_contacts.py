"""Akissi names whom to call behind the danger door; phones get it with their next exchange."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.forms.importing import read_file
from feedback_app.forms.xlsform.issue import XlsformError
from feedback_app.ledger.reference import publish_everywhere
from feedback_app.register.actions import make_programme
from feedback_app.register.commands import programme
from feedback_app.register.tables import Programme
from tests.http.desk import csrf
from tests.http.test_prompts import record, voice
from tests.people import CONSENT, World

pytestmark = pytest.mark.both_databases

MARIAM = {"name": "Mariam Exemple", "phone": "07 00 00 00 00", "role_fr": "assistante sociale", "place": "S1"}


@pytest.fixture
def akissi(world: World) -> FlaskClient:
    return world.signed_in("akissi")


def send(akissi: FlaskClient, address: str = "trusted", **fields: Any) -> Any:
    token = csrf(akissi.get("/desk/admin/trusted").text)
    return akissi.post(f"/desk/admin/{address}", data={"csrf": token, **fields})


def on_the_phone(world: World, client: FlaskClient) -> list[dict[str, Any]]:
    with world.app.app_context(), transaction() as session:
        publish_everywhere(session)
    world.awa.sync(client)
    return list(world.awa.pulled["programme", "pilote"].get("trusted", []))


def test_akissi_is_warned_as_long_as_nobody_is_named(akissi: FlaskClient) -> None:
    for address in ("people", "phones"):
        assert "Aucune personne de confiance" in akissi.get(f"/desk/admin/{address}").text
    assert send(akissi, **MARIAM).status_code == 303
    assert "Aucune personne de confiance" not in akissi.get("/desk/admin/people").text
    assert 'href="tel:0700000000"' in akissi.get("/desk/admin/trusted").text


def test_whom_akissi_names_is_on_awas_phone_and_gone_when_removed(
    world: World, akissi: FlaskClient, client: FlaskClient
) -> None:
    assert on_the_phone(world, client) == []
    send(akissi, **MARIAM)
    (mariam,) = on_the_phone(world, client)
    assert (mariam["name"], mariam["phone"], mariam["path"]) == ("Mariam Exemple", "0700000000", "/XX/R1/S1/")
    assert "07 00 00 00 00" in mariam["say"]["fr"]
    send(akissi, f"trusted/{mariam['id']}/remove")
    assert on_the_phone(world, client) == []


@pytest.mark.parametrize("wrong", [{"phone": "demain"}, {"name": ""}, {"place": "nowhere"}, {"languages": "<b>"}])
def test_what_cannot_be_called_is_not_saved_and_what_was_typed_is_still_there(
    world: World, akissi: FlaskClient, wrong: dict[str, str]
) -> None:
    got = send(akissi, **MARIAM | wrong)
    assert got.status_code in (400, 422)
    assert "assistante sociale" in got.text
    assert 'aria-invalid="true"' in got.text
    with world.app.app_context():
        assert "trusted" not in db.session.get_one(Programme, "pilote").settings


def test_who_does_not_coordinate_the_whole_names_nobody(world: World) -> None:
    assert world.signed_in().get("/desk/admin/trusted").status_code == 403


def test_a_description_of_the_programme_that_names_nobody_leaves_those_of_the_desk(
    world: World, akissi: FlaskClient
) -> None:
    send(akissi, **MARIAM)
    described = {"id": "pilote", "name": {"fr": "P"}, "languages": ["fr"], "place": "XX", "consent": CONSENT}
    with world.app.app_context(), transaction() as session:
        made = make_programme(session, described | {"settings": {"k_public": 3}}, clock.now())
        assert [one["name"] for one in made.settings["trusted"]] == ["Mariam Exemple"]
        assert made.settings["k_public"] == 3


def test_the_command_line_replaces_them_all_or_none(world: World, tmp_path: Path) -> None:
    file, runner = tmp_path / "trusted.json", world.app.test_cli_runner()
    file.write_text(json.dumps([{"name": "A", "phone": "1308"}, {"name": "B", "phone": "x"}]))
    with world.app.app_context():
        refused = runner.invoke(programme, ["trusted", str(file), "--programme", "pilote"])
        assert refused.exit_code != 0
        assert "2: phone" in refused.output
        assert "trusted" not in db.session.get_one(Programme, "pilote").settings
        file.write_text(json.dumps([{"name": "A", "phone": "1308"}]))
        assert runner.invoke(programme, ["trusted", str(file), "--programme", "pilote"]).exit_code == 0
        db.session.expire_all()
        assert [one["phone"] for one in db.session.get_one(Programme, "pilote").settings["trusted"]] == ["1308"]


def test_koffi_records_the_sentence_with_the_number_and_a_changed_number_is_to_be_recorded_again(
    world: World, akissi: FlaskClient, client: FlaskClient
) -> None:
    send(akissi, **MARIAM)
    (mariam,) = on_the_phone(world, client)
    sound = voice("Mariam, zéro sept")
    named = {"instrument": "echo_trusted", "language": "fr", "words": mariam["say"]["fr"]}
    record(world, client, sound, part=mariam["id"], answers=named | {"part": mariam["id"]})
    world.awa.sync(client)
    parts = world.awa.pulled["prompt", "echo_trusted.fr"]["parts"]
    assert parts == {mariam["id"]: [hashlib.sha256(sound).hexdigest(), len(sound)]}
    assert "07 00 00 00 00" in akissi.get("/desk/admin/prompts/echo_trusted/fr").text
    send(akissi, f"trusted/{mariam['id']}/remove")
    send(akissi, **MARIAM | {"phone": "0500000000"})
    (changed,) = on_the_phone(world, client)
    assert changed["id"] not in parts


def test_a_form_cannot_take_the_name_of_the_trusted_people() -> None:
    source = "| survey |\n| | type | name | label |\n| | text | a | A |\n"
    with pytest.raises(XlsformError) as refused:
        read_file(source.encode(), "x.md", name="echo_trusted")
    assert [issue.code for issue in refused.value.issues] == ["name-reserved"]
