"""Whatever happens to needs, in whatever order: triggers miss nothing that the portfolio must follow (decision 44)."""

from __future__ import annotations

import contextlib
import random
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.ledger.suspension_store import decline
from feedback_app.portfolio.solutions import actions
from feedback_app.portfolio.solutions.tables import Item, PendingItem, UnassignedNeed
from feedback_app.review.case import Action
from feedback_app.review.tables import Case
from tests.desk_actions import ACCEPT, REJECT, REOPEN
from tests.http.portfolio.shown import changed, check, store, take_back
from tests.http.portfolio_people import assigned, decide, demonstration, erase, follow, next_week, say, settings
from tests.people import World

pytestmark = pytest.mark.both_databases

STEPS = 60


class Village:
    """People and the Lab, who do one thing after the other."""

    def __init__(self, world: World, client: FlaskClient, chance: random.Random) -> None:
        self._world, self._client, self._chance = world, client, chance
        self._records: list[uuid.UUID] = []
        self.says()

    def _one(self) -> uuid.UUID:
        return self._chance.choice(self._records)

    def says(self) -> None:
        phone, place = self._chance.choice(
            [(self._world.awa, "V1"), (self._world.koffi, "V2"), (self._world.koffi, "S1")]
        )
        answers = {"domaine": self._chance.choice(["eau", "san", "gen"])}
        self._records.append(say(self._client, phone, place=place, answers=answers))

    def corrects(self) -> None:
        answers = {"age": "25_34", "domaine": "san", "gravite": "gene"}
        entry = self._world.awa.entry(id=str(self._one()), rev=self._chance.randint(2, 9), answers=answers)
        self._world.awa.sync(self._client, entry)

    def _decides(self, action: Action, **more: Any) -> None:
        with contextlib.suppress(AssertionError):  # it is in no state for this
            decide(self._world, self._one(), action, **more)

    def accepts(self) -> None:
        self._decides(ACCEPT)

    def rejects(self) -> None:
        self._decides(REJECT, reason="duplicate")

    def reopens(self) -> None:
        self._decides(REOPEN)

    def erases(self) -> None:
        record = self._one()
        if len(self._records) > 1:
            erase(self._world, record)
            self._records.remove(record)

    def assigns(self) -> None:
        with contextlib.suppress(AssertionError):  # it is not accepted
            assigned(self._world, self._one(), theme=self._chance.choice(["Pompes", "Soins"]))

    def takes_back(self) -> None:
        take_back(self._world, self._one())

    def declines(self) -> None:
        changed(
            self._world,
            lambda session: decline(session, self._world.programme, self._one(), by="Adjoua", now=clock.now()),
        )

    def shows_other_places(self) -> None:
        settings(self._world, public_level=self._chance.choice(["region", "sous_prefecture", "locality"]))

    def is_made_up_or_not(self) -> None:
        settings(self._world, demo=self._chance.random() < 0.7)

    def a_week_goes_by(self) -> None:
        next_week(self._world)

    def counts_are_stored(self) -> None:
        store(self._world)

    def step(self) -> None:
        """One of these."""
        often = [self.says, self.says, self.accepts, self.accepts, self.accepts, self.assigns]
        self._chance.choice(
            [
                *often, self.corrects, self.rejects, self.reopens, self.erases, self.takes_back, self.declines,
                self.shows_other_places, self.is_made_up_or_not, self.a_week_goes_by, self.counts_are_stored,
            ]
        )()  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_items_are_those_of_the_cases_and_figures_those_of_the_items(
    world: World, client: FlaskClient, seed: int
) -> None:
    demonstration(world, k_public=seed)
    village = Village(world, client, random.Random(seed))
    for n in range(STEPS):
        village.step()
        if n % 5 == 0:
            check(world, client)
        if n % 10 == 9:
            follow(world)
            _compare(world)


def _compare(world: World) -> None:
    with world.app.app_context(), transaction() as session:
        assert actions.compare_all(session, world.programme) == 0
        assert session.scalars(select(PendingItem)).all() == []
        cases = {case.record_id: case.place_path for case in session.scalars(select(Case))}
        waiting = {
            (one.record_id, one.domain, one.accepted_at, cases[one.record_id])
            for one in session.scalars(select(Item))
            if one.theme_id is None
        }
        listed = session.scalars(select(UnassignedNeed)).all()
        assert {(one.record_id, one.domain, one.accepted_at, one.place_path) for one in listed} == waiting
        db.session.rollback()
