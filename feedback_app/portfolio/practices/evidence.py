"""What shows that a solution works: noted by one person, published by another, taken back. Nothing here commits."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.base.id_text import read_id
from feedback_app.base.ids import new_id
from feedback_app.portfolio.csr.names import name_finder
from feedback_app.portfolio.practices import store
from feedback_app.portfolio.practices.change_kinds import ChangeKind
from feedback_app.portfolio.practices.history import note_change
from feedback_app.portfolio.practices.refusals import PracticeRefusal
from feedback_app.portfolio.practices.tables import Practice, PracticeEvidence
from feedback_app.portfolio.solutions.history import Author
from schemas.vocabulary import vocabulary

LONGEST_SOURCE, LONGEST = 200, 1000
EARLIEST = dt.date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class EvidenceForm:
    """An evidence as a person sends it."""

    kind: str = ""
    source: str = ""
    day: str = ""
    shows: str = ""
    place: str = ""
    record: str = ""


EvidenceFaults = Mapping[str, str]
"""What of a form cannot be taken: reasons by field."""


def add(
    session: AnySession, practice: Practice, form: EvidenceForm, *, author: Author
) -> PracticeEvidence | EvidenceFaults | PracticeRefusal:
    """Notes an evidence, which counts for nothing before somebody else has published it."""
    store.lock_practices(session)
    session.refresh(practice)
    if practice.merged_into is not None:
        return PracticeRefusal.STALE
    read = _Reading(session, practice, form, author.now.date())
    if read.faults or read.day is None:
        return read.faults
    made = PracticeEvidence(
        id=new_id(), programme_id=practice.programme_id, practice_id=practice.id, noted_for=practice.id,
        kind=form.kind, source=read.source, day=read.day, shows=read.shows, place_code=read.place,
        record_id=read.record, written_by=author.by, written_at=author.now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    note_change(session, practice, ChangeKind.EVIDENCE, author=author, before={}, after=values_of(made))
    return made


class _Reading:
    """What a form says, field by field."""

    def __init__(self, session: AnySession, practice: Practice, form: EvidenceForm, today: dt.date) -> None:
        self.faults: dict[str, str] = {}
        self.source, self.shows = " ".join(form.source.split()), form.shows.strip()
        self.day = self._day(form.day, today)
        self.place = (
            name_finder(session, practice.programme_id).find(form.place.strip()) if form.place.strip() else None
        )
        self.record = self._record(session, practice, form.record.strip())
        self._check("kind", form.kind in vocabulary("practice_evidence").codes)
        self._check("source", 0 < len(self.source) <= LONGEST_SOURCE)
        self._check("shows", 0 < len(self.shows) <= LONGEST)
        self._check("place", self.place is not None or not form.place.strip())
        self._check("record", self.record is not None or not form.record.strip())

    def _check(self, name: str, fits: bool) -> None:
        if not fits:
            self.faults[name] = name

    def _day(self, text: str, today: dt.date) -> dt.date | None:
        try:
            day = dt.date.fromisoformat(text.strip())
        except ValueError:
            day = None
        fits = day is not None and EARLIEST <= day <= today
        self._check("day", fits)
        return day if fits else None

    def _record(self, session: AnySession, practice: Practice, text: str) -> uuid.UUID | None:
        """The accepted record of the programme that this text names by its id."""
        found = read_id(text)
        return found if found and store.accepted_revisions(session, practice.programme_id, [found]) else None


def publish(
    session: AnySession, practice: Practice, evidence: PracticeEvidence, *, author: Author
) -> PracticeRefusal | None:
    """Publishes an evidence that somebody else noted. It never changes afterwards: it is taken back, or another one is
    noted."""
    store.lock_practices(session)
    if evidence.published_at is not None:
        return PracticeRefusal.STALE
    if evidence.written_by == author.by:
        return PracticeRefusal.OWN
    evidence.published_by, evidence.published_at = author.by, author.now
    note_change(
        session, practice, ChangeKind.EVIDENCE_PUBLISHED, author=author, before={}, after={"shows": evidence.shows}
    )  # fmt: skip
    return None


def withdraw(session: AnySession, practice: Practice, evidence: PracticeEvidence, *, author: Author) -> None:
    """Takes an evidence back. The stage that it alone had shown is shown no longer."""
    store.lock_practices(session)
    evidence.withdrawn_at = author.now
    note_change(
        session, practice, ChangeKind.EVIDENCE_WITHDRAWN, author=author, before={"shows": evidence.shows}, after={}
    )  # fmt: skip


def values_of(one: PracticeEvidence) -> dict[str, str]:
    """An evidence as the history has it."""
    values = {"kind": one.kind, "source": one.source, "day": one.day.isoformat(), "shows": one.shows}
    return values | ({"place": one.place_code} if one.place_code else {})
