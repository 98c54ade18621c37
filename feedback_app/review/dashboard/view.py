"""The dashboard's page, gathered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label
from feedback_app.enrol.lookup_store import PhoneContact, count_phones, phone_contacts, phone_names
from feedback_app.enrol.membership_store import holders
from feedback_app.enrol.permissions import Area
from feedback_app.forms.lookup_store import titles as instrument_titles
from feedback_app.register.lookup_store import place_path, place_paths, programme_by_id
from feedback_app.review.case_count_store import EVERYWHERE
from feedback_app.review.case_inflow_store import FormWeek, busiest_phones, form_weeks, phone_weeks
from feedback_app.review.dashboard.rounds import Rounds, SourceRow, by_week, rounds_at
from feedback_app.review.dashboard.store import Load, claims_now, loads
from feedback_app.review.dashboard.stuck import DashboardContext, Stuck, stuck
from feedback_app.review.dashboard.waiting import Waiting, waiting
from feedback_app.review.practice.marking import PracticeScore
from feedback_app.review.practice_store import latest_attempts
from feedback_app.review.queue import store as queue_store
from feedback_app.review.service_target import answer_days
from feedback_app.review.store import Option
from feedback_app.review.tables import PracticeAttempt
from feedback_app.review.week_zone_store import week_zone
from schemas.roles import Permission, with_permission

MOST_PHONES = 10
PHONES_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Practised:
    """How somebody did with the practice set, or how far they are in it."""

    at: dt.datetime | None
    """When they finished; None while they have not."""
    score: PracticeScore
    answered: int


@dataclass(frozen=True, slots=True)
class ReviewerRow:
    """Somebody who reviews, what they decided of late, and how many records they have before them."""

    person: uuid.UUID
    name: str
    load: Load | None
    claimed: int
    practice: Practised | None


@dataclass(frozen=True, slots=True)
class DashboardView:
    """The dashboard of a programme, or of a part of it."""

    programme: str
    reader: uuid.UUID
    place: str
    """The code of the place that is looked at; empty: all of the area."""
    days: int
    """Within how many days the programme means to decide."""
    rounds: Rounds
    crumbs: Sequence[Option]
    stuck: Sequence[Stuck]
    waiting: Sequence[Waiting]
    whole: SourceRow
    places: Sequence[SourceRow]
    silent: Sequence[SourceRow]
    """Places from which nothing came in all these weeks."""
    forms: Sequence[SourceRow]
    phones: Sequence[SourceRow]
    phones_in_all: int
    reviewers: Sequence[ReviewerRow]

    @property
    def is_new(self) -> bool:
        """Whether there is nothing to show yet: no phone, and nothing that came from one."""
        return not self.phones_in_all and self.whole.is_silent and not any(one.n for one in self.waiting)


def dashboard_view(
    session: AnySession, area: Area, *, place: str, lang: str, reader: uuid.UUID, now: dt.datetime
) -> DashboardView:
    """The dashboard of an area, or of a place in it. Reads kept counts, and so many rows at most of the rest."""
    mine = queue_store.cases_of(session, area, reader=reader, now=now)
    rounds = rounds_at(now, week_zone(session, area.programme_id))
    crumbs, below = queue_store.crumbs(session, area, place)
    place = place if crumbs else ""
    programme = programme_by_id(session, area.programme_id)
    days = answer_days(programme.settings if programme else {})
    paths = [path] if place and (path := place_path(session, place)) else list(mine.paths or [EVERYWHERE])
    under = place_paths(session, [one.value for one in below])
    found = form_weeks(session, area.programme_id, {*paths, *under.values()}, rounds.weeks)
    chosen = {"programme": area.programme_id}
    places = [_place_row(chosen, one, under.get(one.value, ""), found, rounds) for one in below]
    here = [one for one in found if one.place_path in paths]
    chosen |= {"place": place} if place else {}
    load = loads(session, area.programme_id, now=now)
    last_decision = max((one.at for one in load.values()), default=None)
    seen = DashboardContext(area, mine, days, list(waiting(session, mine, days)), last_decision)
    return DashboardView(
        programme=area.programme_id,
        reader=reader,
        place=place,
        days=days,
        rounds=rounds,
        crumbs=crumbs,
        stuck=stuck(session, seen),
        waiting=seen.waiting,
        whole=SourceRow("", "", chosen, by_week(((one.week, one.flow) for one in here), rounds)),
        places=_most_first([one for one in places if not one.is_silent]),
        silent=[one for one in places if one.is_silent],
        forms=_forms(session, area.programme_id, here, chosen, rounds, lang),
        phones=_phone_rows(session, area.programme_id, paths if place else area.paths, rounds),
        phones_in_all=count_phones(session, area.programme_id, area.paths),
        reviewers=_reviewers(session, area, mine, load),
    )


def _most_first(rows: Sequence[SourceRow]) -> list[SourceRow]:
    return sorted(rows, key=lambda one: (-one.lately.n, -one.last, one.name))


def _place_row(
    chosen: Mapping[str, str], place: Option, path: str, found: Sequence[FormWeek], rounds: Rounds
) -> SourceRow:
    weeks = by_week(((one.week, one.flow) for one in found if one.place_path == path), rounds)
    return SourceRow(place.label, "", {**chosen, "place": place.value}, weeks, down=place.value)


def _forms(
    session: AnySession, programme: str, here: Sequence[FormWeek], chosen: Mapping[str, str], rounds: Rounds, lang: str
) -> list[SourceRow]:
    titles = instrument_titles(session, programme)
    names = dict.fromkeys((*titles, *(one.instrument for one in here)))
    return _most_first(
        [
            SourceRow(
                label(titles[name], lang) if name in titles else name,
                "",
                {**chosen, "instrument": name},
                by_week(((one.week, one.flow) for one in here if one.instrument == name), rounds),
            )
            for name in names
        ]
    )


def _phone_rows(session: AnySession, programme: str, paths: Sequence[str], rounds: Rounds) -> list[SourceRow]:
    """The phones of an area that sent most since this round began."""
    of = _busiest(session, programme, paths, rounds)
    busiest = [*of]
    names, found = phone_names(session, busiest), phone_weeks(session, programme, busiest, rounds.weeks)
    return [
        SourceRow(
            names[key].person,
            names[key].place,
            {"programme": programme, "device": str(key)},
            by_week(((week, flow) for one, week, flow in found if one == key), rounds),
            quiet_since=of[key].last_seen_at,
        )
        for key in busiest
    ]


def _busiest(
    session: AnySession, programme: str, paths: Sequence[str], rounds: Rounds
) -> dict[uuid.UUID, PhoneContact]:
    """By phone, the busiest first. Looks at some of the programme's at a time: most areas have one near the top."""
    sent, found = busiest_phones(session, programme, rounds.lately), dict[uuid.UUID, PhoneContact]()
    for start in range(0, len(sent), PHONES_AT_ONCE):
        some = [one for one, _ in sent[start : start + PHONES_AT_ONCE]]
        known = phone_contacts(session, programme, paths, some)
        found |= {one: known[one] for one in some if one in known}
        if len(found) >= MOST_PHONES:
            break
    return dict(islice(found.items(), MOST_PHONES))


def _reviewers(
    session: AnySession, area: Area, mine: queue_store.CaseArea, load: Mapping[uuid.UUID, Load]
) -> list[ReviewerRow]:
    """Who may review in an area, whoever decided most of late first."""
    people = holders(session, area.programme_id, area.paths, with_permission(Permission.REVIEW))
    claimed = claims_now(session, area.programme_id, mine.paths, now=mine.now)
    practised = {key: _practised(*found) for key, found in latest_attempts(session, area.programme_id).items()}
    rows = [
        ReviewerRow(key, name, load.get(key), claimed.get(key, 0), practised.get(key)) for key, name in people.items()
    ]
    return sorted(rows, key=lambda one: (-(one.load.this if one.load else 0), -one.claimed, one.name))


def _practised(attempt: PracticeAttempt, answered: int) -> Practised:
    return Practised(attempt.finished_at, PracticeScore(attempt.points, attempt.most), answered)
