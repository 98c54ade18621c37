"""Adjoua gives a list a name, and finds it again in the morning; her team finds what she shares."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.desk_browser import DeskBrowser
from tests.http.desk import csrf, need
from tests.http.review.test_desk_queue import ids
from tests.people import World

pytestmark = pytest.mark.both_databases


def save(desk: DeskBrowser, query: str, name: str, **more: str) -> str:
    """Saves what a list shows; returns the page that follows."""
    form = {"csrf": csrf(desk.get("/desk/").text), "name": name, **more}
    return desk.post(f"/desk/views?programme=pilote&{query}", data=form, follow_redirects=True).text


def views(html: str) -> dict[str, str]:
    """Names and addresses of the views that a page shows."""
    bar = re.search(r'<div class="views">.*?</ul>', html, re.DOTALL)
    found = re.findall(r'href="([^"]+)"[^>]*><span dir="auto">([^<]*)', bar[0]) if bar else []
    return {name: address.replace("&amp;", "&") for address, name in found}


def test_a_list_is_found_again_under_its_name(client: FlaskClient, world: World) -> None:
    roof, bridge = need(world.awa, "La toiture"), need(world.awa, "Le pont")
    world.awa.sync(client, roof, bridge)
    adjoua = world.signed_in()
    saved = save(adjoua, "q=toiture&order=newest", "Les toits")
    assert "La vue est gardée" in saved and ids(saved) == [roof["id"]]
    address = views(adjoua.get("/desk/").text)["Les toits"]
    again = adjoua.get(address).text
    assert ids(again) == [roof["id"]] and "Oublier la vue" in again


def test_others_see_it_only_when_it_is_shared_and_cannot_remove_it(client: FlaskClient, world: World) -> None:
    adjoua, akissi = world.signed_in(), world.signed_in("akissi")
    save(adjoua, "q=pompe", "À moi")
    save(adjoua, "q=pont", "À nous", shared="1")
    assert set(views(adjoua.get("/desk/").text)) == {"À moi", "À nous"}
    theirs = akissi.get("/desk/").text
    assert set(views(theirs)) == {"À nous"}
    shown = adjoua.get(views(theirs)["À nous"]).text
    remove = re.search(r'action="(/desk/views/[^"]+/remove[^"]*)"', shown)
    assert remove
    path = remove[1].replace("&amp;", "&")
    assert akissi.post(path, data={"csrf": csrf(theirs)}).status_code == 404
    assert "La vue est oubliée" in adjoua.post(path, data={"csrf": csrf(shown)}, follow_redirects=True).text
    assert not views(akissi.get("/desk/").text)


def test_the_same_name_is_the_same_view_and_no_name_is_none(client: FlaskClient, world: World) -> None:
    adjoua = world.signed_in()
    for query in ("q=pompe", "q=pont"):
        save(adjoua, query, "  Mes   mots ")
    assert views(adjoua.get("/desk/").text) == {"Mes mots": "/desk/?programme=pilote&q=pont"}
    for name in ("", "   ", "x" * 61):
        assert "Donnez un nom à la vue" in save(adjoua, "q=x", name)


def test_forty_views_are_enough_and_a_name_is_only_a_name(client: FlaskClient, world: World) -> None:
    adjoua = world.signed_in()
    save(adjoua, "q=x", "<script>alert(1)</script>")
    assert "<script>alert(1)" not in adjoua.get("/desk/").text
    for n in range(39):
        save(adjoua, f"q={n}", f"Vue {n}")
    assert "Vous avez déjà quarante vues" in save(adjoua, "q=y", "Une de trop")


def test_a_shared_view_shows_nobody_more_than_their_area(client: FlaskClient, world: World) -> None:
    mine = need(world.awa)
    world.awa.sync(client, mine)
    save(world.signed_in(), "tab=all", "Tout", shared="1")
    assert not views(world.signed_in("yao").get("/desk/").text)
