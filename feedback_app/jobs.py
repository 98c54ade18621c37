"""The table of jobs, and who runs them.

A job is an idempotent action that runs the same from the scheduler, from `feedback-app jobs run NAME` and in a
test. Every web process has the scheduler; of many, one runs a job at a time, because each run first takes the job's
lock (an advisory lock on PostgreSQL, a file lock beside SQLite).
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING, Protocol

from flask import Flask, current_app

from feedback_app.audit import actions as audit
from feedback_app.audit.transactions import seal_all
from feedback_app.base import clock
from feedback_app.base.actor import Actor, acting
from feedback_app.base.db import AnySession, db, intent, reading, transaction
from feedback_app.base.files import create_private_folder
from feedback_app.base.process_lock import exclusive_or_skip
from feedback_app.base.slices import A_RUN, in_slices
from feedback_app.base.table_statistics import gather_statistics, has_outgrown_statistics
from feedback_app.carry import actions as carry
from feedback_app.carry import transactions as carry_transactions
from feedback_app.enrol import actions as enrol
from feedback_app.enrol.clock_marks import is_trusted, note_clock
from feedback_app.enrol.second_factor import store as factor_store
from feedback_app.forms import form_media as keeping
from feedback_app.insight.accepted import actions as insight
from feedback_app.insight.figures import actions as figures
from feedback_app.insight.figures import transactions as figures_transactions
from feedback_app.ledger import consent_sweep as consent
from feedback_app.ledger import unspoken_media
from feedback_app.ledger.backup_position import last_positions
from feedback_app.ledger.feed import age_tombstones
from feedback_app.ledger.reference import programmes_behind, publish_reference
from feedback_app.ledger.snapshots import is_any_wanted, sweep_snapshots
from feedback_app.ledger.transactions import chain_all, delete_unused_media, make_snapshots, reproject_all
from feedback_app.media import transactions as media
from feedback_app.media.actions import files_of
from feedback_app.portfolio.grouping.transactions import suggest
from feedback_app.portfolio.listing import batches
from feedback_app.portfolio.listing.transactions import store_all
from feedback_app.portfolio.practices import erasing
from feedback_app.portfolio.replies import answers as reply_answers
from feedback_app.portfolio.replies import writing as replies
from feedback_app.portfolio.replies.store import is_anything_published
from feedback_app.portfolio.signals import actions as signals
from feedback_app.portfolio.signals.transactions import compare_week
from feedback_app.portfolio.solutions import actions as portfolio
from feedback_app.portfolio.solutions import publishing
from feedback_app.prompts import actions as prompts
from feedback_app.receipt import actions as receipt
from feedback_app.register.lookup_store import existing_programme, programme_ids
from feedback_app.review import actions as review
from feedback_app.review.decisions import returning
from feedback_app.review.flags import actions as flags
from feedback_app.review.likeness import actions as likeness
from feedback_app.review.moderation_log import actions as moderation_log
from feedback_app.review.second_readings import actions as second_readings
from feedback_app.review.sets import transactions as sets
from feedback_app.review.week_zone_store import is_zone_new
from feedback_app.rights import actions as rights
from feedback_app.rights.periods import read_periods
from feedback_app.safe import actions as safe
from feedback_app.safe.schedule import is_due
from feedback_app.safe.transactions import back_up, mend_losses
from feedback_app.selfcheck.checks import room
from feedback_app.settings import Settings

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger(__name__)
FEW = 100
"""Rows that one transaction drops from phones."""
FEW_RECORDS = 20
"""Records that one transaction erases, each with all that follows from it."""
WAITS = "waits until the clock has gone on evenly for an hour"


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the table: its name, how many seconds lie between runs, and what it does."""

    name: str
    every: int
    action: Callable[[Settings], object]


def _process_images(settings: Settings) -> object:
    return media.process_images(files_of(settings))


def _sweep_uploads(settings: Settings) -> object:
    with transaction() as session:
        if not note_clock(session, clock.now()):
            return WAITS
        gone = keeping.sweep(session, now=clock.now()) + unspoken_media.sweep(session, now=clock.now())
    for programme, sha256 in gone:
        files_of(settings).delete(programme, sha256)
    if not (free := room(settings)).well:
        log.warning("the disk of the data folder has %s GB left", free.seen)
    return len(gone) + media.sweep_uploads(files_of(settings), now=clock.now())


def _publish(settings: Settings) -> object:
    # Looked for while reading: the comparison takes a second for a whole country, and writers must not wait for it.
    with intent(write=False):
        behind = programmes_behind(db.session)
    changed = 0
    for programme in behind:
        with transaction() as session:
            changed += publish_reference(session, programme)
    return changed


def _sweep_sessions(settings: Settings) -> object:
    with transaction() as session:
        if not note_clock(session, now := clock.now()):
            return WAITS
        return enrol.sweep(session, now=now) + factor_store.sweep(session, now)


def _review(settings: Settings) -> object:
    for programme in _programmes(is_zone_new):
        with transaction() as session:
            review.follow_clocks(session, programme)
    return _follow(review.is_behind, review.catch_up)


def _likeness(settings: Settings) -> object:
    done = _follow(returning.is_behind, partial(returning.catch_up, now=clock.now()))
    done += _follow(likeness.is_behind, likeness.catch_up)
    return done + _follow(flags.is_behind, flags.catch_up)


def _sets(settings: Settings) -> object:
    return sets.finish_all()


def _prompts(settings: Settings) -> object:
    return _follow(prompts.is_behind, prompts.catch_up)


def _facts(settings: Settings) -> object:
    return sum(reproject_all())


def _consent(settings: Settings) -> object:
    return _follow(consent.is_behind, partial(consent.catch_up, now=clock.now()))


def _retention(settings: Settings) -> object:
    with transaction() as session:
        if not note_clock(session, clock.now()):
            return WAITS  # nothing is deleted by a clock that has just jumped
    delete_expired = partial(_delete_expired, now=clock.now())
    slices = (partial(_slice, delete_expired, one) for one in _programmes(lambda *_: True))
    return sum(sum(in_slices(one, most=FEW_RECORDS)) for one in slices)


def _delete_expired(session: AnySession, programme_id: str, *, now: dt.datetime, most: int) -> int:
    periods = read_periods(existing_programme(session, programme_id).settings or {})
    return rights.delete_expired(session, programme_id, periods, now=now, limit=most)


def _portfolio(settings: Settings) -> object:
    done = _follow(portfolio.is_behind, portfolio.catch_up)
    if done:
        _drop_beyond_bounds()
        _reach_anew()
    done += _follow(erasing.is_behind, partial(erasing.take_erased_out, now=clock.now()))
    done += _follow(publishing.anything_announced, partial(publishing.publish_announced, now=clock.now()))
    store_all()
    return done


def _reach_anew() -> None:
    """Replies to themes and projects go to the places that have come to them since."""
    for programme in _programmes(is_anything_published):
        with transaction() as session:
            replies.refresh(session, programme)


def _drop_beyond_bounds() -> int:
    """Lets phones hold no more needs than they are to."""
    done = 0
    for programme in _programmes(lambda *_: True):
        with reading() as session:
            beyond = portfolio.beyond_bound(session, programme, limit=A_RUN)
        for start in range(0, len(beyond), FEW):
            with transaction() as session:
                done += portfolio.drop_beyond(session, programme, beyond[start : start + FEW])
    return done


def _insight(settings: Settings) -> object:
    done = 0
    for programme in _programmes(insight.is_behind):
        done += sum(in_slices(partial(_slice, insight.catch_up, programme)))
        sum(in_slices(partial(_slice, insight.recount, programme), most=insight.GROUPS))
        figures_transactions.follow(programme, now=clock.now())
    return done + _show_figures()


def _show_figures() -> int:
    if not _clock_is_trusted():
        return 0  # a clock that is ahead would show single voices until then
    now = clock.now()
    return sum(figures_transactions.show_week(one, now=now) for one in _programmes(partial(figures.is_due, now=now)))


def _signals(settings: Settings) -> object:
    if not _clock_is_trusted():
        return WAITS  # a clock that is ahead would compare a week that is not over
    now = clock.now()
    return sum(compare_week(one, now=now) for one in _programmes(partial(signals.is_due, now=now)))


def _suggestions(settings: Settings) -> object:
    return sum(suggest(one) for one in _programmes(lambda *_: True))


def _replies(settings: Settings) -> object:
    return _follow(reply_answers.is_behind, reply_answers.catch_up)


def _batches(settings: Settings) -> object:
    if not _clock_is_trusted():
        return WAITS  # a clock that is ahead would show single needs until then
    now, done = clock.now(), 0
    for programme in _programmes(partial(batches.waiting, now=now)):
        with transaction() as session:
            done += batches.publish_batch(session, programme, now=now)
    return done


def _moderation_log(settings: Settings) -> object:
    if not _clock_is_trusted():
        return WAITS  # a clock that is ahead would count a week that is not over
    now = clock.now()
    return sum(_count_weeks(one, now) for one in _programmes(partial(moderation_log.is_behind, now=now)))


def _second_readings(settings: Settings) -> object:
    if not _clock_is_trusted():
        return WAITS  # a clock that is ahead would pass over what is decided until then
    done = 0
    now = clock.now()
    for programme in _programmes(partial(_has_second_readings, now=now)):
        with transaction() as session:
            wishes = existing_programme(session, programme).settings or {}
            done += second_readings.choose(session, programme, wishes, now=now)
    return done


def _has_second_readings(session: AnySession, programme: str, *, now: dt.datetime) -> bool:
    return second_readings.is_behind(session, programme, existing_programme(session, programme).settings or {}, now=now)


def _count_weeks(programme: str, now: dt.datetime) -> int:
    done, more = 0, 1
    while more:
        with transaction() as session:
            more = moderation_log.count_week(session, programme, now=now)
        done += more
    return done


def _receipts(settings: Settings) -> object:
    if not _clock_is_trusted():
        return WAITS  # phones would forget what became of their records, and learn it anew
    now = clock.now()
    return _follow(partial(receipt.is_behind, now=now), partial(receipt.catch_up, now=now))


def _clock_is_trusted() -> bool:
    with intent(write=False):
        trusted = is_trusted(db.session, clock.now())
        db.session.rollback()
    return trusted


class _Follower(Protocol):
    """What catches up with a programme in one transaction: less than `most` of it when nothing is left."""

    def __call__(self, session: AnySession, programme_id: str, /, *, most: int) -> int: ...


def _follow(is_behind: Callable[[AnySession, str], bool], catch_up: _Follower) -> int:
    """Catches up with each programme that is behind, in slices. Takes no write lock where nothing is new."""
    return sum(sum(in_slices(partial(_slice, catch_up, one))) for one in _programmes(is_behind))


def _programmes(is_due: Callable[[AnySession, str], object]) -> list[str]:
    """The programmes for which there is something to do; only reads."""
    with reading() as session:
        return [one for one in programme_ids(session) if is_due(session, one)]


def _slice(catch_up: _Follower, programme: str, session: AnySession, limit: int) -> int:
    return catch_up(session, programme, most=limit)


def _back_up(settings: Settings) -> object:
    with transaction() as session:
        note_clock(session, clock.now())
    with intent(write=False):
        due = is_due(db.session, settings, clock.now())
    return back_up(settings.backup, settings, files_of(settings)).made_at if due and settings.backup else None


def _feed(settings: Settings) -> object:
    with transaction() as session:
        if not note_clock(session, clock.now()):
            return WAITS
        gone = sweep_snapshots(session, now=clock.now())
    gather_statistics()
    gone += _drop_beyond_bounds()  # of more needs than one run drops, as when a bound is new
    days = settings.tombstone_days
    return gone + sum(_age_tombstones(programme, days) for programme in _programmes(lambda *_: True))


def _snapshots(settings: Settings) -> object:
    return sum(make_snapshots(one) for one in _programmes(is_any_wanted))


def _age_tombstones(programme: str, days: int) -> int:
    done, more = 0, True
    while more:
        with transaction() as session:
            gone, more = age_tombstones(session, programme, now=clock.now(), days=days)
        done += gone
    return done


def _statistics(settings: Settings) -> object:
    with reading() as session:
        grown = has_outgrown_statistics(session, "ledger_entry", sum(last_positions(session).values()))
    if grown:
        gather_statistics()
    return int(grown)


def _erasures(settings: Settings) -> object:
    files = files_of(settings)
    deleted = delete_unused_media(files)
    mended = mend_losses(settings, files)
    with intent(write=False):  # last: a folder of backups that is away or damaged must not hold up what is above
        noted = sum(note(db.session, settings) for note in (safe.note_erasures, safe.note_refusals, safe.note_access))
        db.session.rollback()
    return deleted + mended + noted


def _carried(settings: Settings) -> object:
    files = files_of(settings)
    with transaction() as session:
        gone = carry.sweep(session, now=clock.now()) if is_trusted(session, clock.now()) else []
    for programme, sha256 in gone:
        files.delete(programme, sha256)
    return carry_transactions.catch_up(files)


def _audit(settings: Settings) -> object:
    return seal_all()


def _audit_cut(settings: Settings) -> object:
    with transaction() as session:
        trusted = note_clock(session, clock.now())
        return audit.cut(session, clock.now(), days=settings.audit_days) if trusted else WAITS


def _chain(settings: Settings) -> object:
    return chain_all()


JOBS = (
    Job("audit", 5, _audit),
    Job("audit-cut", 24 * 3600, _audit_cut),
    Job("ledger-chain", 300, _chain),
    Job("images", 5, _process_images),
    Job("uploads", 3600, _sweep_uploads),
    Job("reference", 60, _publish),
    Job("prompts", 5, _prompts),
    Job("review", 5, _review),
    Job("likeness", 10, _likeness),
    Job("sets", 10, _sets),
    Job("facts", 60, _facts),
    Job("consent", 60, _consent),
    Job("portfolio", 10, _portfolio),
    Job("insight", 10, _insight),
    Job("replies", 10, _replies),
    Job("batches", 600, _batches),
    Job("second-readings", 600, _second_readings),
    Job("suggestions", 600, _suggestions),
    Job("moderation-log", 600, _moderation_log),
    Job("signals", 3600, _signals),
    Job("receipts", 10, _receipts),
    Job("carried", 5, _carried),
    Job("erasures", 60, _erasures),
    Job("retention", 3600, _retention),
    Job("snapshots", 5, _snapshots),
    Job("feed", 3600, _feed),
    Job("statistics", 60, _statistics),
    Job("sessions", 3600, _sweep_sessions),
    Job("backup", 60, _back_up),
)


class Busy(Exception):
    """Another process is running the job."""


def run(name: str, *, patience: float = 0) -> object:
    """Runs one job now, within an app context; what it returns. Raises Busy when another process is still at it after
    `patience` seconds, and KeyError for an unknown name."""
    job = {job.name: job for job in JOBS}[name]
    settings: Settings = current_app.extensions["echo_settings"]
    folder = settings.data / "locks"
    create_private_folder(folder)
    exclusive = exclusive_or_skip(db.engine, f"job {job.name}", beside_sqlite=folder / job.name, patience=patience)
    with exclusive as mine:
        if not mine:
            raise Busy(name)
        with acting(Actor("job", name)):
            return job.action(settings)


LOOK_S = 5.0
"""How often the clock is looked at."""
JUMP_S = 30.0
"""What a clock may be off by before the jobs are planned anew."""


def start_scheduler(app: Flask) -> Callable[[], None]:
    """Runs every job of the table from now on, in threads of this process. Returns how to stop: no job begins any more,
    and those under way end."""
    from apscheduler.schedulers.background import BackgroundScheduler  # 60 ms that only a server needs

    scheduler = BackgroundScheduler(timezone="UTC")
    for job in JOBS:
        scheduler.add_job(
            _run_in, args=(app, job.name), trigger="interval", seconds=job.every, id=job.name, coalesce=True,
            max_instances=1, misfire_grace_time=None, next_run_time=clock.now(),
        )  # fmt: skip
    scheduler.start()
    stopped = Event()
    Thread(target=follow_clock, args=(scheduler, stopped.wait), name="clock of the jobs", daemon=True).start()

    def stop() -> None:
        stopped.set()
        scheduler.shutdown(wait=False)

    return stop


def follow_clock(scheduler: BackgroundScheduler, wait: Callable[[float], object]) -> None:
    """Plans all jobs anew whenever the wall clock has jumped, until `wait` returns something.

    APScheduler plans by the wall clock: one that was ahead for a minute would put the next runs off until then.
    """
    offset = time.time() - time.monotonic()
    while not wait(LOOK_S):
        now = time.time() - time.monotonic()
        if abs(now - offset) > JUMP_S:
            offset = now
            for job in scheduler.get_jobs():
                job.modify(next_run_time=clock.now())


def _run_in(app: Flask, name: str) -> None:
    with app.app_context():
        try:
            run(name)
        except Busy:
            pass  # it is being done
        except Exception:
            # One failed run must not end the schedule; the next run starts from the same committed state.
            app.logger.exception("job %s failed", name)
            db.session.rollback()
