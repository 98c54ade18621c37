"""The records that may say the same as one, with the reasons in plain words."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area
from feedback_app.ledger.lookup_store import CurrentRecord, records
from feedback_app.media.lookup_store import Medium
from feedback_app.register.desk_store import project_titles
from feedback_app.register.lookup_store import place_labels_and_paths
from feedback_app.review.answers import UNKNOWN, Reader, RecordSummary, record_summary
from feedback_app.review.decisions.merging import STAYS
from feedback_app.review.likeness import store
from feedback_app.review.likeness.similarity import MOST, ComparedRecord, Similarity, likeliest, without
from feedback_app.review.likeness.texts import TEXTS
from feedback_app.review.sensitive_store import sensitive_records
from feedback_app.review.store import record_forms
from feedback_app.review.tables import Case
from sync.spoken_code import pairs


@dataclass(frozen=True, slots=True)
class SimilarRecord:
    """One of them."""

    record_id: uuid.UUID
    code: str
    """The ten digits by which people ask for it, in pairs."""
    state: str
    rev: int
    summary: RecordSummary
    place: str
    recorded_at: dt.datetime
    stays: bool
    """The one that it is alike may be merged into it."""
    reasons: Sequence[str]


def alike_records(
    session: AnySession, area: Area, case: Case, record: CurrentRecord, media: Sequence[Medium], *, lang: str
) -> list[SimilarRecord]:
    """The records of an area that may say the same as this one, the likeliest first, at most `MOST`. No sensitive ones,
    and none of a sensitive one."""
    if record.danger or case.rev == 0 or sensitive_records(session, area.programme_id, [case.record_id]):
        return []
    found = {
        key: one
        for key, one in store.candidates(session, case, [medium.sha256 for medium in media]).items()
        if area.covers(one.case.place_path)
    }
    known = records(session, area.programme_id, found.keys())
    types = {medium.sha256: medium.type for medium in media}
    others = [_seen(found[key].case, one, {sha: types[sha] for sha in found[key].shared}) for key, one in known.items()]
    near = likeliest(_seen(case, record, types), others, most=3 * MOST)
    hidden = sensitive_records(session, area.programme_id, [one.record_id for one, _ in near])
    shown = without(near, hidden)
    lines = [(found[one.record_id].case, known[one.record_id], why) for one, why in shown]
    return _lines(session, area.programme_id, lines, instrument=case.instrument, lang=lang)


def _seen(case: Case, record: CurrentRecord, media: Mapping[str, str]) -> ComparedRecord:
    return ComparedRecord(
        record_id=case.record_id, written=case.written or "", instrument=case.instrument, place_path=case.place_path,
        author_id=case.author_id, recorded_at=_recorded_at(record), media=media,
    )  # fmt: skip


def _recorded_at(record: CurrentRecord) -> dt.datetime:
    return record.recorded_at or record.first_received_at


def _lines(
    session: AnySession,
    programme_id: str,
    shown: Sequence[tuple[Case, CurrentRecord, Similarity]],
    *,
    instrument: str,
    lang: str,
) -> list[SimilarRecord]:
    versions = {(str(one.instrument), str(one.instrument_version)) for _, one, _ in shown}
    forms = record_forms(session, programme_id, versions)
    labels = place_labels_and_paths(session, {case.place_code for case, _, _ in shown})
    projects = {one.project_id for _, one, _ in shown if one.project_id}
    reader = Reader(lang, project_titles(session, programme_id, projects))
    return [
        SimilarRecord(
            record_id=case.record_id,
            code=" ".join(pairs(record.code)),
            state=case.state,
            rev=case.rev,
            summary=record_summary(
                forms.get((str(record.instrument), str(record.instrument_version)), UNKNOWN),
                {"answers": record.answers or {}, "recorded_at": _recorded_at(record).isoformat()},
                reader,
            ),
            place=labels.get(case.place_code, (case.place_code, ""))[0],
            recorded_at=_recorded_at(record),
            stays=case.state in STAYS and case.instrument == instrument,
            reasons=reasons_in_words(why, lang),
        )
        for case, record, why in shown
    ]


def reasons_in_words(why: Similarity, lang: str) -> list[str]:
    """What speaks for it, the weightiest first."""
    found = [TEXTS.say(f"alike.{kind}", lang=lang) for kind in why.media]
    if why.text == 1:
        found.append(TEXTS.say("alike.same_text", lang=lang))
    elif why.text:
        found.append(TEXTS.say("alike.text", lang=lang, percent=int(why.text * 100)))
    if why.same_person_and_day:
        found.append(TEXTS.say("alike.person", lang=lang))
    if why.apart is not None:
        minutes = int(why.apart.total_seconds() // 60)
        unit, n = ("minutes", minutes) if minutes < 60 else ("hours", minutes // 60)
        found.append(TEXTS.say(f"alike.place.{unit}" if minutes else "alike.place", lang=lang, n=n))
    return found
