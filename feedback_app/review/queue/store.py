"""Every select of the queue."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, false, or_, select

from feedback_app.base.db import AnySession
from feedback_app.base.folding import fold
from feedback_app.base.id_text import read_id
from feedback_app.base.zones import Zone, zone_of
from feedback_app.enrol.lookup_store import PersonInfo, names_in_order, people, phones_of
from feedback_app.enrol.permissions import Area
from feedback_app.ledger.lookup_store import CurrentRecord, ids_known_as
from feedback_app.ledger.suspension_store import records_with_code
from feedback_app.register.desk_store import (
    places_below,
    programme_path,
    project_titles_where,
)
from feedback_app.register.lookup_store import place_labels, place_names, place_path, programme_by_id
from feedback_app.review.case import OPEN, State
from feedback_app.review.case_count_store import EVERYWHERE, authors_counted, marks_counted, state_counts
from feedback_app.review.case_store import claim_of
from feedback_app.review.claim import Claim
from feedback_app.review.marks import mention_mark, tags_in
from feedback_app.review.queue.order_store import Order, Wanted, count_cases, count_up_to, find_cases, stored_cases
from feedback_app.review.queue.query import PAGE, TABS, OrderKey, Query, as_code
from feedback_app.review.store import Option, is_case_under
from feedback_app.review.tables import Case
from feedback_app.review.urgency import comes_from_little_heard

MOST_CLAIMED = 2000
"""Records of a list by who has them."""
MOST_URGENT = 500
"""Lines above the queue. More were never seen; then it is the queue that is not read."""

EVERY_STATE = tuple(dict.fromkeys(state for states in TABS.values() for state in states))
NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class CaseArea:
    """The cases of a programme that are a person's to review."""

    programme_id: str
    paths: Sequence[str] | None
    """Those of these places and all below them; None: all."""
    reader: uuid.UUID
    """Who looks at them."""
    now: dt.datetime
    zone: Zone
    """In which days begin and end."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue."""

    record_id: uuid.UUID
    key: OrderKey
    state: str
    rev: int
    instrument: str
    instrument_version: str | None
    answers: Mapping[str, Any] | None
    recorded_at: dt.datetime | None
    received_at: dt.datetime
    place: str | None
    place_path: str
    author: str | None
    clock_offset_ms: int | None
    waiting: bool
    """A revision above the current one is in quarantine."""
    mode: str | None
    known_since: dt.datetime | None
    """Since when the author is known here."""
    danger: str
    """A `Danger`: then no answer is shown in a list."""
    code: str
    """Ten digits (`sync.spoken_code`)."""
    claim: Claim | None
    """Who has it before them."""
    claimed_by: str | None
    """Their name."""
    marks: str
    """What it is flagged for, and its tags (`marks.py`)."""
    is_little_heard: bool
    """Its place counts in the order."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue, and the positions before and after it where there is more."""

    urgent: Sequence[QueueRow]
    """Where somebody may be in danger and nobody has decided, the oldest first, also those in quarantine."""
    rows: Sequence[QueueRow]
    previous: OrderKey | None
    next: OrderKey | None


def page(session: AnySession, mine: CaseArea, query: Query, *, size: int = PAGE) -> QueuePage:
    """The lines after or before the position that the query names, in its order, and those above them all."""
    backwards = query.key("before")
    start = backwards if backwards is not None else query.key("after")
    order = Order(query.oldest_first != (backwards is not None), query.by_urgency)
    # Those in danger are above, on every page.
    wanted = _wanted(session, mine, query, in_danger=False if query.tab == "open" else None)
    found = stored_cases(session, wanted, after=start, order=order, limit=size + 1) if wanted else []
    urgent = _urgent(session, mine, query)
    more = len(found) > size
    lines = _lines(session, [*urgent, *found[:size]])
    above, rows = lines[: len(urgent)], lines[len(urgent) :]
    if backwards is not None:
        rows.reverse()
        return QueuePage(above, rows, rows[0].key if more and rows else None, rows[-1].key if rows else None)
    previous = rows[0].key if start is not None and rows else None
    return QueuePage(above, rows, previous, rows[-1].key if more else None)


def _urgent(session: AnySession, mine: CaseArea, query: Query) -> Sequence[tuple[Case, CurrentRecord]]:
    if query.tab != "open":
        return []
    wanted = _wanted(session, mine, query, in_danger=True)
    if wanted is None:
        return []
    waiting = replace(wanted, states=(*OPEN, State.QUARANTINED))
    return stored_cases(session, waiting, after=None, order=Order(upwards=True), limit=MOST_URGENT)


def _lines(session: AnySession, cases: Sequence[tuple[Case, CurrentRecord]]) -> list[QueueRow]:
    """Cases as the queue shows them; two statements, however many."""
    if not cases:
        return []
    labels = place_labels(session, {case.place_code for case, _ in cases})
    named = {one for case, _ in cases for one in (case.author_id, case.claimed_by) if one}
    known = people(session, named)
    return [_line(case, record, labels.get(case.place_code), known) for case, record in cases]


def _line(case: Case, record: CurrentRecord, place: str | None, known: Mapping[uuid.UUID, PersonInfo]) -> QueueRow:
    author = known.get(case.author_id) if case.author_id else None
    claimer = known.get(case.claimed_by) if case.claimed_by else None
    return QueueRow(
        record_id=case.record_id,
        key=OrderKey(case.urgency, case.position),
        state=case.state,
        rev=case.rev,
        instrument=case.instrument,
        instrument_version=record.instrument_version,
        answers=record.answers,
        recorded_at=record.recorded_at,
        received_at=case.received_at,
        place=place,
        place_path=case.place_path,
        author=author.name if author else None,
        clock_offset_ms=record.clock_offset_ms,
        waiting=record.quarantined and case.state != State.QUARANTINED,
        mode=record.mode,
        known_since=author.known_since if author else None,
        danger=record.danger,
        code=record.code,
        claim=claim_of(case),
        claimed_by=claimer.name if claimer else None,
        marks=case.marks or "",
        is_little_heard=comes_from_little_heard(case.urgency),
    )


def count_matching(session: AnySession, mine: CaseArea, query: Query, *, most: int) -> int | None:
    """How many cases a query finds, counted up to `most`; None where that would take too long for a page."""
    wanted = _wanted(session, mine, query)
    return count_cases(session, wanted, most=most) if wanted else 0


def count_first(session: AnySession, mine: CaseArea, query: Query, *, most: int) -> int:
    """How many cases a query finds, up to `most`, however many are looked at for that."""
    wanted = _wanted(session, mine, query)
    return count_up_to(session, wanted, most=most) if wanted else 0


def neighbour(
    session: AnySession, mine: CaseArea, query: Query, *, key: OrderKey | None, step: int
) -> uuid.UUID | None:
    """The record after (`step` 1) or before (-1) a place in the query's order; with `key` None the first of all. None
    at the end. Past those that somebody else has before them, unless the query asks for these."""
    wanted = _wanted(session, mine, query)
    if wanted is None:
        return None
    wanted = wanted if query.claimed else replace(wanted, free_for=(mine.reader, mine.now))
    order = Order(query.oldest_first == (step > 0), query.by_urgency)
    found = stored_cases(session, wanted, after=key, order=order, limit=1)
    return found[0][0].record_id if found else None


def matching_cases(session: AnySession, mine: CaseArea, query: Query, *, limit: int) -> Sequence[Case]:
    """The first cases that a query finds, in its order; those in danger are decided one by one, and left out."""
    wanted = _wanted(session, mine, query, in_danger=False)
    if wanted is None:
        return []
    order = Order(query.oldest_first, query.by_urgency)
    return find_cases(session, wanted, after=None, order=order, limit=limit)


def counts(session: AnySession, mine: CaseArea) -> dict[str, int]:
    """How many cases are in each state, as they were counted when they changed."""
    found: dict[str, int] = {}
    for (_, state), count in state_counts(session, mine.programme_id, mine.paths or [EVERYWHERE]).items():
        found[state] = found.get(state, 0) + count.n
    return found


def marks(session: AnySession, mine: CaseArea) -> dict[str, int]:
    """How many cases have each mark (`marks.py`)."""
    return marks_counted(session, mine.programme_id, mine.paths or [EVERYWHERE])


def tags(session: AnySession, mine: CaseArea) -> list[str]:
    """All tags that cases of an area have."""
    return tags_in(" ".join(marks(session, mine)))


def cases_of(session: AnySession, area: Area, *, reader: uuid.UUID, now: dt.datetime) -> CaseArea:
    """Which cases are of a person's area, now. Who reviews the whole programme is spared the comparison of paths."""
    whole = programme_path(session, area.programme_id)
    is_part = whole is None or not area.covers(whole)
    programme = programme_by_id(session, area.programme_id)
    zone = zone_of(programme.settings if programme else None)
    return CaseArea(area.programme_id, area.paths if is_part else None, reader, now, zone)


def _wanted(session: AnySession, mine: CaseArea, query: Query, *, in_danger: bool | None = None) -> Wanted | None:
    """Which cases a query asks for; None where nothing can be like that."""
    words, named = fold(query.q).split()[:8], _named_records(session, mine, query.q)
    claimed = _claimed(session, mine, query.claimed) if query.claimed and query.claimed != "free" else None
    paths = _paths(session, mine, query.place) if query.place else mine.paths
    if (paths is not None and not paths) or (query.q and named is None and not words):
        return None  # signs alone are in no record's search text
    return Wanted(
        mine.programme_id,
        query.states or EVERY_STATE,
        paths=paths,
        instrument=query.instrument,
        author=(query.author_id() or NOBODY) if query.author else None,
        project=query.project,
        since=query.day("since", mine.zone),
        until=query.day("until", mine.zone),
        odd_clock=bool(query.clock),
        quarantined=bool(query.waiting),
        device=(query.device_id() or NOBODY) if query.device else None,
        language=query.language,
        photo=bool(query.photo),
        voice=bool(query.voice),
        free=mine.now if query.claimed == "free" else None,
        in_danger=in_danger,
        words=words if named is None else [],
        marks=[*query.marks, *([mention_mark(mine.reader)] if query.mention else [])],
        records=named if claimed is None else [one for one in claimed if named is None or one in named],
    )


def _claimed(session: AnySession, mine: CaseArea, whose: str) -> Sequence[uuid.UUID]:
    """The records that are now before who looks, before others, or before the reviewer of this id; few of all there
    are."""
    person = mine.reader if whose in ("mine", "others") else read_id(whose)
    of = Case.claimed_by != person if whose == "others" else Case.claimed_by == person
    chosen = select(Case.record_id).where(*_live_claims(mine), of)
    return session.scalars(chosen.limit(MOST_CLAIMED)).all()


def _live_claims(mine: CaseArea) -> Sequence[ColumnElement[bool]]:
    return Case.programme_id == mine.programme_id, Case.claimed_until.is_not(None), Case.claimed_until > mine.now


def claimers(session: AnySession, mine: CaseArea) -> list[Option]:
    """The other reviewers before whom records of an area are now, by name."""
    chosen = select(Case.claimed_by).where(*_live_claims(mine), Case.claimed_by != mine.reader).distinct()
    if mine.paths is not None:
        chosen = chosen.where(or_(false(), *(is_case_under(path) for path in mine.paths)))
    ids = [str(one) for one in session.scalars(chosen) if one]
    return [Option(key, name) for key, name in names_in_order(session, ids)]


def _named_records(session: AnySession, mine: CaseArea, text: str) -> list[uuid.UUID] | None:
    """The records that a text names: by an id, of here or of their phone, or by a spoken code; None where it names
    none, so that its words are looked for."""
    if record_id := read_id(text):
        return [record_id, *session.scalars(ids_known_as(record_id))]
    code = as_code(text)
    found = records_with_code(session, [mine.programme_id], code) if code else []
    return [record for _, record in found] or None


def _paths(session: AnySession, mine: CaseArea, place: str) -> Sequence[str]:
    """What of an area is in a place: the place, or those parts of the area that lie in it."""
    path = place_path(session, place)
    if path is None:
        return []
    if mine.paths is None or path.startswith(tuple(mine.paths)):
        return [path]
    return [one for one in mine.paths if one.startswith(path)]


def authors(session: AnySession, mine: CaseArea) -> list[Option]:
    """Who wrote records of an area, by name."""
    written = names_in_order(session, authors_counted(session, mine.programme_id, mine.paths or [EVERYWHERE]))
    return [Option(key, name) for key, name in written]


def phones(session: AnySession, programme_id: str, query: Query) -> list[Option]:
    """The phones of the author that was chosen, else the phone that was."""
    author, device = query.author_id(), query.device_id()
    found = phones_of(session, programme_id, person=author, device=device)
    return [Option(str(key), name) for key, name in found.items()]


def projects(session: AnySession, programme_id: str) -> list[Option]:
    """Projects that records speak of, by title."""
    spoken = project_titles_where(session, programme_id, lambda project: _is_named(programme_id, project))
    return [Option(key, title) for key, title in spoken.items()]


def _is_named(programme_id: str, project_id: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """Whether a case is of the project that a column of another table names."""
    same = Case.programme_id == programme_id, Case.project_id == project_id
    return exists().where(*same).correlate_except(Case)


def crumbs(session: AnySession, area: Area, code: str) -> tuple[list[Option], list[Option]]:
    """The way down to a place within the area, and the places one step below it.

    Without a place (or with one outside): no way, and the tops of the area or what lies right below its only top.
    """
    path = place_path(session, code) if code else None
    tops = [top.strip("/").rsplit("/", 1)[-1] for top in area.paths]
    if path is None or not area.covers(path):
        return [], _children(session, tops[0]) if len(tops) == 1 else _named(session, tops)
    way = path.strip("/").split("/")
    inside = [one for n, one in enumerate(way) if area.covers("/" + "/".join(way[: n + 1]) + "/")]
    return _named(session, inside), _children(session, code)


def _children(session: AnySession, code: str) -> list[Option]:
    return [Option(*one) for one in places_below(session, code)]


def _named(session: AnySession, codes: Sequence[str]) -> list[Option]:
    names = place_names(session, codes)
    return [Option(code, names[code]) for code in codes if code in names]
