"""The door for whoever has a one-time link: they choose their password."""

from __future__ import annotations

from typing import Any

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.audit.log import note_event
from feedback_app.base import audience, clock
from feedback_app.base.actor import own_actor
from feedback_app.base.db import db
from feedback_app.base.ids import hash_token
from feedback_app.base.sign_in import DESK
from feedback_app.enrol import sign_in_store
from feedback_app.enrol.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD, as_typed
from feedback_app.enrol.people import actions, store
from feedback_app.enrol.people.texts import TEXTS
from feedback_app.enrol.public import login_page, make_known
from feedback_app.enrol.sign_in import login_key

pages = audience.pages(__name__)


def _page(**values: Any) -> str:
    return render_template("people/choose.html", texts=TEXTS, shortest=SHORTEST_PASSWORD, **values)


@pages.get("/desk/link")
def open_link() -> ResponseReturnValue:
    """Takes what the link carries behind `#`, which no server is sent, or what somebody pastes."""
    return _page()


@pages.post("/desk/link")
def use_link() -> ResponseReturnValue:
    """Says whose link it is and asks for a password; takes the password. Then its person signs in with it."""
    code, now = request.form.get("code", "").strip()[:300].rpartition("#link=")[2], clock.now()
    person = store.person_of_link(db.session, hash_token(code), now)
    if person is None:
        return _page(unknown=True), 404
    if "new_password" not in request.form:
        return _page(code=code, person=person)
    chosen = as_typed(request.form["new_password"][: 4 * LONGEST_PASSWORD])
    if fault := actions.password_fault(person, chosen):
        return _page(code=code, person=person, fault=fault), 422
    if not store.take_link(db.session, hash_token(code)):
        return _page(unknown=True), 404
    audience.note_access()
    note_event(db.session, "link_used", about=("person", person.id), by=own_actor(person.id))
    actions.set_password(db.session, person, chosen)
    key = login_key(person.login or "", audience.fingerprint)
    sign_in_store.unlock(db.session, key)
    answer = make_response(login_page(next=DESK, login=person.login, chosen=True))
    make_known(answer, key)
    return answer
