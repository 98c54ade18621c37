"""Selects behind what is shown to anyone: cells of counts, never a record."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from feedback_app.portfolio.listing.groups import Cell, Funder, ListQuery, ProjectWords, SolutionWords
from feedback_app.portfolio.solutions.answer_store import answers, of_need
from feedback_app.portfolio.solutions.tables import Item, Solution, Theme
from feedback_app.register.lookup_store import place_path
from feedback_app.register.project_store import payers, projects_by_id

AnySession = Session | scoped_session[Session]


def cells(session: AnySession, asked: ListQuery, programme_ids: Collection[str]) -> Sequence[Cell]:
    """How many accepted needs say the same of the same place, of these programmes, as far as they are asked for."""
    own = Item.solution_id
    same = (Item.programme_id, Item.place_code, Item.domain, Item.subcategory, Item.gravity, Item.theme_id, own)
    chosen = (
        select(*same, func.count(), func.min(Item.recorded_month), func.max(Item.recorded_month))
        .where(Item.programme_id.in_(programme_ids), Item.place_code != "")
        .group_by(*same)
    )
    if asked.domain:
        chosen = chosen.where(Item.domain == asked.domain)
    themes, solutions = _published(session, Theme, programme_ids), _published(session, Solution, programme_ids)
    if asked.theme:
        chosen = chosen.where(Item.theme_id == asked.theme, Item.theme_id.in_(themes))
    if asked.place:
        path = place_path(session, asked.place)
        # Not LIKE: its wildcards and SQLite's blindness to case would let neighbours in.
        chosen = chosen.where(func.substr(Item.place_path, 1, len(path)) == path if path else Item.place_path == "-")
    rows: Sequence[Any] = session.execute(chosen).all()
    by_theme = answers(session, {row.theme_id for row in rows if row.theme_id})

    def answering(own: uuid.UUID | None, theme: uuid.UUID | None) -> tuple[uuid.UUID, ...]:
        return tuple(one for one in of_need(own, theme, by_theme) if one in solutions)

    return [
        Cell(
            programme, place, domain, detail, gravity, theme if theme in themes else None, answering(own, theme),
            count, first, last,
        )
        for programme, place, domain, detail, gravity, theme, own, count, first, last in rows
    ]  # fmt: skip


def _published(
    session: AnySession, table: type[Theme] | type[Solution], programme_ids: Collection[str]
) -> set[uuid.UUID]:
    """The themes or solutions whose words a second person has published: of the others nothing is shown."""
    chosen = select(table.id).where(table.programme_id.in_(programme_ids), table.published.is_(True))
    return set(session.scalars(chosen))


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
