"""The door for staff: looking at photos, listening to voices."""

from __future__ import annotations

from flask import current_app
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, representations
from feedback_app.base.db import db
from feedback_app.base.problem import Problem
from feedback_app.enrol.desk import permitted_area
from feedback_app.media import actions
from feedback_app.media.refusal_store import is_refused
from feedback_app.media.tables import Media
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.MEDIA)


@pages.get("/media/<programme>/<sha256>/<variant>")
def medium(programme: str, sha256: str, variant: str) -> ResponseReturnValue:
    """A photo in one of its sizes, or a voice (`original`, in ranges). Photos are never served as they came.

    One whose use was refused or taken back is not shown, whether or not it was swept yet.
    """
    area = permitted_area(programme)
    if not current_app.extensions["echo_may_see_medium"](db.session, area, sha256):
        raise Problem("not-found")
    media = None if is_refused(db.session, programme, sha256) else db.session.get(Media, (programme, sha256))
    voice = media is not None and media.type.startswith("audio/")
    if media is None or media.state != "ready" or voice != (variant == "original"):
        raise Problem("not-found")
    files = actions.files_of(current_app.extensions["echo_settings"])
    size = files.size(programme, sha256, variant)
    if size is None:
        raise Problem("not-found")
    audience.note_medium_read(programme, sha256)
    return representations.stored_medium(
        files.open(programme, sha256, variant),
        media.type if voice else "image/webp",
        size=size,
        etag=f"{sha256}-{variant}",
        cache="private, no-cache",  # what was erased is not stored by a browser either
    )
