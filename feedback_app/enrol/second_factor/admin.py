"""The door for who looks after people: who has a second factor, and taking it off somebody who lost theirs."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.problem import Problem
from feedback_app.enrol import store as people_store
from feedback_app.enrol.desk import asked_area, permitted_areas
from feedback_app.enrol.identity import MembershipIdentity, StaffIdentity
from feedback_app.enrol.membership_store import people as people_of
from feedback_app.enrol.second_factor import actions, store
from feedback_app.enrol.second_factor.requirement import is_required
from feedback_app.enrol.second_factor.reset_rule import may_reset
from feedback_app.enrol.second_factor.texts import TEXTS
from feedback_app.register.lookup_store import existing_programme, place_path
from feedback_app.settings import Settings
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.PEOPLE)


@pages.get("/factors")
def factors() -> ResponseReturnValue:
    """Who of the area has a second factor, and who should."""
    area = asked_area()
    found = people_of(db.session, area.programme.id, area.paths)
    people = {person.id: person for person, _ in found if person.login}
    have = store.people_with_factor(db.session, people)
    rows = [
        (person, person.id in have, _required(roles), person.id in have and _may_reset(person.id, roles))
        for person in people.values()
        for roles in [_roles(person.id)]
    ]
    return render_template(
        "enrol/second_factor/people.html", texts=TEXTS, programme=area.programme, rows=rows,
        programmes=sorted(permitted_areas()),
    )  # fmt: skip


@pages.post("/factors/<uuid:person_id>/reset")
def reset(person_id: UUID) -> ResponseReturnValue:
    """Takes all factors off a person and signs them out. Not off oneself: that asks for a factor."""
    audience.note_access()
    area = asked_area()
    if not _may_reset(person_id, _roles(person_id)):
        raise Problem("not-found")
    actions.reset(db.session, person_id, now=clock.now())
    return redirect(url_for(".factors", programme=area.programme.id), 303)


def _roles(person_id: UUID) -> Sequence[MembershipIdentity]:
    return [MembershipIdentity(*row) for row in people_store.memberships(db.session, person_id)]


def _may_reset(person_id: UUID, roles: Sequence[MembershipIdentity]) -> bool:
    areas = permitted_areas()
    if person_id == audience.caller(StaffIdentity).person_id or not {one.programme for one in roles} <= areas.keys():
        return False
    tops = {name: place_path(db.session, existing_programme(db.session, name).place_code) or "" for name in areas}
    return may_reset(areas, roles, tops)


def _required(roles: Sequence[MembershipIdentity]) -> bool:
    settings: Settings = current_app.extensions["echo_settings"]
    return is_required(db.session, {one.role for one in roles}, setting=settings.second_factor)
