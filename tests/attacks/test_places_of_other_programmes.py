"""Brou coordinates a programme of the Région du Mont and loads files about places that are not his. All programmes
share one tree: what he changes of it would be seen, and published, by all of them."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.tables import Membership, Person
from feedback_app.register.place_rights import PlaceRights, refused_rows
from feedback_app.register.places import PlaceRow
from feedback_app.register.tables import Place, PlaceOwner, PlaceShape, Programme, Project
from tests.http.desk import csrf
from tests.people import World

HEAD = "code,parent,level,name,lat,lng,population\n"
SQUARE = [[-7.6, 7.3], [-7.4, 7.3], [-7.4, 7.5], [-7.6, 7.3]]


@pytest.fixture
def brou(world: World) -> FlaskClient:
    """The coordinator of all of `ailleurs`, whose own place is R2; he signs in as Yao did."""
    with world.app.app_context(), transaction() as session:
        session.get_one(Programme, "ailleurs").place_code = "R2"
        session.get_one(Person, world.yao).name = "Brou"
        session.add(Membership(person_id=world.yao, programme_id="ailleurs", role="coordinator", place_code="R2"))
    return world.signed_in("yao")


def asks(desk: FlaskClient, text: str, kind: str = "places", name: str = "file.csv", **fields: str) -> TestResponse:
    """Sends a file, to see what it would change."""
    token = csrf(desk.get("/desk/admin/places").text)
    form = {"csrf": token, "programme": "ailleurs", "file": (io.BytesIO(text.encode()), name)}
    return desk.post(f"/desk/admin/{kind}", data=form | fields)


def loads(desk: FlaskClient, text: str, kind: str = "places", **more: str) -> TestResponse:
    """Sends a file, and its preview back as its button does."""
    page = asks(desk, text, kind, **more)
    form = page.text[page.text.rindex("<form") :]
    named = dict(re.findall(r'name="(csrf|packed|filename|encoding|seen|programme)" value="([^"]*)"', form))
    return desk.post(f"/desk/admin/{kind}", data=named | {"accept": "1"}) if "seen" in named else page


def tree(app: EchoFlask) -> dict[str, tuple[Any, ...]]:
    with app.app_context():
        columns = Place.code, Place.parent_code, Place.level, Place.name, Place.lat, Place.lng, Place.population
        return {row[0]: tuple(row) for row in db.session.execute(select(*columns))}


def reasons(page: TestResponse) -> list[tuple[str, str]]:
    """(row, why) of each refused row."""
    return re.findall(r'<td class="number">(\d+)</td><td>[^<]*</td><td>([^<]*)</td>', page.text)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("V1,S1,locality,PIRATE,1.0,1.0,", "n’est pas de votre programme"),
        ("S2,R2,sous_prefecture,Mont-Haut,7.4,-7.5,999999", "n’est pas de votre programme"),
        ("V3,S2,sous_prefecture,Kongodougou,7.41,-7.52,", "n’est pas de votre programme"),
        ("V3,S2,locality,Kongodougou,7.41,-7.52,999999", "n’est pas de votre programme"),
        ("R2,XX,region,Région à moi,,,", "n’est pas de votre programme"),
        ("V9,S1,locality,Chez les autres,6.1,-4.2,", "hors de votre programme"),
        ("R9,XX,region,Une région,,,", "hors de votre programme"),
        ("ZZ,,country,Un pays,,,", "hors de votre programme"),
        ("S9,R2,sous_prefecture,Un village,7.4,-7.5,999999", "seul un administrateur ajoute"),
        ("V9,V3,locality,Un quartier,7.4,-7.5,999999", "seul un administrateur ajoute"),
        ("V1,S2,locality,Kongodougou,6.12,-4.21,", "changerait de parent"),
    ],
)
def test_brou_changes_no_place_of_others_and_makes_none_finer(
    app: EchoFlask, brou: FlaskClient, row: str, why: str
) -> None:
    before = tree(app)
    answer = loads(brou, HEAD + "V8,S2,locality,Mon village,7.4,-7.5,\n" + row + "\n")
    assert answer.status_code == 422
    assert [(number, why in reason) for number, reason in reasons(answer)] == [("3", True)], answer.text
    assert tree(app) == before, "nothing is half written"


def test_each_row_that_is_refused_is_named_with_its_reason(app: EchoFlask, brou: FlaskClient) -> None:
    rows = "V1,S1,locality,PIRATE,,,\nV8,S2,locality,Bon,7.4,-7.5,\nV9,S1,locality,Ailleurs,,,\n"
    found = reasons(asks(brou, HEAD + rows))
    assert [number for number, _ in found] == ["2", "4"] and len({why for _, why in found}) == 2


def test_brou_adds_villages_below_his_own_place_and_corrects_those_alone(app: EchoFlask, brou: FlaskClient) -> None:
    same = "XX,,country,Pays,,,\nV1,S1,locality,Kongodougou,6.12,-4.21,\n"
    assert loads(brou, HEAD + same + "V8,S2,locality,Mon vilage,7.4,-7.5,300\n").status_code == 200, "as stored: fine"
    assert loads(brou, HEAD + "V8,S2,locality,Mon village,7.45,-7.5,300\n").status_code == 200
    assert tree(app)["V8"] == ("V8", "S2", "locality", "Mon village", 7.45, -7.5, 300)
    with app.app_context():
        assert db.session.get_one(PlaceOwner, "V8").programme_id == "ailleurs"
    for finer in ("V8,S2,sous_prefecture,Mon village,7.45,-7.5,300\n", "V8,S2,locality,Mon village,7.45,-7.5,9000\n"):
        assert "nommé en public" in loads(brou, HEAD + finer).text
    assert loads(brou, HEAD + "V8,S2,locality,Mon village,7.45,-7.5,200\n").status_code == 200, "smaller is coarser"
    assert tree(app)["V8"][-1] == 200


def test_the_coordinator_of_a_programme_of_the_whole_country_does_not_change_what_brou_added(
    app: EchoFlask, brou: FlaskClient, world: World
) -> None:
    loads(brou, HEAD + "V8,S2,locality,Mon village,7.4,-7.5,\n")
    akissi = world.signed_in("akissi")
    assert loads(akissi, HEAD + "V8,S2,locality,PIRATE,7.4,-7.5,\n", programme="pilote").status_code == 422
    assert tree(app)["V8"][3] == "Mon village"


def outline(code: str) -> str:
    shape = {"type": "Polygon", "coordinates": [SQUARE]}
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": {"code": code}, "geometry": shape}],
        }
    )


def point(**properties: str) -> str:
    at = {"type": "Point", "coordinates": [-7.5, 7.4]}
    return json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": properties, "geometry": at}]})  # fmt: skip


@pytest.mark.parametrize(
    "text", [outline("R1"), outline("R2"), outline("V3"), point(code="V1"), point(code="V3", level="region")]
)
def test_neither_do_his_points_and_outlines_in_geojson(app: EchoFlask, brou: FlaskClient, text: str) -> None:
    before = tree(app)
    answer = loads(brou, text, name="file.geojson")
    assert (answer.status_code, "n’est pas de votre programme" in answer.text) == (422, True), answer.text
    with app.app_context():
        assert (tree(app), db.session.query(PlaceShape).count()) == (before, 0)


def test_an_outline_of_a_village_that_he_added_is_his_to_draw(app: EchoFlask, brou: FlaskClient) -> None:
    loads(brou, point(code="V8", parent="S2", level="locality", name="Mon village"), name="file.geojson")
    assert loads(brou, outline("V8"), name="file.geojson").status_code == 200
    with app.app_context():
        assert db.session.get(PlaceShape, "V8") is not None


def test_an_administrator_changes_the_whole_tree(app: EchoFlask, brou: FlaskClient, world: World) -> None:
    with app.app_context(), transaction() as session:
        session.add(Membership(person_id=world.yao, programme_id="ailleurs", role="administrator", place_code="V3"))
    assert loads(brou, HEAD + "V1,S1,locality,Kongo,6.12,-4.21,450\nS9,R1,sous_prefecture,Nord,6.2,-4.2,\n").status_code == 200  # fmt: skip
    assert (tree(app)["V1"][3], tree(app)["S9"][2]) == ("Kongo", "sous_prefecture")
    with app.app_context():
        assert db.session.get(PlaceOwner, "S9") is None, "the country’s"


REGISTER = "id,titre,entreprises,place,montant\n"


def test_a_register_of_brou_changes_no_project_of_others_and_puts_none_at_their_places(
    app: EchoFlask, brou: FlaskClient
) -> None:
    assert asks(brou, REGISTER + "P1,PIRATE,Mine,V3,9\n", "projects", programme="pilote").status_code == 404
    outside = loads(brou, REGISTER + "P1,PIRATE,Mine,V3,9\nQ2,Pont,Mine,V1,9\n", "projects")
    assert (outside.status_code, [row for row, _ in reasons(outside)]) == (422, ["3"])
    assert loads(brou, REGISTER + "P1,Le mien,Mine,V3,9\n", "projects").status_code == 200
    with app.app_context():
        found = {(one.programme_id, one.id): one.title for one in db.session.query(Project)}
    assert found == {("pilote", "P1"): "Pompe de Kongodougou", ("ailleurs", "P1"): "Le mien"}


def test_the_rule_can_fail() -> None:
    stored = PlaceRow(0, "V1", "S1", "locality", "Kongo", None, None, None, "/XX/R1/S1/V1/")
    renamed = PlaceRow(2, "V1", "S1", "locality", "PIRATE", None, None, None, "/XX/R1/S1/V1/")
    theirs, mine = (PlaceRights("ailleurs", "/XX/R2/", owned) for owned in (frozenset[str](), frozenset({"V1"})))
    assert [one.reason for one in refused_rows([renamed], {}, {"V1": stored}, rights=theirs)] == ["place-of-others"]
    assert refused_rows([renamed], {}, {"V1": stored}, rights=mine) == []
