"""Once a week: the week that is over is compared with those before it. The desk notes or dismisses what it finds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.folding import fold
from feedback_app.base.zones import Zone, start_of_day, week_of, zone_of
from feedback_app.insight.accepted.month import likely_moment
from feedback_app.portfolio.signals import store
from feedback_app.portfolio.signals.bursts import Burst, Subject, Voices, bursts, comparisons
from feedback_app.portfolio.signals.states import SignalState
from feedback_app.portfolio.signals.tables import EVERYWHERE, SignalDigest, WeakSignal
from feedback_app.portfolio.signals.words import subjects
from feedback_app.portfolio.solutions.history import Author
from feedback_app.register.lookup_store import place_labels, programme_now
from schemas.vocabulary import vocabulary

WEEK = dt.timedelta(days=7)
BEFORE = 8
"""Weeks that a week is compared with."""
STORED = 26
"""Weeks after which signals are deleted."""
LONGEST_REASON = 300


class SignalKind(StrEnum):
    """What is said more often."""

    THEME = "theme"
    NEED = "need"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class MadeDigest:
    """A week, compared: to be stored."""

    digest: SignalDigest
    bursts: list[Burst]


def is_due(session: AnySession, programme_id: str, *, now: dt.datetime) -> bool:
    """Whether a week is over that was not compared."""
    programme = programme_now(session, programme_id)
    if programme is None:
        return False
    last = store.last_week(session, programme_id)
    return last is None or last < _week_over(now, zone_of(programme.settings))


def make_digest(session: AnySession, programme_id: str, *, now: dt.datetime) -> MadeDigest | None:
    """The week that is over, compared. Only reads, all needs of nine weeks: not within a transaction that writes."""
    programme = programme_now(session, programme_id)
    if programme is None:
        return None
    where = zone_of(programme.settings)
    week = _week_over(now, where)
    counted = _count(session, programme_id, week, where)
    found = bursts(counted.spoken, counted.all_of)
    made = SignalDigest(
        programme_id=programme_id, week=week, compared=comparisons(counted.spoken, counted.all_of), made_at=now
    )
    return MadeDigest(made, found)


def store_digest(session: AnySession, made: MadeDigest) -> int:
    """Stores a week, unless somebody else just did. Returns how many signals it has."""
    last = store.last_week(session, made.digest.programme_id)
    if last is not None and last >= made.digest.week:
        return 0
    store.delete_before(session, made.digest.programme_id, made.digest.week - STORED * WEEK)
    store.add_digest(session, made.digest, made.bursts)
    return len(made.bursts)


def decide(session: AnySession, signal: WeakSignal, state: SignalState, reason: str, *, author: Author) -> bool:
    """Notes what somebody thinks of a signal. Returns whether it was: who dismisses one says why."""
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if state is SignalState.DISMISSED and not reason:
        return False
    signal.state, signal.reason = state, reason
    signal.decided_by, signal.decided_at = author.by, author.now
    note_event(session, "signal_decided", about=("signal", signal.id), programme=signal.programme_id, state=str(state))
    session.flush()
    return True


_Sides = tuple[set[str], set[str]]
"""Voices of the week, and of the weeks before it."""


@dataclass(slots=True)
class _Counted:
    spoken: dict[Subject, Voices]
    all_of: dict[str, Voices]


@dataclass(slots=True)
class _Counting:
    """Distinct voices, by subject and by place: those of the week, and those before it."""

    spoken: dict[Subject, tuple[set[str], set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: (set(), set()))
    )
    all_of: dict[str, tuple[set[str], set[str]]] = field(default_factory=lambda: defaultdict(lambda: (set(), set())))

    def done(self) -> _Counted:
        return _Counted(
            {key: Voices(len(now), len(before)) for key, (now, before) in self.spoken.items()},
            {key: Voices(len(now), len(before)) for key, (now, before) in self.all_of.items()},
        )


def _count(session: AnySession, programme_id: str, week: dt.date, where: Zone) -> _Counted:
    first, counting = week - BEFORE * WEEK, _Counting()
    items = store.recent_needs(session, programme_id, since=start_of_day(first, where))
    names = _place_names(session, {one.place_code for one in items})
    for item, record, written in store.with_records(session, programme_id, items):
        heard = week_of(likely_moment(record.recorded_at, record.first_received_at), where)
        if not first <= heard <= week:
            continue
        side, voice = int(heard < week), item.voice or item.record_id.hex
        for path in (EVERYWHERE, item.place_path):
            counting.all_of[path][side].add(voice)
            for kind, code in _subjects(item, written, names.get(item.place_code, frozenset())):
                counting.spoken[Subject(kind, code, path)][side].add(voice)
    return counting.done()


def _subjects(item: store.ItemRow, written: str | None, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    if item.theme_id is not None:
        yield SignalKind.THEME, item.theme_id.hex
    yield SignalKind.NEED, f"{item.domain}/{item.subcategory or ''}"
    domain = vocabulary("domains").get(item.domain)
    if domain is None or not domain.is_sensitive:  # what is said of those is read on its own page, which is noted
        for word in subjects(written, names=names):
            yield SignalKind.WORD, word


def _place_names(session: AnySession, codes: Collection[str]) -> dict[str, frozenset[str]]:
    """The words of places' names, folded."""
    return {code: frozenset(fold(label).split()) for code, label in place_labels(session, codes).items()}


def _week_over(now: dt.datetime, where: Zone) -> dt.date:
    """The last week that is over."""
    return week_of(now, where) - WEEK
