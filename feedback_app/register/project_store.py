"""CSR projects as other packages show and choose them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, SQLColumnExpression, select

from feedback_app.base.db import AnySession
from feedback_app.register.lookup_store import label_of
from feedback_app.register.tables import Organisation, Project, ProjectFunder


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays for a project, and their share in percent."""

    id: str
    name: str
    share: float | None


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    """A project on a programme's register."""

    programme_id: str
    id: str
    title: str
    status: str | None


def find_project(session: AnySession, programme_id: str, project_id: str | None) -> ProjectInfo | None:
    """A project on this programme's register."""
    found = session.get(Project, (project_id, programme_id)) if project_id else None
    return ProjectInfo(found.programme_id, found.id, found.title, found.status) if found else None


def project_place(session: AnySession, programme_id: str, project_id: str) -> str | None:
    """The code of the place that a project is for; None where its register names none."""
    mine = Project.programme_id == programme_id, Project.id == project_id
    return session.scalars(select(Project.place_code).where(*mine)).first()


def projects_by_id(session: AnySession, ids: Collection[str]) -> dict[tuple[str, str], ProjectInfo]:
    """The projects of these ids, by (programme, id): programmes may give the same one."""
    chosen = select(Project.programme_id, Project.id, Project.title, Project.status).where(Project.id.in_(ids))
    return {(row.programme_id, row.id): ProjectInfo(*row) for row in session.execute(chosen)}


def payers(session: AnySession, ids: Collection[str]) -> dict[tuple[str, str], tuple[Payer, ...]]:
    """Who pays for the projects of these ids, by (programme, id), in the order of their names."""
    chosen = (
        select(ProjectFunder.programme_id, ProjectFunder.project_id, Organisation.id, Organisation.name,
               ProjectFunder.share)
        .join(Organisation, Organisation.id == ProjectFunder.organisation_id)
        .where(ProjectFunder.project_id.in_(ids))
        .order_by(Organisation.name)
    )  # fmt: skip
    found: dict[tuple[str, str], tuple[Payer, ...]] = {}
    for programme, project, key, name, share in session.execute(chosen):
        found[programme, project] = (*found.get((programme, project), ()), Payer(key, name, share))
    return found


def projects_offered(session: AnySession, programme_id: str) -> Sequence[tuple[str, str, str | None]]:
    """(id, title, label of its place) of the programme's projects, by title."""
    chosen = select(Project.id, Project.title, label_of(Project.place_code))
    return session.execute(chosen.where(Project.programme_id == programme_id).order_by(Project.title, Project.id)).all()


def organisation_names(session: AnySession, ids: Collection[str] | None = None) -> dict[str, str]:
    """What these organisations, or all, are called, by name."""
    chosen = select(Organisation.id, Organisation.name).order_by(Organisation.name, Organisation.id)
    return dict(session.execute(chosen if ids is None else chosen.where(Organisation.id.in_(ids))).all())


def title_of(programme_id: SQLColumnExpression[str], project_id: SQLColumnExpression[str | None]) -> ScalarSelect[str]:
    """In a statement on other rows: the title of the project that two columns name."""
    same = Project.programme_id == programme_id, Project.id == project_id
    return select(Project.title).where(*same).correlate_except(Project).scalar_subquery()


@dataclass(frozen=True, slots=True)
class ProjectPayer:
    """Who pays for a project, with what they do."""

    id: str
    name: str
    share: float | None
    sector: str | None


@dataclass(frozen=True, slots=True)
class ProjectDetails:
    """All that the register has of a project."""

    id: str
    title: str
    place_code: str | None
    place_note: str | None
    sector: str | None
    sdg: str | None
    amount: int | None
    date: str | None
    status: str | None
    implementer: str | None
    note: str | None
    source_url: str | None
    payers: tuple[ProjectPayer, ...] = ()


def project_details(session: AnySession, programme_id: str) -> list[ProjectDetails]:
    """Every project of a programme, by id, with who pays for it."""
    chosen = select(
        ProjectFunder.project_id, Organisation.id, Organisation.name, ProjectFunder.share, Organisation.sector
    ).join(Organisation, Organisation.id == ProjectFunder.organisation_id)
    paying: dict[str, tuple[ProjectPayer, ...]] = {}
    rows = session.execute(chosen.where(ProjectFunder.programme_id == programme_id))
    for project, key, name, share, sector in rows:
        paying[project] = (*paying.get(project, ()), ProjectPayer(key, name, share, sector))
    mine = select(Project).where(Project.programme_id == programme_id).order_by(Project.id)
    return [
        ProjectDetails(
            one.id, one.title, one.place_code, one.place_note, one.sector, one.sdg, one.amount, one.date, one.status,
            one.implementer, one.note, one.source_url, paying.get(one.id, ()),
        )
        for one in session.scalars(mine)
    ]  # fmt: skip
