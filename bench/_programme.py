"""A national programme in a database, filled by sets as its ledger and its jobs would have left it.

What is written is checked in the end by the jobs themselves: none of them may find anything to do.
"""

from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import ClassVar

from sqlalchemy import select, text, update

from bench._aftermath import Aftermath
from bench._country import PROGRAMME, make_country
from bench._records import BATCH, Need, NeedMaker
from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import AnySession, db, transaction
from feedback_app.base.table_statistics import gather_statistics
from feedback_app.base.timestamps import start_of_week
from feedback_app.forms.engine.definition import Danger
from feedback_app.forms.engine.meaning import Fact
from feedback_app.forms.rule_cache import meaning, rules
from feedback_app.ledger.backup_position import last_positions, move_safe
from feedback_app.ledger.body_facts import BodyFacts, WorkedOut
from feedback_app.ledger.follow import mark_read
from feedback_app.ledger.projection import facts
from feedback_app.ledger.reference import publish_reference
from feedback_app.ledger.store import Arrival
from feedback_app.ledger.withdrawal import DeviceLedger
from feedback_app.portfolio.listing.tables import Batch
from feedback_app.portfolio.solutions import actions as portfolio
from feedback_app.receipt import actions as receipt
from feedback_app.register.tables import Programme
from feedback_app.review import actions as review
from feedback_app.review.case_change_store import work_out_anew
from feedback_app.safe.tables import Backup
from feedback_app.serve import prepare_database
from feedback_app.settings import Settings
from sync.entry import Entry
from tests.build import instrument_version
from tests.people import make_world

AT_ONCE = 200
"""Batches of one transaction."""
FOLLOWERS = ("review", "portfolio", "receipt", "prompts", "consent")


def fill_derived(session: AnySession, programme_id: str) -> None:
    """What follows from the rows of ledger, cases and items, and is not written with them above: counts, figures,
    indexes of words. Calls the functions by which a migration fills the same for a database of before."""
    work_out_anew(session, programme_id)


def fill(settings: Settings, *, records: int, accepted: int, phones: int) -> None:
    """Fills a fresh database. Says how long each part took."""
    started = time.perf_counter()
    app = create_app(settings)
    with app.app_context():
        now = clock.now()
        prepare_database(now)
        make_world(app)
        with transaction() as session:
            country = make_country(session, phones, now)
            session.execute(update(Programme).where(Programme.id == PROGRAMME).values(settings={"k_public": 5}))
        with transaction() as session:
            publish_reference(session, PROGRAMME)
        with transaction() as session:
            form = meaning(session, PROGRAMME, "besoin", instrument_version("besoin"))
            aftermath = Aftermath(session, country, records=records, accepted=accepted, now=now)
        maker = NeedMaker(country, form, records=records, accepted=accepted, now=now)
        for some in _slices(maker.batches(), AT_ONCE):
            with transaction() as session:
                for batch in some:
                    _file(session, batch, country.paths.get)
                aftermath.write(session, [need for batch in some for need in batch])
            if (some[-1][-1].n + 1) % 100_000 == 0:
                print(f"  {some[-1][-1].n + 1:,} records, {time.perf_counter() - started:.0f} s", flush=True)
        with transaction() as session:
            _settle(session, now)
            fill_derived(session, PROGRAMME)
        take_statistics()
        if left := run_jobs(now):
            raise RuntimeError(f"the jobs would have written something else: {left}")
        db.session.remove()
        db.engine.dispose()
    print(f"  filled in {time.perf_counter() - started:.0f} s", flush=True)


def _slices(batches: Iterator[list[Need]], size: int) -> Iterator[list[list[Need]]]:
    while some := list(islice(batches, size)):
        yield some


class _Bodies(BodyFacts):
    """As the exchange works bodies out, but what answers mean once for those that differ in their text alone."""

    meant: ClassVar[dict[tuple[tuple[str, str], ...], Sequence[Fact]]] = {}

    def _work_out(self, entry: Entry) -> WorkedOut:
        danger = Danger.ASKED if "danger" in entry.content else Danger.NONE
        row = facts(entry.content, self._path_of, danger, name_on_phones=entry.id)
        answers = row["answers"] or {}
        kind = tuple(one for one in answers.items() if one[0] not in {"texte", "photo"})
        if kind not in self.meant:
            self.meant[kind] = super()._work_out(entry).meant
        return WorkedOut(row, self.meant[kind])


def _file(session: AnySession, batch: list[Need], path_of: Callable[[str], str | None]) -> None:
    """As the exchange files what a phone hands over."""
    offset = 600_000 if batch[0].n // BATCH % 100 == 1 else 0
    arrival = Arrival(batch[0].phone.device, batch[0].at, offset)
    bodies = _Bodies(functools.partial(rules, session, PROGRAMME), path_of)
    ledger = DeviceLedger(session, PROGRAMME, arrival, bodies=bodies)
    ledger.take_write_lock(len(batch), [need.id for need in batch])
    for need, position in zip(batch, ledger.append([need.filing for need in batch]), strict=True):
        need.positions.append(position)


def _settle(session: AnySession, now: dt.datetime) -> None:
    """All jobs have run, and the night's backup is there."""
    last = last_positions(session)[PROGRAMME]
    for follower in FOLLOWERS:
        mark_read(session, follower=follower, programme_id=PROGRAMME, position=last)
    session.merge(Batch(programme_id=PROGRAMME, until=start_of_week(now)))
    move_safe(session, {PROGRAMME: last})
    session.add(
        Backup(target="/backup", n=1, started_at=now - dt.timedelta(hours=1), ended_at=now, ok=True, entries=last)
    )


def take_statistics() -> None:
    """As the server and the database take them themselves after a while."""
    gather_statistics()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("set statement_timeout = 0"))
            connection.execute(text("vacuum analyze"))


def run_jobs(now: dt.datetime) -> dict[str, int]:
    """Runs the jobs that follow the ledger. What each of them found to do; empty where none did."""
    runs: dict[str, Callable[[AnySession], int]] = {
        "review": lambda session: review.catch_up(session, PROGRAMME),
        "portfolio": lambda session: portfolio.catch_up(session, PROGRAMME),
        "receipt": lambda session: receipt.catch_up(session, PROGRAMME, now=now),
    }
    done = {}
    for name, run in runs.items():
        with transaction() as session:
            if count := run(session):
                done[name] = count
    return done


def is_filled(settings: Settings) -> bool:
    """Whether this database has been filled before."""
    with create_app(settings).app_context():
        try:
            return db.session.scalar(select(Batch.programme_id)) is not None
        except Exception:  # no tables yet
            return False
        finally:
            db.session.remove()
            db.engine.dispose()
