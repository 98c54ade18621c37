"""The door for who looks after a programme: phones and codes, places, people, the register of projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.code_pages import PAGES
from feedback_app.base.db import AnySession, begin_writing, db
from feedback_app.base.faults import Unusable
from feedback_app.base.folding import fold
from feedback_app.base.http import PLAIN_FORM, reads_first, takes_at_most
from feedback_app.base.i18n import language
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.enrol import actions, importing, moving, qr, store, trusted_page
from feedback_app.enrol.counted import counted
from feedback_app.enrol.desk import permitted_areas
from feedback_app.enrol.health import Brought, standing
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import Area
from feedback_app.enrol.places import MAX_FILE
from feedback_app.enrol.preview import unpacked
from feedback_app.enrol.tables import Device, Person, Place, Programme
from feedback_app.enrol.texts import TEXTS
from feedback_app.enrol.trusted import contacts, grouped
from schemas.roles import PHONE_ROLES, ROLES, Permission, Role
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__)


class Keeper(Protocol):
    """What keeps the ledger. It stands further down the road, so the composition root brings it here."""

    def brought(self, session: AnySession, programme_id: str) -> Mapping[UUID, Brought]:
        """How far what each phone brought has come."""

    def instruments(self, session: AnySession, programme_id: str) -> Sequence[tuple[str, str]]:
        """(name, title) of the programme's forms."""


@dataclass(frozen=True, slots=True)
class ProgrammeArea:
    """A programme, and the part of it where the caller may do what the route is for."""

    programme: Programme
    area: Area

    @property
    def paths(self) -> tuple[str, ...]:
        """The tree paths of its places."""
        return self.area.paths

    def covers(self, place: str) -> bool:
        """Whether a place (by its code) is theirs. Places that do not exist are nobody's to refuse."""
        found = db.session.get(Place, place)
        return found is None or self.area.covers(found.path)

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the programme."""
        return self.covers(self.programme.place_code)


def asked_area() -> ProgrammeArea:
    """Where the caller may do what this route is for: in the programme asked for, if it is theirs, else in their
    first."""
    mine = permitted_areas()
    wanted = request.values.get("programme", next(iter(mine)))
    if wanted not in mine:
        raise Problem("not-found")
    return ProgrammeArea(db.session.get_one(Programme, wanted), mine[wanted])


def _page(name: str, **values: Any) -> str:
    return render_template(
        f"enrol/{name}.html", texts=TEXTS, programmes=sorted(permitted_areas()), role_label=_role, **values
    )


def _role(code: str) -> str:
    return vocabulary("roles").label(code, language())


@pages.get("/phones")
@in_menu("phones", words=("Téléphones", "Phones"), order=40)
@audience.needs(Permission.PHONES)
def phones() -> ResponseReturnValue:
    """Every phone of the programme, the longest silent first, and the codes that wait."""
    return _phones(asked_area())


def _phones(ground: ProgrammeArea, **values: Any) -> str:
    programme, now = ground.programme, clock.now()
    brought = _keeper().brought(db.session, programme.id)
    phones = [
        (phone, person, place, standing(
            last_seen=phone.last_seen_at, health=phone.health, brought=brought.get(phone.id, Brought()), now=now
        ))
        for phone, person, place in store.phones(db.session, programme.id, ground.paths)
    ]  # fmt: skip
    return _page(
        "phones",
        programme=programme,
        phones=phones,
        megabytes=_megabytes,
        codes=store.open_codes(db.session, programme.id, ground.paths, now),
        root=store.find_places(db.session, ground.paths, words="", limit=1)[0],
        roles=[ROLES[code] for code in PHONE_ROLES],
        unnamed=not contacts(programme.settings),
        **values,
    )


def _megabytes(size: int) -> str:
    """As people buy data: `40 Ko`, `3,2 Mo`, `2,1 Go`."""
    unit, of = next((one for one in (("G", 1e9), ("M", 1e6)) if size >= one[1]), ("k", 1e3))
    number = f"{size / of:.0f}" if unit == "k" or size >= 100 * of else f"{size / of:.1f}"
    return f"{number} {unit}B" if language() == "en" else f"{number.replace('.', ',')} {unit.upper()}o"


@pages.post("/codes")
@audience.needs(Permission.PHONES)
def make_code() -> ResponseReturnValue:
    """Makes a one-time code and shows it, this once, as link and QR."""
    audience.note_access()
    ground = asked_area()
    place = request.form.get("place", "").strip()[:40]
    if not ground.covers(place):
        return _phones(ground, lacking=["place"]), 422
    try:
        made = actions.new_code(
            db.session,
            programme=ground.programme.id,
            place=place,
            role=request.form.get("role", ""),
            person=request.form.get("person"),
            now=clock.now(),
            public_url=current_app.extensions["echo_settings"].public_url,
            by=audience.caller(StaffIdentity).person_id,
        )
    except Problem as problem:
        return _phones(ground, lacking=problem.details.get("errors")), problem.kind.status
    return _page("code", programme=ground.programme, made=made, square=qr.svg(made.link))


def _phone(ground: ProgrammeArea, device_id: UUID) -> Device:
    """A phone on this ground. Problem `not-found` for any other."""
    device = db.session.get(Device, device_id)
    if device is None or device.programme_id != ground.programme.id or not ground.covers(device.place_code):
        raise Problem("not-found")
    return device


@pages.post("/phones/<uuid:device_id>/revoke")
@audience.needs(Permission.PHONES)
def revoke(device_id: UUID) -> ResponseReturnValue:
    """Withdraws a phone's right to speak."""
    audience.note_access()
    ground = asked_area()
    actions.revoke(db.session, _phone(ground, device_id).id, clock.now())
    return redirect(url_for(".phones", programme=ground.programme.id), 303)


@pages.get("/phones/<uuid:device_id>/move")
@audience.needs(Permission.PHONES)
def choose_move(device_id: UUID) -> ResponseReturnValue:
    """Another place or other forms for a phone, or another phone for its person."""
    ground = asked_area()
    return _move_page(ground, _phone(ground, device_id))


@pages.post("/phones/<uuid:device_id>/move")
@audience.needs(Permission.PHONES)
def move(device_id: UUID) -> ResponseReturnValue:
    """Shows what would change; done when it comes back with `sure`."""
    audience.note_access()
    ground = asked_area()
    device, place = _phone(ground, device_id), request.form.get("place", "").strip()[:40]
    ticked = request.form.getlist("instruments")
    try:
        offered = [name for name, _ in _keeper().instruments(db.session, ground.programme.id)]
        instruments = moving.chosen_instruments(ticked, offered)
        if not ground.covers(place):
            raise Problem("malformed", errors={"place": "unknown"})
        if request.form.get("sure") == "yes":
            moving.move(db.session, device, place=place, instruments=instruments)
            return redirect(url_for(".phones", programme=ground.programme.id), 303)
        moving.check_place(db.session, device, place)
    except Problem as problem:
        page = _move_page(ground, device, lacking=problem.details.get("errors"), typed=place, chosen=ticked)
        return page, problem.kind.status
    return _move_page(ground, device, to=db.session.get_one(Place, place), chosen=ticked)


def _move_page(ground: ProgrammeArea, device: Device, *, chosen: list[str] | None = None, **values: Any) -> str:
    offered = _keeper().instruments(db.session, ground.programme.id)
    now = [name for name, _ in offered if device.instruments is None or name in device.instruments]

    def forms(names: Sequence[str]) -> str:
        return ", ".join(title for name, title in offered if name in names)

    return _page(
        "move",
        programme=ground.programme,
        phone=device,
        person=db.session.get_one(Person, device.person_id).name,
        here=db.session.get_one(Place, device.place_code),
        offered=offered,
        chosen=now if chosen is None else chosen,
        forms_here=forms(now),
        forms_to=forms(chosen or ()),
        **values,
    )


@pages.post("/phones/<uuid:device_id>/code")
@audience.needs(Permission.PHONES)
def code_again(device_id: UUID) -> ResponseReturnValue:
    """A code for the person of a phone: a second phone, or this one once more."""
    audience.note_access()
    ground = asked_area()
    device = _phone(ground, device_id)
    made = actions.new_code(
        db.session, programme=ground.programme.id, place=device.place_code, role=device.role, now=clock.now(),
        public_url=current_app.extensions["echo_settings"].public_url, by=audience.caller(StaffIdentity).person_id,
        person=db.session.get_one(Person, device.person_id).name, known=device.person_id,
        instruments=device.instruments,
    )  # fmt: skip
    return _page("code", programme=ground.programme, made=made, square=qr.svg(made.link))


def _keeper() -> Keeper:
    keeper: Keeper = current_app.extensions["echo_keeper"]
    return keeper


@pages.get("/places")
@in_menu("places", words=("Lieux", "Places"), order=70)
@audience.needs(Permission.PLACES)
def places() -> ResponseReturnValue:
    """Looking for places, and loading them."""
    return _places(asked_area())


def _places(ground: ProgrammeArea, **values: Any) -> str:
    words = request.args.get("q", "")[:100]
    found = store.find_places(db.session, ground.paths, words=fold(words))
    return _page(
        "places",
        programme=ground.programme,
        loads=ground.is_whole,
        places=found,
        levels=vocabulary("place_levels"),
        words=words,
        **values,
    )


@pages.post("/places")
@audience.needs(Permission.PLACES)
@takes_at_most(MAX_FILE + PLAIN_FORM.in_all, of_text=importing.MOST_PACKED + PLAIN_FORM.of_text)
@reads_first
def load_places() -> ResponseReturnValue:
    """Shows what a file of places would change; loads it when it comes back as it was seen."""
    return _load("places")


@pages.post("/projects")
@audience.needs(Permission.PLACES)
@takes_at_most(MAX_FILE + PLAIN_FORM.in_all, of_text=importing.MOST_PACKED + PLAIN_FORM.of_text)
@reads_first
def load_projects() -> ResponseReturnValue:
    """Shows what a register of CSR projects would change; loads it when it comes back as it was seen."""
    return _load("projects")


def _load(kind: str) -> ResponseReturnValue:
    ground = asked_area()
    if not ground.is_whole:
        raise Problem("not-allowed")  # a file may speak of any place
    sent, told = _sent(), request.form
    if told.get("seen"):
        begin_writing(db.session)
    try:
        shown = importing.load(
            db.session, kind, sent, programme=ground.programme.id, seen=told.get("seen", ""),
            clear=bool(told.get("clear")), accepted=bool(told.get("accept")),
        )  # fmt: skip
    except Unusable as unusable:
        db.session.rollback()
        again = {"kind": kind, "sent": sent, "readings": importing.readings(sent, unusable.faults), "pages": PAGES}
        return _places(ground, faults=unusable.faults, again=again), 422
    if shown.is_done:
        return _places(
            ground,
            done=counted("loaded", shown.preview, empty="cleared" if told.get("clear") else "kept"),
            remarks=shown.preview.remarks,
        )
    page = _page("import", programme=ground.programme, kind=kind, said=counted("would_load", shown.preview),
                 preview=shown.preview, sent=shown.sent, wrong=shown.wrong, pages=PAGES)  # fmt: skip
    return page, 422 if shown.wrong else 200


def _sent() -> importing.Sent:
    """The file of this request, or the one that its preview carries, and the code page that a person chose."""
    file, page = request.files.get("file"), request.form.get("encoding", "")
    data = file.stream.read(MAX_FILE + 1) if file else unpacked(request.form.get("packed", ""), most=MAX_FILE)
    filename = (file.filename if file else request.form.get("filename")) or ""
    return importing.Sent(data, filename[:200], page if page in PAGES else "")


@pages.get("/people")
@in_menu("people", words=("Personnes", "People"), order=80)
@audience.needs(Permission.PEOPLE)
def people() -> ResponseReturnValue:
    """Who works in the programme, and as what."""
    return _people(asked_area())


def _people(ground: ProgrammeArea, **values: Any) -> str:
    found = store.people(db.session, ground.programme.id, ground.paths)
    unnamed = not contacts(ground.programme.settings)
    offered = [role for role in _given_by(ground).values() if role.opens_the_desk]  # a phone's code makes its person
    return _page("people", programme=ground.programme, people=found, roles=offered, unnamed=unnamed, **values)


def _given_by(ground: ProgrammeArea) -> dict[str, Role]:
    """The roles that the caller may give."""
    return {code: role for code, role in ROLES.items() if role.given_in_part or ground.is_whole}


@pages.post("/people")
@audience.needs(Permission.PEOPLE)
def add_person() -> ResponseReturnValue:
    """Adds a person; the password of who signs in is shown this once."""
    audience.note_access()
    ground = asked_area()
    told = {name: request.form.get(name, "").strip()[:200] for name in ("name", "login", "role", "place")}
    fits = {
        "role": told["role"] in _given_by(ground),
        "place": ground.covers(told["place"] or ground.programme.place_code),
    }
    if not all(fits.values()):
        return _people(ground, lacking=[name for name, fine in fits.items() if not fine], told=told), 422
    try:
        made = actions.add_person(
            db.session, name=told["name"], login=told["login"] or None, programme=ground.programme.id,
            role=told["role"], place=told["place"] or None, now=clock.now(),
        )  # fmt: skip
    except Problem as problem:
        return _people(ground, lacking=problem.details.get("errors"), told=told), problem.kind.status
    return _people(ground, made=made)


@pages.get("/trusted")
@audience.needs(Permission.PEOPLE)
def trusted() -> ResponseReturnValue:
    """Whom phones tell people to call behind the danger door."""
    return _trusted(asked_area())


def _trusted(ground: ProgrammeArea, **values: Any) -> str:
    lines = trusted_page.shown(db.session, contacts(ground.programme.settings))
    return _page("trusted", programme=ground.programme, lines=lines, grouped=grouped, edits=ground.is_whole, **values)


def _whole_programme() -> ProgrammeArea:
    """What is decided for all of a programme. Problem `not-allowed` for whoever looks after a part of it."""
    ground = asked_area()
    if not ground.is_whole:
        raise Problem("not-allowed")
    return ground


@pages.post("/trusted")
@audience.needs(Permission.PEOPLE)
def add_trusted() -> ResponseReturnValue:
    """Adds a trusted person: phones get it with their next exchange."""
    ground = _whole_programme()
    told = {name: request.form.get(name, "").strip()[:200] for name in trusted_page.FIELDS}
    try:
        trusted_page.add_contact(db.session, ground.programme, told)
    except Problem as problem:
        return _trusted(ground, lacking=problem.details.get("errors"), told=told), problem.kind.status
    return redirect(url_for(".trusted", programme=ground.programme.id), 303)


@pages.post("/trusted/<contact_id>/remove")
@audience.needs(Permission.PEOPLE)
def remove_trusted(contact_id: str) -> ResponseReturnValue:
    """Takes a trusted person off the phones."""
    ground = _whole_programme()
    trusted_page.remove_contact(db.session, ground.programme, contact_id)
    return redirect(url_for(".trusted", programme=ground.programme.id), 303)
