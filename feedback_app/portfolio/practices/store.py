"""Every select on solutions that people found, and on the records that they come from."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Subquery, delete, func, or_, select, text, union_all, update

from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area
from feedback_app.forms import store as forms
from feedback_app.forms.rule_cache import meaning
from feedback_app.ledger.lookup_store import erased_ids
from feedback_app.ledger.suspension_store import is_suspended
from feedback_app.portfolio.practices.tables import Practice, PracticeChange, PracticeEvidence, PracticeSource
from feedback_app.review.lookup_store import accepted_by, accepted_of

AT_ONCE = 50
"""Accepted records that the desk offers to lift at once."""


def lock_practices(session: AnySession) -> None:
    """Lets nobody else change solutions until this transaction ends. SQLite's writers take turns anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("lock table practice in share row exclusive mode"))


def practices(session: AnySession, programme_ids: Collection[str]) -> Sequence[Practice]:
    """The solutions of these programmes, the latest first."""
    chosen = select(Practice).where(Practice.programme_id.in_(programme_ids))
    found = chosen.order_by(Practice.created_at.desc(), Practice.id.desc())
    return session.scalars(found.execution_options(populate_existing=True)).all()


def find_practice(session: AnySession, programme_id: str, practice_id: uuid.UUID) -> Practice | None:
    """A solution of this programme."""
    found = session.get(Practice, practice_id, populate_existing=True)
    return found if found and found.programme_id == programme_id else None


def merged_into(session: AnySession, practice_id: uuid.UUID) -> uuid.UUID | None:
    """What a solution was merged into, whatever its programme."""
    return session.scalars(select(Practice.merged_into).where(Practice.id == practice_id)).first()


def merged_here(session: AnySession, practice_id: uuid.UUID) -> Sequence[Practice]:
    """The solutions that were merged into this one."""
    return session.scalars(select(Practice).where(Practice.merged_into == practice_id).order_by(Practice.id)).all()


def sources(session: AnySession, practice_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[PracticeSource]]:
    """The records that solutions come from, the first lifted first; solutions without any are left out."""
    chosen = select(PracticeSource).where(PracticeSource.practice_id.in_(practice_ids))
    found: dict[uuid.UUID, list[PracticeSource]] = {}
    for one in session.scalars(chosen.order_by(PracticeSource.at, PracticeSource.record_id)):
        found.setdefault(one.practice_id, []).append(one)
    return found


def source_of(session: AnySession, programme_id: str, record_id: uuid.UUID) -> PracticeSource | None:
    """In which solution a record is."""
    return session.get(PracticeSource, (programme_id, record_id), populate_existing=True)


def evidence(session: AnySession, practice_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[PracticeEvidence]]:
    """What was noted for solutions and not taken back, by day."""
    mine = PracticeEvidence.practice_id.in_(practice_ids), PracticeEvidence.withdrawn_at.is_(None)
    found: dict[uuid.UUID, list[PracticeEvidence]] = {}
    for one in session.scalars(
        select(PracticeEvidence).where(*mine).order_by(PracticeEvidence.day, PracticeEvidence.id)
    ):
        found.setdefault(one.practice_id, []).append(one)
    return found


def find_evidence(session: AnySession, practice: Practice, evidence_id: uuid.UUID) -> PracticeEvidence | None:
    """An evidence of this solution that was not taken back."""
    found = session.get(PracticeEvidence, evidence_id, populate_existing=True)
    return found if found and found.practice_id == practice.id and found.withdrawn_at is None else None


def changes_of(session: AnySession, practice_id: uuid.UUID) -> Sequence[PracticeChange]:
    """Every change of a solution, the latest first."""
    mine = select(PracticeChange).where(PracticeChange.practice_id == practice_id)
    return session.scalars(mine.order_by(PracticeChange.at.desc(), PracticeChange.id.desc()).limit(200)).all()


def public_changes(session: AnySession, practice_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[PracticeChange]]:
    """Every change of these solutions, the first one first."""
    mine = select(PracticeChange).where(PracticeChange.practice_id.in_(practice_ids))
    found: dict[uuid.UUID, list[PracticeChange]] = {}
    for one in session.scalars(mine.order_by(PracticeChange.at, PracticeChange.id)):
        found.setdefault(one.practice_id, []).append(one)
    return found


def accepted_revisions(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[str, int]:
    """Of these records those that are accepted and that nobody asked to take back: their revisions, by their ids."""
    case = accepted_of(programme_id, ids).c
    chosen = select(case.record_id, case.rev).where(~is_suspended(programme_id, case.record_id))
    return {str(record_id): rev for record_id, rev in session.execute(chosen)}


def version(session: AnySession) -> str:
    """As long as this is the same, so is whatever is public of solutions: their changes, and which records hold."""
    changes = session.scalars(select(func.count()).select_from(PracticeChange)).one()
    chosen = select(PracticeSource.programme_id, PracticeSource.record_id).order_by(PracticeSource.record_id)
    noted = select(PracticeEvidence.programme_id, PracticeEvidence.record_id).where(
        PracticeEvidence.record_id.is_not(None), PracticeEvidence.withdrawn_at.is_(None)
    )
    by_programme: dict[str, set[uuid.UUID]] = {}
    for programme_id, record_id in (*session.execute(chosen), *session.execute(noted)):
        by_programme.setdefault(programme_id, set()).add(record_id)
    hold = [sorted(accepted_revisions(session, one, ids).items()) for one, ids in sorted(by_programme.items())]
    return f"{changes} {hashlib.sha256(repr(hold).encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class LiftableRecord:
    """An accepted record of a solution that nobody has lifted."""

    record_id: uuid.UUID
    rev: int
    place_code: str
    summary: str


def candidates(
    session: AnySession, area: Area, *, limit: int = AT_ONCE, only: uuid.UUID | None = None
) -> list[LiftableRecord]:
    """The accepted records of an area that speak of a solution and are in none, the latest first; or one of them."""
    programme_id = area.programme_id
    names = solution_instruments(session, programme_id)
    if not names:
        return []
    parts = [_liftable(area, case, only).limit(limit).subquery() for case in accepted_by(programme_id, names)]
    every = union_all(*map(select, parts)).subquery().c
    chosen = select(every.record_id, every.rev, every.place_code, every.summary).order_by(every.position.desc())
    return [LiftableRecord(*row) for row in session.execute(chosen.limit(limit))]


def _liftable(area: Area, cases: Subquery, only: uuid.UUID | None) -> Select[Any]:
    """Of accepted cases those of an area that are in no solution, the latest first; or one of them."""
    case, programme_id = cases.c, area.programme_id
    mine = PracticeSource.programme_id == programme_id, PracticeSource.record_id == case.record_id
    within = [func.substr(case.place_path, 1, len(path)) == path for path in area.paths]
    chosen = (
        select(case.record_id, case.rev, case.place_code, case.summary, case.position)
        .where(or_(*within) if within else func.length(case.place_path) >= 0)
        .where(~select(PracticeSource.record_id).where(*mine).exists(), ~is_suspended(programme_id, case.record_id))
        .order_by(case.position.desc())
    )
    return chosen if only is None else chosen.where(case.record_id == only)


def solution_instruments(session: AnySession, programme_id: str) -> list[str]:
    """The names of a programme's forms that ask for solutions, by what their questions mean."""
    versions = forms.current_versions(session, programme_id)
    return sorted({name for name, one in versions if meaning(session, programme_id, name, one).is_solution})


def erased_sources(session: AnySession, programme_id: str) -> Sequence[PracticeSource]:
    """The records of solutions that were erased since."""
    mine = PracticeSource.programme_id == programme_id, PracticeSource.record_id.in_(erased_ids(programme_id))
    return session.scalars(select(PracticeSource).where(*mine)).all()


def erased_evidence(session: AnySession, programme_id: str) -> Sequence[PracticeEvidence]:
    """Evidence that a record said which was erased since."""
    mine = PracticeEvidence.programme_id == programme_id, PracticeEvidence.record_id.in_(erased_ids(programme_id))
    return session.scalars(select(PracticeEvidence).where(*mine)).all()


def move_lineage(
    session: AnySession, *, onto: uuid.UUID, of: uuid.UUID | None = None, first_of: uuid.UUID | None = None
) -> None:
    """Moves records and evidence onto a solution: all `of` another, or those that were first put into one."""
    for table, first in ((PracticeSource, PracticeSource.lifted_for), (PracticeEvidence, PracticeEvidence.noted_for)):
        chosen = table.practice_id == of if of is not None else first == first_of
        session.execute(update(table).where(chosen).values(practice_id=onto))
    session.expire_all()


def delete_evidence(session: AnySession, practice_id: uuid.UUID) -> None:
    """Deletes all evidence of a solution, that too which was taken back."""
    session.execute(delete(PracticeEvidence).where(PracticeEvidence.practice_id == practice_id))


def delete_practices(session: AnySession, ids: Collection[uuid.UUID]) -> None:
    """Deletes made-up solutions with all that was noted of them."""
    for table in (PracticeSource, PracticeEvidence, PracticeChange):
        session.execute(delete(table).where(table.practice_id.in_(ids)))
    session.execute(delete(Practice).where(Practice.id.in_(ids)))


def blank_history(session: AnySession, practice_id: uuid.UUID) -> None:
    """Takes the values out of a solution's history: who did what, and when, stays."""
    mine = PracticeChange.practice_id == practice_id
    session.execute(update(PracticeChange).where(mine).values(before={}, after={}))


def programmes_with_practices(session: AnySession) -> Sequence[str]:
    """The programmes that have any."""
    return session.scalars(select(Practice.programme_id).distinct().order_by(Practice.programme_id)).all()
