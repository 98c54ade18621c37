"""The door for who looks after a programme: places, the register of projects, trusted people."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.audit.log import note_event
from feedback_app.base import audience, zones
from feedback_app.base.code_pages import PAGES
from feedback_app.base.db import begin_writing, db
from feedback_app.base.faults import Unusable
from feedback_app.base.folding import fold
from feedback_app.base.http import PLAIN_FORM, reads_first, takes_at_most
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.enrol.desk import ProgrammeArea, asked_area, permitted_areas
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import INSTALLATION, may
from feedback_app.enrol.texts import TEXTS
from feedback_app.register import importing, trusted_page
from feedback_app.register import store as register_store
from feedback_app.register.actions import note_setting
from feedback_app.register.import_counts import counts_in_words
from feedback_app.register.places import MAX_FILE
from feedback_app.register.preview import unpack_file
from feedback_app.register.trusted_people import contacts, readable_number
from schemas.roles import Permission
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__)


def _page(name: str, **values: Any) -> str:
    return render_template(f"enrol/{name}.html", texts=TEXTS, programmes=sorted(permitted_areas()), **values)


@pages.get("/places")
@in_menu("places", words=("Lieux", "Places"), order=70)
@audience.needs(Permission.PLACES)
def places() -> ResponseReturnValue:
    """Looking for places, and loading them."""
    return _places(asked_area())


def _places(area: ProgrammeArea, **values: Any) -> str:
    words = request.args.get("q", "")[:100]
    found = register_store.find_places(db.session, area.paths, words=fold(words))
    return _page(
        "places",
        programme=area.programme,
        loads=area.is_whole,
        whole_tree=_may_change_all_places(),
        places=found,
        levels=vocabulary("place_levels"),
        words=words,
        changes_zone=area.is_whole and may(audience.caller(StaffIdentity), Permission.PEOPLE, area.area),
        zone_name=(area.programme.settings or {}).get(zones.KEY) or zones.USUAL,
        zone_names=sorted(one for one in available_timezones() if one.startswith(("Africa/", "Indian/", "Europe/"))),
        **values,
    )


@pages.post("/places")
@audience.needs(Permission.PLACES)
@takes_at_most(MAX_FILE + PLAIN_FORM.in_all, of_text=importing.MOST_PACKED + PLAIN_FORM.of_text)
@reads_first
def load_places() -> ResponseReturnValue:
    """Shows what a file of places would change; loads it when it comes back as it was seen."""
    return _load("places")


@pages.post("/time-zone")
@audience.needs(Permission.PEOPLE)
def change_time_zone() -> ResponseReturnValue:
    """Changes in which time zone the desk shows what concerns a programme."""
    area, name = _whole_programme(), request.form.get("time_zone", "").strip()
    if zones.read_zone(name) is None:
        return _places(area, unknown_zone=name), 422
    note_setting(db.session, area.programme.id, zones.KEY, name)
    note_event(db.session, "time_zone_changed", about=("programme", area.programme.id), programme=area.programme.id)
    return redirect(url_for(".places", programme=area.programme.id, zone="changed"), 303)


@pages.post("/projects")
@audience.needs(Permission.PLACES)
@takes_at_most(MAX_FILE + PLAIN_FORM.in_all, of_text=importing.MOST_PACKED + PLAIN_FORM.of_text)
@reads_first
def load_projects() -> ResponseReturnValue:
    """Shows what a register of CSR projects would change; loads it when it comes back as it was seen."""
    return _load("projects")


def _may_change_all_places() -> bool:
    return may(audience.caller(StaffIdentity), Permission.PLACES, INSTALLATION)


def _load(kind: str) -> ResponseReturnValue:
    area = asked_area()
    if not area.is_whole:
        raise Problem("not-allowed")  # a file may speak of any place of the programme
    sent, form = _sent(), request.form
    if form.get("seen"):
        begin_writing(db.session)
    try:
        shown = importing.load(
            db.session, kind, sent, programme=area.programme.id, seen=form.get("seen", ""),
            clear=bool(form.get("clear")), accepted=bool(form.get("accept")), whole_tree=_may_change_all_places(),
        )  # fmt: skip
    except Unusable as unusable:
        db.session.rollback()
        again = {"kind": kind, "sent": sent, "readings": importing.readings(sent, unusable.faults), "pages": PAGES}
        return _places(area, faults=unusable.faults, again=again), 422
    if shown.is_done:
        return _places(
            area,
            done=counts_in_words("loaded", shown.preview, empty="cleared" if form.get("clear") else "kept"),
            remarks=shown.preview.remarks,
        )
    page = _page("import", programme=area.programme, kind=kind, said=counts_in_words("would_load", shown.preview),
                 preview=shown.preview, sent=shown.sent, wrong=shown.wrong, pages=PAGES)  # fmt: skip
    return page, 422 if shown.wrong else 200


def _sent() -> importing.SentFile:
    """The file of this request, or the one that its preview carries, and the code page that a person chose."""
    file, page = request.files.get("file"), request.form.get("encoding", "")
    data = file.stream.read(MAX_FILE + 1) if file else unpack_file(request.form.get("packed", ""), most=MAX_FILE)
    filename = (file.filename if file else request.form.get("filename")) or ""
    return importing.SentFile(data, filename[:200], page if page in PAGES else "")


@pages.get("/trusted")
@audience.needs(Permission.PEOPLE)
def trusted() -> ResponseReturnValue:
    """Whom phones name, to be called behind the danger door."""
    return _trusted(asked_area())


def _trusted(area: ProgrammeArea, **values: Any) -> str:
    lines = trusted_page.page_lines(db.session, contacts(area.programme.settings))
    return _page(
        "trusted", programme=area.programme, lines=lines, grouped=readable_number, edits=area.is_whole, **values
    )


def _whole_programme() -> ProgrammeArea:
    """What is decided for all of a programme. Problem `not-allowed` for whoever looks after a part of it."""
    area = asked_area()
    if not area.is_whole:
        raise Problem("not-allowed")
    return area


@pages.post("/trusted")
@audience.needs(Permission.PEOPLE)
def add_trusted() -> ResponseReturnValue:
    """Adds a trusted person: phones get it with their next exchange."""
    area = _whole_programme()
    entered = {name: request.form.get(name, "").strip()[:200] for name in trusted_page.FIELDS}
    try:
        trusted_page.add_contact(db.session, area.programme.id, entered)
    except Problem as problem:
        return _trusted(area, lacking=problem.details.get("errors"), entered=entered), problem.kind.status
    return redirect(url_for(".trusted", programme=area.programme.id), 303)


@pages.post("/trusted/<contact_id>/remove")
@audience.needs(Permission.PEOPLE)
def remove_trusted(contact_id: str) -> ResponseReturnValue:
    """Takes a trusted person off the phones."""
    area = _whole_programme()
    trusted_page.remove_contact(db.session, area.programme.id, contact_id)
    return redirect(url_for(".trusted", programme=area.programme.id), 303)
