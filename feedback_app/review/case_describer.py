"""What a case can be found by: its line and its search text, made when the record comes in."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.folding import fold
from feedback_app.enrol.lookup_store import PersonInfo, people
from feedback_app.forms.lookup_store import definitions_of
from feedback_app.ledger.lookup_store import CurrentRecord
from feedback_app.register.desk_store import project_titles
from feedback_app.register.lookup_store import place_labels_and_paths
from feedback_app.review.answers import Reader, answer_lines, record_summary
from feedback_app.review.days import is_clock_odd
from feedback_app.review.tables import Case

LANGUAGE = "fr"
"""Of the line stored with a case. The desk shows the line in the reader's own language; search looks in this one."""

LONGEST_SEARCH = 4000


class CaseDescriber:
    """Makes lines and search texts for many records of a programme; what they share is looked up once a batch."""

    def __init__(self, session: AnySession, programme_id: str) -> None:
        self._session = session
        self._programme = programme_id
        self._definitions: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._places: dict[str, tuple[str, str]] = {}
        self._people: dict[uuid.UUID, PersonInfo] = {}
        self._reader = Reader(LANGUAGE)

    def prepare(self, records: Collection[CurrentRecord], places: Collection[str]) -> None:
        """Looks up what these records speak of, and these places."""
        versions = {(str(one.instrument), str(one.instrument_version)) for one in records} - self._definitions.keys()
        if versions:
            self._definitions |= definitions_of(self._session, self._programme, versions)
        codes = {*places, *(one.place_code for one in records if one.place_code)} - self._places.keys()
        self._places |= place_labels_and_paths(self._session, codes)
        authors = {one.author_id for one in records if one.author_id} - self._people.keys()
        self._people |= people(self._session, authors)
        projects = {one.project_id for one in records if one.project_id} - self._reader.projects.keys()
        titles = project_titles(self._session, self._programme, projects)
        self._reader = Reader(LANGUAGE, {**self._reader.projects, **titles})

    def path(self, code: str) -> str | None:
        """The path of a place that was prepared; None when there is no such place."""
        found = self._places.get(code)
        return found[1] if found else None

    def describe(self, case: Case, record: CurrentRecord) -> None:
        """Updates a case to its record's current revision."""
        case.rev, case.position = record.rev, record.position
        case.instrument = record.instrument or case.instrument
        case.place_code = record.place_code or case.place_code
        case.place_path = record.place_path or case.place_path
        case.author_id, case.received_at = record.author_id, record.received_at
        case.summary, case.search = self.line(record), self.search(record)
        self.mark(case, record)

    def mark(self, case: Case, record: CurrentRecord) -> None:
        """Updates what the queue filters by, which may change while the revision stays the same."""
        case.project_id, case.danger, case.quarantined = record.project_id, record.danger, record.quarantined
        author = self._author(record)
        case.odd_clock = is_clock_odd(
            record.recorded_at,
            received_at=record.received_at,
            known_since=author.known_since if author else None,
            clock_offset_ms=record.clock_offset_ms,
        )

    def line(self, record: CurrentRecord) -> str:
        """The record in one line; none of one in which somebody may be in danger."""
        if record.danger:
            return ""
        return record_summary(self._definition(record), _content(record), self._reader).line

    def search(self, record: CurrentRecord) -> str:
        """All words of the record, of its place and of who wrote it, folded."""
        rows = answer_lines(self._definition(record), _content(record), self._reader)
        place = self._places.get(record.place_code or "", ("", ""))[0]
        author = one.name if (one := self._author(record)) else ""
        project = self._reader.projects.get(record.project_id or "", "")
        words = [project, *(row.text for row in rows if row.kind in {"said", "unsaid"})]
        return fold(" ".join([place, author, *([] if record.danger else words)]))[:LONGEST_SEARCH]

    def _author(self, record: CurrentRecord) -> PersonInfo | None:
        return self._people.get(record.author_id) if record.author_id else None

    def _definition(self, record: CurrentRecord) -> Mapping[str, Any] | None:
        return self._definitions.get((str(record.instrument), str(record.instrument_version)))


def _content(record: CurrentRecord) -> Mapping[str, Any]:
    return {
        "answers": record.answers or {},
        "recorded_at": record.recorded_at.isoformat() if record.recorded_at else "",
    }
