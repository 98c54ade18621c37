"""Selects behind what is shown to anyone: cells of counts, never a record."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import false, func, or_, select, true
from sqlalchemy.orm import Session, scoped_session

from feedback_app.ledger.suspension_store import is_suspended
from feedback_app.portfolio.listing.groups import Cell, Funder, ProjectWords, SolutionWords
from feedback_app.portfolio.listing.tables import Batch
from feedback_app.portfolio.solutions.answer_store import answers, of_need
from feedback_app.portfolio.solutions.tables import Item, Solution, Theme
from feedback_app.register.project_store import payers, projects_by_id

AnySession = Session | scoped_session[Session]


def cells(session: AnySession, until: Mapping[str, dt.datetime | None]) -> Sequence[Cell]:
    """How many accepted needs say the same of the same place, of these programmes: each with the moment before which a
    need was accepted to be counted, None for all."""
    own = Item.solution_id
    same = (
        Item.programme_id, Item.place_path, Item.domain, Item.subcategory, Item.gravity, Item.theme_id, own,
    )  # fmt: skip
    counted = [
        (Item.programme_id == programme) & (true() if before is None else Item.accepted_at < before)
        for programme, before in until.items()
    ]
    chosen = (
        select(*same, func.count(), func.min(Item.recorded_month), func.max(Item.recorded_month))
        .where(or_(false(), *counted), Item.place_code != "", ~is_suspended(Item.programme_id, Item.record_id))
        .group_by(*same)
    )
    themes, solutions = _published(session, Theme, until), _published(session, Solution, until)
    rows: Sequence[Any] = session.execute(chosen).all()
    by_theme = answers(session, {row.theme_id for row in rows if row.theme_id})

    def answering(own: uuid.UUID | None, theme: uuid.UUID | None) -> tuple[uuid.UUID, ...]:
        return tuple(one for one in of_need(own, theme, by_theme) if one in solutions)

    return [
        Cell(
            programme, path, domain, detail, gravity, theme if theme in themes else None, answering(own, theme),
            count, first, last,
        )
        for programme, path, domain, detail, gravity, theme, own, count, first, last in rows
    ]  # fmt: skip


def _published(
    session: AnySession, table: type[Theme] | type[Solution], programme_ids: Collection[str]
) -> set[uuid.UUID]:
    """The themes or solutions whose words a second person has published: of the others nothing is shown."""
    chosen = select(table.id).where(table.programme_id.in_(programme_ids), table.published.is_(True))
    return set(session.scalars(chosen))


def batches(session: AnySession) -> dict[str, dt.datetime]:
    """Until when what was accepted is in the public list, by programme; those without a batch are not there."""
    return dict(session.execute(select(Batch.programme_id, Batch.until)).all())


def accepted_between(session: AnySession, programme_id: str, *, start: dt.datetime | None, end: dt.datetime) -> int:
    """How many needs were accepted from `start` on and before `end`."""
    chosen = select(func.count()).where(Item.programme_id == programme_id, Item.accepted_at < end)
    return session.scalar(chosen if start is None else chosen.where(Item.accepted_at >= start)) or 0


def theme_titles(session: AnySession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The titles of these themes."""
    return dict(session.execute(select(Theme.id, Theme.title).where(Theme.id.in_(ids))).all())


def solutions(session: AnySession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, SolutionWords]:
    """These solutions, each with the project that carries it out and who pays for that."""
    found = session.scalars(select(Solution).where(Solution.id.in_(ids))).all()
    named = {one.project_id for one in found if one.project_id}
    projects, paying = projects_by_id(session, named), payers(session, named)

    def carried_out_by(one: Solution) -> ProjectWords | None:
        key = (one.programme_id, one.project_id or "")
        project = projects.get(key)
        if project is None:
            return None
        funders = tuple(Funder(payer.id, payer.name, payer.share) for payer in paying.get(key, ()))
        return ProjectWords(project.id, project.title, project.status, funders)

    return {one.id: SolutionWords(str(one.id), one.title, one.description, carried_out_by(one)) for one in found}
