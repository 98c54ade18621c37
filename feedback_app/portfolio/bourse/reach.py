"""Whether somebody may change a project: what is for places outside their area is not theirs to change."""

from __future__ import annotations

import uuid

from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.bourse.project_words import ProjectWords
from feedback_app.portfolio.bourse.tables import BourseProject
from feedback_app.portfolio.bourse.writing import public_words, waiting_words
from feedback_app.portfolio.solutions.reach import is_whole
from feedback_app.register.lookup_store import place_paths


def may_change(session: AnySession, area: Area, project: BourseProject, *, by: uuid.UUID) -> bool:
    """Whether all its places, of now and as they wait, are of an area; without any it belongs to who added it. Who
    looks after the whole programme may change all."""
    if is_whole(session, area):
        return True
    versions = [one for one in (public_words(project), waiting_words(project)) if one]
    places = {code for words in versions for code in words.places}
    return covers(session, area, places) if places else project.created_by == by


def may_write(session: AnySession, area: Area, words: ProjectWords) -> bool:
    """Whether somebody of this area may write a project with these words."""
    return is_whole(session, area) or covers(session, area, words.places)


def covers(session: AnySession, area: Area, codes: tuple[str, ...] | set[str]) -> bool:
    """Whether all of these places are of an area."""
    paths = place_paths(session, codes)
    return all(area.covers(paths.get(code, "")) for code in codes)
