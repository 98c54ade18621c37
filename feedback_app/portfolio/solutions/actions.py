"""The portfolio follows what review decided: accepted needs become items, the others leave.

There is no cursor over decisions. Triggers note each record of which something changed that an item depends on, in the
transaction that changes it (decision 44); its case and its item are then compared as they are, so a decision that
commits late or a run that was cut off cannot make one be missed. Once a week all are compared.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

import orjson
from sqlalchemy.orm import Session, scoped_session

from feedback_app.base import clock
from feedback_app.base.i18n import label
from feedback_app.forms.engine.meaning import AGE, SEX, Fact, FormMeaning, stamp
from feedback_app.forms.rule_cache import meaning
from feedback_app.insight.accepted.coarse import Step
from feedback_app.insight.accepted.month import likely_moment, month
from feedback_app.insight.accepted.places import coarse_places
from feedback_app.insight.accepted.voices import speaker_of, voice_of
from feedback_app.insight.disclosure import Rule, is_sensitive, read_rule
from feedback_app.ledger.facts import stored_facts
from feedback_app.ledger.feed import Bound, Put, drop_unchanged, put, rows_beyond
from feedback_app.ledger.follow import lock_follower
from feedback_app.ledger.lookup_store import CurrentRecord, phones, records
from feedback_app.ledger.need_names import need_names
from feedback_app.ledger.suspension_store import suspended
from feedback_app.portfolio.solutions import store, theme_store
from feedback_app.portfolio.solutions.need import MEANINGS, NeedCodes, detail_label, need_codes
from feedback_app.portfolio.solutions.publishing import FOLLOWER
from feedback_app.portfolio.solutions.tables import Item
from feedback_app.register.lookup_store import ProgrammeInfo, place_labels, programme_now
from feedback_app.review.lookup_store import AcceptedCase
from schemas.vocabulary import vocabulary

AnySession = Session | scoped_session[Session]
Names: TypeAlias = Callable[[uuid.UUID], str]
"""What needs are called in the place feed, by their records."""

_ROWS = "5"
"""Raised when other rows of the place feed come of the same items."""
MOST = 5000
"""Items of one catch-up, so that a transaction stays bounded; the next run goes on."""


def is_behind(session: AnySession, programme_id: str) -> bool:
    """Whether `catch_up` would find something to do."""
    programme = programme_now(session, programme_id)
    return programme is not None and store.is_behind(session, programme_id, _stamp(read_rule(programme.settings)))


def compare_all(session: AnySession, programme_id: str) -> int:
    """Compares all items with all accepted cases; what differs is taken in by the next `catch_up`. Returns how many do.
    Takes a second for a hundred thousand."""
    programme = programme_now(session, programme_id)
    return store.compare_all(session, programme_id, _stamp(read_rule(programme.settings))) if programme else 0


def _stamp(rule: Rule) -> str:
    """What items depend on beside their need: those with another stamp are made again."""
    return f"{rule.stamp[:65]} {_ROWS} {stamp()}"


FEED_BOUND = Bound("need", at_a_place=300, in_all=20_000)
"""Needs that phones hold: what was accepted last, no more than anybody scrolls through on a small screen; all are in
the public list. A phone of a whole country gets a megabyte of them at most. The job holds it, after it let needs in: to
find what is beyond takes half a second at a hundred thousand needs."""


def catch_up(
    session: AnySession,
    programme_id: str,
    *,
    only: Collection[uuid.UUID] | None = None,
    most: int = MOST,
) -> int:
    """Makes the items of a programme those of its accepted cases. Returns how many marks and outdated items it looked
    at: less than `most` when nothing is left to do.

    `only` looks at these records alone. An item whose need was reviewed anew is no longer assigned: what was assigned,
    was another text. One that left and is back as it was is assigned as before, whether or not this ran meanwhile.
    Takes the programme's write lock: call it last before commit.
    """
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    programme = programme_now(session, programme_id)
    if programme is None:
        return 0
    following = _Following(session, programme, need_names(session, programme_id))
    if only is not None:
        following.compare(only)
    else:
        following.compare_pending(most)
        following.make_anew(most)
    following.put_rows()
    return following.compared


class _Following:
    """One catch-up: what it does to items, and the rows of the place feed that follow."""

    def __init__(self, session: AnySession, programme: ProgrammeInfo, names: Names) -> None:
        self._session, self._programme, self._names = session, programme, names
        self._rule = read_rule(programme.settings)
        self._feed_rows: list[Put] = []
        self.compared = 0

    def compare_pending(self, most: int) -> None:
        """Compares what triggers noted, up to `most`."""
        while self.compared < most:
            limit = min(store.AT_ONCE, most - self.compared)
            pending = store.pending(self._session, self._programme.id, limit=limit)
            if not pending:
                break
            self.compare({*pending.values()})
            store.delete_pending(self._session, pending)
            self.compared += len(pending)

    def compare(self, ids: Collection[uuid.UUID]) -> None:
        """Makes the items of these records what their cases say."""
        left = store.gone(self._session, self._programme.id, ids)
        self._feed_rows += _release(self._session, left, self._names)
        self._take_in(store.missing(self._session, self._programme.id, ids, stamp=_stamp(self._rule)))

    def make_anew(self, most: int) -> None:
        """Makes items of another rule those of today's, up to `most` in all."""
        stamp = _stamp(self._rule)
        while self.compared < most:
            limit = min(store.AT_ONCE, most - self.compared)
            come = store.outdated(self._session, self._programme.id, stamp=stamp, limit=limit)
            if not come:
                break
            self._take_in(come)
            self.compared += len(come)

    def _take_in(self, come: Sequence[AcceptedCase]) -> None:
        if come:
            self._feed_rows += _take_in(self._session, self._programme, self._rule, come, self._names)

    def put_rows(self) -> None:
        """What phones of the places see."""
        put(self._session, self._programme.id, self._feed_rows)


def beyond_bound(session: AnySession, programme_id: str, *, limit: int) -> list[tuple[str, int]]:
    """Needs that phones are to hold no longer (`FEED_BOUND`), for `drop_beyond`. Reads every need on the feed once."""
    return rows_beyond(session, programme_id, FEED_BOUND, limit=limit)


def drop_beyond(session: AnySession, programme_id: str, needs: Sequence[tuple[str, int]]) -> int:
    """Drops these from phones, but those that changed meanwhile. Takes the programme's write lock: call it last."""
    return drop_unchanged(session, programme_id, FEED_BOUND.kind, needs)


def _release(session: AnySession, left: Sequence[Item], names: Names) -> list[Put]:
    """Items leave, and with them their rows of the place feed."""
    rows = [row for item in left for row in _drops(item, names)]
    for item in left:
        session.delete(item)
    session.flush()
    return rows


def _drops(item: Item, names: Names) -> list[Put]:
    """No row of a need any more, by its name nor by the record's id, which rows of before bear."""
    return [Put("need", name, item.place_path, None) for name in (names(item.record_id), str(item.record_id))]


def _take_in(
    session: AnySession, programme: ProgrammeInfo, rule: Rule, come: Sequence[AcceptedCase], names: Names
) -> list[Put]:
    """Items of these needs. Returns their rows of the place feed."""
    ids = [case.record_id for case in come]
    known, facts = records(session, programme.id, ids), stored_facts(session, programme.id, ids, (*MEANINGS, AGE, SEX))
    sent_by = phones(session, programme.id, [one.position for one in known.values()])
    existing, hidden = store.items(session, programme.id, ids), suspended(session, programme.id, ids)
    since = {case.record_id: case.accepted_at for case in come if case.record_id not in existing}
    assigned = theme_store.assigned_since(session, programme.id, since)
    shown = coarse_places(session, rule, {case.record_id: case.place_path for case in come})
    labels = place_labels(session, {step.code for step in shown.values()})
    rows = []
    for case in come:
        record = known[case.record_id]
        form = meaning(session, programme.id, record.instrument, record.instrument_version)
        item = existing.get(case.record_id) or _new_item(session, programme.id, case)
        if case.record_id not in existing:
            item.theme_id, item.solution_id = assigned.get(case.record_id, (None, None))
        elif (item.rev, item.accepted_at) != (case.rev, case.accepted_at):
            item.theme_id = item.solution_id = None
        answers = facts.get(case.record_id, ())
        _describe(item, case, need_codes(answers, form), shown[case.record_id], rule)
        item.voice = _voice(record, form, sent_by[record.position], answers)
        item.hidden = case.record_id in hidden
        item.recorded_month = month(record.recorded_at, record.first_received_at)
        if case.record_id in existing:  # its row may still be one of before
            rows += _drops(item, names)
        rows.append(_place_feed_row(item, form, labels, programme, names(item.record_id)))
    session.flush()
    return rows


def _voice(record: CurrentRecord, form: FormMeaning, phone: uuid.UUID, facts: Sequence[Fact]) -> str:
    day = likely_moment(record.recorded_at, record.first_received_at).date()
    speaker = speaker_of(form, record.mode)
    return voice_of(speaker=speaker, record_id=record.id, phone=phone, day=day, facts=facts)


def _new_item(session: AnySession, programme_id: str, case: AcceptedCase) -> Item:
    item = Item(
        programme_id=programme_id, record_id=case.record_id, rev=case.rev, domain="", place_code="",
        place_path="", rule="", accepted_at=case.accepted_at,
    )  # fmt: skip
    session.add(item)
    return item


def _describe(item: Item, case: AcceptedCase, codes: NeedCodes, place: Step, rule: Rule) -> None:
    item.rev, item.accepted_at, item.rule = case.rev, case.accepted_at, _stamp(rule)
    item.domain, item.subcategory, item.gravity = codes.domain, codes.detail, codes.gravity
    item.place_code, item.place_path = place.code, place.path


def _place_feed_row(
    item: Item, form: FormMeaning, labels: Mapping[str, str], programme: ProgrammeInfo, name: str
) -> Put:
    """What phones of the place see of a need. Sensitive ones are not put up, because among few needs they name
    someone, nor those that somebody asked to take back."""
    if is_sensitive(item.domain) or item.hidden:
        return Put("need", name, item.place_path, None)
    lang = programme.languages[0] if programme.languages else "fr"
    body = {
        "id": name,
        "place": item.place_code,
        "place_label": labels.get(item.place_code, ""),
        "domain": item.domain,
        "summary": summary(item, [form], lang),
        "accepted_at": clock.iso(_month_of(item.accepted_at)),
    }
    return Put("need", name, item.place_path, orjson.dumps(body).decode())


def _month_of(at: dt.datetime) -> dt.datetime:
    """The day of acceptance is in the record's status row too: it would say which code is of which need."""
    return at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def summary(item: Item, forms: Iterable[FormMeaning], lang: str) -> str:
    """A need in a few words, all of them from lists: "L’eau : La pompe est en panne"."""
    topic = vocabulary("domains").label(item.domain, lang)
    words = label(detail_label(forms, item.domain, item.subcategory), lang) if item.subcategory else ""
    colon = " : " if lang == "fr" else ": "
    return f"{topic}{colon}{words}" if words else topic
