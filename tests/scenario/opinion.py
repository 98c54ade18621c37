"""Whoever works out everything anew: sees raw rows, remembers what was shown, and reads every page and dataset."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import text

from feedback_app.base.db import db
from tests.people import World
from tests.scenario import compare_feelings, naive_needs
from tests.scenario.compare_money import Money, answered
from tests.scenario.compare_needs import Needs, same
from tests.scenario.ledger import Ask, Row
from tests.scenario.naive_feelings import Memory
from tests.scenario.naive_money import sectors_of_domains
from tests.scenario.naive_weight import ModerationMemory
from tests.scenario.weeks import Pilot


def raw(world: World) -> Ask:
    """Rows of the database as they are."""

    def ask(statement: str) -> list[Row]:
        with world.app.app_context():
            return [dict(one) for one in db.session.execute(text(statement)).mappings()]

    return ask


class SecondOpinion:
    """Compares what is shown with what should be, week by week."""

    def __init__(self, pilot: Pilot) -> None:
        self._pilot, self._ask = pilot, raw(pilot.world)
        home = f"/{pilot.country.root}/"
        known = naive_needs.programmes(self._ask)
        self._feelings = {one.id: Memory(one, home) for one in known.values()}
        self._decisions = {one.id: ModerationMemory(one) for one in known.values()}

    def after_jobs(self) -> None:
        """What was taken back is gone from the tables of feelings at once."""
        for one in self._feelings.values():
            one.during_the_week(self._ask)

    def monday(self) -> None:
        """What is new is shown, and weeks that are over are counted."""
        for one in self._feelings.values():
            one.monday(self._ask)
        for each in self._decisions.values():
            each.monday(self._ask, self._pilot.calendar.now)

    def compare(self, *, pages: bool) -> dict[str, int]:
        """Reads the datasets, or everything that anyone may, and compares; how much there was of each."""
        client, country = self._pilot.client, self._pilot.country
        needs = Needs(self._ask, client)
        needs.dataset()
        found = {"lines": len(needs.lines), **self._compare_feelings(client)}
        self._compare_decisions(client)
        if not pages:
            return found
        needs.lists()
        needs.themes()
        ways = (needs.places[code]["way"] for code in (country.root, *country.regions, *country.villages))
        for code in dict.fromkeys(code for way in ways for code in way):
            needs.place_page(code)
        return found | self._compare_money(client, needs)

    def _compare_feelings(self, client: FlaskClient) -> dict[str, int]:
        for name, memory in self._feelings.items():
            compare_feelings.tables_page(client, memory, name)
        return {f"cells {name}": compare_feelings.dataset(client, one, name) for name, one in self._feelings.items()}

    def _compare_decisions(self, client: FlaskClient) -> None:
        names = ("programme", "week", "decisions", "waited_days")
        shown = client.get("/api/v1/moderation?limit=5000").get_json()["lines"]
        expected = [line for memory in self._decisions.values() for line in memory.rows()]
        read = [(one["action"]["code"], one["reason"] is not None, *(one[name] for name in names)) for one in shown]
        same(read, [(one["action"], bool(one["reason"]), *(one[name] for name in names)) for one in expected])

    def _compare_money(self, client: FlaskClient, needs: Needs) -> dict[str, int]:
        money = Money(self._ask, client, needs, self._pilot.calendar.now.date())
        money.exchange()
        money.project_pages()
        money.companies()
        money.gaps(sectors_of_domains())
        needs.map_of_regions(money.announced(), money.seeking_in())
        needs.home(answered(self._ask, client), money.sought, len(money.actions))
        return {"projects": len(money.projects), "actions": len(money.actions)}
