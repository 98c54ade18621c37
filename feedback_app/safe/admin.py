"""The door for coordinators: how the backups went, and what alarms them on every page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock, zones
from feedback_app.base.db import db
from feedback_app.base.menu import in_menu
from feedback_app.enrol.desk import ProgrammeArea, permitted_areas
from feedback_app.enrol.permissions import Area
from feedback_app.register.lookup_store import existing_programme
from feedback_app.safe import lost_media, schedule, store
from feedback_app.safe.texts import TEXTS
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.BACKUPS)

_FOLDERS = re.compile(r"""(?<=['"])/[^'"]*/|(?<![\w:/])/(?:[^/\s'"]+/)+""")
"""The folders of an absolute path; not what follows `scheme:/`."""


@pages.get("/backups")
@in_menu("backups", words=("Sauvegardes", "Backups"), order=90)
def backups() -> ResponseReturnValue:
    """The newest tries and their outcomes; for who looks after a part of a programme, when the last one went well."""
    scheduled = current_app.extensions["echo_settings"].backup is not None
    areas = permitted_areas()
    return render_template(
        "safe/backups.html", texts=TEXTS, runs=store.runs(db.session) if _is_of_all(areas) else None,
        scheduled=scheduled, last=store.last_backup(db.session, ok=True), plain=without_folders,
        gone=lost_media.visible_losses(db.session, areas),
    )  # fmt: skip


def _is_of_all(areas: Mapping[str, Area]) -> bool:
    """Whether the caller looks after a whole programme."""
    return any(ProgrammeArea(existing_programme(db.session, key), area).is_whole for key, area in areas.items())


def without_folders(text: str) -> str:
    """A path or an error without the folders of the server's machine: only what the last one is called."""
    return _FOLDERS.sub("…/", text)


def alarm() -> str | None:
    """What every page of the desk says about backups to whoever may see how they went; None when all is well."""
    if not audience.is_allowed(Permission.BACKUPS):
        return None
    wrong = schedule.alarm(db.session, current_app.extensions["echo_settings"], clock.now())
    if wrong is None:
        return None
    day = f"{zones.moment(wrong.since)} {zones.offset(wrong.since)}" if wrong.since else ""
    return TEXTS.say(wrong.kind, day=day, problem=without_folders(wrong.problem or ""))
