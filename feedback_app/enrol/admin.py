"""The door for coordinators: phones and codes, places, people, the register of projects."""

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
from feedback_app.base.problem import Problem
from feedback_app.enrol import actions, moving, qr, store
from feedback_app.enrol.health import Brought, standing
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.tables import Device, Person
from feedback_app.enrol.texts import TEXTS
from feedback_app.register import importing, trusted_page
from feedback_app.register import store as register_store
from feedback_app.register.counted import counted
from feedback_app.register.lookup_store import ProgrammeInfo, existing_programme, place_by_code, place_path
from feedback_app.register.places import MAX_FILE
from feedback_app.register.preview import unpacked
from feedback_app.register.trusted import contacts, grouped
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__)


class Keeper(Protocol):
    """What keeps the ledger. It stands further down the road, so the composition root brings it here."""

    def brought(self, session: AnySession, programme_id: str) -> Mapping[UUID, Brought]:
        """How far what each phone brought has come."""

    def instruments(self, session: AnySession, programme_id: str) -> Sequence[tuple[str, str]]:
        """(name, title) of the programme's forms."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a coordinator looks after: a programme, or the parts of it under these place paths."""

    programme: ProgrammeInfo
    paths: tuple[str, ...]

    def covers(self, place: str) -> bool:
        """Whether a place (by its code) is theirs. Places that do not exist are nobody's to refuse."""
        path = place_path(db.session, place)
        return path is None or path.startswith(self.paths)

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the programme's ground."""
        return self.covers(self.programme.place_code)


def coordinated_ground() -> Ground:
    """Where this coordinator works: in the programme asked for, if it is theirs, else in their first."""
    me = audience.caller(StaffIdentity)
    mine = [one.programme for one in me.memberships if one.role == "coordinator"]
    wanted = request.values.get("programme", mine[0])
    if wanted not in mine:
        raise Problem("not-found")
    return Ground(existing_programme(db.session, wanted), me.ground(wanted, "coordinator"))


def _page(name: str, **values: Any) -> str:
    me = audience.caller(StaffIdentity)
    mine = sorted({one.programme for one in me.memberships if one.role == "coordinator"})
    return render_template(f"enrol/{name}.html", texts=TEXTS, programmes=mine, **values)


@pages.get("/phones")
def phones() -> ResponseReturnValue:
    """Every phone of the programme, the longest silent first, and the codes that wait."""
    return _phones(coordinated_ground())


def _phones(ground: Ground, **values: Any) -> str:
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
        root=register_store.find_places(db.session, ground.paths, words="", limit=1)[0],
        roles=actions.FIELD_ROLES,
        unnamed=not contacts(programme.settings),
        **values,
    )


def _megabytes(size: int) -> str:
    """As people buy data: `40 Ko`, `3,2 Mo`, `2,1 Go`."""
    unit, of = next((one for one in (("G", 1e9), ("M", 1e6)) if size >= one[1]), ("k", 1e3))
    number = f"{size / of:.0f}" if unit == "k" or size >= 100 * of else f"{size / of:.1f}"
    return f"{number} {unit}B" if language() == "en" else f"{number.replace('.', ',')} {unit.upper()}o"


@pages.post("/codes")
def make_code() -> ResponseReturnValue:
    """Makes a one-time code and shows it, this once, as link and QR."""
    audience.note_access()
    ground = coordinated_ground()
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


def _phone(ground: Ground, device_id: UUID) -> Device:
    """A phone on this ground. Problem `not-found` for any other."""
    device = db.session.get(Device, device_id)
    if device is None or device.programme_id != ground.programme.id or not ground.covers(device.place_code):
        raise Problem("not-found")
    return device


@pages.post("/phones/<uuid:device_id>/revoke")
def revoke(device_id: UUID) -> ResponseReturnValue:
    """Withdraws a phone's right to speak."""
    audience.note_access()
    ground = coordinated_ground()
    actions.revoke(db.session, _phone(ground, device_id).id, clock.now())
    return redirect(url_for(".phones", programme=ground.programme.id), 303)


@pages.get("/phones/<uuid:device_id>/move")
def choose_move(device_id: UUID) -> ResponseReturnValue:
    """Another place or other forms for a phone, or another phone for its person."""
    ground = coordinated_ground()
    return _move_page(ground, _phone(ground, device_id))


@pages.post("/phones/<uuid:device_id>/move")
def move(device_id: UUID) -> ResponseReturnValue:
    """Shows what would change; done when it comes back with `sure`."""
    audience.note_access()
    ground = coordinated_ground()
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
    return _move_page(ground, device, to=place_by_code(db.session, place), chosen=ticked)


def _move_page(ground: Ground, device: Device, *, chosen: list[str] | None = None, **values: Any) -> str:
    offered = _keeper().instruments(db.session, ground.programme.id)
    now = [name for name, _ in offered if device.instruments is None or name in device.instruments]

    def forms(names: Sequence[str]) -> str:
        return ", ".join(title for name, title in offered if name in names)

    return _page(
        "move",
        programme=ground.programme,
        phone=device,
        person=db.session.get_one(Person, device.person_id).name,
        here=place_by_code(db.session, device.place_code),
        offered=offered,
        chosen=now if chosen is None else chosen,
        forms_here=forms(now),
        forms_to=forms(chosen or ()),
        **values,
    )


@pages.post("/phones/<uuid:device_id>/code")
def code_again(device_id: UUID) -> ResponseReturnValue:
    """A code for the person of a phone: a second phone, or this one once more."""
    audience.note_access()
    ground = coordinated_ground()
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
def places() -> ResponseReturnValue:
    """Looking for places, and loading them."""
    return _places(coordinated_ground())


def _places(ground: Ground, **values: Any) -> str:
    words = request.args.get("q", "")[:100]
    found = register_store.find_places(db.session, ground.paths, words=fold(words))
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
@takes_at_most(MAX_FILE + PLAIN_FORM.in_all, of_text=importing.MOST_PACKED + PLAIN_FORM.of_text)
@reads_first
def load_places() -> ResponseReturnValue:
    """Shows what a file of places would change; loads it when it comes back as it was seen."""
    return _load("places")


@pages.post("/projects")
@takes_at_most(MAX_FILE + PLAIN_FORM.in_all, of_text=importing.MOST_PACKED + PLAIN_FORM.of_text)
@reads_first
def load_projects() -> ResponseReturnValue:
    """Shows what a register of CSR projects would change; loads it when it comes back as it was seen."""
    return _load("projects")


def _load(kind: str) -> ResponseReturnValue:
    ground = coordinated_ground()
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
def people() -> ResponseReturnValue:
    """Who works in the programme, and as what."""
    return _people(coordinated_ground())


def _people(ground: Ground, **values: Any) -> str:
    found = store.people(db.session, ground.programme.id, ground.paths)
    unnamed = not contacts(ground.programme.settings)
    return _page("people", programme=ground.programme, people=found, roles=actions.ROLES, unnamed=unnamed, **values)


@pages.post("/people")
def add_person() -> ResponseReturnValue:
    """Adds a person; the password of who signs in is shown this once."""
    audience.note_access()
    ground = coordinated_ground()
    told = {name: request.form.get(name, "").strip()[:200] for name in ("name", "login", "role", "place")}
    if not ground.covers(told["place"] or ground.programme.place_code):
        return _people(ground, lacking=["place"], told=told), 422
    try:
        made = actions.add_person(
            db.session, name=told["name"], login=told["login"] or None, programme=ground.programme.id,
            role=told["role"], place=told["place"] or None, now=clock.now(),
        )  # fmt: skip
    except Problem as problem:
        return _people(ground, lacking=problem.details.get("errors"), told=told), problem.kind.status
    return _people(ground, made=made)


@pages.get("/trusted")
def trusted() -> ResponseReturnValue:
    """Whom phones tell people to call behind the danger door."""
    return _trusted(coordinated_ground())


def _trusted(ground: Ground, **values: Any) -> str:
    lines = trusted_page.shown(db.session, contacts(ground.programme.settings))
    return _page("trusted", programme=ground.programme, lines=lines, grouped=grouped, edits=ground.is_whole, **values)


def _whole_ground() -> Ground:
    """What a coordinator of all of a programme decides. Problem `not-allowed` for one of a part of it."""
    ground = coordinated_ground()
    if not ground.is_whole:
        raise Problem("not-allowed")
    return ground


@pages.post("/trusted")
def add_trusted() -> ResponseReturnValue:
    """Adds a trusted person: phones get it with their next exchange."""
    ground = _whole_ground()
    told = {name: request.form.get(name, "").strip()[:200] for name in trusted_page.FIELDS}
    try:
        trusted_page.add_contact(db.session, ground.programme.id, told)
    except Problem as problem:
        return _trusted(ground, lacking=problem.details.get("errors"), told=told), problem.kind.status
    return redirect(url_for(".trusted", programme=ground.programme.id), 303)


@pages.post("/trusted/<contact_id>/remove")
def remove_trusted(contact_id: str) -> ResponseReturnValue:
    """Takes a trusted person off the phones."""
    ground = _whole_ground()
    trusted_page.remove_contact(db.session, ground.programme.id, contact_id)
    return redirect(url_for(".trusted", programme=ground.programme.id), 303)
