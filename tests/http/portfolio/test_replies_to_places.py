"""Adjoua writes what was done, Akissi publishes it; phones of the place and the public page have it until it is withdrawn."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.portfolio.replies.tables import Reply
from tests.http.portfolio_people import accepted, assigned, demonstration, follow, settings
from tests.people import Phone, World, _phone, _staff
from tests.sounds import sound

DESK = "/desk/replies/"
WORDS = {"heard": "La pompe du quartier est en panne.", "deed": "Une pièce neuve est posée depuis lundi."}


@pytest.fixture(autouse=True)
def shown_at_once(world: World) -> None:
    demonstration(world)


def send(desk: FlaskClient, address: str, **form: Any) -> TestResponse:
    token = re.search(r'name="csrf" value="([^"]+)"', desk.get(f"{DESK}pilote/new").text)
    assert token
    return desk.post(f"{DESK}pilote{address}", data={"csrf": token[1], **form})


def written(world: World, desk: FlaskClient | None = None, **form: Any) -> Reply:
    """Adjoua writes a reply to V1, or as this form says."""
    got = send(desk or world.signed_in(), "", **{"about": "place", "place": "V1", **WORDS, **form})
    assert got.status_code == 303, got.text
    return last(world)


def last(world: World) -> Reply:
    with world.app.app_context(), transaction() as session:
        found = session.query(Reply).order_by(Reply.id.desc()).first()
        assert found
        session.expunge(found)
        return found


def published(world: World, reply: Reply) -> Reply:
    got = send(world.signed_in("akissi"), f"/{reply.id}/publish", version=str(reply.version))
    assert got.status_code == 303, got.text
    return last(world)


def far_phone(world: World) -> Phone:
    """The phone of somebody in another region."""
    with world.app.app_context(), transaction() as session:
        return _phone(session, "Bintou", world.programme, "V3", "surveyor", clock.now())


def on_phone(phone: Any, client: FlaskClient) -> list[Any]:
    """The replies that a phone has after its next exchange."""
    phone.sync(client)
    return [body for (kind, _), body in phone.pulled.items() if kind == "reply"]


@pytest.mark.both_databases
def test_a_reply_is_on_phones_of_the_place_and_the_public_page_once_a_second_person_publishes(
    world: World, client: FlaskClient
) -> None:
    reply = written(world, ask_on=str(clock.now().date() + dt.timedelta(days=30)))
    assert on_phone(world.awa, client) == [] and WORDS["deed"] not in client.get("/replies").text
    published(world, reply)
    found = on_phone(world.awa, client)
    assert [(one["heard"], one["deed"], one["place"]) for one in found] == [(WORDS["heard"], WORDS["deed"], "V1")]
    assert found[0]["ask_on"] and "sound" not in found[0]
    for page in ("/", "/besoins", "/replies"):
        assert WORDS["deed"] in client.get(page).text
    assert on_phone(far_phone(world), client) == [], "a phone of another region does not have it"


@pytest.mark.both_databases
def test_a_withdrawn_reply_is_gone_from_every_phone_and_page(world: World, client: FlaskClient) -> None:
    reply = published(world, written(world, recording=(io.BytesIO(sound()), "voix.webm")))
    assert on_phone(world.awa, client) and client.get(f"/form-media/{reply.sound}").status_code == 200
    assert send(world.signed_in(), f"/{reply.id}/withdraw").status_code == 303
    assert on_phone(world.awa, client) == []
    assert all(WORDS["deed"] not in client.get(page).text for page in ("/", "/besoins", "/replies"))
    assert client.get(f"/form-media/{reply.sound}").status_code == 404
    assert "retirée" in world.signed_in().get(DESK).text


def test_who_wrote_it_does_not_publish_it_and_what_is_published_is_what_was_read(world: World) -> None:
    reply = written(world)
    own = send(world.signed_in(), f"/{reply.id}/publish", version=str(reply.version))
    assert own.status_code == 422 and "une autre personne" in own.text
    assert (
        send(world.signed_in(), f"/{reply.id}", about="place", place="V1", **WORDS | {"deed": "Autre"}).status_code
        == 303
    )
    stale = send(world.signed_in("akissi"), f"/{reply.id}/publish", version=str(reply.version))
    assert stale.status_code == 409 and "a changé entre-temps" in stale.text
    assert last(world).state == "written"


def test_a_published_reply_is_not_rewritten_but_followed_by_another(world: World, client: FlaskClient) -> None:
    first = published(world, written(world))
    assert send(world.signed_in(), f"/{first.id}", about="place", place="V1", **WORDS).status_code == 409
    second = written(world, follows=str(first.id), deed="Nous y sommes retournés.")
    assert [one["deed"] for one in on_phone(world.awa, client)] == [WORDS["deed"]], "not before it is published"
    published(world, second)
    assert [one["deed"] for one in on_phone(world.awa, client)] == ["Nous y sommes retournés."]
    assert WORDS["deed"] not in client.get("/replies").text


def test_a_reply_to_a_theme_goes_to_the_places_of_its_needs_and_to_those_that_come_later(
    world: World, client: FlaskClient
) -> None:
    theme = assigned(world, accepted(client, world))
    follow(world)
    reply = written(world, about="theme", place="", theme=theme)
    published(world, reply)
    assert [one["about"] for one in on_phone(world.awa, client)] == ["Pompes en panne"]
    assert on_phone(far_phone(world), client) == []
    assert "Pompes en panne" in client.get("/replies").text and WORDS["deed"] in client.get(f"/portfolio/{theme}").text


def test_the_place_of_a_sensitive_need_is_not_given_away_by_a_reply_to_its_theme(
    world: World, client: FlaskClient
) -> None:
    theme = assigned(world, accepted(client, world, answers={"domaine": "gen"}))
    got = send(world.signed_in(), "", about="theme", theme=theme, **WORDS)
    assert got.status_code == 422 and "Personne ne le recevrait" in got.text


def test_a_recording_is_made_what_every_phone_plays(world: World, client: FlaskClient) -> None:
    reply = written(world, recording=(io.BytesIO(sound()), "voix.webm"))
    assert reply.sound
    heard = world.signed_in("akissi").get(f"{DESK}pilote/{reply.id}/sound")
    assert heard.status_code == 200 and heard.mimetype == "audio/mp4"
    assert hashlib.sha256(heard.data).hexdigest() == reply.sound
    assert client.get(f"/form-media/{reply.sound}").status_code == 404, "nobody else hears it before"
    published(world, reply)
    assert on_phone(world.awa, client)[0]["sound"] == [reply.sound, len(heard.data)]
    assert client.get(f"/form-media/{reply.sound}").data == heard.data


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"heard": " "}, "ce que le lieu a dit"),
        ({"deed": ""}, "ce qui a été fait"),
        ({"deed": "x" * 1001}, "trop long"),
        ({"about": "everybody"}, "un lieu, un thème ou un projet"),
        ({"place": "nulle part"}, "n’est pas sur la liste"),
        ({"place": "Kongodougou"}, "Plusieurs lieux portent ce nom"),
        ({"place": ""}, "n’est pas sur la liste"),
        ({"about": "theme", "theme": "x"}, "thème déjà publié"),
        ({"about": "project", "project": "nope"}, "projet du registre"),
        ({"ask_on": "2001-01-01"}, "jour à venir"),
        ({"ask_on": "bientôt"}, "jour à venir"),
        ({"recording": (io.BytesIO(b"not a sound at all"), "voix.mp3")}, "n’est pas une voix"),
        ({"recording": (io.BytesIO(b"OggS" + b"la pompe " * 50), "voix.ogg")}, "n’est pas une voix"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_what_was_written_stays_in_the_form(
    world: World, form: dict[str, Any], says: str
) -> None:
    got = send(world.signed_in(), "", **{"about": "place", "place": "V1", **WORDS, **form})
    assert got.status_code == 422 and says in got.text
    assert "heard" in form or WORDS["heard"] in got.text
    with world.app.app_context(), transaction() as session:
        assert session.query(Reply).count() == 0


def test_a_place_is_found_by_its_name(world: World) -> None:
    assert written(world, place="becedi").place_code == "V2"
    assert written(world, place="kongodougou, le lac").place_code == "V1"


def test_who_looks_after_another_programme_or_area_finds_nothing(world: World) -> None:
    reply = written(world)
    with world.app.app_context(), transaction() as session:
        _staff(session, "salif", "ailleurs", "coordinator", clock.now())
    other = world.signed_in("salif")
    assert other.get(f"{DESK}pilote/{reply.id}").status_code == 404
    assert other.get(f"{DESK}pilote/new").status_code == 404


def test_a_programme_that_is_not_public_shows_no_reply_to_anyone_but_its_phones(
    world: World, client: FlaskClient
) -> None:
    published(world, written(world))
    settings(world, public=False)
    assert WORDS["deed"] not in client.get("/replies").text
    assert on_phone(world.awa, client)
