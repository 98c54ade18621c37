"""Every request of every door, once or in each of its ways, on the small programme of the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.base import clock, ids
from feedback_app.base.db import transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.tables import Membership, Person
from feedback_app.ledger.backup_position import last_positions, move_safe
from schemas.roles import ROLES
from tests.attacks.test_every_route import REQUESTS_TRIED, phone_requests
from tests.http.desk import need
from tests.http.permissions.requests import HERE, RECORD, Request, Things
from tests.http.test_permissions import token
from tests.people import PASSWORD, PASSWORD_HASH, World

Calls = Iterator[tuple[str, Callable[[], TestResponse]]]
"""Requests to be made, by their names."""

TABS = ("open", "accepted", "needs_correction", "rejected", "quarantined", "all")
FILTERS = (
    {"q": "pompe"}, {"place": "S1"}, {"place": "S1", "q": "pompe"}, {"author": "person_id"}, {"project": "P1"},
    {"since": "2026-01-01"}, {"until": "2027-01-01"}, {"instrument": "besoin"}, {"clock": "1"}, {"waiting": "1"},
    {"after": "1"}, {"before": "9"}, {"order": "newest"}, {"waits": "author"}, {"waits": "lab", "order": "oldest"},
    {"after": "2-1"}, {"before": "1-9"}, {"device": "person_id"}, {"language": "fr"}, {"photo": "1"}, {"voice": "1"},
    {"flag": "any"}, {"flag": "phone", "place": "S1"}, {"tag": "forage"}, {"mention": "me"},
    {"claimed": "free"}, {"claimed": "mine"}, {"claimed": "others"},
)  # fmt: skip
QUEUES = tuple(
    Request("GET", "/desk/", {**words, "tab": tab}, f"{tab}, {words}")
    for tab in TABS
    for words in ({}, *(FILTERS if tab in {"open", "all"} else ()))
)
OPENED = tuple(
    Request("GET", RECORD, words, str(words))
    for words in ({"q": "pompe"}, {"tab": "all"}, {"place": "S1"}, {"clock": "1"}, {"author": "person_id"})
)
LISTS = (
    Request("GET", "/desk/board", HERE | {"place": "S1"}, "place"),
    Request("GET", "/desk/portfolio/", HERE | {"domain": "eau"}, "domain"),
    Request("GET", "/desk/portfolio/", HERE | {"after": "50"}, "after"),
    *(
        Request("GET", "/desk/csr/", HERE | words, str(words))
        for words in (
            {"kind": "organisation"},
            {"kind": "commitment"},
            {"kind": "rule"},
            {"q": "pompe"},
            {"sector": "water"},
            {"place": "R1"},
            {"waiting": "1"},
        )
    ),
    Request("GET", "/desk/admin/people", HERE | {"q": "awa"}, "q"),
    Request("GET", "/desk/admin/audit", HERE | {"event": "record_opened"}, "event"),
)
DECIDED = (
    Request("POST", f"{RECORD}/decision", {"action": "accept", "rev_seen": "1", "state_seen": "received", "reason": "clear"}, "accept"),
)  # fmt: skip
PUBLIC = (
    "/", "/ressenti", "/ressenti?programme=pilote", "/replies", "/bourse", "/bourse?sector=water", "/besoins", "/besoins?domain=eau", "/besoins?place=S1", "/besoins?programme=pilote",
    "/methode", "/participer", "/lieu/S1", "/lieu/V1", "/region/R1", "/carte", "/carte?quoi=annonce",
    "/recherche?q=pompe", "/recherche?q=lac", "/apercu.png", "/apercu.png?lieu=S1",
    "/solutions", "/solutions?domain=agr", "/solutions?stage=tried", "/solutions?place=S1",
    *(f"/api/v1/solutions{kind}" for kind in ("", ".csv", ".fr.csv", ".csv-metadata.json", ".geojson", ".xlsx")),
    "/rse", "/rse?sector=water", "/rse?place=R1", "/rse?year=2026", "/rse/cadre", "/rse/besoins",
    *(f"/api/v1/{name}{kind}" for name in ("csr_initiatives", "csr_commitments", "csr_organisations", "sessions", "themes", "projects")
      for kind in ("", ".csv", ".fr.csv", ".csv-metadata.json", ".geojson", ".xlsx")),
    "/suivi", "/vos-droits", "/api/docs", "/donnees", "/problems/",
    "/problems/not-found", "/.well-known/security.txt", "/app/", "/api/v1/openapi.json",
    *(f"/api/v1/{name}{kind}" for name in ("moderation", "feelings", "observations") for kind in ("", ".csv", ".fr.csv", ".csv-metadata.json", ".xlsx")),
    *(f"/api/v1/portfolio{kind}?{words}" for kind in ("", ".csv", ".fr.csv", ".csv-metadata.json", ".geojson", ".xlsx")
      for words in ("", "limit=5", "place=S1", "domain=eau", "programme=pilote")),
)  # fmt: skip


def person_of_all_roles(app: EchoFlask) -> FlaskClient:
    """Bintou, who may do all in the whole programme, has signed in."""
    with app.app_context(), transaction() as session:
        bintou = Person(id=ids.new_id(), name="Bintou", created_at=clock.now(), login="b", password_hash=PASSWORD_HASH)
        session.add(bintou)
        session.flush()
        session.add_all(
            Membership(person_id=bintou.id, programme_id="pilote", role=role, place_code="XX") for role in ROLES
        )
        move_safe(session, last_positions(session))  # there is a backup
    client = app.test_client()
    assert client.post("/desk/login", data={"login": "b", "password": PASSWORD}).status_code == 303
    return client


def desk_requests(app: EchoFlask, client: FlaskClient, things: Things) -> Calls:
    """The pages first, then what changes something, what takes away last."""
    secret = token(app, client)
    reading = [one for one in REQUESTS_TRIED if one.method == "GET"]
    changing = [one for one in REQUESTS_TRIED if one.method != "GET"]
    takes = (
        "/erase",
        "/revoke",
        "/remove",
        "/take",
        "/deactivate",
        "/end",
        "/confirm",
        "/password",
        "/reset",
        "/untie",
    )
    changing.sort(key=lambda one: one.rule.endswith(takes))
    for request in (*reading, *QUEUES, *OPENED, *LISTS, *DECIDED, *changing):
        yield request.name, partial(request.send, client, things, secret)


def public_requests(client: FlaskClient, things: Things) -> Calls:
    """What anyone may ask for."""
    sheet = things.values["sheet_id"]
    of_things = (
        f"/portfolio/{things.values['theme_id']}", f"/bourse/{things.values['project_id']}",
        *(f"/solutions/{things.values['public_practice']}{kind}" for kind in ("", ".md")),
        f"/rse/actions/{sheet}", f"/rse/organisations/{sheet}",
    )  # fmt: skip
    for address in (*PUBLIC, *of_things):
        yield f"GET {address}", partial(client.get, address)
    for form in ({"code": things.values["need_code"]}, {"code": "1234567814"}):
        yield f"POST /suivi {form}", partial(client.post, "/suivi", data=form)


def exchanges(client: FlaskClient, world: World, things: Things) -> Calls:
    """What Awa's phone does: hands over what is new, what is known, a correction, a photo, takes consent back."""
    awa = world.awa
    fresh, other = need(awa, "Le pont"), need(awa, "La nuit")
    consent: Any = {"version": "1", "uses": {"keep": False}}
    photo = {"sha256": "a" * 64, "type": "image/jpeg", "bytes": 9, "question": "photo"}
    ways: dict[str, Callable[[], TestResponse]] = {
        "first": lambda: awa.exchange(client, cursor=None, snapshots=True),
        "nothing new": lambda: awa.exchange(client),
        "one": lambda: awa.exchange(client, fresh),
        "known": lambda: awa.exchange(client, fresh),
        "many, some known": lambda: awa.exchange(client, fresh, other, *(need(awa, f"{n}") for n in range(9))),
        "a correction": lambda: awa.exchange(client, need(awa, "Le pont tient", id=fresh["id"], rev=2)),
        "a photo": lambda: awa.exchange(client, need(awa, "La photo", media=[photo])),
        "consent taken back": lambda: awa.exchange(client, need(awa, "", id=other["id"], rev=2, consent=consent)),
        "with media announced": lambda: awa.exchange(client),
    }
    yield from ((f"POST /api/v1/exchange ({name})", call) for name, call in ways.items())
    yield from phone_requests(awa, client, things).items()
