"""For a need that waits the desk proposes the nearest themes, with the reason; Adjoua puts it there with one key."""

from __future__ import annotations

import re
import uuid

import pytest
from flask.testing import FlaskClient

from tests.http.portfolio_people import accepted, assigned, demonstration
from tests.people import World

pytestmark = pytest.mark.both_databases
BROKEN = {"domaine": "eau", "quoi_eau": "panne"}
STORY = "La pompe du village est en panne depuis la saison des pluies"


def page_of(world: World, record: uuid.UUID) -> str:
    return world.signed_in().get(f"/desk/portfolio/pilote/{record}").text


def test_a_need_with_the_same_choice_in_the_same_place_is_proposed_the_same_theme(
    client: FlaskClient, world: World
) -> None:
    demonstration(world)
    pumps = assigned(world, accepted(client, world, answers=BROKEN), accepted(client, world, answers=BROKEN))
    waiting = accepted(client, world, answers=BROKEN)
    page = page_of(world, waiting)
    assert "Thèmes proposés" in page and "2 besoins d’ici disent la même chose" in page
    desk = world.signed_in()
    csrf = re.search(r'name="csrf" value="([^"]+)"', desk.get("/desk/portfolio/").text)
    sent = {"csrf": csrf and csrf[1], "theme": pumps}
    assert desk.post(f"/desk/portfolio/pilote/{waiting}/tie", data=sent).status_code == 303
    assert "Thèmes proposés" not in page_of(world, waiting), "it has one"


def test_a_need_that_somebody_wrote_alike_is_proposed_its_theme(client: FlaskClient, world: World) -> None:
    demonstration(world)
    written = {"domaine": "aut", "texte": STORY}
    assigned(world, accepted(client, world, answers=written))
    page = page_of(world, accepted(client, world, answers=written | {"texte": STORY + " passée"}))
    assert "Thèmes proposés" in page and "1 texte lui ressemble" in page


def test_another_domain_or_a_theme_that_takes_no_more_is_not_proposed(client: FlaskClient, world: World) -> None:
    demonstration(world)
    assigned(world, accepted(client, world, answers=BROKEN))
    assert "Thèmes proposés" not in page_of(world, accepted(client, world, answers={"domaine": "rou"}))
