"""Yao speaks for Cacao du Lac: he sees what is public and what is theirs, promises, pays, answers; and no record."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.audit.tables import AuditEvent
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.enrol.tables import Membership
from feedback_app.portfolio.bourse.partners.tables import PartnerMessage, PartnerPerson, Pledge
from feedback_app.register.tables import Organisation
from tests.attacks.test_every_route import MARKS
from tests.http.desk import csrf
from tests.http.permissions.requests import make_things
from tests.http.portfolio.bourse_people import DESK, project_id, proposed, published, send
from tests.people import World

pytestmark = pytest.mark.both_databases

PARTNERS = f"{DESK}/partners"
PROMISE = {"kind": "promise", "amount": "5 000 000", "day": "2027-01-15", "words": "Si le comité ouvre un compte"}
PAYMENT = {"kind": "payment", "amount": "2 000 000", "day": "2026-01-10", "words": "Virement 4711"}


@pytest.fixture
def project(world: World) -> str:
    """A project that Adjoua wrote and Akissi published, and Yao, for whom the Lab noted his organisation."""
    address = published(world)
    got = send(world.signed_in("akissi"), PARTNERS, person=str(world.yao), organisation="cacao-du-lac")
    assert got.status_code == 303
    return f"/desk/partner/pilote/{project_id(address)}"


def post(browser: FlaskClient, address: str, **form: Any) -> TestResponse:
    return browser.post(address, data={"csrf": csrf(browser.get("/desk/partner/").text), **form})


def pledges(world: World) -> list[Pledge]:
    with world.app.app_context():
        return db.session.query(Pledge).order_by(Pledge.at).all()


def test_yao_arrives_at_projects_that_seek_funding(world: World, project: str) -> None:
    yao = world.signed_in("yao")
    got = yao.post("/desk/login", data={"login": "yao", "password": "une phrase de passe pour les essais"})
    page = yao.get("/desk/partner/").text
    assert "Cacao du Lac" in page and "Un forage à Kongodougou" in page and project in page
    assert got.status_code in (302, 303)
    assert "0700000000" not in page + yao.get(project).text, "the contact is for the Lab alone"


def test_a_project_that_is_not_public_is_not_there_for_yao(world: World, project: str) -> None:
    waiting = project_id(proposed(world.signed_in(), title="Un projet secret"))
    yao = world.signed_in("yao")
    assert "secret" not in yao.get("/desk/partner/").text
    assert yao.get(f"/desk/partner/pilote/{waiting}").status_code == 404
    assert yao.get(f"/desk/partner/ailleurs/{project.rsplit('/', 1)[-1]}").status_code == 404
    assert yao.get(f"/desk/partner/pilote/{uuid.UUID(int=3)}").status_code == 404


def test_money_counts_in_public_once_the_lab_has_confirmed_it(world: World, project: str, client: FlaskClient) -> None:
    yao, akissi = world.signed_in("yao"), world.signed_in("akissi")
    public = f"/bourse/{project.rsplit('/', 1)[-1]}"
    for form in ({"kind": "interest", "words": "Près de nos champs"}, PROMISE, PAYMENT):
        assert post(yao, f"{project}/pledges", **form).status_code == 303
    assert "Cacao du Lac" not in client.get(public).text
    for one in pledges(world)[1:]:
        assert send(akissi, f"{DESK}/pledges/{one.id}/confirm").status_code == 303
        assert send(akissi, f"{DESK}/pledges/{one.id}/confirm").status_code == 409, "once"
    page = client.get(public).text
    assert "Cacao du Lac" in page and "5\u202f000\u202f000" in page and "2\u202f000\u202f000" in page
    assert "Virement" not in page and "comité ouvre" not in page and "Yao" not in page
    assert "confirmé le" in yao.get(project).text


def test_what_is_promised_or_paid_is_sought_no_more_and_a_payment_of_a_promise_counts_once(
    world: World, project: str, client: FlaskClient
) -> None:
    yao, akissi = world.signed_in("yao"), world.signed_in("akissi")
    at_desk, public = f"{DESK}/{project.rsplit('/', 1)[-1]}", f"/bourse/{project.rsplit('/', 1)[-1]}"
    pages = ((akissi, at_desk), (akissi, "/desk/bourse/"), (yao, project), (client, public), (client, "/bourse"))
    post(yao, f"{project}/pledges", **PROMISE)
    post(yao, f"{project}/pledges", **PAYMENT)
    assert all("8\u202f000\u202f000" in browser.get(address).text for browser, address in pages), "nothing is confirmed"
    for one in pledges(world):
        send(akissi, f"{DESK}/pledges/{one.id}/confirm")
        for browser, address in pages:
            page = browser.get(address).text
            assert "3\u202f000\u202f000" in page and "8\u202f000\u202f000" not in page, address
    promise = pledges(world)[0]
    post(yao, f"/desk/partner/pilote/pledges/{promise.id}/withdraw")
    assert "6\u202f000\u202f000" in client.get(public).text, "what was paid stays paid"


def test_a_project_is_funded_once_promises_cover_what_is_missing(world: World, project: str) -> None:
    yao, akissi = world.signed_in("yao"), world.signed_in("akissi")
    step = f"{DESK}/{project.rsplit('/', 1)[-1]}/step"
    post(yao, f"{project}/pledges", **{**PROMISE, "amount": "8 000 000"})
    form = {"state": "financed", "day": clock.now().date().isoformat()}
    assert send(akissi, step, **form).status_code == 422, "it is not confirmed"
    send(akissi, f"{DESK}/pledges/{pledges(world)[0].id}/confirm")
    assert send(akissi, step, **form).status_code == 303


@pytest.mark.parametrize(
    "form",
    [
        {**PROMISE, "amount": "beaucoup"},
        {**PROMISE, "amount": "-3"},
        {**PROMISE, "day": ""},
        {**PAYMENT, "day": "2199-01-01"},
        {**PAYMENT, "words": " "},
        {**PROMISE, "words": "x" * 1001},
        {"kind": "gift"},
    ],
)
def test_what_is_wrong_is_not_noted(world: World, project: str, form: dict[str, str]) -> None:
    got = post(world.signed_in("yao"), f"{project}/pledges", **form)
    assert got.status_code == 422 and pledges(world) == []


def test_a_promise_is_withdrawn_by_the_organisation_and_a_confirmed_payment_is_not(world: World, project: str) -> None:
    yao, akissi = world.signed_in("yao"), world.signed_in("akissi")
    post(yao, f"{project}/pledges", **PROMISE)
    post(yao, f"{project}/pledges", **PAYMENT)
    promise, payment = pledges(world)
    send(akissi, f"{DESK}/pledges/{payment.id}/confirm")
    withdraw = "/desk/partner/pilote/pledges/{}/withdraw"
    assert post(yao, withdraw.format(promise.id)).status_code == 303
    assert post(yao, withdraw.format(promise.id)).status_code == 409
    assert post(yao, withdraw.format(payment.id)).status_code == 409
    assert send(akissi, f"{DESK}/pledges/{promise.id}/confirm").status_code == 409


def test_another_organisation_sees_nothing_of_it(world: World, project: str) -> None:
    yao = world.signed_in("yao")
    post(yao, f"{project}/pledges", **PROMISE)
    post(yao, f"{project}/messages", words="Où en est le récépissé ?")
    (made,) = pledges(world)
    with world.app.app_context(), transaction() as session:
        session.add(Organisation(id="autre", name="Une autre", kind="70"))
        session.flush()
        session.query(PartnerPerson).filter_by(person_id=world.yao).update({"organisation_id": "autre"})
    other = world.signed_in("yao")
    page = other.get(project).text + other.get("/desk/partner/").text
    assert "récépissé" not in page and "comité ouvre" not in page and "5\u202f000\u202f000" not in page
    assert post(other, f"/desk/partner/pilote/pledges/{made.id}/withdraw").status_code == 404


def test_who_speaks_for_nobody_reads_only(world: World) -> None:
    address = published(world)
    yao = world.signed_in("yao")
    page = yao.get("/desk/partner/").text
    assert "pas encore noté pour quelle organisation" in page and f"/bourse/{project_id(address)}" in page
    assert post(yao, f"/desk/partner/pilote/{project_id(address)}/pledges", **PROMISE).status_code == 404


def test_the_lab_and_the_organisation_write_each_other(world: World, project: str) -> None:
    yao, akissi = world.signed_in("yao"), world.signed_in("akissi")
    nasty = "<script>alert(1)</script>"
    assert post(yao, f"{project}/messages", words=nasty).status_code == 303
    assert post(yao, f"{project}/messages", words=" ").status_code == 422
    page = akissi.get(PARTNERS).text
    assert nasty not in page and "&lt;script&gt;" in page
    reply = f"{DESK}/{project.rsplit('/', 1)[-1]}/messages"
    assert send(akissi, reply, organisation="cacao-du-lac", words="Il est arrivé.").status_code == 303
    assert send(akissi, reply, organisation="personne", words="Il est arrivé.").status_code == 422
    assert "Il est arrivé." in yao.get(project).text and nasty not in yao.get(project).text
    with world.app.app_context():
        assert [one.is_from_lab for one in db.session.query(PartnerMessage).order_by(PartnerMessage.at)] == [
            False,
            True,
        ]


def test_who_looks_after_a_part_sees_no_company(world: World, project: str) -> None:
    with world.app.app_context(), transaction() as session:
        session.query(Membership).filter_by(person_id=world.adjoua).update({"place_code": "R1"})
    assert world.signed_in().get(PARTNERS).status_code == 403


def test_only_who_has_the_role_can_be_linked_and_only_to_an_organisation_that_is_there(
    world: World, project: str
) -> None:
    akissi = world.signed_in("akissi")
    assert send(akissi, PARTNERS, person=str(world.adjoua), organisation="cacao-du-lac").status_code == 422
    assert send(akissi, PARTNERS, person=str(world.yao), organisation="personne").status_code == 422
    assert send(akissi, PARTNERS, person=str(world.yao), organisation="").status_code == 303
    assert "pas encore noté" in world.signed_in("yao").get("/desk/partner/").text


def test_what_yao_does_is_in_the_history_of_the_project_and_in_the_audit_log(world: World, project: str) -> None:
    yao = world.signed_in("yao")
    post(yao, f"{project}/pledges", **PROMISE)
    post(yao, f"{project}/messages", words="Où en est le récépissé ?")
    post(yao, f"/desk/partner/pilote/pledges/{pledges(world)[0].id}/withdraw")
    with world.app.app_context():
        events = [one.event for one in db.session.query(AuditEvent) if one.event.startswith("bourse_")]
    assert events.count("bourse_pledge_changed") == 2 and "bourse_message_written" in events
    page = world.signed_in().get(f"{DESK}/{project.rsplit('/', 1)[-1]}").text
    assert page.count("ce qu’une organisation dit") == 2 and "comité ouvre" not in page


def test_no_route_shows_yao_a_record_or_who_made_it(world: World) -> None:
    """Every address of the server, with all that is there: what Awa said, and who she is, is behind none."""
    things = make_things(world.app, world)
    yao, opened = world.signed_in("yao"), []
    seen = world.signed_in().get(f"/desk/records/pilote/{things.values['record_id']}").text
    assert any(mark in seen for mark in MARKS), "Adjoua sees what is looked for"
    values = {**things.values, "theme_id": things.values["theme_id"], "code": things.values["need_code"]}
    for rule in world.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values.get(found[1], "x"), rule.rule)
        got = yao.get(address, query_string={"programme": "pilote"})
        assert not any(mark.encode() in got.data for mark in MARKS), rule.rule
        if rule.rule.startswith("/desk") and got.status_code == 200 and not _is_for_anyone(world, rule.endpoint):
            opened.append(rule.rule)
    assert sorted(opened) == [
        "/desk/home", "/desk/me", "/desk/me/password", "/desk/partner/", "/desk/partner/<programme>/<uuid:project_id>",
        "/desk/partner/<programme>/offers", "/desk/partner/<programme>/offers/<uuid:offer_id>",
        "/desk/partner/<programme>/offers/<uuid:offer_id>/edit", "/desk/partner/<programme>/offers/new",
        "/desk/second-factor",
    ]  # fmt: skip


def _is_for_anyone(world: World, endpoint: str) -> bool:
    return "public" in endpoint or endpoint not in world.app.view_functions
