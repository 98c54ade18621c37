"""Loading a file of places or of projects as a page does it: planned, shown, and then written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.register.place_import import load_places, plan_places, read_places
from feedback_app.register.place_rights import PlaceRights
from feedback_app.register.preview import Preview
from feedback_app.register.project_import import load_projects, plan_projects

_LOADED = {"places": "places_loaded", "projects": "projects_loaded"}


def plan_import(
    session: AnySession,
    kind: str,
    data: bytes,
    *,
    filename: str,
    programme: str,
    page: str = "",
    clear: bool = False,
    rights: PlaceRights | None = None,
) -> tuple[Preview, Callable[[], None]]:
    """What a file (`kind` places or projects) would change, and what does it; `rights` of whoever may not change the
    whole tree. Raises `Unusable`."""
    if kind == "places":
        places = plan_places(session, read_places(data, filename, page=page), clear=clear, rights=rights)
        write: Callable[[], object] = partial(load_places, session, places)
        preview = places.preview
    else:
        projects = plan_projects(session, programme, data, page=page, clear=clear, rights=rights)
        write, preview = partial(load_projects, session, projects), projects.preview

    def load() -> None:
        write()
        file = ("file", hashlib.sha256(data).hexdigest())
        note_event(session, _LOADED[kind], about=file, programme=programme or None, cleared=clear)

    return preview, load
