"""What a company's people see of the exchange, and what the Lab sees of them, gathered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import people_with_roles, person_names
from feedback_app.insight.disclosure import read_rule
from feedback_app.portfolio.bourse import store as project_store
from feedback_app.portfolio.bourse.milestone_lines import MilestoneLine, least_of, milestone_lines
from feedback_app.portfolio.bourse.milestone_states import MilestoneState
from feedback_app.portfolio.bourse.partners import store
from feedback_app.portfolio.bourse.partners.funds import funds_of
from feedback_app.portfolio.bourse.partners.pledges import ProjectFunds
from feedback_app.portfolio.bourse.partners.tables import PartnerMessage, Pledge
from feedback_app.portfolio.bourse.project_words import ProjectWords, from_json, without_contact
from feedback_app.portfolio.bourse.states import PUBLIC, SEEKS, ProjectState
from feedback_app.portfolio.bourse.tables import BourseProject
from feedback_app.register.lookup_store import existing_programme
from feedback_app.register.project_store import organisation_names
from schemas.roles import Permission, with_permission


@dataclass(frozen=True, slots=True)
class PartnerProject:
    """A project that anyone may see, with what one's own organisation said of it."""

    id: uuid.UUID
    state: ProjectState
    words: ProjectWords
    pledges: Sequence[Pledge]
    messages: Sequence[PartnerMessage]
    funds: ProjectFunds
    milestones: Sequence[MilestoneLine]

    @property
    def contested(self) -> int:
        """Of how many milestones its places say that they are not done."""
        return sum(one.state is MilestoneState.CONTESTED for one in self.milestones)

    @property
    def seeks(self) -> bool:
        """Whether it seeks funding."""
        return self.state is SEEKS


@dataclass(frozen=True, slots=True)
class PartnerView:
    """The start page of a company's people, in one programme."""

    programme: str
    organisation: str | None
    """Its name; None where the Lab has not noted for whom the caller speaks."""
    mine: Sequence[PartnerProject]
    others: Sequence[PartnerProject]


def partner_view(session: AnySession, programme_id: str, organisation_id: str | None, *, today: dt.date) -> PartnerView:
    """Projects of one's own organisation first, and the others that seek funding."""
    rows = project_store.public_projects(session, [programme_id])
    found = _partner_projects(session, programme_id, rows, organisation_id, today)
    names = organisation_names(session, [organisation_id] if organisation_id else [])
    return PartnerView(
        programme_id,
        names.get(organisation_id or ""),
        [one for one in found if one.pledges or one.messages],
        [one for one in found if not (one.pledges or one.messages) and one.seeks],
    )


def partner_project(
    session: AnySession, found: BourseProject, organisation_id: str, *, today: dt.date
) -> PartnerProject:
    """One of them."""
    return _partner_projects(session, found.programme_id, [found], organisation_id, today)[0]


def _partner_projects(
    session: AnySession, programme_id: str, rows: Sequence[BourseProject], organisation_id: str | None, today: dt.date
) -> list[PartnerProject]:
    pledges = store.pledges_of(session, programme_id, organisation_id) if organisation_id else []
    messages = store.messages(session, programme_id, organisation_id) if organisation_id else []
    words = {row.id: without_contact(from_json(row.words)) for row in rows if row.state in PUBLIC}
    funds = funds_of(session, words)
    least = least_of(read_rule(existing_programme(session, programme_id).settings))
    lines = milestone_lines(session, programme_id, words, today=today, least=least)
    return [
        PartnerProject(
            row.id, ProjectState(row.state), words[row.id],
            [one for one in pledges if one.project_id == row.id],
            [one for one in messages if one.project_id == row.id],
            funds[row.id], lines[row.id],
        )
        for row in rows
        if row.id in words
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thread:
    """What an organisation and the Lab wrote each other about a project."""

    project: uuid.UUID
    organisation: str
    messages: Sequence[PartnerMessage]


@dataclass(frozen=True, slots=True)
class PartnersView:
    """The desk's page of companies."""

    people: Sequence[tuple[uuid.UUID, str]]
    """Who may come in at the partners' door, by name."""
    speaks_for: Mapping[uuid.UUID, str]
    organisations: Mapping[str, str]
    titles: Mapping[uuid.UUID, str]
    pledges: Sequence[Pledge]
    threads: Sequence[Thread]
    names: Mapping[uuid.UUID, str]


def partners_view(session: AnySession, programme_id: str) -> PartnersView:
    """Who speaks for whom, what waits for the Lab, what was written."""
    people = people_with_roles(session, programme_id, with_permission(Permission.FINANCE))
    messages, pledges = store.messages(session, programme_id), store.pledges_of(session, programme_id)
    keys = list(dict.fromkeys((one.project_id, one.organisation_id) for one in reversed(messages)))
    return PartnersView(
        people=people,
        speaks_for=store.partner_people(session, programme_id),
        organisations=organisation_names(session),
        titles={row.id: from_json(row.words).title for row in project_store.public_projects(session, [programme_id])},
        pledges=pledges,
        threads=[
            Thread(*key, [one for one in messages if (one.project_id, one.organisation_id) == key]) for key in keys
        ],
        names=person_names(session, {one.by for one in pledges} | {one.by for one in messages}),
    )
