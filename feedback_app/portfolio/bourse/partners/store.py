"""Selects of companies' people, what they promise and pay, what is written."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import delete, select

from feedback_app.base.db import AnySession
from feedback_app.portfolio.bourse.partners.tables import Offer, PartnerMessage, PartnerPerson, Pledge
from feedback_app.portfolio.solutions.word_store import delete_changes


def organisation_of(session: AnySession, person_id: uuid.UUID, programme_id: str) -> str | None:
    """The organisation that somebody speaks for in a programme."""
    found = session.get(PartnerPerson, (person_id, programme_id))
    return found.organisation_id if found else None


def partner_people(session: AnySession, programme_id: str) -> dict[uuid.UUID, str]:
    """Who speaks for which organisation in a programme."""
    mine = select(PartnerPerson.person_id, PartnerPerson.organisation_id)
    return dict(session.execute(mine.where(PartnerPerson.programme_id == programme_id)).all())


def partner_person(session: AnySession, person_id: uuid.UUID, programme_id: str) -> PartnerPerson | None:
    """The row that says so."""
    return session.get(PartnerPerson, (person_id, programme_id))


def pledges(session: AnySession, project_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Pledge]]:
    """What was ever said of these projects, oldest first."""
    found: dict[uuid.UUID, list[Pledge]] = {}
    mine = select(Pledge).where(Pledge.project_id.in_(project_ids)).order_by(Pledge.at, Pledge.id)
    for one in session.scalars(mine):
        found.setdefault(one.project_id, []).append(one)
    return found


def pledges_of(session: AnySession, programme_id: str, organisation_id: str | None = None) -> Sequence[Pledge]:
    """What the organisations of a programme, or one of them, ever said, the latest first."""
    mine = select(Pledge).where(Pledge.programme_id == programme_id)
    if organisation_id is not None:
        mine = mine.where(Pledge.organisation_id == organisation_id)
    return session.scalars(mine.order_by(Pledge.at.desc(), Pledge.id.desc())).all()


def find_pledge(session: AnySession, programme_id: str, pledge_id: uuid.UUID) -> Pledge | None:
    """A pledge of this programme, locked until commit."""
    mine = select(Pledge).where(Pledge.id == pledge_id, Pledge.programme_id == programme_id).with_for_update()
    return session.scalars(mine.execution_options(populate_existing=True)).one_or_none()


def messages(session: AnySession, programme_id: str, organisation_id: str | None = None) -> Sequence[PartnerMessage]:
    """What was written in a programme, or with one organisation, oldest first."""
    mine = select(PartnerMessage).where(PartnerMessage.programme_id == programme_id)
    if organisation_id is not None:
        mine = mine.where(PartnerMessage.organisation_id == organisation_id)
    return session.scalars(mine.order_by(PartnerMessage.at, PartnerMessage.id)).all()


def offers(session: AnySession, programme_id: str, organisation_id: str | None = None) -> Sequence[Offer]:
    """What the organisations of a programme, or one of them, offer: open ones first, then the latest."""
    mine = select(Offer).where(Offer.programme_id == programme_id)
    if organisation_id is not None:
        mine = mine.where(Offer.organisation_id == organisation_id)
    return session.scalars(mine.order_by(Offer.closed_at.is_not(None), Offer.at.desc(), Offer.id.desc())).all()


def find_offer(session: AnySession, programme_id: str, offer_id: uuid.UUID | None) -> Offer | None:
    """An offer of this programme."""
    found = session.get(Offer, offer_id) if offer_id else None
    return found if found and found.programme_id == programme_id else None


def delete_offers(session: AnySession, ids: Collection[uuid.UUID]) -> None:
    """Deletes made-up offers. Of others nothing is ever deleted."""
    delete_changes(session, ids)
    session.execute(delete(Offer).where(Offer.id.in_(ids)))


def delete_pledges(session: AnySession, project_ids: Collection[uuid.UUID]) -> None:
    """Deletes what was pledged and written of made-up projects. Of others nothing is ever deleted."""
    for table in (Pledge, PartnerMessage):
        session.execute(delete(table).where(table.project_id.in_(project_ids)))
