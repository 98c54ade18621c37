"""Selects behind what is shown to anyone: cells of counts, never a record."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Select, case, cast, func, select, true
from sqlalchemy.orm import Session, scoped_session

from feedback_app.ledger.suspension_store import is_suspended
from feedback_app.portfolio.listing.counts import PlaceCount, Published
from feedback_app.portfolio.listing.groups import Cell, Funder, ProjectWords, SolutionWords
from feedback_app.portfolio.listing.tables import Batch
from feedback_app.portfolio.solutions.answer_store import answers_in
from feedback_app.portfolio.solutions.tables import Item, Solution, Theme
from feedback_app.register.project_store import payers, projects_by_id
from feedback_app.review.lookup_store import merged_voices

AnySession = Session | scoped_session[Session]


def cells(session: AnySession, until: Mapping[str, dt.datetime | None]) -> Sequence[Cell]:
    """How many accepted needs say the same of the same place, of these programmes: each with the moment before which a
    need was accepted to be counted, None for all. Reads every item; what requests show comes of `count_places`."""
    named = published(session, until)
    made: list[Cell] = []
    for programme, before in until.items():
        for row in session.execute(_counted(programme, before)):
            one = PlaceCount(row.place_path, row.theme_id, row.solution_id)
            _, path, domain, theme, answers = named.key(programme, row.domain, one)
            made.append(
                Cell(programme, path, domain, row.subcategory, row.gravity, theme, answers, *row[6:])
            )  # fmt: skip
    return made


def count_places(
    session: AnySession, programme_id: str, *, before: dt.datetime | None, domains: Collection[str] | None = None
) -> dict[str, list[PlaceCount]]:
    """The same, of one programme and these domains (None: all), by domain and gathered by place, theme and solution."""
    chosen = _counted(programme_id, before, domains)
    found: dict[str, dict[object, PlaceCount]] = {}
    for domain, path, theme, own, detail, gravity, count, *months in session.execute(chosen):
        places = found.setdefault(domain, {})
        if (same := places.get((path, theme, own))) is None:
            same = places[path, theme, own] = PlaceCount(path, theme, own)
        same.add(count, detail, gravity, months)
    return {domain: [*some.values()] for domain, some in found.items()}


def _counted(programme_id: str, before: dt.datetime | None, domains: Collection[str] | None = None) -> Select[Any]:
    """Of needs that are of one voice, domain and theme the first accepted counts; with it, or without, whatever other
    people's records were merged into each."""
    one = _needs(programme_id, before, domains).subquery().c
    voices = func.sum(case((one.nth == 1, 1), else_=0) + one.more)
    same = one.domain, one.place_path, one.theme_id, one.solution_id, one.subcategory, one.gravity
    return (
        select(*same, cast(voices, BigInteger), func.min(one.recorded_month), func.max(one.recorded_month))
        .group_by(*same)
        .having(voices > 0)
    )


def _needs(programme_id: str, before: dt.datetime | None, domains: Collection[str] | None) -> Select[Any]:
    counted = (
        Item.programme_id == programme_id,
        true() if before is None else Item.accepted_at < before,
        true() if domains is None else Item.domain.in_(domains),
        Item.place_code != "",
        ~is_suspended(programme_id, Item.record_id),
    )
    more = merged_voices(programme_id, before=before).c
    nth = func.row_number().over(
        partition_by=(Item.voice, case((Item.voice == "", Item.record_id)), Item.domain, Item.theme_id),
        order_by=(Item.accepted_at, Item.record_id),
    )
    added = cast(func.coalesce(more.n, 0), BigInteger).label("more")  # a sum is a decimal on PostgreSQL
    same = Item.domain, Item.place_path, Item.theme_id, Item.solution_id, Item.subcategory, Item.gravity
    return (
        select(*same, Item.recorded_month, nth.label("nth"), added)
        .outerjoin(more.n.table, more.into_id == Item.record_id)
        .where(*counted)
    )


def published(session: AnySession, programme_ids: Collection[str]) -> Published:
    """The themes and solutions whose words a second person has published: of the others nothing is shown."""

    def of(table: type[Theme] | type[Solution]) -> set[uuid.UUID]:
        chosen = select(table.id).where(table.programme_id.in_(programme_ids), table.published.is_(True))
        return set(session.scalars(chosen))

    return Published(of(Theme), of(Solution), answers_in(session, programme_ids))


def batches(session: AnySession) -> dict[str, dt.datetime]:
    """Until when what was accepted is in the public list, by programme; those without a batch are not there."""
    return dict(session.execute(select(Batch.programme_id, Batch.until)).all())


def accepted_between(session: AnySession, programme_id: str, *, start: dt.datetime | None, end: dt.datetime) -> int:
    """How many needs were accepted from `start` on and before `end`."""
    chosen = select(func.count()).where(Item.programme_id == programme_id, Item.accepted_at < end)
    return session.scalar(chosen if start is None else chosen.where(Item.accepted_at >= start)) or 0


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
