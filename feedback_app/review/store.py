"""Selects that all of review shares."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label
from feedback_app.enrol.colleague_store import Colleague, who_may
from feedback_app.enrol.permissions import Area
from feedback_app.forms.lookup_store import definitions_of
from feedback_app.media.content_store import revisions_speaking
from feedback_app.register.desk_store import programme_titles
from feedback_app.review.answers import RecordForm
from feedback_app.review.tables import Case
from schemas.roles import Permission


def find_case(
    session: AnySession, programme_id: str, record_id: uuid.UUID, *, lock: bool = False, wait: bool = True
) -> Case | None:
    """The case of a record, fresh; with `lock` nobody else decides on it before commit. Without `wait` None too where
    somebody else has locked it: whoever holds other locks already waits for none."""
    chosen = select(Case).where(Case.programme_id == programme_id, Case.record_id == record_id)
    if lock:
        chosen = chosen.with_for_update(skip_locked=not wait)
    return session.execute(chosen.execution_options(populate_existing=True)).scalar_one_or_none()


def is_case_under(path: str) -> ColumnElement[bool]:
    """Cases of a place and all below it. Not LIKE, whose wildcards and blindness to case let neighbours in."""
    return func.substr(Case.place_path, 1, len(path)) == path


def may_see_medium(session: AnySession, area: Area, sha256: str) -> bool:
    """Whether a case of this area speaks of a content, in any of its revisions."""
    speaking = revisions_speaking(area.programme_id, sha256)
    chosen = select(Case.rev).join(speaking, speaking.c.record_id == Case.record_id)
    mine = Case.programme_id == area.programme_id, or_(*(is_case_under(path) for path in area.paths))
    return session.execute(chosen.where(*mine).limit(1)).first() is not None


def record_forms(
    session: AnySession, programme_id: str, versions: Collection[tuple[str, str]]
) -> dict[tuple[str, str], RecordForm]:
    """These (instrument, version), where they exist, ready to read records of them."""
    return {key: RecordForm(one) for key, one in definitions_of(session, programme_id, versions).items()}


def reviewers(session: AnySession, programme_id: str) -> dict[uuid.UUID, Colleague]:
    """Who reviews records of a programme, and where, in the order of their names."""
    return who_may(session, Permission.REVIEW, programme_id)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str


def programme_names(session: AnySession, ids: Collection[str], lang: str) -> list[Option]:
    """What these programmes are called."""
    return [Option(key, label(name, lang)) for key, name in programme_titles(session, ids).items()]
