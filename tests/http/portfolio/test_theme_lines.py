"""Adjoua merges, splits and retires themes, and takes each of these back; needs go with their whole history."""

from __future__ import annotations

import re
import uuid

import pytest
from flask.testing import FlaskClient

from feedback_app.audit.tables import AuditEvent
from feedback_app.base.db import transaction
from feedback_app.enrol.tables import Membership
from feedback_app.ledger import timeline
from feedback_app.ledger.status_event import history
from feedback_app.portfolio.solutions.tables import Assignment, Item, Solution, Theme
from feedback_app.portfolio.solutions.theme_store import theme_names
from tests.http.portfolio.shown import check
from tests.http.portfolio_people import (
    accepted,
    assigned,
    demonstration,
    listed,
    publish,
)
from tests.people import World

DESK = "/desk/portfolio/pilote/themes"
pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def shown_at_once(world: World) -> None:
    demonstration(world)


def send(world: World, address: str, status: int = 303, **form: object) -> str:
    """Adjoua sends a form; returns where she is led, or the page."""
    desk = world.signed_in()
    found = re.search(r'name="csrf" value="([^"]+)"', desk.get("/desk/portfolio/").text)
    assert found
    got = desk.post(f"{DESK}{address}", data={"csrf": found[1], **form})
    assert got.status_code == status, got.text
    return got.headers.get("Location") or got.text


def last_change(world: World, theme: str) -> str:
    """The change that the page offers to undo."""
    page = world.signed_in().get(f"{DESK}/{theme}").text
    found = re.search(r'name="change" value="([^"]+)"', page)
    return found[1] if found else ""


def theme_of(world: World, record: uuid.UUID) -> str:
    with world.app.app_context(), transaction() as session:
        return str(session.get_one(Item, (world.programme, record)).theme_id)


def titles(client: FlaskClient) -> list[str | None]:
    return sorted((line["theme"] or {}).get("title") or "" for line in listed(client)["needs"])


def test_two_names_of_one_thing_become_one_theme(client: FlaskClient, world: World) -> None:
    one, other = accepted(client, world), accepted(client, world)
    pumps = assigned(world, one, theme="Pompes en panne")
    wells = assigned(world, other, theme="Pompes cassées", new_solution="Former des réparateurs")
    send(world, f"/{wells}/join", into=pumps)
    publish(world)
    assert theme_of(world, other) == pumps and titles(client) == ["Pompes en panne"]
    line = listed(client)["needs"][0]
    assert line["voices"] == 2 and line["solution"]["title"] == "Former des réparateurs", "what answered it still does"
    page = world.signed_in().get(f"{DESK}/{wells}").text
    assert "Réuni à un autre" in page and f'href="{DESK}/{pumps}"' in page and "/join" not in page
    assert client.get(f"/portfolio/{wells}").headers["Location"].endswith(f"/portfolio/{pumps}")
    check(world, client)


def test_the_timeline_of_a_need_has_the_new_name_of_its_theme(client: FlaskClient, world: World) -> None:
    one, other = accepted(client, world), accepted(client, world)
    pumps, wells = assigned(world, one), assigned(world, other, theme="Pompes cassées")
    send(world, f"/{wells}/join", into=pumps)
    publish(world)
    with world.app.app_context(), transaction() as session:
        events = timeline.events(session, world.programme, [other])[other]
    assert [one.message for one in events[-2:]] == ["Pompes cassées", "Pompes en panne"]
    assert [one.message for one in history(events)[-2:]] == ["Pompes cassées", "Pompes en panne"], "its author reads it"


def test_a_merge_is_taken_back_and_what_was_added_since_stays(client: FlaskClient, world: World) -> None:
    one, other, later = (accepted(client, world) for _ in range(3))
    pumps, wells = assigned(world, one), assigned(world, other, theme="Pompes cassées")
    send(world, f"/{wells}/join", into=pumps)
    assigned(world, later, theme="Pompes en panne")
    send(world, f"/{wells}/undo", change=last_change(world, wells))
    publish(world)
    assert [theme_of(world, key) for key in (one, other, later)] == [pumps, wells, pumps]
    assert titles(client) == ["Pompes cassées", "Pompes en panne"]
    assert last_change(world, wells) == "", "nothing is left to undo"
    check(world, client)


def test_what_somebody_moved_on_does_not_come_back(client: FlaskClient, world: World) -> None:
    one, other = accepted(client, world), accepted(client, world)
    pumps, wells = assigned(world, one), assigned(world, other, theme="Pompes cassées")
    send(world, f"/{wells}/join", into=pumps)
    roads = assigned(world, other, theme="Autre chose")
    send(world, f"/{wells}/undo", change=last_change(world, wells))
    assert theme_of(world, other) == roads


def test_some_needs_become_a_theme_of_their_own(client: FlaskClient, world: World) -> None:
    near, far = accepted(client, world), accepted(client, world)
    water = assigned(world, near, far, theme="L’eau")
    led = send(world, f"/{water}/divide", record=str(far), title="L’eau est loin", title_en="Water is far")
    part = led.split("/themes/")[1].split("?")[0]
    assert (theme_of(world, near), theme_of(world, far)) == (water, part)
    assert titles(client) == ["", "L’eau"], "nobody else has read the new name"
    publish(world)
    assert titles(client) == ["L’eau", "L’eau est loin"]
    with world.app.app_context(), transaction() as session:
        names = theme_names(session, [uuid.UUID(part), uuid.UUID(water)])
        assert names[uuid.UUID(part)] == {"fr": "L’eau est loin", "en": "Water is far"}
        assert names[uuid.UUID(water)]["en"] == "L’eau"
    send(world, f"/{water}/divide", record=str(near), title="L’eau est sale")
    page = world.signed_in().get(f"{DESK}/{water}").text
    assert "Partagé" in page and page.count("<a dir=") >= 2, "once nothing is left, it is split into both"


def test_a_split_is_taken_back_with_the_name_that_nobody_published(client: FlaskClient, world: World) -> None:
    near, far = accepted(client, world), accepted(client, world)
    water = assigned(world, near, far, theme="L’eau")
    send(world, f"/{water}/divide", record=str(far), title="L’eau est loin")
    send(world, f"/{water}/undo", change=last_change(world, water))
    assert theme_of(world, far) == water
    with world.app.app_context(), transaction() as session:
        assert [one.title for one in session.query(Theme)] == ["L’eau"]


def test_a_retired_theme_stays_with_its_needs_and_takes_no_more(client: FlaskClient, world: World) -> None:
    one, other = accepted(client, world), accepted(client, world)
    pumps = assigned(world, one)
    send(world, f"/{pumps}/retire")
    assert titles(client)[-1] == "Pompes en panne"
    desk = world.signed_in()
    assert pumps not in desk.get(f"/desk/portfolio/pilote/{other}").text
    csrf = re.search(r'name="csrf" value="([^"]+)"', desk.get("/desk/portfolio/").text)
    got = desk.post(f"/desk/portfolio/pilote/{other}/tie", data={"csrf": csrf and csrf[1], "theme": pumps})
    assert got.status_code == 422 and "ne reçoit plus de besoins" in got.text
    send(world, f"/{pumps}/undo", change=last_change(world, pumps))
    assert pumps in desk.get(f"/desk/portfolio/pilote/{other}").text


def test_what_makes_no_sense_is_refused_in_words(client: FlaskClient, world: World) -> None:
    one, other = accepted(client, world), accepted(client, world)
    pumps, wells = assigned(world, one), assigned(world, other, theme="Pompes cassées")
    assert "autre thème que celui-ci" in send(world, f"/{pumps}/join", 422, into=pumps)
    assert "Choisissez un thème" in send(world, f"/{pumps}/join", 422, into=str(uuid.uuid4()))
    assert "Cochez" in send(world, f"/{pumps}/divide", 422, title="Rien")
    assert "déjà pris" in send(world, f"/{pumps}/divide", 422, record=str(one), title="pompes cassees")
    assert theme_of(world, one) == pumps, "nothing moved"
    send(world, f"/{pumps}/undo", 409, change=str(uuid.uuid4()))
    send(world, f"/{wells}/retire")
    assert "ne reçoit plus" in send(world, f"/{pumps}/join", 422, into=wells)


def test_who_looks_after_one_place_cannot_merge_what_others_say(client: FlaskClient, world: World) -> None:
    one, other = accepted(client, world), accepted(client, world, world.koffi, place="V2")
    pumps, wells = assigned(world, one, other), assigned(world, accepted(client, world), theme="Pompes cassées")
    with world.app.app_context(), transaction() as session:
        for membership in session.query(Membership).filter_by(person_id=world.adjoua):
            membership.place_code = "V2"
    send(world, f"/{pumps}/join", 403, into=wells)
    send(world, f"/{pumps}/retire", 403)


def test_each_change_is_in_the_log(client: FlaskClient, world: World) -> None:
    one, other = accepted(client, world), accepted(client, world)
    pumps, wells = assigned(world, one), assigned(world, other, theme="Pompes cassées")
    send(world, f"/{wells}/join", into=pumps)
    send(world, f"/{wells}/undo", change=last_change(world, wells))
    with world.app.app_context(), transaction() as session:
        events = [row.event for row in session.query(AuditEvent).order_by(AuditEvent.id)]
        assert [one for one in events if one in ("theme_merged", "theme_restored")] == [
            "theme_merged",
            "theme_restored",
        ]
        assert session.query(Assignment).filter_by(record_id=other).count() == 3, "there, moved, and back"
        assert session.query(Solution).count() == 0


def test_who_reads_english_reads_the_english_name_of_a_theme_on_list_page_and_file(
    client: FlaskClient, world: World
) -> None:
    water = assigned(world, accepted(client, world), theme="L’eau")
    with world.app.app_context(), transaction() as session:
        session.get_one(Theme, uuid.UUID(water)).title_en = "Water is far"
    assert listed(client)["needs"][0]["theme"]["title_en"] == "Water is far"
    for address in ("/besoins", f"/portfolio/{water}", "/recherche?q=water"):
        page = client.get(address, headers={"Accept-Language": "en"}).text
        assert "Water is far" in page and "L’eau<" not in page, address
    rows = client.get("/api/v1/portfolio.csv").text
    assert "Water is far" in rows and "L’eau" in rows
    desk = world.signed_in()
    assert "Water is far" in desk.get(f"{DESK}/{water}", headers={"Accept-Language": "en"}).text
