"""What happens in a week of the scenario: phones send, Adjoua decides, jobs run, themes are named, and Monday comes."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.insight.figures.transactions import show_week
from feedback_app.ledger.actions import erase
from feedback_app.ledger.suspension_store import decline, suspend
from feedback_app.ledger.tables import Record
from feedback_app.portfolio.listing.batches import publish_batch
from feedback_app.portfolio.listing.transactions import store_all
from feedback_app.review.case import Action, MergeTarget
from feedback_app.review.corrections.actions import Draft, correct
from feedback_app.review.decisions.decide import Verdict, decide_many
from feedback_app.review.decisions.desk_actions.amend import ACTION as AMEND
from feedback_app.review.moderation_log.actions import count_week
from feedback_app.review.store import find_case
from feedback_app.review.tables import Case
from tests.desk_actions import ACCEPT, ASK, MERGE, REJECT, REOPEN, SPLIT
from tests.people import Phone, World
from tests.scenario.country import MADE_UP, RULED, SETTINGS, Calendar, Country, settle
from tests.scenario.voices import Speech, corrected, in_batches, texts

SHARES = {RULED: 70, MADE_UP: 30}
"""How many of a hundred records each programme gets: of real people small figures are not shown."""
FOLLOWERS = ("review", "facts", "portfolio", "insight", "replies")


@dataclass
class Pilot:
    """The scenario as it goes on."""

    world: World
    client: FlaskClient
    calendar: Calendar
    country: Country
    speech: Speech
    chance: random.Random
    after_jobs: Callable[[], object] = list
    """What is to happen each time that jobs have run."""
    sent: dict[str, list[tuple[Phone, dict[str, Any]]]] = field(default_factory=dict)

    def send(self, records: int) -> None:
        """Phones hand over so many records of the week, and correct some of the week before."""
        for programme, phones in self.country.phones.items():
            before = self.sent.get(programme, [])
            work: dict[uuid.UUID, list[tuple[Phone, dict[str, Any]]]] = {}
            for _ in range(records * SHARES[programme] // 100):
                phone = self.chance.choice(phones)
                work.setdefault(phone.device_id, []).append((phone, self.speech.entry(phone)))
            for phone, entry in self.chance.sample(before, len(before) // 25):
                work.setdefault(phone.device_id, []).append((phone, corrected(self.speech, entry, phone)))
            self.sent[programme] = [one for some in work.values() for one in some]
            for some in work.values():
                self._hand_over(some)
        self.calendar.turn(hours=1)
        self.run_jobs()

    def _hand_over(self, some: Sequence[tuple[Phone, dict[str, Any]]]) -> None:
        for part in in_batches([entry for _, entry in some]):
            answer = some[0][0].exchange(self.client, *part)
            assert answer.status_code == 200, answer.text
            some[0][0].cursor = answer.get_json()["cursor"]
            corrections = {entry["id"] for _, entry in some if entry["rev"] > 1}
            for ack in answer.get_json()["acks"]:  # what was taken back takes no correction
                assert ack["outcome"] == "stored" or (ack["outcome"] == "erased" and ack["id"] in corrections), ack

    def run_jobs(self) -> None:
        with self.world.app.app_context():
            for name in FOLLOWERS:
                jobs.run(name)
        self.after_jobs()

    def cases(self, programme: str, *states: str) -> list[Case]:
        """Cases in these states, in an order that does not change."""
        with self.world.app.app_context():
            found = db.session.query(Case).filter(Case.programme_id == programme, Case.state.in_(states))
            rows = found.order_by(Case.position).all()
            db.session.expunge_all()
            return rows

    def decide(self, programme: str, cases: Sequence[Case], action: Action, **more: Any) -> int:
        """Adjoua decides so about all of these. How many could be."""
        verdicts = {one.record_id: Verdict(action, rev_seen=one.rev, state_seen=one.state, **more) for one in cases}
        self.calendar.turn(minutes=1)
        with self.world.app.app_context(), transaction() as session:
            made = decide_many(session, programme, verdicts, by=self.world.adjoua, now=clock.now())
        return sum(hasattr(one, "after") for one in made.values())

    def review(self) -> None:
        """A week at the desk: most of what waits is accepted, some is not, and some of before is decided anew."""
        for programme in SETTINGS:
            self._amend(programme)
            waiting = self.cases(programme, "received", "in_review")
            self.chance.shuffle(waiting)
            parts = _divided(waiting, (74, 8, 6))
            assert self.decide(programme, parts[0], ACCEPT) or not parts[0]
            self.decide(programme, parts[1], REJECT, reason="duplicate")
            self.decide(programme, parts[2], ASK, reason="unclear", message="Dites où cela se trouve.")
            self._decide_anew(programme)  # before: what is merged and split off before jobs have run keeps its theme
            self._merge(programme)
            self._take_back(programme)
        self.run_jobs()

    def _amend(self, programme: str) -> None:
        """Adjoua corrects how serious some needs are."""
        waiting = [one for one in self.cases(programme, "received") if one.instrument == "besoin" and one.rev]
        for one in self.chance.sample(waiting, len(waiting) // 15):
            self.calendar.turn(minutes=1)
            with self.world.app.app_context(), transaction() as session:
                case = find_case(session, programme, one.record_id, lock=True)
                assert case is not None
                draft = Draft(AMEND, {"gravite": ["vital"]}, "Relu avec l’auteur.", case.rev, case.state, "")
                correct(session, case, draft, by=self.world.adjoua, now=clock.now())

    def _merge(self, programme: str) -> None:
        """Some needs say what another one says: another person's voice, or the same person's."""
        accepted = [one for one in self.cases(programme, "accepted") if one.instrument == "besoin"]
        self.chance.shuffle(accepted)
        for n in range(len(accepted) // 30):
            one, onto = accepted[2 * n], accepted[2 * n + 1]
            target = MergeTarget(onto.record_id, onto.rev)
            self.decide(programme, [one], MERGE, onto=target, reason="duplicate" if n % 3 == 2 else None)

    def _decide_anew(self, programme: str) -> None:
        """Of what was decided some is opened again, and some that was merged is split off."""
        merged = self.cases(programme, "merged")
        self.decide(programme, self.chance.sample(merged, len(merged) // 4), SPLIT)
        done = self.cases(programme, "accepted", "rejected")
        again = self.chance.sample(done, len(done) // 40)
        self.decide(programme, again, REOPEN)
        opened = {one.record_id for one in again[: len(again) // 2]}
        back = [one for one in self.cases(programme, "received") if one.record_id in opened]
        self.decide(programme, back, ACCEPT)

    def _take_back(self, programme: str) -> None:
        """People take back what they said: erased at once, or suspended until the desk has looked."""
        accepted = self.cases(programme, "accepted", "merged")
        chosen = self.chance.sample(accepted, min(len(accepted), 2 + len(accepted) // 60))
        for n, one in enumerate(chosen):
            self.calendar.turn(minutes=1)
            with self.world.app.app_context(), transaction() as session:
                if n % 2:
                    found = session.get_one(Record, (programme, one.record_id))
                    erase(session, found, now=clock.now(), reason="subject", by="Mariam")
                else:
                    suspend(session, programme, one.record_id, by="code", now=clock.now())
                    if n % 4 == 2:
                        decline(session, programme, one.record_id, by="Adjoua", now=clock.now())

    def monday(self) -> None:
        """The week is over: what is new comes into figures and lists, and decisions of the week before are counted."""
        self.run_jobs()
        self.calendar.next_monday()
        with self.world.app.app_context():
            for programme in SETTINGS:
                assert show_week(programme, now=clock.now())
                with transaction() as session:
                    publish_batch(session, programme, now=clock.now())
                with transaction() as session:
                    while count_week(session, programme, now=clock.now()):
                        pass
            store_all()


def _divided(some: Sequence[Case], percents: Sequence[int]) -> list[Sequence[Case]]:
    """The first so many percent, the next ones …; what is left over waits."""
    parts, start = [], 0
    for share in percents:
        stop = start + len(some) * share // 100
        parts.append(some[start:stop])
        start = stop
    return parts


def begin(
    world: World, client: FlaskClient, calendar: Calendar, shared: Path | None, *, phones: int, seed: int = 11
) -> Pilot:
    """The country is settled, and nothing has been recorded yet."""
    chance = random.Random(seed)
    country = settle(world, shared, phones=phones)
    return Pilot(world, client, calendar, country, Speech(country, texts(shared), chance), chance)
