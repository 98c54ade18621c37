"""Noting what an organisation says of a project, and what it and the Lab write each other."""

from __future__ import annotations

import uuid

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.portfolio.bourse.history import ChangeKind, note_change
from feedback_app.portfolio.bourse.partners import store
from feedback_app.portfolio.bourse.partners.pledges import LONGEST_WORDS, PledgeForm, PledgeRefusal
from feedback_app.portfolio.bourse.partners.tables import PartnerMessage, PartnerPerson, Pledge
from feedback_app.portfolio.bourse.tables import BourseProject
from feedback_app.portfolio.solutions.history import Author


def pledge(
    session: AnySession,
    project: BourseProject,
    organisation_id: str,
    form: PledgeForm,
    *,
    author: Author,
    offer: uuid.UUID | None = None,
) -> Pledge:
    """Notes what an organisation says, perhaps because an `offer` of it matched; money counts once it is confirmed."""
    made = Pledge(
        id=new_id(), programme_id=project.programme_id, project_id=project.id, organisation_id=organisation_id,
        kind=form.kind, amount=form.amount, day=form.day, words=form.words, by=author.by, at=author.now,
        offer_id=offer,
    )  # fmt: skip
    session.add(made)
    session.flush()
    _note(session, project, made, "", form.kind, author)
    return made


def confirm(session: AnySession, project: BourseProject, made: Pledge, *, author: Author) -> PledgeRefusal | None:
    """The Lab confirms a promise or payment: somebody else than who noted it."""
    if made.confirmed_at or made.withdrawn_at or made.amount is None:
        return PledgeRefusal.STALE
    if made.by == author.by:
        return PledgeRefusal.OWN
    made.confirmed_by, made.confirmed_at = author.by, author.now
    session.flush()
    _note(session, project, made, made.kind, "confirmed", author)
    return None


def withdraw(session: AnySession, project: BourseProject, made: Pledge, *, author: Author) -> PledgeRefusal | None:
    """An organisation takes back what it said. What was confirmed as paid stays paid."""
    if made.withdrawn_at or (made.confirmed_at and made.kind == "payment"):
        return PledgeRefusal.STALE
    made.withdrawn_at = author.now
    session.flush()
    _note(session, project, made, made.kind, "withdrawn", author)
    return None


def _note(session: AnySession, project: BourseProject, made: Pledge, before: str, after: str, author: Author) -> None:
    """In the project's history, by the organisation's name; words stay in the pledge."""
    value = {made.organisation_id: f"{after} {made.amount or ''}".strip()}
    note_change(session, project, ChangeKind.PLEDGE, author=author, before={made.organisation_id: before}, after=value)


def write(
    session: AnySession, project: BourseProject, organisation_id: str, words: str, *, is_from_lab: bool, author: Author
) -> PledgeRefusal | None:
    """Appends a message about a project."""
    text = "\n".join(" ".join(line.split()) for line in words.strip().splitlines())
    if not 0 < len(text) <= LONGEST_WORDS:
        return PledgeRefusal.WORDS
    session.add(
        PartnerMessage(
            id=new_id(), programme_id=project.programme_id, project_id=project.id, organisation_id=organisation_id,
            is_from_lab=is_from_lab, words=text, by=author.by, at=author.now,
        )
    )  # fmt: skip
    session.flush()
    note_event(
        session, "bourse_message_written", about=("bourse_project", project.id), programme=project.programme_id
    )  # fmt: skip
    return None


def set_organisation(
    session: AnySession, programme_id: str, person_id: uuid.UUID, organisation_id: str | None, *, author: Author
) -> None:
    """Notes for which organisation somebody speaks; None: for none."""
    found = store.partner_person(session, person_id, programme_id)
    if found is not None:
        session.delete(found)
        session.flush()
    if organisation_id is not None:
        session.add(
            PartnerPerson(
                person_id=person_id, programme_id=programme_id, organisation_id=organisation_id, by=author.by,
                at=author.now,
            )
        )  # fmt: skip
    session.flush()
    note_event(session, "bourse_partner_linked", about=("person", person_id), programme=programme_id)
