"""The door for anyone: who is responsible for what is stored, why, for how long, and what people may ask for."""

from __future__ import annotations

from flask import Response, make_response, render_template

from feedback_app.base import audience
from feedback_app.base.db import db
from feedback_app.register.lookup_store import existing_programme, programme_ids
from feedback_app.rights.register import read_register
from feedback_app.rights.texts import TEXTS, period_words

pages = audience.pages(__name__)


@pages.get("/vos-droits")
def rights() -> Response:
    """The notice of every programme of this server, from its own data."""
    programmes = [existing_programme(db.session, one) for one in programme_ids(db.session)]
    registers = [(one.name, read_register(one.settings or {})) for one in programmes]
    page = render_template(
        "rights/notice.html", section="rights", say=TEXTS.say, registers=registers, period=period_words
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.update(["Cookie", "Accept-Language"])
    return answer
