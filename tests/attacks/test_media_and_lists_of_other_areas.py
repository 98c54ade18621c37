"""Bintou reviews the Région du Mont: photos, voices, carried files and backups of the Région du Lac are not hers."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.base.http import EchoFlask
from feedback_app.carry.actions import Carrier
from feedback_app.carry.transactions import import_file
from feedback_app.enrol.tables import Membership
from feedback_app.media.actions import files_of
from feedback_app.media.store import note_loss
from feedback_app.safe.admin import without_folders
from feedback_app.safe.tables import Backup
from tests.echo_file import echo_file
from tests.http.desk import csrf
from tests.http.tus import Tus, sha256
from tests.people import Phone, World

pytestmark = pytest.mark.both_databases

VOICE = b"OggS" + b"la pompe est en panne " * 20


def looks_after(world: World, place: str, role: str = "reviewer") -> FlaskClient:
    """Yao gets a role for a place of the programme, and signs in."""
    with world.app.app_context(), transaction() as session:
        session.add(Membership(person_id=world.yao, programme_id="pilote", role=role, place_code=place))
    return world.signed_in("yao")


def speaks(client: FlaskClient, phone: Phone) -> str:
    """The address of a voice that a record speaks of."""
    sends = Tus(client, phone)
    sends.send(VOICE, "audio/ogg")
    sends.names(VOICE, "audio/ogg")
    return f"/desk/media/{phone.programme}/{sha256(VOICE)}/original"


@pytest.mark.parametrize(("place", "status"), [("R2", 404), ("V2", 404), ("V1", 200), ("R1", 200), ("XX", 200)])
def test_bintou_hears_a_voice_where_she_may_read_the_record_that_speaks_of_it(
    world: World, client: FlaskClient, place: str, status: int
) -> None:
    address = speaks(client, world.awa)
    heard = looks_after(world, place).get(address)
    assert (heard.status_code, VOICE in heard.data) == (status, status == 200)


def test_a_voice_that_no_record_speaks_of_is_heard_by_nobody_at_the_desk(world: World, client: FlaskClient) -> None:
    Tus(client, world.awa).send(VOICE, "audio/ogg")
    assert world.signed_in().get(f"/desk/media/pilote/{sha256(VOICE)}/original").status_code == 404


def test_of_two_records_that_speak_of_one_voice_hers_is_enough(world: World, client: FlaskClient) -> None:
    address, bintou = speaks(client, world.awa), looks_after(world, "V2")
    assert bintou.get(address).status_code == 404
    Tus(client, world.koffi).names(VOICE, "audio/ogg", place="V2")
    assert bintou.get(address).status_code == 200


def carried(world: World, *entries: dict[str, Any]) -> str:
    """A file of Awa's phone that came by the command line; its address."""
    with world.app.app_context():
        file = echo_file(world, world.awa, *(entries or [world.awa.entry()]))
        files = files_of(world.app.extensions["echo_settings"])
        made = import_file(io.BytesIO(file), files=files, carrier=Carrier("cli"), programmes=None)
        return f"/desk/carried/{made.id}"


@pytest.mark.parametrize(("place", "sees"), [("R2", False), ("V2", False), ("V1", True), ("R1", True), ("XX", True)])
def test_bintou_sees_the_carried_files_of_her_area(world: World, place: str, sees: bool) -> None:
    address, bintou = carried(world), looks_after(world, place)
    assert (address in bintou.get("/desk/carried").text) == sees
    page = bintou.get(address)
    assert (page.status_code, ">Awa<" in page.text) == ((200, True) if sees else (404, False))


def test_of_a_file_that_she_delivers_she_sees_the_lines_of_her_area_and_a_count(world: World) -> None:
    entry, bintou = world.awa.entry(), looks_after(world, "R2")
    form = {"csrf": csrf(bintou.get("/desk/carried").text)}
    form["file"] = (io.BytesIO(echo_file(world, world.awa, entry)), "a.echo")  # type: ignore[assignment]
    sent = bintou.post("/desk/carried", data=form)
    page = bintou.get(sent.headers["Location"]).text
    assert "d’autres lieux que les vôtres\u00a0: 1" in page
    assert entry["id"] not in page and ">Awa<" not in page
    assert sent.headers["Location"] in bintou.get("/desk/carried").text


def test_a_file_in_which_nothing_is_known_is_for_who_looks_after_the_whole(world: World) -> None:
    with world.app.app_context(), transaction() as session:
        from feedback_app.carry.actions import note_unreadable

        made = note_unreadable(session, "pilote", "0" * 64, carrier=Carrier("relay"), now=clock.now())
        address = f"/desk/carried/{made.id}"
    assert looks_after(world, "R1").get(address).status_code == 404
    assert world.signed_in().get(address).status_code == 200


def lost_voice(world: World, client: FlaskClient) -> str:
    """A backup that failed, and a voice of V1 whose file is gone; the start of its name."""
    speaks(client, world.awa)
    with world.app.app_context(), transaction() as session:
        note_loss(session, "pilote", sha256(VOICE), clock.now())
        why = "[Errno 13] Permission denied: '/srv/secret/echo/2026'"
        session.add(Backup(target="/srv/secret/echo", n=1, started_at=clock.now(), ok=False, problem=why))
    return sha256(VOICE)[:12]


@pytest.mark.parametrize(
    ("place", "role", "runs", "losses"),
    [
        ("XX", "coordinator", True, True), ("R1", "coordinator", False, True), ("R2", "coordinator", False, False),
        ("V3", "administrator", True, True),
    ],
)  # fmt: skip
def test_who_looks_after_a_part_sees_no_list_of_backups_and_nobody_sees_their_folder(
    world: World, client: FlaskClient, place: str, role: str, *, runs: bool, losses: bool
) -> None:
    voice = lost_voice(world, client)
    page = looks_after(world, place, role).get("/desk/admin/backups")
    assert page.status_code == 200
    assert ("Permission denied" in page.text, "…/echo" in page.text, voice in page.text) == (runs, runs, losses)
    assert "/srv" not in page.text


def test_a_record_that_lost_its_voice_is_one_click_away(world: World, client: FlaskClient) -> None:
    lost_voice(world, client)
    akissi = world.signed_in("akissi")
    (record,) = re.findall(r'href="(/desk/records/[^"]+)"', akissi.get("/desk/admin/backups").text)
    assert akissi.get(record).status_code == 200


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/srv/backups/echo", "…/echo"),
        ("s3://bucket/echo", "s3://bucket/echo"),
        ("No space left: '/a/b/c d/e.db'", "No space left: '…/e.db'"),
        ("echo", "echo"),
    ],
)
def test_of_a_path_its_end_alone_is_shown(text: str, shown: str) -> None:
    assert without_folders(text) == shown


def test_places_of_a_file_go_with_it(app: EchoFlask, world: World) -> None:
    carried(world)
    later = clock.now().replace(year=clock.now().year + 2)
    with app.app_context(), transaction() as session:
        from feedback_app.carry import store
        from feedback_app.carry.tables import CarriedFilePlace

        assert session.query(CarriedFilePlace).count() == 1
        store.delete_before(session, later)
        assert session.query(CarriedFilePlace).count() == 0
