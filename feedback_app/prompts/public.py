"""The door for anyone: the sounds and pictures of forms, and public sounds of staff, by the hash of their content."""

from __future__ import annotations

from flask import current_app
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, representations
from feedback_app.base.db import db
from feedback_app.base.problem import Problem
from feedback_app.forms.store import where_form_medium
from feedback_app.media import actions
from feedback_app.media.staff_sound_store import where_public
from feedback_app.prompts import store
from feedback_app.prompts.sounds import begins_as_sound

pages = audience.pages(__name__)

CACHED_S = 86_400
"""How long caches in between may store a sound: one that is withdrawn, or erased, is heard for a day more at most.
Phones store it longer, and delete it when its withdrawal comes down."""


@pages.get("/form-media/<sha256>")
def form_medium(sha256: str) -> ResponseReturnValue:
    """A prompt that counts, a sound or picture of a form, or what staff recorded of words that are public. Nothing
    that anyone answered is ever found here."""
    found = (
        store.where_sound(db.session, sha256)
        or where_form_medium(db.session, sha256)
        or where_public(db.session, sha256)
    )
    if found is None:
        raise Problem("not-found")
    programme, kind = found
    files = actions.files_of(current_app.extensions["echo_settings"])
    size = files.size(programme, sha256)
    if size is None:
        raise Problem("not-found")
    content = files.open(programme, sha256)
    if kind.startswith("audio/") and not begins_as_sound(content, kind):
        content.close()
        raise Problem("not-found")
    return representations.stored_medium(content, kind, size=size, etag=sha256, cache=f"public, max-age={CACHED_S}")
