"""Accepted records as rows that leave the desk: those of its list, each as far as its reader may take it along.

What is personal (who spoke, who recorded, words as they were said) leaves only with somebody who looks after the rights
of the people it is of. Without that, a sensitive record says no more than that it is there. Decision 82.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label
from feedback_app.base.zones import Zone
from feedback_app.enrol.permissions import Area
from feedback_app.forms.engine.definition import plain_name
from feedback_app.forms.lookup_store import titles as instrument_titles
from feedback_app.ledger.suspension_store import suspended
from feedback_app.register.desk_store import project_titles
from feedback_app.review.answers import UNKNOWN, Reader, RecordForm, answer_lines, is_written
from feedback_app.review.queue import store
from feedback_app.review.queue.query import Query
from feedback_app.review.queue.store import QueueRow
from feedback_app.review.sensitive_store import sensitive_records
from feedback_app.review.store import record_forms
from schemas.states import State

AT_ONCE = 500
"""Records of one look."""
LONGEST_ID = 60
MOST = 20_000
"""Records of one file: as many as are written before anybody takes the download for broken."""


@dataclass(frozen=True, slots=True)
class RecordReader:
    """Who takes records along, and of which places."""

    area: Area
    personal: Area | None
    """Where what is personal may go along; None: nowhere."""
    person: uuid.UUID
    now: dt.datetime

    def may_take(self, row: QueueRow) -> bool:
        """Whether what is personal of a record may go along."""
        return self.personal is not None and self.personal.covers(row.place_path)


def accepted(query: Query) -> Query:
    """The same filters, of accepted records, from the newest."""
    return replace(query, tab=State.ACCEPTED.value, waits="", order="newest", after="", before="")


def count_records(session: AnySession, reader: RecordReader, query: Query) -> int:
    """How many records a file would have, up to one more than it may."""
    mine = store.cases_of(session, reader.area, reader=reader.person, now=reader.now)
    return store.count_first(session, mine, accepted(query), most=MOST + 1)


def record_rows(session: AnySession, reader: RecordReader, query: Query) -> Iterator[dict[str, Any]]:
    """The rows, read some at a time: at most `MOST`. A record whose author asked for it back is not among them."""
    mine = store.cases_of(session, reader.area, reader=reader.person, now=reader.now)
    asked, left = accepted(query), MOST
    while True:
        page = store.page(session, mine, asked, size=min(AT_ONCE, left))
        yield from _rows(session, reader, page.rows, mine.zone)
        left -= len(page.rows)
        if page.next is None or left <= 0:
            return
        asked = replace(asked, after=str(page.next))


def _rows(session: AnySession, reader: RecordReader, some: Sequence[QueueRow], zone: Zone) -> Iterator[dict[str, Any]]:
    programme, ids = reader.area.programme_id, [one.record_id for one in some]
    taken_back, sensitive = suspended(session, programme, ids), sensitive_records(session, programme, ids)
    forms = record_forms(session, programme, {(one.instrument, str(one.instrument_version)) for one in some})
    titles, projects = instrument_titles(session, programme), project_titles(session, programme, _names(some))
    for one in some:
        if one.record_id not in taken_back:
            form = forms.get((one.instrument, str(one.instrument_version)), UNKNOWN)
            answered = _Answers(form, one, Reader("fr", projects))
            yield {
                **_head(one, programme, titles, zone),
                "is_sensitive": (is_sensitive := one.record_id in sensitive),
                **answered.shown(with_personal=reader.may_take(one), is_sensitive=is_sensitive or bool(one.danger)),
            }


def _names(some: Sequence[QueueRow]) -> set[str]:
    """Whatever answers might name a project by."""
    answers = (answer for one in some for answer in (one.answers or {}).values())
    return {one for one in answers if isinstance(one, str) and len(one) <= LONGEST_ID}


def _head(one: QueueRow, programme: str, titles: Mapping[str, Any], zone: Zone) -> dict[str, Any]:
    return {
        "id": str(one.record_id),
        "programme": programme,
        "instrument": one.instrument,
        "form": label(titles.get(one.instrument, {}), "fr") or one.instrument,
        "place": {"code": one.place_path.strip("/").rpartition("/")[2], "name": one.place or ""},
        "mode": one.mode,
        "recorded_on": one.recorded_at.astimezone(zone).date().isoformat() if one.recorded_at else None,
        "received_on": one.received_at.astimezone(zone).date().isoformat(),
    }


@dataclass(frozen=True, slots=True)
class _Answers:
    """What one record says."""

    form: RecordForm
    row: QueueRow
    reader: Reader

    def shown(self, *, with_personal: bool, is_sensitive: bool) -> dict[str, Any]:
        """As much as may go along. Of a call for help nothing ever does."""
        if self.row.danger or (is_sensitive and not with_personal):
            return {"answers": None, "person": None, "words": None, "recorded_by": None, "withheld": True}
        answers, person, words = self._parted()
        personal = {"person": person, "words": words, "recorded_by": self.row.author}
        return {
            "answers": answers,
            **(personal if with_personal else dict.fromkeys(personal)),
            "withheld": not with_personal and any(personal.values()),
        }

    def _parted(self) -> tuple[str | None, str | None, str | None]:
        """What was chosen and counted, who spoke, and the words as they were written; photos, voices and positions stay
        at the desk."""
        parts: dict[str, list[str]] = {"answers": [], "person": [], "words": []}
        recorded = self.row.recorded_at.isoformat() if self.row.recorded_at else ""
        content = {"answers": self.row.answers or {}, "recorded_at": recorded}
        for one in answer_lines(self.form, content, self.reader):
            if one.kind == "said" and one.text:
                is_person = plain_name(one.name) in self.form.meaning.about_the_person
                where = "person" if is_person else "words" if is_written(one, self.form) else "answers"
                parts[where].append(f"{one.question} {one.text}")
        answers, person, words = (" | ".join(some) or None for some in parts.values())
        return answers, person, words
