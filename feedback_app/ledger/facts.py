"""The facts of records, by what their questions mean: written when a revision becomes current, read by what follows."""

from __future__ import annotations

import collections as tally
import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import delete, select

from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession
from feedback_app.forms.engine.meaning import SENSITIVE, Fact, FormMeaning, stamp
from feedback_app.forms.engine.sensitivity import holds_any, sensitive_codes
from feedback_app.forms.rulebook import rules
from feedback_app.ledger.tables import Record, RecordFact

_NO_FORM = FormMeaning({"questions": []})

FactsByRecord: TypeAlias = Mapping[uuid.UUID, Sequence[Fact]]


def meant(
    session: AnySession, programme_id: str, *, instrument: str | None, version: str | None, answers: object,
    recorded_at: dt.datetime | None,
) -> list[Fact]:  # fmt: skip
    """What these answers come to by the version of the form that they were given to."""
    found = rules(session, programme_id, str(instrument), str(version))
    form = found.meaning if found else _NO_FORM
    return form.facts(answers, today=recorded_at.date().isoformat() if recorded_at else "")


def facts_of(session: AnySession, record: Record) -> list[Fact]:
    """The same, of a record as it is now."""
    return meant(
        session, record.programme_id, instrument=record.instrument, version=record.instrument_version,
        answers=record.answers, recorded_at=record.recorded_at,
    )  # fmt: skip


def insert_facts(session: AnySession, programme_id: str, facts: FactsByRecord) -> None:
    """Stores the facts of records that have none yet. One statement."""
    insert_many(session, RecordFact, [row for key, some in facts.items() for row in _rows(programme_id, key, some)])


def replace_facts(session: AnySession, programme_id: str, facts: FactsByRecord) -> None:
    """Stores the facts of these records instead of those that they had. Two statements."""
    if facts:
        mine = RecordFact.programme_id == programme_id, RecordFact.record_id.in_(facts.keys())
        session.execute(delete(RecordFact).where(*mine))
        insert_facts(session, programme_id, facts)


def _rows(programme_id: str, record_id: uuid.UUID, facts: Iterable[Fact]) -> Iterator[dict[str, Any]]:
    counts = tally.Counter[str]()
    for fact in facts:
        yield {
            "programme_id": programme_id, "record_id": record_id, "meaning": fact.meaning, "n": counts[fact.meaning],
            "question": fact.question, "code": fact.code, "number": fact.number,
        }  # fmt: skip
        counts[fact.meaning] += 1


def stored_facts(
    session: AnySession, programme_id: str, ids: Collection[uuid.UUID], meanings: Collection[str]
) -> dict[uuid.UUID, list[Fact]]:
    """The facts of these meanings, in the order of the form, by record; records without any are left out."""
    chosen = (
        select(RecordFact.record_id, RecordFact.meaning, RecordFact.question, RecordFact.code, RecordFact.number)
        .where(RecordFact.programme_id == programme_id, RecordFact.record_id.in_(ids), RecordFact.meaning.in_(meanings))
        .order_by(RecordFact.record_id, RecordFact.meaning, RecordFact.n)
    )
    found: dict[uuid.UUID, list[Fact]] = {}
    for record_id, meaning, question, code, number in session.execute(chosen):
        found.setdefault(record_id, []).append(Fact(meaning, question, code, number))
    return found


def sensitive(session: AnySession, programme_id: str, records: Collection[Record]) -> set[uuid.UUID]:
    """Those of the records that are sensitive. Of one whose facts are still of an earlier rule, its answers are asked
    as well."""
    marked = stored_facts(session, programme_id, [one.id for one in records], [SENSITIVE]).keys()
    stale = (one for one in records if one.facts_stamp != stamp())
    return {*marked, *(one.id for one in stale if holds_any(one.answers, sensitive_codes()))}
