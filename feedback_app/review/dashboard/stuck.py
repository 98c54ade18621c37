"""What does not go on by itself: what it is, how much of it, and where something is done about it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from feedback_app.base.db import AnySession
from feedback_app.base.timestamps import SKEW
from feedback_app.enrol.lookup_store import PhoneContact, person_names, phone_names, quiet_phones
from feedback_app.enrol.permissions import Area
from feedback_app.enrol.store import open_codes
from feedback_app.exchange.health import QUIET, SILENT, silence
from feedback_app.ledger.malformed import count_unseen
from feedback_app.ledger.suspension_store import open_suspensions
from feedback_app.review.case import OPEN, State
from feedback_app.review.dashboard.store import LapsedClaim, lapsed_claims
from feedback_app.review.dashboard.waiting import Waiting
from feedback_app.review.queue import store as queue_store
from feedback_app.review.queue.order_store import Order, Wanted, find_cases
from feedback_app.review.queue.query import Query
from feedback_app.review.service_target import WaitingStatus
from feedback_app.review.store import find_case

MOST, MOST_LATE = 100, 1000
"""More than so many are not counted one by one."""
NAMED = 3
"""Phones that are named; the page of phones has all."""


@dataclass(frozen=True, slots=True)
class Named:
    """One of the things that are stuck, by name, and where it is found."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Stuck:
    """Things of a kind that are stuck."""

    code: str
    """Its words are `stuck.<code>` and, of what to do, `do.<code>`."""
    n: int
    address: str
    """Where they are, and something can be done."""
    tone: str = "warn"
    more: bool = False
    """There are more than `n`."""
    words: Mapping[str, object] | None = None
    """What its sentence names."""
    named: Sequence[Named] = ()


@dataclass(frozen=True, slots=True)
class DashboardContext:
    """What a dashboard has read that more than one part of it shows."""

    area: Area
    mine: queue_store.CaseArea
    days: int
    """Within how many days the programme means to decide."""
    waiting: Sequence[Waiting]
    last_decision: dt.datetime | None


def stuck(session: AnySession, seen: DashboardContext) -> list[Stuck]:
    """What is stuck in an area, the most pressing first."""
    return [*_records(session, seen), *_phones(session, seen)]


def queue_address(programme_id: str, **filters: str) -> str:
    """The queue with these filters."""
    return f"/desk/?{urlencode({'programme': programme_id, **filters})}"


def _records(session: AnySession, seen: DashboardContext) -> Iterator[Stuck]:
    mine, programme = seen.mine, seen.mine.programme_id
    wanted = Wanted(programme, (*OPEN, State.QUARANTINED), paths=mine.paths, in_danger=True)
    if n := len(find_cases(session, wanted, after=None, order=Order(upwards=True), limit=MOST + 1)):
        yield Stuck("danger", min(n, MOST), queue_address(programme), tone="stop", more=n > MOST)
    waiting = {one.name: one for one in seen.waiting}
    if withdrawn := _withdrawn(session, seen.area):
        yield Stuck("withdrawn", withdrawn, "/desk/admin/withdrawals", tone="stop")
    if (late := _late(session, seen)) is not None:
        yield late
    if lapsed := lapsed_claims(session, programme, mine.paths, now=mine.now):
        named = list(_who_left(session, programme, lapsed))
        first = _record(programme, lapsed[0].record_id)
        yield Stuck("lapsed", min(len(lapsed), MOST), first, more=len(lapsed) > MOST, named=named[:NAMED])
    quarantined, asked = waiting[State.QUARANTINED], waiting[State.NEEDS_CORRECTION]
    if quarantined.n:
        yield Stuck(State.QUARANTINED, quarantined.n, queue_address(programme, tab=State.QUARANTINED, order="oldest"))
    if unreadable := count_unseen(session, programme, seen.area.paths):
        yield Stuck("unreadable", unreadable, f"/desk/unreadable/{programme}")
    if asked.status is WaitingStatus.LATE:
        yield Stuck("asked", asked.n, queue_address(programme, tab=State.NEEDS_CORRECTION, order="oldest"), tone="wait")
    if waiting["open"].n and (seen.last_decision is None or seen.last_decision < mine.now - SILENT):
        yield Stuck("idle", waiting["open"].n, f"/desk/admin/people?{urlencode({'programme': programme})}")


def _who_left(session: AnySession, programme: str, lapsed: Sequence[LapsedClaim]) -> Iterator[Named]:
    """Who took these records, with how many; each leads to the one that has waited longest."""
    of: dict[uuid.UUID, list[LapsedClaim]] = {}
    for one in lapsed:
        of.setdefault(one.by, []).append(one)
    names = person_names(session, of)
    for by, some in of.items():
        yield Named(f"{names.get(by, '–')} ({len(some)})", _record(programme, some[0].record_id))


def _record(programme: str, record_id: uuid.UUID) -> str:
    return f"/desk/records/{programme}/{record_id}?tab=open"


def _late(session: AnySession, seen: DashboardContext) -> Stuck | None:
    """What came in before the last day that is within the target, and is not decided."""
    until = (seen.mine.now - dt.timedelta(days=seen.days + 1)).date()
    query, most = Query(tab="open", until=until.isoformat(), order="oldest"), MOST_LATE
    n = queue_store.count_matching(session, seen.mine, query, most=most + 1)
    if n is None:  # of a part of a programme no index is for both
        most = MOST
        n = len(queue_store.matching_cases(session, seen.mine, query, limit=most + 1))
    address = queue_address(seen.mine.programme_id, **dict(query.chosen()))
    return Stuck("late", min(n, most), address, more=n > most, words={"days": seen.days}) if n else None


def _withdrawn(session: AnySession, area: Area) -> int:
    """Records of an area that their people take back, and nobody has answered."""
    asked = open_suspensions(session, [area.programme_id])
    cases = (find_case(session, area.programme_id, one.record_id) for one in asked[:MOST])
    return sum(1 for case in cases if case is not None and area.covers(case.place_path))


def _phones(session: AnySession, seen: DashboardContext) -> Iterator[Stuck]:
    programme, now = seen.mine.programme_id, seen.mine.now
    page = f"/desk/admin/phones?{urlencode({'programme': programme})}"
    quiet = quiet_phones(session, programme, seen.area.paths, since=now - QUIET, until=now + SKEW)
    silent_for = {one.id: silence(one.last_seen_at or one.enrolled_at, now) for one in quiet}
    if holding := sorted((one for one in quiet if one.holds), key=lambda one: one.unsent, reverse=True):
        words = {"records": sum(one.unsent for one in holding)}
        yield Stuck("holding", len(holding), page, words=words, named=_named(session, programme, holding))
    if silent := [one for one in quiet if silent_for[one.id] == "silent" and not one.holds]:
        yield Stuck("silent", len(silent), page, tone="wait", named=_named(session, programme, silent))
    if codes := open_codes(session, programme, seen.area.paths, now):
        yield Stuck("codes", len(codes), f"{page}#codes", tone="wait")


def _named(session: AnySession, programme: str, phones: Sequence[PhoneContact]) -> list[Named]:
    some = [one.id for one in phones[:NAMED]]
    known = phone_names(session, some)
    people = [known[one].person for one in some if one in known]
    return [Named(one, f"/desk/admin/phones?{urlencode({'programme': programme, 'q': one})}") for one in people]
