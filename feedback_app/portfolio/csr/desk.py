"""The desk's door to the CSR map: sheets of organisations, initiatives, commitments and the framework."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.code_pages import PAGES
from feedback_app.base.db import begin_writing, db
from feedback_app.base.faults import Fault, Unusable
from feedback_app.base.http import PLAIN_FORM, reads_first, takes_at_most
from feedback_app.base.i18n import language
from feedback_app.base.id_text import read_id
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area, permitted_areas, shown_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.portfolio.csr import forms, importing, publishing, store, takeover, view
from feedback_app.portfolio.csr.kinds import INITIATIVE, KINDS, CsrKind
from feedback_app.portfolio.csr.publishing import SheetRefusal
from feedback_app.portfolio.csr.reach import may_change
from feedback_app.portfolio.csr.tables import CsrSheet
from feedback_app.portfolio.csr.texts import TEXTS
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.reach import is_whole
from feedback_app.register.import_counts import counts_in_words
from feedback_app.register.importing import MOST_PACKED, SentFile, readings
from feedback_app.register.places import MAX_FILE
from feedback_app.register.preview import unpack_file
from feedback_app.review.store import programme_names
from schemas.roles import Permission
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__, Permission.PORTFOLIO)

SECTION = "csr"
DONE = frozenset({"proposed", "same", "published", "removed", "loaded", "taken"})


@pages.context_processor
def template_context() -> dict[str, Any]:
    """What the desk's pages of the CSR map say things with."""
    return {"say": TEXTS.say, "texts": TEXTS, "day": _day, "csr_kinds": list(KINDS), "term": _term, "section": SECTION}


def _day(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%d/%m/%Y" if language() == "fr" else "%Y-%m-%d")


def _term(name: str, code: str | None) -> str:
    return vocabulary(name).label(code, language()) if code else ""


@pages.get("/csr/")
@in_menu("csr", words=("RSE", "CSR"), order=25)
def sheets() -> ResponseReturnValue:
    """The sheets of a kind, with filters."""
    return _list(shown_area().programme_id)


def _list(programme: str, **more: Any) -> Response:
    mine, asked = permitted_areas(), _asked()
    found = view.sheet_list(db.session, programme, asked, me=_me(), lang=language())
    return not_cached(
        render_template(
            "csr/desk_list.html", view=found, did=_did(), n=request.args.get("n", "")[:6],
            programmes=programme_names(db.session, list(mine), language()) if len(mine) > 1 else [],
            whole=is_whole(db.session, mine[programme]), beyond=len(takeover.without_sheet(db.session, programme)),
            **({"faults": (), "again": None, "refused": None} | more),
        )
    )  # fmt: skip


def _asked() -> view.SheetQuery:
    given = request.values
    kind = given.get("kind", "")
    return view.SheetQuery(
        kind=kind if kind in KINDS else INITIATIVE, words=given.get("q", "")[:100],
        sector=given.get("sector", "")[:40], place=given.get("place", "")[:40], waiting=given.get("waiting") == "1",
    )  # fmt: skip


@pages.get("/csr/<programme>/new")
def new_sheet(programme: str) -> ResponseReturnValue:
    """The form of a new sheet."""
    permitted_area(programme)
    return _sheet(programme, _kind(request.args.get("kind", "")), None)


@pages.post("/csr/<programme>/new")
def add_sheet(programme: str) -> ResponseReturnValue:
    """Proposes a new sheet."""
    permitted_area(programme)
    kind = _kind(request.form.get("kind", ""))
    made = forms.new_sheet(db.session, programme, kind, request.form.to_dict(flat=False), author=_author())
    if isinstance(made, forms.FormErrors):
        return _sheet(programme, kind, None, faults=made), 422
    return redirect(url_for(".sheet", programme=programme, sheet_id=made.id, did="proposed"), 303)


@pages.route("/csr/<programme>/<uuid:sheet_id>", methods=["GET", "POST"])
def sheet(programme: str, sheet_id: uuid.UUID) -> ResponseReturnValue:
    """A sheet, its history, and a form that proposes other words."""
    permitted_area(programme)
    found = _existing(programme, sheet_id)
    if request.method == "GET":
        return _sheet(programme, KINDS[found.kind], found)
    if not may_change(db.session, permitted_area(programme), found, by=_me()):
        raise Problem("not-allowed")
    made = forms.change_sheet(db.session, programme, found, request.form.to_dict(flat=False), author=_author())
    if isinstance(made, forms.FormErrors):
        return _sheet(programme, KINDS[found.kind], found, faults=made), 422
    if made:
        return _refused(programme, found, made)
    did = "proposed" if found.proposed else "same"
    return redirect(url_for(".sheet", programme=programme, sheet_id=sheet_id, did=did), 303)


@pages.post("/csr/<programme>/<uuid:sheet_id>/publish")
def publish_sheet(programme: str, sheet_id: uuid.UUID) -> ResponseReturnValue:
    """Publishes what somebody else wrote."""
    _check_whole(programme)
    found = _existing(programme, sheet_id)
    if refused := publishing.publish(db.session, found, _version(), author=_author()):
        return _refused(programme, found, refused)
    return redirect(url_for(".sheet", programme=programme, sheet_id=sheet_id, did="published"), 303)


@pages.post("/csr/<programme>/<uuid:sheet_id>/remove")
def remove_sheet(programme: str, sheet_id: uuid.UUID) -> ResponseReturnValue:
    """Takes a sheet away; its history stays."""
    _check_whole(programme)
    found = _existing(programme, sheet_id)
    kind = found.kind
    if refused := publishing.remove(db.session, found, _version(), author=_author()):
        return _refused(programme, found, refused)
    return redirect(url_for(".sheets", programme=programme, kind=kind, did="removed"), 303)


@pages.post("/csr/<programme>/publish")
def publish_many(programme: str) -> ResponseReturnValue:
    """Publishes the ticked sheets that somebody else wrote and nobody changed meanwhile."""
    _check_whole(programme)
    store.lock_sheets(db.session)
    count = 0
    for ticked in request.form.getlist("sheet")[: view.MOST]:
        id_text, _, version = ticked.partition(":")
        found = store.find_sheet(db.session, programme, key) if (key := read_id(id_text)) else None
        if found and version.isdecimal() and len(version) < 9:
            count += publishing.publish(db.session, found, int(version), author=_author()) is None
    return redirect(url_for(".sheets", programme=programme, kind=_asked().kind, did="published", n=count), 303)


@pages.post("/csr/<programme>/register")
def take_over(programme: str) -> ResponseReturnValue:
    """Proposes a sheet of each project of the register that has none."""
    _check_whole(programme)
    count = takeover.take_over(db.session, programme, author=_author())
    return redirect(url_for(".sheets", programme=programme, waiting=1, did="taken", n=count), 303)


@pages.post("/csr/<programme>/load")
@takes_at_most(MAX_FILE + PLAIN_FORM.in_all, of_text=MOST_PACKED + PLAIN_FORM.of_text)
@reads_first
def load(programme: str) -> ResponseReturnValue:
    """Shows what a file would change; proposes it when it comes back as it was seen."""
    _check_whole(programme)
    sent, form, kind = _sent(), request.form, _kind(request.form.get("kind", ""))
    left_out = {int(one) for one in form.get("left_out", "").split() if one.isdecimal() and len(one) < 8}
    if seen := form.get("seen", ""):
        begin_writing(db.session)
        store.lock_sheets(db.session)
    try:
        plan = importing.plan_sheets(
            db.session, programme, kind, sent.data, page=sent.page, left_out=left_out,
            empty_too=bool(form.get("empty_too")),
        )  # fmt: skip
    except Unusable as unusable:
        db.session.rollback()
        return _list(programme, faults=unusable.faults, again=_again(sent, kind, unusable.faults, left_out)), 422
    wrong = plan.preview.seen_otherwise(seen, accepted=bool(form.get("sure")))
    if seen and not wrong:
        importing.load_sheets(db.session, plan, author=_author())
        return redirect(url_for(".sheets", programme=programme, kind=kind.code, waiting=1, did="loaded"), 303)
    page = render_template(
        "csr/import.html", programme=programme, kind=kind.code, preview=plan.preview, sent=sent, wrong=wrong,
        left_out=" ".join(map(str, sorted(left_out))), said=counts_in_words("would_load", plan.preview),
        empty_too=bool(form.get("empty_too")),
    )  # fmt: skip
    return make_response(page, 422 if wrong else 200)


def _again(sent: SentFile, kind: CsrKind, faults: tuple[Fault, ...], left_out: set[int]) -> dict[str, Any]:
    """What a file that could not be taken may be tried with: another code page, or without the rows that are wrong."""
    rows = sorted({one.row for one in faults if one.row > 1} | left_out)
    named = all(one.row > 1 or one.reason == "which-code-page" for one in faults)
    return {
        "sent": sent, "kind": kind.code, "readings": readings(sent, faults), "pages": PAGES,
        "rows": rows if named else [],
    }  # fmt: skip


def _sent() -> SentFile:
    """The file of this request, or the one that its preview carries, and the code page that a person chose."""
    file, page = request.files.get("file"), request.form.get("encoding", "")
    data = file.stream.read(MAX_FILE + 1) if file else unpack_file(request.form.get("packed", ""), most=MAX_FILE)
    filename = (file.filename if file else request.form.get("filename")) or ""
    return SentFile(data, filename[:200], page if page in PAGES else "")


def _sheet(
    programme: str, kind: CsrKind, found: CsrSheet | None, *, faults: forms.FormErrors | None = None,
    refused: SheetRefusal | None = None,
) -> Response:  # fmt: skip
    sent = request.form.to_dict(flat=False) if faults or refused is SheetRefusal.STALE else None
    area = permitted_area(programme)
    page = view.sheet_page(
        db.session, programme, kind, found, me=_me(), lang=language(),
        sent=sent if sent and "version" in sent else sent if faults else None,
        faults=faults.by_field if faults else None,
    )  # fmt: skip
    return not_cached(
        render_template(
            "csr/desk_sheet.html", view=page, programme=programme, refused=refused, wrong=bool(faults), did=_did(),
            whole=is_whole(db.session, area),
            may_change=found is None or may_change(db.session, area, found, by=_me()),
        )
    )  # fmt: skip


def _refused(programme: str, found: CsrSheet, refused: SheetRefusal) -> ResponseReturnValue:
    db.session.rollback()
    found = _existing(programme, found.id)
    status = 409 if refused is SheetRefusal.STALE else 422
    return _sheet(programme, KINDS[found.kind], found, refused=refused), status


def _existing(programme: str, sheet_id: uuid.UUID) -> CsrSheet:
    permitted_area(programme)
    found = store.find_sheet(db.session, programme, sheet_id)
    if found is None:
        raise Problem("not-found")
    return found


def _check_whole(programme: str) -> None:
    """Problem `not-allowed` for who looks after a part of the programme only: they propose."""
    if not is_whole(db.session, permitted_area(programme)):
        raise Problem("not-allowed")


def _kind(code: str) -> CsrKind:
    if code not in KINDS:
        raise Problem("malformed")
    return KINDS[code]


def _version() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _me() -> uuid.UUID:
    return audience.caller(StaffIdentity).person_id


def _author() -> Author:
    return Author(_me(), clock.now())


def _did() -> str | None:
    did = request.args.get("did")
    return did if did in DONE else None
