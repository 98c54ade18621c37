"""The desk's door to solutions that people found: lifted from records, written, published, shown to work."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.id_text import read_id
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area, permitted_areas, shown_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.portfolio.csr.forms import FormErrors
from feedback_app.portfolio.practices import consent, evidence, lift, step, store, unite, view, words
from feedback_app.portfolio.practices.reach import may_change
from feedback_app.portfolio.practices.refusals import PracticeRefusal
from feedback_app.portfolio.practices.tables import Practice
from feedback_app.portfolio.practices.texts import TEXTS
from feedback_app.portfolio.practices.visibility import HolderConsent
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.reach import is_whole
from feedback_app.review.store import programme_names
from schemas.roles import Permission
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__, Permission.PORTFOLIO)

SECTION = "practices"
HERE = "/practices/<programme>/<uuid:practice_id>"
DONE = frozenset(
    {"lifted", "joined", "proposed", "published", "noted", "withdrawn", "moved", "united", "separated", "left"}
)  # fmt: skip


@pages.context_processor
def template_context() -> dict[str, Any]:
    """What the desk's pages of solutions say things with."""
    return {
        "say": TEXTS.say, "texts": TEXTS, "day": _day, "term": _term, "section": SECTION,
        "kinds": vocabulary("practice_evidence").terms, "states": list(HolderConsent),
    }  # fmt: skip


def _day(at: dt.date) -> str:
    return at.strftime("%d/%m/%Y" if language() == "fr" else "%Y-%m-%d")


def _term(name: str, code: str | None) -> str:
    return vocabulary(name).label(code, language()) if code else ""


@pages.get("/practices/")
@in_menu(SECTION, words=("Solutions", "Solutions"), order=24)
def practices() -> ResponseReturnValue:
    """Solutions by stage, and accepted records that wait to become one."""
    return _list(shown_area().programme_id)


def _list(programme: str, *, refused: str | None = None) -> Response:
    mine = permitted_areas()
    return not_cached(
        render_template(
            "practices/desk_list.html", view=view.practice_list(db.session, mine[programme]), refused=refused,
            did=_did(), at_once=store.AT_ONCE,
            programmes=programme_names(db.session, list(mine), language()) if len(mine) > 1 else [],
        )
    )  # fmt: skip


@pages.post("/practices/<programme>/lift")
def lift_record(programme: str) -> ResponseReturnValue:
    """Makes a solution of an accepted record, or puts it into one that says the same."""
    area, record = permitted_area(programme), read_id(request.form.get("record", ""))
    into = read_id(request.form.get("into", ""))
    if record is None:
        raise Problem("malformed")
    if into is not None:
        found = _changeable(programme, into)
        refused = lift.join(db.session, area, found, record, author=_author())
        return _refused_list(programme, refused) if refused else _on(programme, found.id, "joined")
    made = lift.lift(db.session, area, record, request.form.get("title", ""), author=_author())
    if isinstance(made, PracticeRefusal):
        return _refused_list(programme, made)
    return _on(programme, made.id, "lifted")


@pages.route(HERE, methods=["GET", "POST"])
def practice(programme: str, practice_id: uuid.UUID) -> ResponseReturnValue:
    """A solution, why it is here, and a form that proposes other words."""
    if request.method == "GET":
        return _page(_existing(programme, practice_id))
    found, sent = _changeable(programme, practice_id), request.form.to_dict(flat=False)
    read = words.read_words(db.session, found, sent)
    if isinstance(read, FormErrors):
        return _page(found, sent=sent, faults=read.by_field), 422
    refused = words.propose(db.session, found, read, seen=_version(), author=_author())
    if refused:
        return _refused(found, refused, sent=sent)
    return _on(programme, practice_id, "proposed")


@pages.post(f"{HERE}/publish")
def publish(programme: str, practice_id: uuid.UUID) -> ResponseReturnValue:
    """Publishes the words that somebody else wrote."""
    found = _of_whole(programme, practice_id)
    refused = words.publish(db.session, found, seen=_version(), author=_author())
    return _answer(found, refused, "published")


@pages.post(f"{HERE}/withdraw")
def withdraw(programme: str, practice_id: uuid.UUID) -> ResponseReturnValue:
    """Takes a solution from every public page and file."""
    found = _of_whole(programme, practice_id)
    reason = request.form.get("reason", "")
    refused = words.withdraw(db.session, found, reason, seen=_version(), author=_author())
    return _answer(found, refused, "withdrawn")


@pages.post(f"{HERE}/evidence")
def add_evidence(programme: str, practice_id: uuid.UUID) -> ResponseReturnValue:
    """Notes what shows that it works."""
    found = _changeable(programme, practice_id)
    form = {name: request.form.get(name, "") for name in ("kind", "source", "day", "shows", "place", "record")}
    made = evidence.add(db.session, found, evidence.EvidenceForm(**form), author=_author())
    if isinstance(made, PracticeRefusal):
        return _refused(found, made)
    if isinstance(made, Mapping):
        return _page(found, evidence_faults=made, noted=form), 422
    return _on(programme, practice_id, "noted")


@pages.post(f"{HERE}/evidence/<uuid:evidence_id>/publish")
def publish_evidence(programme: str, practice_id: uuid.UUID, evidence_id: uuid.UUID) -> ResponseReturnValue:
    """Publishes an evidence that somebody else noted."""
    found = _of_whole(programme, practice_id)
    one = store.find_evidence(db.session, found, evidence_id)
    if one is None:
        raise Problem("not-found")
    return _answer(found, evidence.publish(db.session, found, one, author=_author()), "published")


@pages.post(f"{HERE}/evidence/<uuid:evidence_id>/withdraw")
def withdraw_evidence(programme: str, practice_id: uuid.UUID, evidence_id: uuid.UUID) -> ResponseReturnValue:
    """Takes an evidence back."""
    found = _changeable(programme, practice_id)
    one = store.find_evidence(db.session, found, evidence_id)
    if one is None:
        raise Problem("not-found")
    evidence.withdraw(db.session, found, one, author=_author())
    return _on(programme, practice_id, "withdrawn")


@pages.post(f"{HERE}/stage")
def change_stage(programme: str, practice_id: uuid.UUID) -> ResponseReturnValue:
    """Takes a step, by published evidence, or back with a reason."""
    found, form = _of_whole(programme, practice_id), request.form
    refused = step.take_step(
        db.session, found, form.get("stage", ""), form.get("reason", ""), seen=_version(), author=_author()
    )
    return _answer(found, refused, "moved")


@pages.post(f"{HERE}/consent")
def note_consent(programme: str, practice_id: uuid.UUID) -> ResponseReturnValue:
    """Notes what the holders of the knowledge said."""
    found = _changeable(programme, practice_id)
    form = {name: request.form.get(name, "") for name in ("state", "holders", "how", "day")}
    return _answer(
        found, consent.note_consent(db.session, found, consent.ConsentForm(**form), author=_author()), "noted"
    )


@pages.post(f"{HERE}/leave")
def leave(programme: str, practice_id: uuid.UUID) -> ResponseReturnValue:
    """Takes a record off a solution that comes from others too."""
    found, record = _changeable(programme, practice_id), read_id(request.form.get("record", ""))
    if record is None:
        raise Problem("malformed")
    return _answer(
        found, lift.leave(db.session, found, record, request.form.get("reason", ""), author=_author()), "left"
    )


@pages.post(f"{HERE}/unite")
def unite_with(programme: str, practice_id: uuid.UUID) -> ResponseReturnValue:
    """Puts a solution into another that is the same."""
    found, into = _of_whole(programme, practice_id), read_id(request.form.get("into", ""))
    other = store.find_practice(db.session, programme, into) if into else None
    if other is None:
        return _refused(found, PracticeRefusal.SELF)
    refused = unite.unite(db.session, found, other, author=_author())
    return _refused(found, refused) if refused else _on(programme, other.id, "united")


@pages.post(f"{HERE}/separate")
def separate(programme: str, practice_id: uuid.UUID) -> ResponseReturnValue:
    """Takes a merged solution out again."""
    found = _of_whole(programme, practice_id)
    return _answer(found, unite.separate(db.session, found, author=_author()), "separated")


def _answer(found: Practice, refused: StrEnum | None, did: str) -> ResponseReturnValue:
    return _refused(found, refused) if refused else _on(found.programme_id, found.id, did)


def _refused(
    found: Practice, refused: StrEnum, *, sent: Mapping[str, Sequence[str]] | None = None
) -> ResponseReturnValue:
    programme, practice_id = found.programme_id, found.id
    db.session.rollback()
    status = 409 if refused == PracticeRefusal.STALE else 422
    return _page(_existing(programme, practice_id), refused=refused, sent=sent), status


def _refused_list(programme: str, refused: PracticeRefusal) -> ResponseReturnValue:
    db.session.rollback()
    return _list(programme, refused=refused), 422


def _page(
    found: Practice, *, refused: str | None = None, sent: Mapping[str, Sequence[str]] | None = None,
    faults: Mapping[str, tuple[str, str]] | None = None, evidence_faults: Mapping[str, str] | None = None,
    noted: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    area = permitted_area(found.programme_id)
    page = view.practice_page(db.session, found, me=_me(), lang=language(), sent=sent, faults=faults)
    return not_cached(
        render_template(
            "practices/desk_practice.html", view=page, programme=found.programme_id, refused=refused, did=_did(),
            wrong=bool(faults), whole=is_whole(db.session, area),
            may_change=may_change(db.session, area, found, by=_me()), evidence_faults=evidence_faults or {},
            noted=noted or {}, today=clock.now().date().isoformat(),
        )
    )  # fmt: skip


def _existing(programme: str, practice_id: uuid.UUID) -> Practice:
    permitted_area(programme)
    found = store.find_practice(db.session, programme, practice_id)
    if found is None:
        raise Problem("not-found")
    return found


def _changeable(programme: str, practice_id: uuid.UUID) -> Practice:
    """Problem `not-allowed` for a solution of places outside the caller's area."""
    found = _existing(programme, practice_id)
    if not may_change(db.session, permitted_area(programme), found, by=_me()):
        raise Problem("not-allowed")
    return found


def _of_whole(programme: str, practice_id: uuid.UUID) -> Practice:
    """Problem `not-allowed` for who looks after a part of the programme only: they propose."""
    found = _existing(programme, practice_id)
    if not is_whole(db.session, permitted_area(programme)):
        raise Problem("not-allowed")
    return found


def _on(programme: str, practice_id: uuid.UUID, did: str) -> ResponseReturnValue:
    return redirect(url_for(".practice", programme=programme, practice_id=practice_id, did=did), 303)


def _version() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _me() -> uuid.UUID:
    return audience.caller(StaffIdentity).person_id


def _author() -> Author:
    return Author(_me(), clock.now())


def _did() -> str | None:
    did = request.args.get("did")
    return did if did in DONE else None
