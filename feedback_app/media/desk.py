"""The door for staff: looking at photos, listening to voices."""

from __future__ import annotations

from flask import current_app
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, representations
from feedback_app.base.db import db
from feedback_app.base.problem import Problem
from feedback_app.enrol.desk import permitted_area
from feedback_app.media import actions, listening
from feedback_app.media.refusal_store import is_refused
from feedback_app.media.tables import Media
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.MEDIA)


@pages.get("/media/<programme>/<sha256>/<variant>")
def medium(programme: str, sha256: str, variant: str) -> ResponseReturnValue:
    """A photo in one of its sizes, or a voice (`original`, in ranges), its waveform (`wave`), its twin in AAC (`m4a`).
    Photos are never served as they came.

    One whose use was refused or taken back is not shown, whether or not it was swept yet.
    """
    area = permitted_area(programme)
    if not current_app.extensions["echo_may_see_medium"](db.session, area, sha256):
        raise Problem("not-found")
    media = None if is_refused(db.session, programme, sha256) else db.session.get(Media, (programme, sha256))
    if media is None or media.state != "ready":
        raise Problem("not-found")
    kind = _kind(media.type, variant)
    files = actions.files_of(current_app.extensions["echo_settings"])
    if variant in listening.KINDS:
        db.session.rollback()  # making it may take seconds
        size = listening.made_of_voice(files, programme, sha256, variant)
    else:
        size = files.size(programme, sha256, variant)
    if size is None:
        raise Problem("not-found")
    if variant != "wave":
        audience.note_medium_read(programme, sha256)
    return representations.stored_medium(
        files.open(programme, sha256, variant),
        kind,
        size=size,
        etag=f"{sha256}-{variant}",
        cache="private, no-cache",  # what was erased is not stored by a browser either
    )


def _kind(of: str, variant: str) -> str:
    """The type of a photo's or voice's variant. Problem `not-found` where it has none of this name."""
    if of.startswith("audio/"):
        found = {"original": of, **listening.KINDS}.get(variant)
    else:
        found = {"large": "image/webp", "thumb": "image/webp"}.get(variant)
    if found is None:
        raise Problem("not-found")
    return found
