"""Which record a record was merged into, and which ones were merged into it, for its page."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import people
from feedback_app.enrol.permissions import Area
from feedback_app.ledger.lookup_store import records
from feedback_app.review import event_store, merge_store
from feedback_app.review.tables import Merge
from sync.spoken_code import pairs


@dataclass(frozen=True, slots=True)
class RelatedRecord:
    """A record that another one was merged into, or the other way round."""

    record_id: uuid.UUID
    code: str
    """In pairs; empty where it is gone, or of a place that the reviewer does not see."""


@dataclass(frozen=True, slots=True)
class LineageEvent:
    """That another record joined the one that is shown, or left it again."""

    at: dt.datetime
    what: str
    """`joined` or `parted`."""
    by: str
    kin: RelatedRecord


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a record's page says of merges."""

    into: RelatedRecord | None
    """What it counts with now."""
    joined: Sequence[tuple[RelatedRecord, bool]]
    """What counts with it now, and whether each is a voice of its own."""
    events: Sequence[LineageEvent]
    by_decision: Mapping[uuid.UUID, RelatedRecord]
    """Into what a decision on this record merged it."""


def lineage_of(session: AnySession, area: Area, record_id: uuid.UUID) -> Lineage:
    """The merges of a record and into it."""
    merges = merge_store.lineage(session, area.programme_id, record_id)
    kin = _kin(session, area, {one.into_id if one.record_id == record_id else one.record_id for one in merges})
    own = [one for one in merges if one.record_id == record_id]
    others = [one for one in merges if one.into_id == record_id]
    return Lineage(
        into=next((kin[one.into_id] for one in own if one.holds), None),
        joined=[(kin[one.record_id], one.is_voice) for one in others if one.holds],
        events=_events(session, area.programme_id, others, kin),
        by_decision={one.decision_id: kin[one.into_id] for one in own},
    )


def _kin(session: AnySession, area: Area, ids: set[uuid.UUID]) -> dict[uuid.UUID, RelatedRecord]:
    known = records(session, area.programme_id, ids) if ids else {}
    seen = {key: one for key, one in known.items() if area.covers(one.place_path or "")}
    return {key: RelatedRecord(key, " ".join(pairs(seen[key].code)) if key in seen else "") for key in ids}


def _events(
    session: AnySession, programme_id: str, merges: Sequence[Merge], kin: Mapping[uuid.UUID, RelatedRecord]
) -> list[LineageEvent]:
    ended = {one.ended_by: one for one in merges if one.ended_by}
    decisions = event_store.decisions(session, programme_id, {one.record_id for one in ended.values()}) if ended else ()
    parted = [(one, ended[one.id]) for one in decisions if one.id in ended]
    names = people(session, {*(one.by for one in merges), *(decision.by for decision, _ in parted)})
    found = [LineageEvent(one.at, "joined", names[one.by].name, kin[one.record_id]) for one in merges]
    found += [LineageEvent(one.at, "parted", names[one.by].name, kin[merge.record_id]) for one, merge in parted]
    return sorted(found, key=lambda event: event.at)
