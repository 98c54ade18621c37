"""Selects by which the portfolio follows review, and of what staff assigns.

What is shown to anyone is in `listing/store.py`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, delete, false, func, or_, select, true
from sqlalchemy.orm import Session, scoped_session

from feedback_app.base.ids import new_id
from feedback_app.enrol.permissions import Area
from feedback_app.ledger.facts import is_need
from feedback_app.ledger.suspension_store import is_suspended
from feedback_app.portfolio.solutions.answer_store import answers, themes_of
from feedback_app.portfolio.solutions.answers import Answers, of_need
from feedback_app.portfolio.solutions.tables import Assignment, Item, PendingItem, Solution, Theme, UnassignedNeed
from feedback_app.register.lookup_store import label_of
from feedback_app.review.lookup_store import AcceptedCase, accepted_cases, cases_below

AnySession = Session | scoped_session[Session]

AT_ONCE = 500
"""Records of one look."""


def pending(session: AnySession, programme_id: str, *, limit: int) -> dict[uuid.UUID, uuid.UUID]:
    """The next records whose item is to be compared with them, by the id of what says so: those that arrived first."""
    chosen = select(PendingItem.id, PendingItem.record_id).where(PendingItem.programme_id == programme_id)
    return dict(session.execute(chosen.order_by(PendingItem.position).limit(limit)).all())


def delete_pending(session: AnySession, ids: Collection[uuid.UUID]) -> None:
    """These were compared. One that was added meanwhile has an id of its own, and stays."""
    session.execute(delete(PendingItem).where(PendingItem.id.in_(ids)))


def missing(
    session: AnySession, programme_id: str, ids: Collection[uuid.UUID], *, stamp: str
) -> Sequence[AcceptedCase]:
    """Of these records accepted needs without an item, or with one of another revision, another acceptance or another
    rule, or that is hidden where it should be shown, or shown where it should be hidden."""
    return [AcceptedCase(*row) for row in session.execute(_missing(programme_id, stamp, ids))]


def outdated(session: AnySession, programme_id: str, *, stamp: str, limit: int) -> Sequence[AcceptedCase]:
    """Some accepted needs with an item of another rule; none where the next ones wait for their facts. One look at an
    index where there is none."""
    for other in (Item.rule < stamp, Item.rule > stamp):
        chosen = select(Item.record_id).where(Item.programme_id == programme_id, other).limit(AT_ONCE)
        if ids := session.scalars(chosen).all():
            return missing(session, programme_id, ids, stamp=stamp)[:limit]
    return []


def _missing(
    programme_id: str, stamp: str, only: Collection[uuid.UUID] | None = None
) -> Select[uuid.UUID, int, dt.datetime, str]:
    case = accepted_cases(programme_id).c
    hidden = Item.hidden == is_suspended(programme_id, case.record_id)
    fresh = and_(Item.rev == case.rev, Item.accepted_at == case.accepted_at, Item.rule == stamp, hidden)
    chosen = (
        select(case.record_id, case.rev, case.accepted_at, case.place_path)
        .outerjoin(Item, and_(Item.programme_id == programme_id, Item.record_id == case.record_id))
        .where(or_(Item.rev.is_(None), ~fresh), is_need(programme_id, case.record_id, case.rev))
        .order_by(case.position)
    )
    return chosen if only is None else chosen.where(case.record_id.in_(only))


def gone(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Sequence[Item]:
    """Of these records the items to delete: their need is no longer accepted, was erased, or has a newer revision that
    nobody has read."""
    chosen = _gone(programme_id).where(Item.record_id.in_(ids))
    return session.scalars(chosen.execution_options(populate_existing=True)).all()


def _gone(programme_id: str) -> Select[Item]:
    case = accepted_cases(programme_id).c
    stays = is_need(programme_id, case.record_id, case.rev, stays=True)
    return (
        select(Item)
        .outerjoin(case.record_id.table, case.record_id == Item.record_id)
        .where(Item.programme_id == programme_id, or_(case.record_id.is_(None), ~stays))
    )


def is_behind(session: AnySession, programme_id: str, stamp: str) -> bool:
    """Whether there is anything to compare, or an item of another rule."""
    next_pending = select(PendingItem.id).where(PendingItem.programme_id == programme_id).limit(1)
    if session.execute(next_pending).first() is not None:
        return True
    return bool(outdated(session, programme_id, stamp=stamp, limit=1))


def compare_all(session: AnySession, programme_id: str, stamp: str) -> int:
    """Compares every item with every accepted case, whatever triggers said, and marks as pending what differs. Returns
    how many there were. Reads all of them: for once a week."""
    differing = [one.record_id for one in session.execute(_missing(programme_id, stamp))]
    differing += [item.record_id for item in session.scalars(_gone(programme_id))]
    session.add_all(
        PendingItem(id=new_id(), programme_id=programme_id, position=0, record_id=one) for one in differing
    )  # fmt: skip
    session.flush()
    return len(differing)


def items(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Item]:
    """The items of these records, where they have one."""
    chosen = select(Item).where(Item.programme_id == programme_id, Item.record_id.in_(ids))
    found = session.scalars(chosen.execution_options(populate_existing=True))
    return {item.record_id: item for item in found}


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One assignment, with the titles of theme and solution as they are now."""

    assignment: Assignment
    theme: str | None
    solution: str | None
    published_theme: bool | None
    """None: no theme, or it is gone."""
    answers: Answers
    """The solution that the need is assigned to, or those that answer its theme now."""


def assignments(
    session: AnySession, programme_id: str, ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[AssignmentLine]]:
    """Every assignment of these records, oldest first; records without any are left out."""
    found: dict[uuid.UUID, list[AssignmentLine]] = {}
    chosen = (
        select(Assignment, Theme.title, Solution.title, Theme.published)
        .outerjoin(Theme, Theme.id == Assignment.theme_id)
        .outerjoin(Solution, Solution.id == Assignment.solution_id)
        .where(Assignment.programme_id == programme_id, Assignment.record_id.in_(ids))
        .order_by(Assignment.at, Assignment.id)
    )
    rows = session.execute(chosen).all()
    by_theme = answers(session, {assignment.theme_id for assignment, *_ in rows if assignment.theme_id})
    for assignment, theme, solution, published in rows:
        line = AssignmentLine(
            assignment, theme, solution, published, of_need(assignment.solution_id, assignment.theme_id, by_theme)
        )
        found.setdefault(assignment.record_id, []).append(line)
    return found


def themes(session: AnySession, programme_id: str) -> Sequence[Theme]:
    """The themes of a programme that take needs, by title."""
    mine = Theme.programme_id == programme_id, Theme.ended_as.is_(None)
    return session.scalars(select(Theme).where(*mine).order_by(Theme.title)).all()


def solutions(session: AnySession, programme_id: str) -> Sequence[Solution]:
    """The solutions of a programme, by title."""
    chosen = select(Solution).where(Solution.programme_id == programme_id).order_by(Solution.title)
    return session.scalars(chosen).all()


def find_theme(session: AnySession, programme_id: str, theme_id: uuid.UUID | None) -> Theme | None:
    """A theme of this programme."""
    found = session.get(Theme, theme_id) if theme_id else None
    return found if found and found.programme_id == programme_id else None


def find_solution(session: AnySession, programme_id: str, solution_id: uuid.UUID | None) -> Solution | None:
    """A solution of this programme."""
    found = session.get(Solution, solution_id) if solution_id else None
    return found if found and found.programme_id == programme_id else None


def theme_counts(session: AnySession, programme_id: str) -> dict[uuid.UUID, int]:
    """How many needs are assigned to each theme: the staff's exact figure."""
    chosen = select(Item.theme_id, func.count()).where(Item.programme_id == programme_id, Item.theme_id.is_not(None))
    return {theme: count for theme, count in session.execute(chosen.group_by(Item.theme_id)) if theme is not None}


def solution_uses(session: AnySession, programme_id: str, solution_id: uuid.UUID) -> int:
    """How many needs are assigned to a solution, and how many themes it answers."""
    needs = select(func.count()).where(Item.programme_id == programme_id, Item.solution_id == solution_id)
    return session.execute(needs).scalar_one() + len(themes_of(session, solution_id))


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need for staff: what the queue says of it, and where it is in the portfolio."""

    item: Item
    summary: str
    place: str | None
    theme: str | None


def waiting(session: AnySession, area: Area, *, domain: str, after: int, limit: int) -> tuple[Sequence[NeedLine], int]:
    """AcceptedCase needs of an area that are not assigned yet, the latest accepted first; and how many there are.

    Both ask one index, of narrow rows; what the lines say is read of those on the page alone.
    """
    here = or_(false(), *(func.substr(UnassignedNeed.place_path, 1, len(path)) == path for path in area.paths))
    of_domain = UnassignedNeed.domain == domain if domain else true()
    mine = UnassignedNeed.programme_id == area.programme_id, here, of_domain
    total = session.execute(select(func.count()).select_from(UnassignedNeed).where(*mine)).scalar_one()
    latest = UnassignedNeed.accepted_at.desc(), UnassignedNeed.record_id.desc()
    page = select(UnassignedNeed.record_id).where(*mine).order_by(*latest).offset(after).limit(limit)
    order = {one: n for n, one in enumerate(session.scalars(page))}
    lines = [NeedLine(*row) for row in session.execute(_of_area(area, Item.record_id.in_(order)))]
    return sorted(lines, key=lambda line: order[line.item.record_id]), total


def of_theme(session: AnySession, area: Area, theme_id: uuid.UUID, *, limit: int) -> Sequence[NeedLine]:
    """The needs of a theme that a person may see, the latest first."""
    chosen = _of_area(area, Item.theme_id == theme_id).order_by(Item.accepted_at.desc(), Item.record_id.desc())
    return [NeedLine(*row) for row in session.execute(chosen.limit(limit))]


def need_lines(session: AnySession, area: Area, ids: Collection[uuid.UUID]) -> list[NeedLine]:
    """These needs, as far as they are accepted and of an area."""
    return [NeedLine(*row) for row in session.execute(_of_area(area, Item.record_id.in_(ids)))]


def need_line(session: AnySession, area: Area, record_id: uuid.UUID) -> NeedLine | None:
    """One need, if it is accepted and of an area."""
    row = session.execute(_of_area(area, Item.record_id == record_id)).first()
    return NeedLine(*row) if row else None


def of_area(session: AnySession, area: Area, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these records whose case belongs to this area."""
    case = cases_below(area.programme_id, area.paths).c
    return set(session.scalars(select(case.record_id).where(case.record_id.in_(ids))))


def _of_area(area: Area, condition: ColumnElement[bool]) -> Select[Item, str, str | None, str | None]:
    case = cases_below(area.programme_id, area.paths).c
    return (
        select(Item, case.summary, label_of(case.place_code), Theme.title)
        .join(case.record_id.table, case.record_id == Item.record_id)
        .outerjoin(Theme, Theme.id == Item.theme_id)
        .where(Item.programme_id == area.programme_id, condition)
    )
