"""A made-up company at the partners' door, by `bourse.json`: what it offers, promises and pays, what it and the Lab
write each other."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.demo.state import DemoFill
from feedback_app.demo.words import read_words
from feedback_app.enrol.lookup_store import people_with_roles
from feedback_app.portfolio.bourse import store as project_store
from feedback_app.portfolio.bourse.partners import offering, pledging, store
from feedback_app.portfolio.bourse.partners.offer_words import OfferWords
from feedback_app.portfolio.bourse.partners.pledges import PledgeForm, PledgeKind
from feedback_app.portfolio.solutions.history import Author
from feedback_app.register.project_store import organisation_names
from schemas.roles import Permission, with_permission

DAY = dt.timedelta(days=1)


def add_company(session: AnySession, programme_id: str, fill: DemoFill, place: str) -> None:
    """What the company says, by who may come in at its door, and what the Lab confirms. For projects that are there."""
    plan = read_words("bourse")["company"]
    if plan["organisation"] not in organisation_names(session, [plan["organisation"]]):
        return
    begins, lab = fill.until - DAY * plan["age"], uuid.UUID(fill.desk[1])
    people = people_with_roles(session, programme_id, with_permission(Permission.FINANCE))
    speaker = people[0][0] if people else uuid.UUID(fill.desk[0])
    if people:
        pledging.set_organisation(
            session, programme_id, speaker, plan["organisation"], author=Author(lab, begins)
        )  # fmt: skip
    for one in plan["offers"]:
        words = OfferWords(**{**one, **{name: tuple(one[name]) for name in LISTS}}, places=(place,))
        author = Author(speaker, begins)
        made = offering.add_offer(session, programme_id, plan["organisation"], words, author=author)
        fill.offers.append(str(made.id))
    for one in plan["pledges"]:
        _pledge(session, programme_id, fill, one, speaker=speaker, lab=lab)
    for one in plan["messages"]:
        found = project_store.find_project(session, programme_id, uuid.UUID(fill.projects[one["project"]]))
        if found is not None:
            author = Author(lab if one["from_lab"] else speaker, begins + DAY * one["after"])
            pledging.write(
                session, found, plan["organisation"], one["words"], is_from_lab=one["from_lab"], author=author
            )  # fmt: skip


LISTS = ("kinds", "sectors", "goals", "subjects")


def _pledge(
    session: AnySession,
    programme_id: str,
    fill: DemoFill,
    one: Mapping[str, Any],
    *,
    speaker: uuid.UUID,
    lab: uuid.UUID,
) -> None:
    plan = read_words("bourse")["company"]
    at = fill.until - DAY * (plan["age"] - one["after"])
    found = project_store.find_project(session, programme_id, uuid.UUID(fill.projects[one["project"]]))
    if found is None:
        return
    form = PledgeForm(PledgeKind(one["kind"]), one["amount"], at.date(), one["words"])
    offer = uuid.UUID(fill.offers[one["offer"]]) if "offer" in one else None
    made = pledging.pledge(session, found, plan["organisation"], form, author=Author(speaker, at), offer=offer)
    if one.get("confirmed"):
        pledging.confirm(session, found, made, author=Author(lab, at + DAY))


def remove_company(session: AnySession, fill: DemoFill) -> None:
    """Removes what a fill added of it. Who speaks for it may go on."""
    store.delete_pledges(session, [uuid.UUID(one) for one in fill.projects])
    store.delete_offers(session, [uuid.UUID(one) for one in fill.offers])
