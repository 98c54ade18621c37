"""Akissi's page of phones: who has fallen silent, what is still on each, which can be taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from feedback_app.base import clock, ids
from feedback_app.base.db import transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.tables import Device, Person
from feedback_app.media.actions import files_of
from feedback_app.safe.transactions import back_up
from tests.http.tus import Tus, sha256
from tests.people import Phone, World

pytestmark = pytest.mark.both_databases

EMPTY = {"unsent": 0, "media_pending_bytes": 0, "drafts": 0, "free_bytes": 2_140_000_000, "persisted": True}


def with_voice(phone: Phone, voice: bytes) -> dict[str, Any]:
    medium = {"sha256": sha256(voice), "type": "audio/ogg", "bytes": len(voice), "question": "voix"}
    return phone.entry(media=[medium])


def rows(akissi: FlaskClient) -> dict[str, str]:
    """What the page says of each phone, by its name."""
    html = akissi.get("/desk/admin/phones").text
    cells = [row.split("</tr>")[0] for row in html.split('<th scope="row">')[1:]]
    return {row.split("<br>")[0]: " ".join(row.split()) for row in cells}


def says(phone: Phone, client: FlaskClient, *entries: Any, **health: Any) -> None:
    assert phone.exchange(client, *entries, health=EMPTY | health).status_code == 200


def test_the_health_that_a_phone_reported_is_shown_with_its_unsent_records(client: FlaskClient, world: World) -> None:
    says(world.awa, client, unsent=3, oldest_unsent_at="2026-11-20T08:00:00Z", media_pending_bytes=3_240_000, drafts=1,
         month_bytes=12_500_000, persisted=False)  # fmt: skip
    awa = rows(world.signed_in("akissi"))["Awa"]
    for words in ("3 à envoyer", "depuis le 20/11", "3,2 Mo", "1 en brouillon", "2,1 Go", "peut l’effacer", "12,5 Mo"):
        assert words in awa, words
    assert "Peut être rendu" not in awa


def test_what_keeps_a_phone_from_being_handed_back_is_known_at_once_and_its_traffic_within_a_minute(
    client: FlaskClient, world: World
) -> None:
    akissi = world.signed_in("akissi")
    says(world.awa, client, unsent=3, month_bytes=12_500_000)
    says(world.awa, client, unsent=3, month_bytes=13_500_000)
    assert "12,5 Mo" in rows(akissi)["Awa"]
    says(world.awa, client, unsent=0, month_bytes=14_500_000)
    assert "14,5 Mo" in rows(akissi)["Awa"] and "3 à envoyer" not in rows(akissi)["Awa"]


def test_a_phone_can_be_handed_back_only_once_all_that_it_sent_is_safe(
    app: EchoFlask, client: FlaskClient, world: World, tmp_path: Path
) -> None:
    akissi = world.signed_in("akissi")
    says(world.awa, client, world.awa.entry())
    assert "pas encore tout en lieu sûr" in rows(akissi)["Awa"]
    settings = app.extensions["echo_settings"]
    with app.app_context():
        back_up(tmp_path / "backups", settings, files_of(settings))
    assert "Peut être rendu" in rows(akissi)["Awa"]
    assert "pas encore dit" in rows(akissi)["Koffi"], "Koffi's phone never spoke"


def test_what_was_handed_over_in_the_last_contact_is_no_longer_on_the_phone(client: FlaskClient, world: World) -> None:
    akissi, voice = world.signed_in("akissi"), b"OggS" + b"v" * 40_000
    says(world.awa, client, with_voice(world.awa, voice), unsent=1, oldest_unsent_at="2026-11-20T08:00:00Z",
         media_pending_bytes=len(voice))  # fmt: skip
    assert "à envoyer <" not in rows(akissi)["Awa"]
    assert "40 Ko de photos et de voix" in rows(akissi)["Awa"]
    Tus(client, world.awa).send(voice, "audio/ogg", piece=20_000)
    assert "rien" in rows(akissi)["Awa"], "it has not spoken since, and yet it is known"


def test_silent_phones_stand_out_and_come_first(app: EchoFlask, client: FlaskClient, world: World) -> None:
    says(world.awa, client)
    says(world.koffi, client)
    with app.app_context(), transaction() as session:
        long_ago = clock.now() - dt.timedelta(days=9)
        session.execute(update(Device).where(Device.id == world.koffi.device_id).values(last_seen_at=long_ago))
    cells = rows(world.signed_in("akissi"))
    assert list(cells) == ["Koffi", "Awa"]
    assert "silencieux" in cells["Koffi"]
    assert "silencieux" not in cells["Awa"]
    assert "qu’il synchronise d’abord" in cells["Koffi"]


@pytest.mark.parametrize("health", [None, [], "x", {"unsent": "many", "drafts": -1, "free_bytes": 2**60}])
def test_a_phone_that_speaks_nonsense_is_still_listed(client: FlaskClient, world: World, health: Any) -> None:
    assert world.awa.exchange(client, health=health).status_code == 200
    assert "À garder" in rows(world.signed_in("akissi"))["Awa"]


def test_of_thousands_of_phones_a_page_shows_a_hundred_and_the_others_are_found(app: EchoFlask, world: World) -> None:
    with app.app_context(), transaction() as session:
        awa = session.get_one(Device, world.awa.device_id)
        for n in range(130):
            person = Person(id=ids.new_id(), name=f"Aya n{n:03}", created_at=awa.enrolled_at)
            session.add(person)
            session.flush()
            session.add(
                Device(
                    id=ids.new_id(), token_hash=f"t{n}", programme_id="pilote", person_id=person.id, place_code="V1",
                    role="surveyor", name="T", platform="A", app_version="1", enrolled_at=awa.enrolled_at,
                )
            )  # fmt: skip
    akissi = world.signed_in("akissi")
    first = rows(akissi)
    assert len(first) == 100
    second = akissi.get("/desk/admin/phones?after=100").text
    assert second.count('<th scope="row">') == 32 and "101–132 / 132" in second
    found = akissi.get("/desk/admin/phones?q=kongodougou+AYA+n129").text
    assert found.count('<th scope="row">') == 1 and "Aya n129" in found
    assert "Aucun nom, aucun lieu ne correspond" in akissi.get("/desk/admin/phones?q=zzz").text
    people = akissi.get("/desk/admin/people?q=yao").text
    assert people.count('<th scope="row">') == 1 and "Yao" in people
