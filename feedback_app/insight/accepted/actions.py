"""Insight follows what review decided: each accepted record of every instrument gets a row, the others lose theirs, and
places and months that changed are counted anew.

Triggers note each record of which something changed, in the transaction that changes it (as for the portfolio,
decision 44); its case and its row are then compared as they are.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

from feedback_app.base.db import AnySession
from feedback_app.forms.engine.meaning import AGE, SEX, Fact, stamp
from feedback_app.forms.rule_cache import meaning
from feedback_app.insight.accepted import store
from feedback_app.insight.accepted.coarse import Step
from feedback_app.insight.accepted.counting import MEANINGS, Count, Spoken, count
from feedback_app.insight.accepted.month import likely_moment
from feedback_app.insight.accepted.places import coarse_places
from feedback_app.insight.accepted.store import AT_ONCE, CountedRecord, Group
from feedback_app.insight.accepted.tables import AcceptedRecord
from feedback_app.insight.accepted.voices import speaker_of, voice_of
from feedback_app.insight.disclosure import Rule, read_rule
from feedback_app.ledger.facts import stored_facts
from feedback_app.ledger.follow import lock_follower
from feedback_app.ledger.lookup_store import CurrentRecord, phones, records
from feedback_app.ledger.suspension_store import suspended
from feedback_app.register.lookup_store import programme_now
from feedback_app.review.lookup_store import AcceptedCase

Counted: TypeAlias = CountedRecord | AcceptedRecord
"""What is counted of an accepted record."""
FOLLOWER = "insight"
_ROWS = "1"
"""Raised when other rows come of the same records."""
GROUPS = 20
"""Places and months that one transaction counts."""


def is_behind(session: AnySession, programme_id: str) -> bool:
    """Whether `catch_up` or `recount` would find something to do."""
    programme = programme_now(session, programme_id)
    return programme is not None and store.is_behind(session, programme_id, _rule_of(read_rule(programme.settings)))


def compare_all(session: AnySession, programme_id: str) -> int:
    """Compares all rows with all accepted cases; what differs is taken in by the next `catch_up`. Returns how many."""
    programme = programme_now(session, programme_id)
    return store.compare_all(session, programme_id, _rule_of(read_rule(programme.settings))) if programme else 0


def _rule_of(rule: Rule) -> str:
    return f"{rule.stamp[:60]} {_ROWS} {stamp()}"


def catch_up(session: AnySession, programme_id: str, *, most: int = AT_ONCE) -> int:
    """Makes the rows of a programme those of its accepted records. Returns how many it looked at: less than `most` when
    nothing is left to do."""
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    programme = programme_now(session, programme_id)
    if programme is None:
        return 0
    following = _Following(session, programme_id, read_rule(programme.settings))
    pending = store.pending(session, programme_id, limit=most)
    following.compare({*pending.values()})
    store.delete_pending(session, pending)
    again = store.outdated(session, programme_id, rule=following.rule_name, limit=most - len(pending))
    following.take_in(again)
    store.mark_outdated(session, programme_id, following.changed)
    return len(pending) + len(again)


class _Following:
    """One catch-up: which places and months it changes."""

    def __init__(self, session: AnySession, programme_id: str, rule: Rule) -> None:
        self._session, self._programme_id, self._rule = session, programme_id, rule
        self.rule_name = _rule_of(rule)
        self.changed: set[Group] = set()

    def compare(self, ids: Collection[uuid.UUID]) -> None:
        """Makes the rows of these records what their cases say. A place where nothing differs is counted anew all the
        same: what was merged into a record is noted as a change of it."""
        if not ids:
            return
        self.changed |= {_group(one) for one in store.rows(self._session, self._programme_id, ids).values()}
        for one in store.gone(self._session, self._programme_id, ids):
            self._session.delete(one)
        self._session.flush()
        self.take_in(store.missing(self._session, self._programme_id, ids, rule=self.rule_name))

    def take_in(self, come: Sequence[AcceptedCase]) -> None:
        """Rows of these accepted records."""
        if not come:
            return
        ids = [one.record_id for one in come]
        known = records(self._session, self._programme_id, ids)
        people = stored_facts(self._session, self._programme_id, ids, (AGE, SEX))
        places = coarse_places(self._session, self._rule, {one.record_id: one.place_path for one in come})
        sent_by = phones(self._session, self._programme_id, [one.position for one in known.values()])
        existing, hidden = (
            store.rows(self._session, self._programme_id, ids),
            suspended(self._session, self._programme_id, ids),
        )
        for one in come:
            if old := existing.get(one.record_id):
                self.changed.add(_group(old))
                self._session.delete(old)
        self._session.flush()
        made = [
            self._row(one, record, places[one.record_id], sent_by[record.position], people.get(one.record_id, ()))
            for one in come
            if (record := known.get(one.record_id))
        ]
        for row in made:
            row.hidden = row.record_id in hidden
        self._session.add_all(made)
        self._session.flush()
        self.changed |= {_group(row) for row in made}

    def _row(
        self, one: AcceptedCase, record: CurrentRecord, place: Step, phone: uuid.UUID, person: Sequence[Fact]
    ) -> AcceptedRecord:
        form = meaning(self._session, self._programme_id, record.instrument, record.instrument_version)
        speaker = speaker_of(form, record.mode)
        moment = likely_moment(record.recorded_at, record.first_received_at)
        voice = voice_of(speaker=speaker, record_id=record.id, phone=phone, day=moment.date(), facts=person)
        return AcceptedRecord(
            programme_id=self._programme_id, record_id=record.id, rev=one.rev, accepted_at=one.accepted_at,
            rule=self.rule_name, speaker=speaker, place_code=place.code, place_path=place.path,
            month=moment.strftime("%Y-%m"), project_id=record.project_id, voice=voice,
        )  # fmt: skip


def _group(row: AcceptedRecord) -> Group:
    return Group(row.place_path, row.month)


def recount(session: AnySession, programme_id: str, *, most: int = GROUPS) -> int:
    """Counts places and months anew that changed. Returns how many: less than `most` when nothing is left to do."""
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    groups = store.outdated_groups(session, programme_id, limit=most)
    rows = store.accepted_in(session, programme_id, groups) if groups else {}
    spoken = _spoken(session, programme_id, [one for some in rows.values() for one in some])
    counted = {
        group: (some[0].place_code if some else "", count(voice for one in some for voice in spoken[one.record_id]))
        for group, some in rows.items()
    }
    store.replace_counts(session, programme_id, counted)
    return len(groups)


def count_rows(session: AnySession, programme_id: str, rows: Sequence[Counted]) -> Count:
    """What these accepted records say, and the records of other people that were merged into them."""
    return count(voice for some in _spoken(session, programme_id, rows).values() for voice in some)


def _spoken(session: AnySession, programme_id: str, rows: Sequence[Counted]) -> dict[uuid.UUID, list[Spoken]]:
    """The voices of each of these records, in their order: with as many statements for many as for one."""
    spoken: dict[uuid.UUID, list[Spoken]] = {}
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        ids = [one.record_id for one in some]
        facts = stored_facts(session, programme_id, ids, MEANINGS)
        more = store.merged(session, programme_id, ids)
        spoken |= {one.record_id: _voices(one, facts, more) for one in some}
    return spoken


def _voices(
    one: Counted,
    facts: Mapping[uuid.UUID, Sequence[Fact]],
    more: Mapping[uuid.UUID, Sequence[uuid.UUID]],
) -> list[Spoken]:
    own = facts.get(one.record_id, ())
    same = [(one.record_id, one.voice), *((other, other.hex) for other in more.get(one.record_id, ()))]
    return [Spoken(record_id, one.speaker, one.project_id or "", voice, own) for record_id, voice in same]
