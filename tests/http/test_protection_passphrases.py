"""Fatou and Ines, protection officers, open the same key, each with a passphrase of her own."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback_app.audit.tables import AuditEvent
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.tables import Membership, Person
from feedback_app.protection.tables import ProtectionWrap
from sync.sealing import new_private_key, public_key
from tests.desk_browser import DeskBrowser
from tests.http.desk import csrf
from tests.http.test_protection_reports import WRAPPED, Channel, channel, officer

__all__ = ["channel"]
PAGE = "/desk/protection"
ONCE = "data-changes data-once "
"""The form by which who was given the key sets her own passphrase."""


@pytest.fixture
def ines(channel: Channel) -> DeskBrowser:
    return officer(channel.world, "ines")


def wrapped(salt: str) -> dict[str, Any]:
    """As a browser wraps the key; under another salt it is another wrap."""
    made: dict[str, Any] = json.loads(WRAPPED)
    return made | {"salt": salt * 4}


def person(channel: Channel, login: str) -> uuid.UUID:
    with channel.world.app.app_context():
        return db.session.scalars(select(Person.id).where(Person.login == login)).one()


def send(browser: DeskBrowser, act: str, **form: Any) -> int:
    token = csrf(browser.get(PAGE).text)
    return browser.post(f"{PAGE}/wraps{act}", data=form | {"csrf": token, "programme": "pilote"}).status_code


def give(channel: Channel, browser: DeskBrowser, whom: uuid.UUID, salt: str = "once") -> int:
    return send(browser, "", person=whom, wraps=json.dumps({channel.key: wrapped(salt)}))


def choose(channel: Channel, browser: DeskBrowser, salt: str = "mine") -> int:
    return send(browser, "/own", wraps=json.dumps({channel.key: wrapped(salt)}))


def keys(browser: DeskBrowser) -> list[dict[str, Any]]:
    """What the page hands to the script of this officer."""
    found = re.search(r'data-keys="([^"]*)"', browser.get(PAGE).text)
    assert found
    read: list[dict[str, Any]] = json.loads(found[1].replace("&#34;", '"'))
    return read


def stored(channel: Channel) -> dict[tuple[str, str], bool]:
    """Whose wrap of which key there is, and whether it is for one use."""
    chosen = select(Person.login, ProtectionWrap.key_id, ProtectionWrap.once).join(
        Person, Person.id == ProtectionWrap.person_id
    )
    with channel.world.app.app_context():
        return {(str(login), key): once for login, key, once in db.session.execute(chosen)}


def test_ines_opens_nothing_until_fatou_gives_her_the_key(channel: Channel, ines: DeskBrowser) -> None:
    (hers,) = keys(ines)
    assert hers["wrapped"] is None and "Demandez-la à qui peut ouvrir\u00a0: Fatou." in ines.get(PAGE).text
    assert ines.get(f"{PAGE}/key?key={channel.key}").status_code == 404
    assert "la seule personne à pouvoir ouvrir" in channel.fatou.get(PAGE).text
    assert give(channel, channel.fatou, person(channel, "ines")) == 303
    (hers,) = keys(ines)
    assert hers["once"] and hers["wrapped"] == wrapped("once")
    page = ines.get(PAGE).text
    assert ONCE in page and "data-unlock>" not in page, "first she sets her own passphrase"


@pytest.mark.both_databases
def test_once_she_has_set_her_own_passphrase_both_open_it_each_with_hers(channel: Channel, ines: DeskBrowser) -> None:
    give(channel, channel.fatou, person(channel, "ines"))
    assert choose(channel, ines) == 303
    (hers,), (fatou,) = keys(ines), keys(channel.fatou)
    assert hers["wrapped"] == wrapped("mine") and not hers["once"] and fatou["wrapped"] == json.loads(WRAPPED)
    page = ines.get(PAGE).text
    assert "data-unlock>" in page and ONCE not in page
    assert "la seule personne" not in channel.fatou.get(PAGE).text


def test_the_wrap_that_she_was_given_does_not_count_as_her_own(channel: Channel, ines: DeskBrowser) -> None:
    give(channel, channel.fatou, person(channel, "ines"))
    assert choose(channel, ines, "once") == 422
    assert stored(channel)["ines", channel.key] is True


def test_fatou_changes_her_passphrase_and_ines_keeps_hers(channel: Channel, ines: DeskBrowser) -> None:
    give(channel, channel.fatou, person(channel, "ines"))
    choose(channel, ines)
    assert choose(channel, channel.fatou, "anew") == 303
    assert keys(channel.fatou)[0]["wrapped"] == wrapped("anew") and keys(ines)[0]["wrapped"] == wrapped("mine")


def test_who_forgot_her_passphrase_is_given_the_key_anew(channel: Channel, ines: DeskBrowser) -> None:
    give(channel, channel.fatou, person(channel, "ines"))
    choose(channel, ines)
    assert give(channel, channel.fatou, person(channel, "ines"), "next") == 303
    assert keys(ines)[0]["once"] and keys(ines)[0]["wrapped"] == wrapped("next")


def test_the_key_is_given_by_who_opens_it_and_to_officers_of_the_programme_alone(
    channel: Channel, ines: DeskBrowser
) -> None:
    officer(channel.world, "noel", "ailleurs")
    for whom in (channel.world.adjoua, person(channel, "noel"), person(channel, "fatou"), uuid.uuid4()):
        assert give(channel, channel.fatou, whom) == 422
    officer(channel.world, "sali")
    assert give(channel, ines, person(channel, "sali")) == 409, "Ines has no key"
    give(channel, channel.fatou, person(channel, "ines"))
    assert give(channel, ines, person(channel, "sali")) == 409, "nor has she, before she set her own passphrase"
    assert send(channel.fatou, "", person=person(channel, "sali"), wraps=json.dumps({"x": wrapped("some")})) == 409
    assert choose(channel, channel.world.signed_in("sali")) == 409
    assert set(stored(channel)) == {("fatou", channel.key), ("ines", channel.key)}


def test_what_is_no_wrapped_key_is_refused(channel: Channel, ines: DeskBrowser) -> None:
    for wraps in ("", "x", "[]", "{}", "7", '{"k": null}', '{"k": {"salt": "x"}}', '"' + "x" * 60_000):
        assert send(channel.fatou, "", person=person(channel, "ines"), wraps=wraps) == 422, wraps[:9]
        assert send(channel.fatou, "/own", wraps=wraps) == 422, wraps[:9]


def test_a_passphrase_is_never_wrapped_too_lightly(channel: Channel, ines: DeskBrowser) -> None:
    light = json.dumps({channel.key: wrapped("mine") | {"iterations": 1000}})
    assert send(channel.fatou, "/own", wraps=light) == 422
    assert keys(channel.fatou)[0]["wrapped"] == json.loads(WRAPPED)


@pytest.mark.both_databases
def test_fatou_takes_the_key_from_ines_and_nobody_takes_it_from_herself(channel: Channel, ines: DeskBrowser) -> None:
    give(channel, channel.fatou, person(channel, "ines"))
    assert send(ines, "/remove", person=person(channel, "fatou")) == 409, "she has not set her own passphrase"
    choose(channel, ines)
    assert send(channel.fatou, "/remove", person=person(channel, "fatou")) == 422
    assert send(channel.fatou, "/remove", person=person(channel, "ines")) == 303
    assert set(stored(channel)) == {("fatou", channel.key)} and keys(ines)[0]["wrapped"] is None
    assert send(channel.fatou, "/remove", person=person(channel, "ines")) == 409
    assert send(ines, "/remove", person=person(channel, "fatou")) == 409, "somebody always opens it"


@pytest.mark.both_databases
def test_of_who_is_no_officer_any_more_the_page_says_so_and_takes_the_key(
    channel: Channel, ines: DeskBrowser, app: EchoFlask
) -> None:
    give(channel, channel.fatou, person(channel, "ines"))
    choose(channel, ines)
    with app.app_context(), transaction() as session:
        session.delete(session.query(Membership).filter_by(person_id=person(channel, "ines")).one())
    page = channel.fatou.get(PAGE).text
    assert "n’est plus référent" in page and "la seule personne à pouvoir ouvrir" in page
    assert give(channel, channel.fatou, person(channel, "ines")) == 422
    assert send(channel.fatou, "/remove", person=person(channel, "ines")) == 303
    assert "Ines" not in channel.fatou.get(PAGE).text


@pytest.mark.both_databases
def test_with_a_new_key_its_maker_alone_opens_it_and_ines_goes_on_with_the_old_one(
    channel: Channel, ines: DeskBrowser
) -> None:
    give(channel, channel.fatou, person(channel, "ines"))
    choose(channel, ines)
    assert channel.post("keys", public_key=public_key(new_private_key()), wrapped=WRAPPED).status_code == 303
    newer, older = keys(ines)
    assert newer["wrapped"] is None and older["wrapped"] == wrapped("mine")
    assert "ne peut pas ouvrir" in channel.fatou.get(PAGE).text
    assert (
        send(channel.fatou, "", person=person(channel, "ines"), wraps=json.dumps({newer["id"]: wrapped("once")})) == 303
    )
    newer, older = keys(ines)
    assert newer["once"] and not older["once"]
    page = ines.get(PAGE).text
    assert "data-unlock>" in page and ONCE in page


def test_the_log_says_who_gave_changed_and_took_it_and_nothing_of_what_was_sent(
    channel: Channel, ines: DeskBrowser, client: FlaskClient
) -> None:
    give(channel, channel.fatou, person(channel, "ines"))
    choose(channel, ines)
    send(channel.fatou, "/remove", person=person(channel, "ines"))
    with channel.world.app.app_context():
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.event.like("protection_wrap%"))).all()
        assert [one.event.removeprefix("protection_wrap_") for one in events] == ["given", "changed", "removed"]
        assert not any(word in f"{one.about}{one.details}" for one in events for word in ("salt", "once", channel.key))
