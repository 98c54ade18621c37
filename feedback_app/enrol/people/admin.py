"""The door for who looks after people: invited by a link, given and taken roles, unlocked, deactivated."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.enrol import membership_store, qr, sign_in_store
from feedback_app.enrol.actions import add_person, free_login
from feedback_app.enrol.desk import ProgrammeArea, asked_area, permitted_areas
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.long_lists import list_part
from feedback_app.enrol.membership_store import PersonRole
from feedback_app.enrol.people import actions, store
from feedback_app.enrol.people.texts import TEXTS
from feedback_app.enrol.sign_in import MEMORY, login_key
from feedback_app.enrol.tables import Person
from feedback_app.register.lookup_store import existing_programme
from feedback_app.register.trusted_people import contacts
from schemas.roles import ROLES, Permission, Role
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__, Permission.PEOPLE)

ONE = "/people/<uuid:person_id>"
SHOWN_TRIES = 20


def _page(name: str, area: ProgrammeArea, **values: Any) -> str:
    return render_template(
        f"people/{name}.html", texts=TEXTS, programme=area.programme, programmes=sorted(permitted_areas()),
        role_label=_role_label, **values,
    )  # fmt: skip


def _role_label(code: str) -> str:
    return vocabulary("roles").label(code, language())


def _key(person: Person) -> str:
    return login_key(person.login, audience.fingerprint) if person.login else ""


def _public_url() -> str:
    return str(current_app.extensions["echo_settings"].public_url)


def _unused_since(now: dt.datetime) -> dt.datetime:
    idle: dt.timedelta = current_app.extensions["echo_settings"].idle
    return now - idle


@pages.get("/people")
@in_menu("people", words=("Personnes", "People"), order=80)
def people() -> ResponseReturnValue:
    """Who works in the programme, as what, and how their accounts are."""
    return _list(asked_area())


def _list(area: ProgrammeArea, **values: Any) -> str:
    programme, paths, now = area.programme.id, area.paths, clock.now()
    part = list_part(membership_store.people_lines(db.session, programme, paths), request.args)
    found = membership_store.people(db.session, programme, paths, part.ids)
    keys = {person.id: _key(person) for person, _ in found if person.login}
    return _page(
        "list", area, people=found, part=part, keys=keys, roles=_offered(area),
        unnamed=not contacts(area.programme.settings),
        failed=sign_in_store.failed_by_login(db.session, keys.values(), now - MEMORY),
        last=sign_in_store.last_sign_ins(db.session, keys.values()),
        invited=store.waiting_links(db.session, keys, now), **values,
    )  # fmt: skip


def _givable(area: ProgrammeArea) -> dict[str, Role]:
    """The roles that the caller may give."""
    return {
        code: role for code, role in ROLES.items() if role.given_in_part or (area.is_whole and role.given_at_the_desk)
    }


def _offered(area: ProgrammeArea) -> list[Role]:
    """Those of them that are given here: a phone's code makes its person."""
    return [role for role in _givable(area).values() if role.opens_the_desk]


@pages.post("/people")
@audience.reauthenticates
def invite() -> ResponseReturnValue:
    """Adds a person; who signs in gets a one-time link to choose a password by, shown this once."""
    audience.note_access()
    area = asked_area()
    entered = {name: request.form.get(name, "").strip()[:200] for name in ("name", "login", "role", "place")}
    fits = {
        "role": entered["role"] in _givable(area),
        "place": area.covers(entered["place"] or area.programme.place_code),
    }
    if not all(fits.values()):
        return _list(area, lacking=[name for name, fine in fits.items() if not fine], entered=entered), 422
    try:
        login = free_login(db.session, entered["login"])
        person = add_person(
            db.session, name=entered["name"], login=None, programme=area.programme.id, role=entered["role"],
            place=entered["place"] or None, now=clock.now(),
        ).person  # fmt: skip
    except Problem as problem:
        return _list(area, lacking=problem.details.get("errors"), entered=entered), problem.kind.status
    person.login = login
    return _link_page(area, person) if login else _list(area, added=person)


def _link_page(area: ProgrammeArea, person: Person) -> str:
    me = audience.caller(StaffIdentity)
    made = actions.new_link(db.session, person, by=me.person_id, now=clock.now(), public_url=_public_url())
    return _page("link", area, person=person, made=made, square=qr.svg(made.link))


@dataclass(frozen=True, slots=True)
class _Account:
    """A person with a role in the caller's area."""

    area: ProgrammeArea
    person: Person
    roles: list[PersonRole]
    """All that they have, here and elsewhere."""

    @property
    def roles_here(self) -> list[PersonRole]:
        """Those that the caller may take."""
        return [one for one in self.roles if one.programme == self.area.programme.id and _may_take(one)]

    @property
    def is_own(self) -> bool:
        return self.person.id == audience.caller(StaffIdentity).person_id

    @property
    def is_managed(self) -> bool:
        """Whether the account is the caller's to change: nobody's who may do what the caller could not allow them."""
        return not self.is_own and all(_may_take(one) for one in self.roles)


def _may_take(one: PersonRole) -> bool:
    """Whether a role is one that the caller may give there. One that is no longer in the list allows nothing."""
    area = permitted_areas().get(one.programme)
    if area is None or not area.covers(one.place_path):
        return False
    here = ProgrammeArea(existing_programme(db.session, one.programme), area)
    return one.role not in ROLES or one.role in _givable(here)


def _account(person_id: UUID) -> _Account:
    """The account of somebody with a role in this area. Problem `not-found` for any other."""
    area, person = asked_area(), db.session.get(Person, person_id)
    roles = membership_store.roles_of(db.session, person_id)
    here = [one for one in roles if one.programme == area.programme.id and area.area.covers(one.place_path)]
    if person is None or not here:
        raise Problem("not-found")
    return _Account(area, person, roles)


def _managed(person_id: UUID) -> _Account:
    """The same, to be changed. Problem `not-allowed` where it is not the caller's to change."""
    account = _account(person_id)
    if not account.is_managed:
        raise Problem("not-allowed")
    return account


@pages.get(ONE)
def person(person_id: UUID) -> ResponseReturnValue:
    """One person's account: link, tries, sessions, roles, phones."""
    return _person(_account(person_id))


def _person(account: _Account, **values: Any) -> str:
    person, area, now = account.person, account.area, clock.now()
    key = _key(person)
    return _page(
        "person", area, account=account, person=person, givable=_offered(area),
        link=store.open_link(db.session, person.id, now),
        sessions=sign_in_store.open_sessions(db.session, [person.id], now=now, unused_since=_unused_since(now)),
        tries=sign_in_store.tries(db.session, key, SHOWN_TRIES) if key else (),
        failed=sign_in_store.failed_by_login(db.session, [key], now - MEMORY).get(key, 0) if key else 0,
        phones=_phones(account), **values,
    )  # fmt: skip


def _phones(account: _Account) -> list[store.PersonPhone]:
    """The person's phones in this area."""
    area = account.area
    found = store.phones_of(db.session, account.person.id)
    return [one for one in found if one.programme == area.programme.id and area.area.covers(one.place_path)]


def _back(account: _Account) -> ResponseReturnValue:
    return redirect(url_for(".person", person_id=account.person.id, programme=account.area.programme.id), 303)


@pages.post(f"{ONE}/link")
@audience.reauthenticates
def make_link(person_id: UUID) -> ResponseReturnValue:
    """A one-time link to choose a password by, shown this once; who had no login gets one."""
    audience.note_access()
    account = _managed(person_id)
    try:
        account.person.login = account.person.login or free_login(db.session, request.form.get("login", "")[:200])
        return _link_page(account.area, account.person)
    except Problem as problem:
        return _person(account, lacking=problem.details.get("errors")), problem.kind.status


@pages.post(f"{ONE}/link/withdraw")
def withdraw_link(person_id: UUID) -> ResponseReturnValue:
    """Withdraws a one-time link, as when somebody else has seen it."""
    account = _managed(person_id)
    actions.withdraw_link(db.session, account.person)
    return _back(account)


@pages.post(f"{ONE}/deactivate")
@audience.reauthenticates
def deactivate(person_id: UUID) -> ResponseReturnValue:
    """Ends all that a person may do at the desk, and the phones that were ticked."""
    audience.note_access()
    account, now = _managed(person_id), clock.now()
    ticked = set(request.form.getlist("phone"))
    try:
        chosen = [one.id for one in _phones(account) if str(one.id) in ticked]
        actions.deactivate(db.session, account.person, phones=chosen, now=now)
    except Problem as problem:
        return _person(account, lacking=problem.details.get("errors")), problem.kind.status
    return _back(account)


@pages.post(f"{ONE}/activate")
@audience.reauthenticates
def activate(person_id: UUID) -> ResponseReturnValue:
    """Lets a person sign in again."""
    audience.note_access()
    account = _managed(person_id)
    actions.activate(db.session, account.person)
    return _back(account)


@pages.post(f"{ONE}/unlock")
@audience.reauthenticates
def unlock(person_id: UUID) -> ResponseReturnValue:
    """Nobody waits any more for wrong passwords of this login."""
    account = _managed(person_id)
    actions.unlock(db.session, account.person, login_key=_key(account.person))
    return _back(account)


@pages.post(f"{ONE}/sessions/end")
def end_sessions(person_id: UUID) -> ResponseReturnValue:
    """Signs a person out everywhere."""
    account = _managed(person_id)
    actions.end_sessions(db.session, account.person)
    return _back(account)


@pages.post(f"{ONE}/roles")
@audience.reauthenticates
def give_role(person_id: UUID) -> ResponseReturnValue:
    """Gives a person a role. Nobody gives one to themselves."""
    audience.note_access()
    account = _account(person_id)
    if account.is_own:
        raise Problem("not-allowed")
    area, role = account.area, request.form.get("role", "")
    place = request.form.get("place", "").strip()[:40] or area.programme.place_code
    fits = {"role": role in _givable(area), "place": area.covers(place)}
    if not all(fits.values()):
        return _person(account, lacking=[name for name, fine in fits.items() if not fine]), 422
    try:
        actions.give_role(db.session, account.person, programme=area.programme.id, role=role, place=place)
    except Problem as problem:
        return _person(account, lacking=problem.details.get("errors")), problem.kind.status
    return _back(account)


@pages.post(f"{ONE}/roles/take")
@audience.reauthenticates
def take_role(person_id: UUID) -> ResponseReturnValue:
    """Takes a role from a person."""
    audience.note_access()
    account, role = _account(person_id), request.form.get("role", "")
    if role not in {one.role for one in account.roles_here}:
        raise Problem("not-allowed")
    try:
        actions.take_role(db.session, account.person, programme=account.area.programme.id, role=role)
    except Problem as problem:
        return _person(account, lacking=problem.details.get("errors")), problem.kind.status
    return redirect(url_for(".people", programme=account.area.programme.id), 303)
