"""Writing a project: its words wait until their writer proposes them and a second person publishes them."""

from __future__ import annotations

import uuid
from enum import StrEnum

from feedback_app.base import zones
from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.portfolio.bourse.history import ChangeKind, note_change
from feedback_app.portfolio.bourse.project_words import ProjectWords, as_json, from_json
from feedback_app.portfolio.bourse.states import PUBLIC, ProjectState
from feedback_app.portfolio.bourse.tables import BourseProject
from feedback_app.portfolio.solutions.history import Author


class WritingRefusal(StrEnum):
    """Why words are not saved or published."""

    STALE = "words-changed"
    """Somebody else has changed or published them since they were read."""
    OWN = "own-words"
    """By who wrote them."""


def public_words(project: BourseProject) -> ProjectWords | None:
    """Those that anyone reads."""
    return from_json(project.words) if project.words else None


def waiting_words(project: BourseProject) -> ProjectWords | None:
    """Those that wait for their writer or a second person."""
    return from_json(project.waiting) if project.waiting else None


def words_to_show(project: BourseProject) -> ProjectWords:
    """Those of now for staff: what waits, else what is public."""
    found = waiting_words(project) or public_words(project)
    if found is None:
        raise LookupError(project.id)
    return found


def add_project(
    session: AnySession, programme_id: str, words: ProjectWords, *, propose: bool, author: Author
) -> BourseProject:
    """A new project, of which nothing is public."""
    project = BourseProject(
        id=new_id(), programme_id=programme_id, state=ProjectState.DRAFT, created_at=author.now, created_by=author.by
    )
    session.add(project)
    session.flush()
    _wait(session, project, words, propose=propose, author=author)
    return project


def save_words(
    session: AnySession,
    project: BourseProject,
    words: ProjectWords,
    *,
    seen: uuid.UUID | None,
    propose: bool,
    author: Author,
) -> WritingRefusal | None:
    """Saves words that replace those that were `seen` waiting (None: none did)."""
    if project.waiting_id != seen:
        return WritingRefusal.STALE
    _wait(session, project, words, propose=propose, author=author)
    return None


def _wait(session: AnySession, project: BourseProject, words: ProjectWords, *, propose: bool, author: Author) -> None:
    before, after = project.waiting or project.words, as_json(words)
    project.waiting, project.waiting_id = after, new_id()
    project.waiting_by, project.waiting_at, project.is_proposed = author.by, author.now, propose
    if ProjectState(project.state) not in PUBLIC:
        project.state = ProjectState.PROPOSED if propose else ProjectState.DRAFT
    session.flush()
    kind = ChangeKind.PROPOSED if propose else ChangeKind.SAVED
    note_change(session, project, kind, author=author, before=before, after=after)


def publish_words(
    session: AnySession, project: BourseProject, *, seen: uuid.UUID | None, author: Author
) -> WritingRefusal | None:
    """Publishes the proposed words that were `seen`, unless they are one's own."""
    if seen is None or project.waiting_id != seen or not project.is_proposed:
        return WritingRefusal.STALE
    if project.waiting_by == author.by:
        return WritingRefusal.OWN
    before, project.words = project.words, project.waiting
    project.waiting, project.waiting_id, project.waiting_by, project.waiting_at = {}, None, None, None
    project.is_proposed = False
    if ProjectState(project.state) not in PUBLIC:
        project.state, project.since = ProjectState.PUBLISHED, zones.local_day(author.now)
    session.flush()
    note_change(session, project, ChangeKind.PUBLISHED, author=author, before=before, after=project.words)
    return None
