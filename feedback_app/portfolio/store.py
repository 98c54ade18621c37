"""Selects by which the portfolio follows review, and of what staff ties together.

What is shown to anyone is in `shown_store.py`.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, scoped_session

from feedback_app.enrol.permissions import Area
from feedback_app.forms.engine.definition import Danger
from feedback_app.forms.tables import Instrument
from feedback_app.ledger.tables import Record
from feedback_app.portfolio.answer_store import Answers, answers, of_need, themes_of
from feedback_app.portfolio.coarse import Step
from feedback_app.portfolio.need import INSTRUMENTS
from feedback_app.portfolio.tables import Item, Solution, Theme, Tie
from feedback_app.register.tables import Place, Programme, Project
from feedback_app.review.store import under
from feedback_app.review.tables import Case
from schemas.states import State

AnySession = Session | scoped_session[Session]


def find_programme(session: AnySession, programme_id: str) -> Programme | None:
    """A programme as it stands now."""
    chosen = select(Programme).where(Programme.id == programme_id)
    return session.execute(chosen.execution_options(populate_existing=True)).scalar_one_or_none()


def missing(
    session: AnySession, programme_id: str, *, stamp: str, only: Collection[uuid.UUID] | None, limit: int
) -> Sequence[tuple[Case, Record]]:
    """Accepted needs without an item, or with one of another revision, another acceptance or another rule."""
    chosen = _missing(programme_id, stamp).order_by(Case.position).limit(limit)
    if only is not None:
        chosen = chosen.where(Case.record_id.in_(only))
    return session.execute(chosen.execution_options(populate_existing=True)).all()


def _missing(programme_id: str, stamp: str) -> Select[Case, Record]:
    fresh = and_(Item.rev == Case.rev, Item.accepted_at == accepted_at(), Item.rule == stamp)
    return (
        select(Case, Record)
        .join(Record, and_(Record.programme_id == Case.programme_id, Record.id == Case.record_id))
        .outerjoin(Item, and_(Item.programme_id == Case.programme_id, Item.record_id == Case.record_id))
        .where(Case.programme_id == programme_id, *_counts(), or_(Item.rev.is_(None), ~fresh))
    )


def accepted_at() -> ColumnElement[Any]:
    """When a case was accepted."""
    return func.coalesce(Case.decided_at, Case.received_at)


def _counts() -> tuple[ColumnElement[bool], ...]:
    """Which cases stand in the portfolio. A record that has moved on to a revision nobody has read does not."""
    return (
        Case.state == State.ACCEPTED,
        Case.instrument.in_(INSTRUMENTS),
        Record.rev == Case.rev,
        Record.danger != Danger.ASKED,
        Record.sealed.is_(False),
        Record.erased.is_(False),
    )


def gone(session: AnySession, programme_id: str, *, only: Collection[uuid.UUID] | None, limit: int) -> Sequence[Item]:
    """Items whose need is no longer accepted, was erased, or has moved on."""
    chosen = _gone(programme_id).limit(limit)
    if only is not None:
        chosen = chosen.where(Item.record_id.in_(only))
    return session.scalars(chosen.execution_options(populate_existing=True)).all()


def _gone(programme_id: str) -> Select[Item]:
    stands = and_(Case.programme_id == Item.programme_id, Case.record_id == Item.record_id)
    record = and_(Record.programme_id == Item.programme_id, Record.id == Item.record_id)
    return (
        select(Item)
        .outerjoin(Case, stands)
        .outerjoin(Record, record)
        .where(Item.programme_id == programme_id, or_(Case.state.is_(None), Record.rev.is_(None), ~and_(*_counts())))
    )


def is_behind(session: AnySession, programme_id: str, stamp: str) -> bool:
    """Whether there is an item to make or to take back."""
    return any(
        session.execute(chosen.limit(1)).first() is not None
        for chosen in (_missing(programme_id, stamp), _gone(programme_id))
    )


def items(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Item]:
    """The items of these records, where they have one."""
    chosen = select(Item).where(Item.programme_id == programme_id, Item.record_id.in_(ids))
    found = session.scalars(chosen.execution_options(populate_existing=True))
    return {item.record_id: item for item in found}


def steps(session: AnySession, codes: Collection[str]) -> dict[str, Step]:
    """These places as steps of a way, by code."""
    chosen = select(Place.code, Place.level, Place.path, Place.population).where(Place.code.in_(codes))
    return {code: Step(code, level, path, population) for code, level, path, population in session.execute(chosen)}


def current_definitions(session: AnySession, programme_id: str) -> dict[str, Mapping[str, Any]]:
    """The current definition of each instrument that tells of needs."""
    chosen = select(Instrument.name, Instrument.definition).where(
        Instrument.programme_id == programme_id, Instrument.current, Instrument.name.in_(INSTRUMENTS)
    )
    return dict(session.execute(chosen).all())


@dataclass(frozen=True, slots=True)
class TieLine:
    """One tie, with the words of what was tied (as it is called now)."""

    tie: Tie
    theme: str | None
    solution: str | None
    answers: Answers
    """The solution that the need is tied to, or those that answer its theme now."""


def ties(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[TieLine]]:
    """Every tie of these records, oldest first; records without any are left out."""
    found: dict[uuid.UUID, list[TieLine]] = {}
    chosen = (
        select(Tie, Theme.title, Solution.title)
        .outerjoin(Theme, Theme.id == Tie.theme_id)
        .outerjoin(Solution, Solution.id == Tie.solution_id)
        .where(Tie.programme_id == programme_id, Tie.record_id.in_(ids))
        .order_by(Tie.at, Tie.id)
    )
    rows = session.execute(chosen).all()
    by_theme = answers(session, {tie.theme_id for tie, _, _ in rows if tie.theme_id})
    for tie, theme, solution in rows:
        line = TieLine(tie, theme, solution, of_need(tie.solution_id, tie.theme_id, by_theme))
        found.setdefault(tie.record_id, []).append(line)
    return found


def themes(session: AnySession, programme_id: str) -> Sequence[Theme]:
    """The themes of a programme, by title."""
    return session.scalars(select(Theme).where(Theme.programme_id == programme_id).order_by(Theme.title)).all()


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


def find_project(session: AnySession, programme_id: str, project_id: str | None) -> Project | None:
    """A project on this programme's register."""
    return session.get(Project, (project_id, programme_id)) if project_id else None


def projects(session: AnySession, programme_id: str) -> Sequence[tuple[str, str, str | None]]:
    """(id, title, label of its place) of the programme's projects, by title."""
    chosen = select(Project.id, Project.title, Place.label).outerjoin(Place, Place.code == Project.place_code)
    rows = session.execute(chosen.where(Project.programme_id == programme_id).order_by(Project.title, Project.id))
    return rows.all()


def theme_counts(session: AnySession, programme_id: str) -> dict[uuid.UUID, int]:
    """How many needs stand behind each theme: the staff's exact figure."""
    chosen = select(Item.theme_id, func.count()).where(Item.programme_id == programme_id, Item.theme_id.is_not(None))
    return {theme: count for theme, count in session.execute(chosen.group_by(Item.theme_id)) if theme is not None}


def solution_uses(session: AnySession, programme_id: str, solution_id: uuid.UUID) -> int:
    """How many needs are tied to a solution, and how many themes it answers."""
    needs = select(func.count()).where(Item.programme_id == programme_id, Item.solution_id == solution_id)
    return session.execute(needs).scalar_one() + len(themes_of(session, solution_id))


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need for staff: what the queue says of it, and where it stands in the portfolio."""

    item: Item
    summary: str
    place: str | None
    theme: str | None


def waiting(
    session: AnySession, ground: Area, *, domain: str, after: int, limit: int
) -> tuple[Sequence[NeedLine], int]:
    """Accepted needs of a ground that are not tied yet, the latest accepted first; and how many there are."""
    mine = _of_ground(ground, Item.theme_id.is_(None))
    if domain:
        mine = mine.where(Item.domain == domain)
    total = session.execute(select(func.count()).select_from(mine.subquery())).scalar_one()
    page = mine.order_by(Item.accepted_at.desc(), Item.record_id).offset(after).limit(limit)
    return [NeedLine(*row) for row in session.execute(page)], total


def of_theme(session: AnySession, ground: Area, theme_id: uuid.UUID, *, limit: int) -> Sequence[NeedLine]:
    """The needs of a theme that a person may see, the latest first."""
    chosen = _of_ground(ground, Item.theme_id == theme_id).order_by(Item.accepted_at.desc(), Item.record_id)
    return [NeedLine(*row) for row in session.execute(chosen.limit(limit))]


def need_line(session: AnySession, ground: Area, record_id: uuid.UUID) -> NeedLine | None:
    """One need, if it is accepted and of this ground."""
    row = session.execute(_of_ground(ground, Item.record_id == record_id)).first()
    return NeedLine(*row) if row else None


def of_ground(session: AnySession, ground: Area, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the records whose case is of this ground."""
    mine = or_(*(under(path) for path in ground.paths))
    chosen = select(Case.record_id).where(Case.programme_id == ground.programme_id, Case.record_id.in_(ids), mine)
    return set(session.scalars(chosen))


def _of_ground(ground: Area, condition: ColumnElement[bool]) -> Select[Item, str, str | None, str | None]:
    return (
        select(Item, Case.summary, Place.label, Theme.title)
        .join(Case, and_(Case.programme_id == Item.programme_id, Case.record_id == Item.record_id))
        .outerjoin(Place, Place.code == Case.place_code)
        .outerjoin(Theme, Theme.id == Item.theme_id)
        .where(Item.programme_id == ground.programme_id, condition, or_(*(under(path) for path in ground.paths)))
    )
