"""Akissi coordinates: phones and codes, places and projects by file, people."""

from __future__ import annotations

import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol import admin
from feedback_app.enrol.tables import Device, Membership, Person
from feedback_app.register import place_files
from feedback_app.register.tables import Place, Project
from tests.http.desk import csrf
from tests.http.test_enrolment import enrol_with
from tests.people import World

pytestmark = pytest.mark.both_databases

HEADER = "code,parent,level,name,lat,lng,population\n"


@pytest.fixture
def akissi(world: World) -> FlaskClient:
    return world.signed_in("akissi")


@pytest.fixture
def administrator(world: World) -> FlaskClient:
    """Akissi, who also looks after the places of the whole country."""
    with world.app.app_context(), transaction() as session:
        session.add(
            Membership(person_id=world.coordinator, programme_id="pilote", role="administrator", place_code="XX")
        )
    return world.signed_in("akissi")


def send(akissi: FlaskClient, address: str, **fields: Any) -> TestResponse:
    """Sends a form as its page does."""
    token = csrf(akissi.get("/desk/admin/phones").text)
    return akissi.post(f"/desk/admin/{address}", data={"csrf": token, **fields})


def load(akissi: FlaskClient, address: str, text: str, name: str = "fichier.csv") -> TestResponse:
    return send(akissi, address, file=(io.BytesIO(text.encode()), name))


def confirm(akissi: FlaskClient, address: str, page: TestResponse, **fields: Any) -> TestResponse:
    """Sends the preview back, as its button does."""
    form = page.text[page.text.rindex("<form") :]
    named = dict(re.findall(r'name="(packed|filename|encoding|seen|programme)" value="([^"]*)"', form))
    return send(akissi, address, **named, **fields)


def count(app: EchoFlask, table: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_akissi_makes_a_code_and_a_phone_comes_in_by_it(akissi: FlaskClient, client: FlaskClient) -> None:
    page = send(akissi, "codes", person="Mariam", place="V1", role="surveyor")
    assert page.status_code == 200
    assert "<svg" in page.text
    code = re.search(r"#enrol=([A-Z0-9-]+)", page.text)
    assert code
    assert "Mariam" in akissi.get("/desk/admin/phones").text, "the code waits in the list, by name"
    assert code[1] not in akissi.get("/desk/admin/phones").text, "and is shown this once"
    assert enrol_with(client, code[1]).status_code == 201
    assert "Tecno Pop 5" in akissi.get("/desk/admin/phones").text


@pytest.mark.parametrize(
    "fields",
    [
        {"place": "NULLE", "role": "surveyor"},
        {"place": "V1", "role": "coordinator"},
        {},
    ],
)
def test_a_code_for_what_does_not_exist_is_not_made(akissi: FlaskClient, fields: dict[str, str]) -> None:
    answer = send(akissi, "codes", person="Mariam", **fields)
    assert answer.status_code in {400, 422}
    assert 'role="alert"' in answer.text


def test_a_lost_phone_is_shut_out_from_its_next_request_on(
    akissi: FlaskClient, client: FlaskClient, world: World
) -> None:
    assert send(akissi, f"phones/{world.awa.device_id}/revoke").status_code == 303
    assert "retiré" in akissi.get("/desk/admin/phones").text
    assert world.awa.exchange(client).status_code == 403


def test_the_phones_of_another_programme_are_not_hers_to_revoke(
    akissi: FlaskClient, client: FlaskClient, world: World
) -> None:
    assert send(akissi, f"phones/{world.stranger.device_id}/revoke").status_code == 404
    assert send(akissi, f"phones/{world.stranger.device_id}/revoke", programme="ailleurs").status_code == 404
    assert world.stranger.exchange(client).status_code == 200


def test_places_are_found_without_accents_and_shown_with_their_level(akissi: FlaskClient) -> None:
    page = akissi.get("/desk/admin/places?q=becedi").text
    assert "Bécédi, Le Lac" in page
    assert "Localité" in page
    assert "Kongodougou" not in page
    assert akissi.get("/desk/admin/places?q=%25_").status_code == 200
    assert akissi.get("/desk/admin/places?q=%00").status_code == 200


def test_a_file_of_places_is_loaded_from_the_desk(app: EchoFlask, akissi: FlaskClient) -> None:
    page = load(akissi, "places", HEADER + "V9,S1,locality,Tiébissou,6.2,-4.3,12\n")
    with app.app_context():
        assert db.session.get(Place, "V9") is None, "a preview changes nothing"
    answer = confirm(akissi, "places", page)
    assert (answer.status_code, 'role="status"' in answer.text) == (200, True)
    with app.app_context():
        assert db.session.get_one(Place, "V9").name == "Tiébissou"


def test_a_file_with_a_bad_row_shows_the_row_and_loads_nothing(app: EchoFlask, akissi: FlaskClient) -> None:
    before = count(app, Place)
    answer = load(akissi, "places", HEADER + "V8,S1,locality,Bon,,,\nV9,S1,locality,<b>Mauvais</b>,95,-4,\n")
    assert (answer.status_code, count(app, Place)) == (422, before)
    assert 'role="alert"' in answer.text
    assert re.search(r'<td class="number">3</td><td>lat</td>', answer.text)
    assert "<b>" not in answer.text


@pytest.mark.parametrize(("lang", "why"), [("fr", "nombre hors limites"), ("en", "number out of range")])
def test_validation_errors_are_in_the_reader_s_language(akissi: FlaskClient, lang: str, why: str) -> None:
    akissi.set_cookie("echo_language", lang)
    assert why in load(akissi, "places", HEADER + "V9,S1,locality,Mauvais,95,-4,\n").text


def test_a_file_that_is_too_large_is_not_read_to_its_end(
    app: EchoFlask, akissi: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = count(app, Place)
    monkeypatch.setattr(admin, "MAX_FILE", 100)
    monkeypatch.setattr(place_files, "MAX_FILE", 100)
    answer = load(akissi, "places", HEADER + "V9,S1,locality,Tiébissou,,,\n" * 100)
    assert (answer.status_code, "fichier trop grand" in answer.text, count(app, Place)) == (422, True, before)


@pytest.mark.parametrize("name", ["places.csv", "places.geojson", "", "../../x.csv"])
def test_what_is_no_table_is_refused_with_a_reason(akissi: FlaskClient, name: str) -> None:
    for text in ("", "\x00\x01", "PK\x03\x04", "{}"):
        answer = load(akissi, "places", text, name)
        assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)


def test_a_form_without_its_file_is_refused(akissi: FlaskClient) -> None:
    assert send(akissi, "places").status_code == 422
    assert send(akissi, "projects", file="not a file").status_code == 422


def test_a_register_of_projects_is_loaded_and_its_remarks_are_shown(app: EchoFlask, akissi: FlaskClient) -> None:
    text = "id,titre,entreprises,place,montant\nQ1,École,Mine,V1,9 900 000 000\nQ2,Pont,Mine,NULLE,\n"
    answer = confirm(akissi, "projects", load(akissi, "projects", text))
    assert answer.status_code == 200
    assert "NULLE" in answer.text or '<td class="number">3</td>' in answer.text
    with app.app_context():
        assert db.session.get_one(Project, ("Q1", "pilote")).amount == 9_900_000_000


def test_a_new_reviewer_gets_a_password_that_is_shown_this_once(akissi: FlaskClient, world: World) -> None:
    page = send(akissi, "people", name="Bintou", login="Bintou", role="reviewer", place="")
    assert page.status_code == 200
    password = re.search(r"\b([a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5})\b", page.text)
    assert password
    assert password[1] not in akissi.get("/desk/admin/people").text
    bintou = world.app.test_client()
    assert bintou.post("/desk/login", data={"login": "bintou", "password": password[1]}).status_code == 303
    assert bintou.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "role": "reviewer"},
        {"name": "X", "role": "queen"},
        {"name": "X", "role": "reviewer", "place": "NULLE"},
        {"name": "X", "role": "reviewer", "login": "Adjoua"},
        {"name": "a\x00b", "role": "reviewer"},
        {"name": "X", "role": "reviewer", "login": "a\x00b"},
        {"name": "X", "role": "reviewer", "place": "a\x00b"},
    ],
)
def test_a_person_who_cannot_be_is_not_made(app: EchoFlask, akissi: FlaskClient, fields: dict[str, str]) -> None:
    before = count(app, Person)
    answer = send(akissi, "people", **fields)
    assert answer.status_code in {400, 409, 422}, answer.text
    assert count(app, Person) == before


def test_the_pages_of_another_programme_are_not_hers_to_read(akissi: FlaskClient) -> None:
    for page in ("phones", "places", "people"):
        own, other = (akissi.get(f"/desk/admin/{page}?programme={name}") for name in ("pilote", "ailleurs"))
        assert (own.status_code, other.status_code) == (200, 404), page
        assert "Inconnu" not in own.text
    assert send(akissi, "codes", programme="ailleurs", place="V1", role="surveyor").status_code == 404


@pytest.mark.parametrize("login", ["adjoua", "yao"])
def test_who_does_not_coordinate_reads_none_of_all_this(world: World, login: str) -> None:
    client = world.signed_in(login)
    assert {client.get(f"/desk/admin/{page}").status_code for page in ("phones", "places", "people")} == {403}


def test_a_reviewer_changes_nothing_of_all_this(app: EchoFlask, world: World) -> None:
    adjoua, before = world.signed_in(), count(app, Device)
    token = csrf(adjoua.get("/desk/").text)
    for address in ("codes", "places", "projects", "people", f"phones/{world.awa.device_id}/revoke"):
        assert adjoua.post(f"/desk/admin/{address}", data={"csrf": token}).status_code == 403
    assert count(app, Device) == before


@pytest.fixture
def regional(world: World) -> FlaskClient:
    """Akissi, who now coordinates the Région du Mont alone."""
    with world.app.app_context(), transaction() as session:
        session.execute(update(Membership).where(Membership.person_id == world.coordinator).values(place_code="R2"))
    return world.signed_in("akissi")


def test_who_coordinates_one_region_sees_and_hands_out_only_its_own(
    regional: FlaskClient, client: FlaskClient, world: World
) -> None:
    phones, places, people = (regional.get(f"/desk/admin/{page}").text for page in ("phones", "places", "people"))
    assert "Téléphone d" not in phones
    assert ("Mont-Haut" in places, "Bécédi" in places) == (True, False)
    assert "Awa" not in people
    assert send(regional, "codes", person="Mariam", place="V1", role="surveyor").status_code == 422
    assert send(regional, "codes", person="Mariam", place="V3", role="surveyor").status_code == 200
    assert send(regional, f"phones/{world.awa.device_id}/revoke").status_code == 404
    assert world.awa.exchange(client).status_code == 200


def test_nobody_gives_permissions_in_a_larger_area_than_their_own(app: EchoFlask, regional: FlaskClient) -> None:
    before = count(app, Person)
    for place in ("", "XX", "R1", "V1"):
        assert (
            send(regional, "people", name="Bintou", role="coordinator", login="bintou", place=place).status_code == 422
        )
    assert count(app, Person) == before
    assert send(regional, "people", name="Bintou", role="reviewer", login="bintou", place="S2").status_code == 200


def test_a_file_that_may_speak_of_any_place_is_for_who_coordinates_the_whole(
    app: EchoFlask, regional: FlaskClient
) -> None:
    before = count(app, Place)
    assert load(regional, "places", HEADER + "V9,S2,locality,Ici,,,\n").status_code == 403
    assert 'type="file"' not in regional.get("/desk/admin/places").text
    assert count(app, Place) == before


def test_a_code_page_can_be_chosen_although_other_cells_are_faulty_too(app: EchoFlask, akissi: FlaskClient) -> None:
    text = HEADER.replace(",", ";") + "V9;S1;locality;Ça va;6,2;-4,3;\nV8;S1;locality;Ici;95;-4,3;\n"
    page = send(akissi, "places", file=(io.BytesIO(text.encode("mac-roman")), "mac.csv"))
    assert (page.status_code, "nombre hors limites" in page.text) == (422, True)
    assert re.search(r'<option value="mac-roman"[^>]*>[^<]*Ça', page.text), "the right reading is offered"
    sent = dict(re.findall(r'name="(packed|filename)" value="([^"]*)"', page.text))
    again = send(akissi, "places", encoding="mac-roman", **sent)
    assert (again.status_code, "selected>Macintosh (CSV)\u00a0: Ça" in again.text) == (422, False), again.text
    mended = text.replace("95", "6,3").encode("mac-roman")
    asked = send(akissi, "places", file=(io.BytesIO(mended), "mac.csv"))
    assert confirm(akissi, "places", asked).status_code == 422, "a doubt must be accepted"
    read = send(akissi, "places", encoding="mac-roman", file=(io.BytesIO(mended), "mac.csv"))
    assert confirm(akissi, "places", read).status_code == 200
    with app.app_context():
        assert db.session.get_one(Place, "V9").name == "Ça va"


def test_what_changed_between_the_preview_and_the_button_is_shown_anew_and_nothing_is_loaded(
    app: EchoFlask, administrator: FlaskClient
) -> None:
    page = load(administrator, "places", "code,name\nV2,Bécédi-Brignan\n")
    other = load(administrator, "places", "code,name\nV2,Bécédi-Est\n")
    assert confirm(administrator, "places", other).status_code == 200
    late = confirm(administrator, "places", page)
    assert (late.status_code, "entre-temps" in late.text, "Bécédi-Est" in late.text) == (422, True, True)
    with app.app_context():
        assert db.session.get_one(Place, "V2").name == "Bécédi-Est"
    assert confirm(administrator, "places", late).status_code == 200, "what is shown anew can be confirmed"
    with app.app_context():
        assert db.session.get_one(Place, "V2").name == "Bécédi-Brignan"


def test_of_two_who_confirm_at_once_the_second_sees_what_the_first_changed(
    app: EchoFlask, administrator: FlaskClient, world: World
) -> None:
    clients = [administrator, world.signed_in("akissi")]
    pages = [load(one, "places", f"code,name\nV2,Bécédi {n}\n") for n, one in enumerate(clients)]
    forms = [
        dict(re.findall(r'name="(packed|filename|encoding|seen|programme)" value="([^"]*)"', page.text[page.text.rindex("<form") :]))
        | {"csrf": csrf(page.text)}
        for page in pages
    ]  # fmt: skip
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda n: clients[n].post("/desk/admin/places", data=forms[n]), (0, 1)))
    assert sorted(one.status_code for one in answers) == [200, 422]
    first = next(n for n, one in enumerate(answers) if one.status_code == 200)
    assert f"Bécédi {first}" in answers[1 - first].text and "entre-temps" in answers[1 - first].text
    with app.app_context():
        assert db.session.get_one(Place, "V2").name == f"Bécédi {first}"


def test_empty_cells_alone_are_loaded_only_with_the_tick_and_the_page_counts_them(
    app: EchoFlask, administrator: FlaskClient
) -> None:
    text = "code,lat,lng\nS1,,\n"
    page = load(administrator, "places", text)
    assert re.search(r'name="clear" value="1" required', page.text)
    assert "2 cases vides, valeurs gardées" in confirm(administrator, "places", page).text
    page = load(administrator, "places", text)
    form = confirm(administrator, "places", page, clear="1")
    assert "2 valeurs vidées" in form.text
    with app.app_context():
        assert db.session.get_one(Place, "S1").lat is None


@pytest.mark.parametrize("address", ["places", "projects"])
def test_a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(
    app: EchoFlask, akissi: FlaskClient, address: str
) -> None:
    before, packed = count(app, Place), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", b"<Types/>")
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(400):
                sheet.write(b" " * 1_000_000)
    answer = send(akissi, address, file=(io.BytesIO(packed.getvalue()), "bombe.xlsx"))
    assert (answer.status_code, "trop grand une fois ouvert" in answer.text) == (422, True), answer.text
    assert count(app, Place) == before
