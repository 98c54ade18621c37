"""What a case can be found by: its line and its search text, made when the record comes in."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.folding import fold
from feedback_app.enrol.lookup_store import PersonInfo, people
from feedback_app.ledger.lookup_store import CurrentRecord
from feedback_app.media.lookup_store import kinds_of_media
from feedback_app.register.desk_store import project_titles
from feedback_app.register.lookup_store import place_labels_and_paths
from feedback_app.review.answers import (
    UNKNOWN,
    AnswerLine,
    Reader,
    RecordForm,
    answer_lines,
    is_written,
    summary_of_lines,
)
from feedback_app.review.capture_reader import CaptureReader
from feedback_app.review.days import is_clock_odd
from feedback_app.review.flag_store import CaseMarks
from feedback_app.review.heard import HeardBySource, heard_texts, with_heard
from feedback_app.review.place_weight import PlaceCounts
from feedback_app.review.screening.capture_rules import find_in_capture
from feedback_app.review.screening.flags import all_found, screen
from feedback_app.review.store import record_forms
from feedback_app.review.tables import Case
from feedback_app.review.text_likeness import LONGEST
from feedback_app.review.transcript_store import heard_of
from feedback_app.review.urgency import urgency_of

LANGUAGE = "fr"
"""Of the line stored with a case. The desk shows the line in the reader's own language; search looks in this one."""

LONGEST_SEARCH = 4000
LONGEST_HEARD = 12_000
"""Of what reviewers wrote of its voices and words, after its own."""


class CaseDescriber:
    """Makes lines and search texts for many records of a programme; what they share is looked up once a batch."""

    def __init__(self, session: AnySession, programme_id: str) -> None:
        self._session = session
        self._programme = programme_id
        self._forms: dict[tuple[str, str], RecordForm] = {}
        self._places: dict[str, tuple[str, str]] = {}
        self._people: dict[uuid.UUID, PersonInfo] = {}
        self._heard: Mapping[uuid.UUID, HeardBySource] = {}
        self._media: dict[uuid.UUID, set[str]] = {}
        self._reader = Reader(LANGUAGE)
        self._marks = CaseMarks(session, programme_id)
        self._weights = PlaceCounts(session, programme_id)
        self._captures = CaptureReader(session, programme_id)

    def prepare(self, records: Collection[CurrentRecord], places: Collection[str]) -> None:
        """Looks up what these records speak of, and these places."""
        versions = {(str(one.instrument), str(one.instrument_version)) for one in records} - self._forms.keys()
        if versions:
            self._forms |= record_forms(self._session, self._programme, versions)
        codes = {*places, *(one.place_code for one in records if one.place_code)} - self._places.keys()
        self._places |= place_labels_and_paths(self._session, codes)
        self._heard = heard_of(self._session, self._programme, [one.id for one in records])
        authors = {one.author_id for one in records if one.author_id} - self._people.keys()
        self._people |= people(self._session, authors)
        projects = {one.project_id for one in records if one.project_id} - self._reader.projects.keys()
        spoken = {(one.id, one.rev) for one in records if one.rev}
        self._media |= kinds_of_media(self._session, self._programme, spoken) if spoken else {}
        self._marks.prepare([one.id for one in records])
        self._captures.prepare(records)
        self._weights.prepare(records)
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
        form, rows = self._read(record)
        heard = self._heard.get(record.id, {})
        # No answer of a record in which somebody may be in danger, nor what was written of it.
        case.summary = "" if record.danger else with_heard(summary_of_lines(form, rows), rows, heard).line
        case.search, case.written = self._search(record, rows), _written(record, form, rows)
        if heard and not record.danger:
            case.search += " " + fold(" ".join(heard_texts(form, rows, heard)))[:LONGEST_HEARD]
        self._flag(case, record, form, rows)
        self.mark(case, record)

    def liken(self, case: Case, record: CurrentRecord) -> None:
        """Works out by what a case is likened, of the revision that it is of."""
        case.written = _written(record, *self._read(record)) if record.rev == case.rev else ""

    def flag(self, case: Case, record: CurrentRecord) -> None:
        """Works out what a case is flagged for, of the revision that it is of."""
        self._flag(case, record, *self._read(record))

    def _flag(self, case: Case, record: CurrentRecord, form: RecordForm, rows: Sequence[AnswerLine]) -> None:
        """Of a record in which somebody may be in danger nothing: it is above all others anyway."""
        if record.danger or record.rev != case.rev or not record.rev:
            self._marks.update(case, {}, at=record.received_at)
            return
        heard = heard_texts(form, rows, self._heard.get(record.id, {}))
        capture = self._captures.of(record, form, rows)
        found = all_found(screen(rows, form, heard), find_in_capture(capture))
        self._marks.update(case, found, at=record.received_at)

    def _read(self, record: CurrentRecord) -> tuple[RecordForm, Sequence[AnswerLine]]:
        form = self._forms.get((str(record.instrument), str(record.instrument_version)), UNKNOWN)
        return form, answer_lines(form, _content(record), self._reader)

    def mark(self, case: Case, record: CurrentRecord) -> None:
        """Updates what the queue filters by, which may change while the revision stays the same."""
        case.project_id, case.danger, case.quarantined = record.project_id, record.danger, record.quarantined
        if record.danger:
            case.written = ""
        form = self._forms.get((str(record.instrument), str(record.instrument_version)), UNKNOWN)
        case.urgency = urgency_of(
            form.meaning.facts(record.answers), record.danger, is_little_heard=self._weights.is_little_heard(record)
        )
        kinds = self._media.get(record.id, set())
        case.has_photo, case.has_voice = "image" in kinds, "audio" in kinds
        author = self._author(record)
        case.odd_clock = is_clock_odd(
            record.recorded_at,
            received_at=record.received_at,
            known_since=author.known_since if author else None,
            clock_offset_ms=record.clock_offset_ms,
        )

    def count(self, record: CurrentRecord) -> None:
        """A new record counts for the place of those after it."""
        self._weights.add(record)

    def _search(self, record: CurrentRecord, rows: Sequence[AnswerLine]) -> str:
        """All words of the record, of its place and of who wrote it, folded."""
        place = self._places.get(record.place_code or "", ("", ""))[0]
        author = one.name if (one := self._author(record)) else ""
        project = self._reader.projects.get(record.project_id or "", "")
        words = [project, *(row.text for row in rows if row.kind in {"said", "unsaid"})]
        return fold(" ".join([place, author, *([] if record.danger else words)]))[:LONGEST_SEARCH]

    def _author(self, record: CurrentRecord) -> PersonInfo | None:
        return self._people.get(record.author_id) if record.author_id else None


def _written(record: CurrentRecord, form: RecordForm, rows: Sequence[AnswerLine]) -> str:
    """What somebody typed, folded; nothing of a record in which somebody may be in danger."""
    written = () if record.danger else (row.text for row in rows if is_written(row, form))
    return fold(" ".join(written))[:LONGEST]


def _content(record: CurrentRecord) -> Mapping[str, Any]:
    return {
        "answers": record.answers or {},
        "recorded_at": record.recorded_at.isoformat() if record.recorded_at else "",
    }
