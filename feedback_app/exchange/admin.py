"""The door for who looks after phones: which there are and how they are doing, codes, another place or other forms."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.i18n import label, language
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.enrol import actions, budget, moving, qr, store
from feedback_app.enrol.desk import ProgrammeArea, asked_area, permitted_areas
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.long_lists import list_part
from feedback_app.enrol.lookup_store import Phone, person_names, phone_by_id
from feedback_app.enrol.texts import TEXTS
from feedback_app.exchange.health import Delivery, device_health
from feedback_app.forms.store import instruments
from feedback_app.register import store as register_store
from feedback_app.register.lookup_store import place_by_code
from feedback_app.register.trusted_people import contacts
from feedback_app.safe.store import delivered_positions
from schemas.roles import PHONE_ROLES, ROLES, Permission
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__, Permission.PHONES)

MOST_CODES = 60
"""Made at once: a class of surveyors, and no more than one sheet of names."""


def _page(name: str, **values: Any) -> str:
    return render_template(
        f"exchange/{name}.html", texts=TEXTS, programmes=sorted(permitted_areas()), role_label=_role, **values
    )


def _role(code: str) -> str:
    return vocabulary("roles").label(code, language())


def _forms(programme_id: str) -> list[tuple[str, str]]:
    """(name, title) of the programme's forms."""
    found = instruments(db.session, programme_id)
    return [(one.name, label(one.definition.get("title") or {}) or one.name) for one in found]


@pages.get("/phones")
@in_menu("phones", words=("Téléphones", "Phones"), order=40)
def phones() -> ResponseReturnValue:
    """Every phone of the programme, the longest silent first, and the codes that wait."""
    return _phones(asked_area())


def _phones(area: ProgrammeArea, **values: Any) -> str:
    programme, now = area.programme, clock.now()
    part = list_part(store.phone_lines(db.session, programme.id, area.paths), request.args)
    delivered = delivered_positions(db.session, programme.id, part.ids)
    deliveries = {one: Delivery(*what) for one, what in delivered.items()}
    phones = [
        (phone, person, place, device_health(
            last_seen=phone.last_seen_at, health=phone.health, delivery=deliveries.get(phone.id, Delivery()), now=now
        ))
        for phone, person, place in store.phones(db.session, programme.id, area.paths, part.ids)
    ]  # fmt: skip
    return _page(
        "phones",
        programme=programme,
        phones=phones,
        part=part,
        megabytes=_megabytes,
        is_over=functools.partial(budget.is_over, limits=budget.limits_of(programme.settings), now=now),
        codes=store.open_codes(db.session, programme.id, area.paths, now),
        name_of=audience.fingerprint,
        root=register_store.find_places(db.session, area.paths, words="", limit=1)[0],
        roles=[ROLES[code] for code in PHONE_ROLES],
        unnamed=not contacts(programme.settings),
        most_codes=MOST_CODES,
        **values,
    )


def _megabytes(size: int) -> str:
    """As people buy data: `40 Ko`, `3,2 Mo`, `2,1 Go`."""
    unit, of = next((one for one in (("G", 1e9), ("M", 1e6)) if size >= one[1]), ("k", 1e3))
    number = f"{size / of:.0f}" if unit == "k" or size >= 100 * of else f"{size / of:.1f}"
    return f"{number} {unit}B" if language() == "en" else f"{number.replace('.', ',')} {unit.upper()}o"


@pages.post("/codes")
@audience.reauthenticates
def make_code() -> ResponseReturnValue:
    """Makes one-time codes, one for each name, and shows them, this once, as cards with link and QR."""
    audience.note_access()
    area = asked_area()
    place = request.form.get("place", "").strip()[:40]
    if not area.covers(place):
        return _phones(area, lacking=["place"]), 422
    names = [line.strip() for line in request.form.get("person", "").splitlines() if line.strip()] or [""]
    if len(names) > MOST_CODES:
        return _phones(area, lacking=[TEXTS.say("too_many_names", most=MOST_CODES)]), 422
    make = functools.partial(
        actions.new_code,
        db.session,
        programme=area.programme.id,
        place=place,
        role=request.form.get("role", ""),
        now=clock.now(),
        public_url=current_app.extensions["echo_settings"].public_url,
        by=audience.caller(StaffIdentity).person_id,
    )
    try:
        cards = [(name, make(person=name)) for name in names]
    except Problem as problem:
        return _phones(area, lacking=problem.details.get("errors")), problem.kind.status
    return _cards(area, place, request.form.get("role", ""), cards)


def _cards(area: ProgrammeArea, place: str, role: str, made: Sequence[tuple[str, actions.NewCode]]) -> str:
    """Codes just made, as cards to show, or to print and cut out. Nothing shows them again: their hashes are stored."""
    cards = [(name, one, qr.svg(one.link)) for name, one in made]
    found = place_by_code(db.session, place)
    return _page("code", programme=area.programme, cards=cards, role=role, place=found.label if found else place)


@pages.post("/codes/withdraw")
def withdraw_code() -> ResponseReturnValue:
    """Withdraws a code that nobody has used yet, as when somebody else has seen it."""
    audience.note_access()
    area, now = asked_area(), clock.now()
    named = request.form.get("code", "")
    waiting = [code.code_hash for code, _ in store.open_codes(db.session, area.programme.id, area.paths, now)]
    chosen = next((one for one in waiting if audience.fingerprint(one) == named), None)
    if chosen is not None:  # else it is gone already, which is what was asked for
        actions.withdraw_code(db.session, chosen, now, programme=area.programme.id)
    return redirect(url_for(".phones", programme=area.programme.id), 303)


def _phone(area: ProgrammeArea, device_id: UUID) -> Phone:
    """A phone in this area. Problem `not-found` for any other."""
    device = phone_by_id(db.session, device_id)
    if device is None or device.programme_id != area.programme.id or not area.covers(device.place_code):
        raise Problem("not-found")
    return device


@pages.post("/phones/<uuid:device_id>/revoke")
def revoke(device_id: UUID) -> ResponseReturnValue:
    """Revokes a phone."""
    audience.note_access()
    area = asked_area()
    actions.revoke(db.session, _phone(area, device_id).id, clock.now())
    return redirect(url_for(".phones", programme=area.programme.id), 303)


@pages.get("/phones/<uuid:device_id>/move")
def choose_move(device_id: UUID) -> ResponseReturnValue:
    """Another place or other forms for a phone, or another phone for its person."""
    area = asked_area()
    return _move_page(area, _phone(area, device_id))


@pages.post("/phones/<uuid:device_id>/move")
def move(device_id: UUID) -> ResponseReturnValue:
    """Shows what would change; done when it comes back with `sure`."""
    audience.note_access()
    area = asked_area()
    device, place = _phone(area, device_id), request.form.get("place", "").strip()[:40]
    ticked = request.form.getlist("instruments")
    try:
        offered = [name for name, _ in _forms(area.programme.id)]
        instruments = moving.chosen_instruments(ticked, offered)
        if not area.covers(place):
            raise Problem("malformed", errors={"place": "unknown"})
        if request.form.get("sure") == "yes":
            moving.move(db.session, device, place=place, instruments=instruments)
            return redirect(url_for(".phones", programme=area.programme.id), 303)
        moving.check_place(db.session, device, place)
    except Problem as problem:
        page = _move_page(area, device, lacking=problem.details.get("errors"), typed=place, chosen=ticked)
        return page, problem.kind.status
    return _move_page(area, device, to=place_by_code(db.session, place), chosen=ticked)


def _name(device: Phone) -> str:
    return person_names(db.session, [device.person_id])[device.person_id]


def _move_page(area: ProgrammeArea, device: Phone, *, chosen: list[str] | None = None, **values: Any) -> str:
    offered = _forms(area.programme.id)
    now = [name for name, _ in offered if device.instruments is None or name in device.instruments]

    def forms(names: Sequence[str]) -> str:
        return ", ".join(title for name, title in offered if name in names)

    return _page(
        "move",
        programme=area.programme,
        phone=device,
        person=_name(device),
        here=place_by_code(db.session, device.place_code),
        offered=offered,
        chosen=now if chosen is None else chosen,
        forms_here=forms(now),
        forms_to=forms(chosen or ()),
        **values,
    )


@pages.post("/phones/<uuid:device_id>/code")
@audience.reauthenticates
def code_again(device_id: UUID) -> ResponseReturnValue:
    """A code for the person of a phone: a second phone, or this one once more."""
    audience.note_access()
    area = asked_area()
    device = _phone(area, device_id)
    made = actions.new_code(
        db.session, programme=area.programme.id, place=device.place_code, role=device.role, now=clock.now(),
        public_url=current_app.extensions["echo_settings"].public_url, by=audience.caller(StaffIdentity).person_id,
        person=_name(device), known=device.person_id,
        instruments=device.instruments,
    )  # fmt: skip
    return _cards(area, device.place_code, device.role, [(_name(device), made)])
