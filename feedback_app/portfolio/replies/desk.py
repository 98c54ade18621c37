"""The desk's door to replies to places."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock, representations, zones
from feedback_app.base.db import db
from feedback_app.base.http import PLAIN_FORM, reads_first, takes_at_most, uploaded
from feedback_app.base.i18n import language
from feedback_app.base.id_text import read_id
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area, permitted_areas, shown_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import Area
from feedback_app.media.actions import files_of
from feedback_app.media.refusal_store import is_refused
from feedback_app.portfolio.replies import store, view, writing
from feedback_app.portfolio.replies.states import ReplyRefusal, ReplyState
from feedback_app.portfolio.replies.tables import Reply
from feedback_app.portfolio.replies.texts import TEXTS, places_words
from feedback_app.portfolio.replies.transactions import save
from feedback_app.portfolio.replies.writing import ReplyForm
from feedback_app.portfolio.solutions.history import Author
from feedback_app.prompts.staff_voice import LARGEST_UPLOAD, open_voice
from feedback_app.review.store import programme_names
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.PORTFOLIO)
DONE = frozenset({"written", "published", "withdrawn"})
UPLOAD = LARGEST_UPLOAD + PLAIN_FORM.in_all


@pages.context_processor
def template_context() -> dict[str, Any]:
    """What the pages of replies say things with."""
    return {"say": TEXTS.say, "places_words": places_words, "day": _day, "section": "replies"}


def _day(at: dt.date) -> str:
    """A day, or that of a moment by the clock of the programme."""
    if isinstance(at, dt.datetime):
        return zones.day(at)
    return at.strftime("%d/%m/%Y" if language() == "fr" else "%Y-%m-%d")


@pages.get("/replies/")
@in_menu("replies", words=("Réponses aux lieux", "Replies to places"), order=22)
def replies() -> ResponseReturnValue:
    """Replies that wait for a second person, that phones have, and those of before."""
    area, mine = shown_area(), permitted_areas()
    programmes = programme_names(db.session, list(mine), language()) if len(mine) > 1 else []
    return not_cached(
        render_template(
            "replies/list.html", sections=view.sections(db.session, area, today=clock.now().date()),
            programme=area.programme_id, programmes=programmes, did=_did(),
        )
    )  # fmt: skip


@pages.get("/replies/<programme>/new")
def new_reply(programme: str) -> ResponseReturnValue:
    """A form for a new reply, or for one that takes the place of another."""
    area = permitted_area(programme)
    earlier = store.find_reply(db.session, programme, read_id(request.args.get("follows", "")))
    return _form(area, None, follows=earlier if earlier and view.is_mine(db.session, area, earlier) else None)


@pages.post("/replies/<programme>")
@takes_at_most(UPLOAD)
@reads_first
def add_reply(programme: str) -> ResponseReturnValue:
    """Writes a reply, for somebody else to publish."""
    return _saved(permitted_area(programme), None)


@pages.get("/replies/<programme>/<uuid:reply_id>")
def reply(programme: str, reply_id: uuid.UUID) -> ResponseReturnValue:
    """A reply, its history, and a form that corrects it as long as it is not published."""
    area = permitted_area(programme)
    return _form(area, _mine(area, reply_id))


@pages.post("/replies/<programme>/<uuid:reply_id>")
@takes_at_most(UPLOAD)
@reads_first
def change_reply(programme: str, reply_id: uuid.UUID) -> ResponseReturnValue:
    """Corrects a reply that is not published yet."""
    area = permitted_area(programme)
    return _saved(area, _mine(area, reply_id))


@pages.post("/replies/<programme>/<uuid:reply_id>/publish")
def publish(programme: str, reply_id: uuid.UUID) -> ResponseReturnValue:
    """Publishes what somebody else wrote: phones of its places and public pages have it."""
    area = permitted_area(programme)
    found = _mine(area, reply_id, lock=True)
    refused = writing.publish(db.session, found, read_id(request.form.get("version", "")), author=_author())
    if refused:
        return _form(area, found, refused=refused), 409 if refused is ReplyRefusal.STALE else 422
    return _on(programme, "published")


@pages.post("/replies/<programme>/<uuid:reply_id>/withdraw")
def withdraw(programme: str, reply_id: uuid.UUID) -> ResponseReturnValue:
    """Takes a reply from phones and pages."""
    writing.withdraw(db.session, _mine(permitted_area(programme), reply_id, lock=True), author=_author())
    return _on(programme, "withdrawn")


@pages.get("/replies/<programme>/<uuid:reply_id>/sound")
def sound(programme: str, reply_id: uuid.UUID) -> ResponseReturnValue:
    """The recording of a reply, to be heard before it is published."""
    found = _mine(permitted_area(programme), reply_id)
    files = files_of(current_app.extensions["echo_settings"])
    voice = open_voice(db.session, files, programme, found.sound, subject=found.id)
    if voice is None:
        raise Problem("not-found")
    return representations.stored_medium(
        voice.content, voice.kind, size=voice.size, etag=voice.sha256, cache="private, no-cache"
    )


@pages.get("/replies/<programme>/<uuid:reply_id>/answers/<uuid:answer_id>/sound")
def answer_sound(programme: str, reply_id: uuid.UUID, answer_id: uuid.UUID) -> ResponseReturnValue:
    """The voice of somebody of the place, as their phone sent it, to those who look after the place."""
    found = _mine(permitted_area(programme), reply_id)
    voice = store.voice_of(db.session, programme, found.id, answer_id)
    files = files_of(current_app.extensions["echo_settings"])
    size = files.size(programme, voice[0]) if voice else None
    if (
        voice is None
        or size is None
        or not voice[1].startswith("audio/")
        or is_refused(db.session, programme, voice[0])
    ):
        raise Problem("not-found")
    audience.note_medium_read(programme, voice[0])
    content = files.open(programme, voice[0])
    return representations.stored_medium(content, voice[1], size=size, etag=voice[0], cache="private, no-cache")


def _mine(area: Area, reply_id: uuid.UUID, *, lock: bool = False) -> Reply:
    """A reply that the caller may manage. Problem `not-found` for any other, as if there were none."""
    found = store.find_reply(db.session, area.programme_id, reply_id, lock=lock)
    if found is None or not view.is_mine(db.session, area, found):
        raise Problem("not-found")
    return found


def _saved(area: Area, found: Reply | None) -> ResponseReturnValue:
    recording = uploaded("recording", limit=LARGEST_UPLOAD)
    reply_id, follows = (found.id if found else None), _followed(area, found)
    files = files_of(current_app.extensions["echo_settings"])
    author = _author()
    db.session.rollback()  # making the recording what phones play may take seconds
    made = save(files, area, reply_id, _sent_form(follows), recording, author=author)
    if isinstance(made, ReplyRefusal):
        again = store.find_reply(db.session, area.programme_id, reply_id)
        earlier = store.find_reply(db.session, area.programme_id, follows)
        return _form(area, again, refused=made, follows=earlier), 409 if made is ReplyRefusal.STALE else 422
    return _on(area.programme_id, "written")


def _followed(area: Area, found: Reply | None) -> uuid.UUID | None:
    """The reply that a new one takes the place of, where the caller may manage it."""
    if found is not None:
        return found.follows
    earlier = store.find_reply(db.session, area.programme_id, read_id(request.form.get("follows", "")))
    return earlier.id if earlier and view.is_mine(db.session, area, earlier) else None


def _sent_form(follows: uuid.UUID | None) -> ReplyForm:
    form = request.form
    heard, deed = (form.get(name, "").replace("\r\n", "\n") for name in ("heard", "deed"))
    return ReplyForm(
        about=form.get("about", ""), place=form.get("place", ""), theme=read_id(form.get("theme", "")),
        project=form.get("project", "")[:80], heard=heard, deed=deed, ask_on=form.get("ask_on", "")[:20],
        without_voice="without_voice" in form, follows=follows,
    )  # fmt: skip


def _form(
    area: Area, found: Reply | None, *, refused: ReplyRefusal | None = None, follows: Reply | None = None
) -> Response:
    page = view.page(db.session, found, me=_author().by, today=clock.now().date()) if found else None
    is_open = found is None or found.state == ReplyState.WRITTEN
    sent = request.form if refused and "heard" in request.form else None
    return not_cached(
        render_template(
            "replies/reply.html", programme=area.programme_id, reply=found, page=page, refused=refused, did=_did(),
            is_open=is_open, options=view.options(db.session, area.programme_id) if is_open else None,
            values=sent or _values(found or follows), follows=follows, today=clock.now().date(),
            is_for_milestone=any(one is not None and one.milestone_key for one in (found, follows)),
        )
    )  # fmt: skip


def _values(one: Reply | None) -> dict[str, Any]:
    """What a form is filled with: of a reply that another follows, whom it is for and what was heard."""
    if one is None:
        return {"about": "place"}
    is_written = one.state == ReplyState.WRITTEN
    return {
        "about": "theme" if one.theme_id else "project" if one.project_id else "place", "place": one.place_code or "",
        "theme": str(one.theme_id or ""), "project": one.project_id or "", "heard": one.heard,
        "deed": one.deed if is_written else "", "ask_on": one.ask_on if is_written and one.ask_on else "",
    }  # fmt: skip


def _author() -> Author:
    return Author(audience.caller(StaffIdentity).person_id, clock.now())


def _did() -> str | None:
    did = request.args.get("did")
    return did if did in DONE else None


def _on(programme: str, did: str) -> Response:
    return make_response(redirect(url_for(".replies", programme=programme, did=did), 303))
