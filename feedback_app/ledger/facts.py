"""The facts of records, by what their questions mean: written when a revision becomes current, read by what follows."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Protocol, TypeAlias

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    String,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    or_,
    select,
    true,
)

from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession, is_one_of, uuids
from feedback_app.base.look_up import look_up
from feedback_app.forms.engine.definition import Danger
from feedback_app.forms.engine.meaning import NEED, SENSITIVE, Fact, FormMeaning, stamp
from feedback_app.forms.engine.sensitivity import holds_any, sensitive_codes
from feedback_app.forms.rule_cache import meaning
from feedback_app.ledger.tables import Record, RecordFact

FactsByRecord: TypeAlias = Mapping[uuid.UUID, Sequence[Fact]]


def facts_of_answers(form: FormMeaning, answers: object, recorded_at: dt.datetime | None) -> list[Fact]:
    """The facts of these answers, by the version of the form that asked for them."""
    return form.facts(answers, today=recorded_at.date().isoformat() if recorded_at else "")


def facts_of(session: AnySession, record: Record) -> list[Fact]:
    """The facts of a record's current revision."""
    form = meaning(session, record.programme_id, record.instrument, record.instrument_version)
    return facts_of_answers(form, record.answers, record.recorded_at)


def replace_facts(session: AnySession, programme_id: str, facts: FactsByRecord) -> None:
    """Stores the facts of these records instead of those that they had. Two statements."""
    if facts:
        mine = RecordFact.programme_id == programme_id, RecordFact.record_id.in_(facts.keys())
        session.execute(delete(RecordFact).where(*mine))
        insert_many(
            session, {RecordFact: [row for key, some in facts.items() for row in fact_rows(programme_id, key, some)]}
        )


def fact_rows(programme_id: str, record_id: uuid.UUID, facts: Iterable[Fact]) -> Iterator[dict[str, Any]]:
    """The rows that these facts of a record are stored as."""
    counts: dict[str, int] = {}
    for fact in facts:
        n = counts[fact.meaning] = counts.get(fact.meaning, -1) + 1
        yield {
            "programme_id": programme_id, "record_id": record_id, "meaning": fact.meaning, "n": n,
            "question": fact.question, "code": fact.code, "number": fact.number,
        }  # fmt: skip


def stored_facts(
    session: AnySession, programme_id: str, ids: Collection[uuid.UUID], meanings: Collection[str]
) -> dict[uuid.UUID, list[Fact]]:
    """The facts of these meanings, in the order of the form, by record; records without any are left out."""
    wanted = frozenset(meanings)
    found = look_up(session, _OF_RECORDS, programme_id=programme_id, ids=uuids(ids))
    return {
        uuid.UUID(key): facts
        for key, rows in itertools.groupby(found, itemgetter(0))
        if (facts := [Fact(*row) for _, *row in rows if row[0] in wanted])
    }


_OF_RECORDS = (
    # A look at each record's few facts costs less than one a meaning; and the text of an id less than its object.
    select(
        cast(RecordFact.record_id, Text), RecordFact.meaning, RecordFact.question, RecordFact.code, RecordFact.number
    )
    .where(
        RecordFact.programme_id == bindparam("programme_id", type_=String()),
        is_one_of(RecordFact.record_id, bindparam("ids", type_=Text())),
    )
    .order_by(RecordFact.record_id, RecordFact.meaning, RecordFact.n)
)


class AnsweredRecord(Protocol):
    """The columns of a record that decide whether it is sensitive."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def answers(self) -> Mapping[str, Any] | None: ...
    @property
    def facts_stamp(self) -> str: ...


def sensitive_ids(session: AnySession, programme_id: str, records: Collection[AnsweredRecord]) -> set[uuid.UUID]:
    """Those of the records that are sensitive. Of one whose facts are still of an earlier rule, its answers are asked
    as well."""
    marked = stored_facts(session, programme_id, [one.id for one in records], [SENSITIVE]).keys()
    stale = (one for one in records if one.facts_stamp != stamp())
    return {*marked, *(one.id for one in stale if holds_any(one.answers, sensitive_codes()))}


def is_need(
    programme_id: str,
    record_id: SQLColumnExpression[uuid.UUID],
    rev: SQLColumnExpression[int],
    *,
    stays: bool = False,
) -> ColumnElement[bool]:
    """In a statement on other rows: whether the record that two columns name is a need in which nobody called for help,
    and this revision is still the current one. With `stays` also where its facts are still of an earlier rule, by
    which it may have been one; else such a record waits for its facts."""
    mine = RecordFact.programme_id == programme_id, RecordFact.record_id == Record.id, RecordFact.meaning == NEED
    need: ColumnElement[bool] = exists().where(*mine).correlate(Record)
    return _is_current(
        programme_id,
        record_id,
        rev,
        or_(need, Record.facts_stamp != stamp()) if stays else and_(need, Record.facts_stamp == stamp()),
    )


def has_facts(
    programme_id: str, record_id: SQLColumnExpression[uuid.UUID], rev: SQLColumnExpression[int], *, stays: bool = False
) -> ColumnElement[bool]:
    """The same of a record of any instrument: whether nobody called for help in it, this revision is still the current
    one, and (without `stays`) its facts are those of today's rule."""
    return _is_current(programme_id, record_id, rev, true() if stays else Record.facts_stamp == stamp())


def _is_current(
    programme_id: str,
    record_id: SQLColumnExpression[uuid.UUID],
    rev: SQLColumnExpression[int],
    condition: ColumnElement[bool],
) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Record.programme_id == programme_id, Record.id == record_id, Record.rev == rev,
            Record.danger != Danger.ASKED, condition,
        )
        .correlate_except(Record)
    )  # fmt: skip
