"""Yao writes what Cacao du Lac offers; he sees which projects and needs match and why, the Lab sees all offers."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.audit.tables import AuditEvent
from feedback_app.base.db import db, transaction
from feedback_app.portfolio.bourse.partners.tables import Offer, PartnerPerson, Pledge
from feedback_app.register.tables import Organisation
from tests.http.portfolio.bourse_people import DESK, project_id, published, send
from tests.http.portfolio.test_partners_door import PARTNERS, post
from tests.http.portfolio_people import accepted, assigned, demonstration, erase, follow
from tests.people import World

pytestmark = pytest.mark.both_databases
OFFERS = "/desk/partner/pilote/offers"
WELL: dict[str, Any] = {
    "title": "De l’eau pour trois villages", "kind": ["money"], "sector": ["water"], "places": "Région du Lac",
    "least": "1 000 000", "most": "10 000 000", "note": "De préférence avant la saison sèche",
}  # fmt: skip


@pytest.fixture
def project(world: World) -> str:
    demonstration(world)
    address = published(world)
    send(world.signed_in("akissi"), PARTNERS, person=str(world.yao), organisation="cacao-du-lac")
    return address


def offer(world: World, **changes: Any) -> str:
    got = post(world.signed_in("yao"), OFFERS, **{**WELL, **changes})
    assert got.status_code == 303, re.findall(r'class="error[^>]*>([^<]+)', got.text)
    return str(got.headers["Location"]).partition("?")[0]


def shown(world: World, address: str) -> str:
    """A page as Yao reads it; spaces that do not break are spaces."""
    return world.signed_in("yao").get(address).text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_project_matches_with_its_reasons_and_the_whole_sum_is_on_the_page(world: World, project: str) -> None:
    page = shown(world, offer(world))
    assert "Un forage à Kongodougou" in page and "100 sur 100" in page
    assert "Même secteur : Eau et assainissement." in page and "Dans vos lieux :" in page
    assert "Vous pouvez payer tout ce qui manque : 8 000 000" in page
    assert page.count('data-label="Poids">') >= 6 and "Somme des points" in page
    assert "0700000000" not in page, "the contact is for the Lab alone"


def test_a_need_that_was_heard_matches_by_sector_and_place(world: World, client: FlaskClient, project: str) -> None:
    assigned(world, accepted(client, world), theme="Pompes en panne")
    page = shown(world, offer(world))
    assert "Pompes en panne" in page and "/portfolio/" in page and "1 voix" in page
    assert "Pompes en panne" not in world.signed_in("yao").get(offer(world, sector=["health"])).text


def test_what_does_not_match_is_not_proposed(world: World, project: str) -> None:
    for changes in ({"sector": ["health"]}, {"places": "V3"}):
        assert "Un forage à Kongodougou" not in world.signed_in("yao").get(offer(world, **changes)).text, changes


def test_a_match_becomes_an_interest_that_says_of_which_offer(world: World, project: str) -> None:
    address = offer(world)
    yao, made = world.signed_in("yao"), uuid.UUID(address.rsplit("/", 1)[-1])
    pledge = f"/desk/partner/pilote/{project_id(project)}/pledges"
    assert post(yao, pledge, kind="interest", words="De l’eau", offer=str(made)).status_code == 303
    with world.app.app_context():
        assert [(one.kind, one.offer_id) for one in db.session.query(Pledge)] == [("interest", made)]
    assert "Votre intérêt est noté" in yao.get(address).text
    assert "déjà manifestée" in world.signed_in("akissi").get(f"{DESK}/offers").text
    assert post(yao, pledge, kind="interest", offer=str(uuid.uuid4())).status_code == 404


def test_the_lab_sees_all_offers_and_another_company_none_but_its_own(world: World, project: str) -> None:
    address = offer(world)
    lab = world.signed_in("akissi").get(f"{DESK}/offers").text
    assert (
        "Cacao du Lac · De l’eau pour trois villages" in lab and "avant la saison sèche" in lab and "100 sur 100" in lab
    )
    with world.app.app_context(), transaction() as session:
        session.add(Organisation(id="autre", name="Une autre", kind="70"))
        session.flush()
        session.query(PartnerPerson).filter_by(person_id=world.yao).update({"organisation_id": "autre"})
    other = world.signed_in("yao")
    assert "trois villages" not in other.get(OFFERS).text
    for path in ("", "/edit"):
        assert other.get(address + path).status_code == 404
    assert post(other, address, **WELL).status_code == post(other, f"{address}/close").status_code == 404


def test_an_offer_is_on_no_public_page(world: World, client: FlaskClient, project: str) -> None:
    offer(world)
    pages = ("/", "/bourse", f"/bourse/{project_id(project)}", "/rse")
    assert not any("trois villages" in client.get(page).text for page in pages)


def test_a_closed_offer_matches_nothing_until_it_is_opened_again(world: World, project: str) -> None:
    address, yao = offer(world), world.signed_in("yao")
    assert post(yao, f"{address}/close", act="close").status_code == 303
    assert "Un forage à Kongodougou" not in yao.get(address).text
    post(yao, f"{address}/close", act="open")
    assert "Un forage à Kongodougou" in yao.get(address).text


def test_what_is_promised_by_others_lowers_what_an_offer_has_to_cover(world: World, project: str) -> None:
    yao, akissi = world.signed_in("yao"), world.signed_in("akissi")
    post(yao, f"/desk/partner/pilote/{project_id(project)}/pledges", kind="promise", amount="3000000", day="2027-01-15")
    with world.app.app_context():
        made = db.session.query(Pledge).one().id
    send(akissi, f"{DESK}/pledges/{made}/confirm")
    assert "tout ce qui manque : 5 000 000" in shown(world, offer(world))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "), ("title", "x" * 201), ("kind", []), ("sector", ["nothing"]), ("most", ""), ("most", "beaucoup"),
        ("least", "-3"), ("least", "90 000 000"), ("places", "Nulle part"), ("note", "x" * 1001),
    ],
)  # fmt: skip
def test_what_is_wrong_is_marked_and_nothing_is_saved(world: World, project: str, field: str, value: Any) -> None:
    got = post(world.signed_in("yao"), OFFERS, **{**WELL, field: value})
    assert got.status_code == 422 and "Rien n’est enregistré encore" in got.text
    with world.app.app_context():
        assert db.session.query(Offer).count() == 0


def test_an_offer_is_changed_and_each_change_is_in_the_audit_log(world: World, project: str) -> None:
    address, yao = offer(world), world.signed_in("yao")
    assert 'value="De l’eau pour trois villages"' in yao.get(f"{address}/edit").text
    nasty = "<script>alert(1)</script>"
    assert post(yao, address, **{**WELL, "title": nasty, "most": "2 000 000"}).status_code == 303
    page = shown(world, address)
    assert nasty not in page and "couvre 25" in page
    with world.app.app_context():
        events = [one.event for one in db.session.query(AuditEvent) if one.event == "bourse_offer_changed"]
    assert len(events) == 2


def test_yao_and_the_lab_read_who_changed_what_of_an_offer(world: World, project: str) -> None:
    address = offer(world)
    post(world.signed_in("yao"), address, **{**WELL, "sector": ["water", "health"], "most": "12 000 000"})
    post(world.signed_in("yao"), f"{address}/close", act="close")
    lab = world.signed_in("akissi").get(f"{DESK}/offers").text.replace("\u202f", " ").replace("\u00a0", " ")
    for page in (shown(world, address), lab):
        assert page.count("<strong>Yao") == 3 and "a écrit l’offre" in page
        assert ">10 000 000 FCFA</del> → 12 000 000 FCFA" in page
        assert ">Eau et assainissement</del> → Santé · Eau et assainissement" in page or (
            ">Eau et assainissement</del> → Eau et assainissement · Santé" in page
        )
        assert ">ouverte</del> → fermée" in page


def test_saving_the_same_offer_again_changes_nothing_in_its_history(world: World, project: str) -> None:
    address = offer(world)
    assert post(world.signed_in("yao"), address, **WELL).status_code == 303
    assert shown(world, address).count("<strong>Yao") == 1


def test_who_speaks_for_nobody_and_who_looks_after_a_part_see_no_offers(world: World) -> None:
    assert world.signed_in("yao").get(OFFERS).status_code == 404
    assert world.signed_in("yao").get(f"{DESK}/offers").status_code == 403


def test_a_project_says_which_goals_it_aims_at_and_what_it_can_use(world: World, project: str) -> None:
    published(world, title="Un puits", goal=["6"], subject=["community"], want=["skills"])
    page = shown(world, offer(world, kind=["skills"], goal=["6", "4"], subject=["community"]))
    assert "Un puits" in page and "Vise vos objectifs : " in page and "Traite vos questions" in page
    assert "Il cherche ce que vous offrez : Savoir-faire." in page


def test_a_need_that_is_accepted_no_more_matches_no_offer(world: World, client: FlaskClient, project: str) -> None:
    record = accepted(client, world)
    assigned(world, record, theme="Pompes en panne")
    address = offer(world)
    assert "Pompes en panne" in shown(world, address)
    erase(world, record)
    follow(world)
    assert "Pompes en panne" not in shown(world, address)
    assert "Pompes en panne" not in world.signed_in("akissi").get(f"{DESK}/offers").text
