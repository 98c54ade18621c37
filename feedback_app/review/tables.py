"""Cases and the decisions on them."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base, Json
from feedback_app.base.ids import new_id
from feedback_app.review.publication import Publication


def _order(name: str, *columns: str, sqlite: str | None = None, postgresql: str | None = None) -> Index:
    """An index of the queue's order, of the cases of which a condition is true where one is given."""
    names = "programme_id", *columns, "state", "urgency", "position"
    if sqlite is None:
        return Index(f"ix_review_case_{name}", *names)
    where = text(postgresql or sqlite)
    return Index(f"ix_review_case_{name}", *names, sqlite_where=text(sqlite), postgresql_where=where)


class Case(Base, kw_only=True):
    """The state of a record at the Lab, and what the queue shows of it. One per record."""

    __tablename__ = "review_case"
    __table_args__ = (
        # The queue's orders, one for each filter.
        _order("queue"),
        Index("ix_review_case_position", "programme_id", "position"),
        _order("author", "author_id"),
        _order("instrument", "instrument"),
        _order("project", "project_id", sqlite="project_id IS NOT NULL"),
        _order("danger", "danger", sqlite="danger <> ''"),
        _order("quarantined", "quarantined", sqlite="quarantined = 1", postgresql="quarantined"),
        _order("clock", "odd_clock", sqlite="odd_clock = 1", postgresql="odd_clock"),
        _order("device", "device_id"),
        _order("language", "language"),
        _order("photo", "has_photo", sqlite="has_photo = 1", postgresql="has_photo"),
        _order("voice", "has_voice", sqlite="has_voice = 1", postgresql="has_voice"),
        Index(
            "ix_review_case_claimed",
            *("programme_id", "claimed_until"),
            sqlite_where=text("claimed_until IS NOT NULL"),
            postgresql_where=text("claimed_until IS NOT NULL"),
        ),
        Index(
            "ix_review_case_place",
            *("programme_id", "place_path", "state", "position"),
            postgresql_ops={"place_path": "varchar_pattern_ops"},
        ),
    )

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    rev: Mapped[int]
    """The revision the state speaks of."""
    position: Mapped[int] = mapped_column(BigInteger)
    """Of that revision in the ledger: the queue's order."""
    instrument: Mapped[str] = mapped_column(String(60))
    place_code: Mapped[str] = mapped_column(String(40))
    place_path: Mapped[str] = mapped_column(String(400))
    author_id: Mapped[uuid.UUID | None]
    received_at: Mapped[dt.datetime]
    decided_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    summary: Mapped[str] = mapped_column(String(300), default="")
    search: Mapped[str] = mapped_column(default="")
    """Folded text of summary, place and answers, for the queue's search."""
    written: Mapped[str | None] = mapped_column(default=None)
    """What somebody typed, folded, by which it is likened (`case_band_store.py`). None: not worked out yet."""
    marks: Mapped[str | None] = mapped_column(default=None)
    """What it is flagged for, and its tags (`marks.py`). None: not worked out yet."""
    project_id: Mapped[str | None] = mapped_column(String(80), default=None)
    danger: Mapped[str] = mapped_column(String(10), default="", server_default="")
    """As of the record, like the project."""
    quarantined: Mapped[bool] = mapped_column(default=False, server_default=false())
    """As of the record: a revision above the current one is in quarantine, or nothing else is stored."""
    odd_clock: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The phone's clock was off, or the day on which it says that the record was made cannot be (`days.py`)."""
    urgency: Mapped[int] = mapped_column(default=0, server_default="0")
    """How pressing it is, 0 to 4 (`urgency.py`)."""
    device_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """The phone that sent the last revision, also one in quarantine."""
    language: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """In which the person was asked, by the last revision."""
    has_photo: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The revision that counts names a photo, received or not."""
    has_voice: Mapped[bool] = mapped_column(default=False, server_default=false())
    claimed_by: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """Who has it before them, or had until a while ago (`claim.py`)."""
    claimed_until: Mapped[dt.datetime | None] = mapped_column(default=None)
    claim_taken: Mapped[bool] = mapped_column(default=False, server_default=false())
    """They took it, or were given it; else they only opened it."""


class CaseCount(Base, kw_only=True):
    """How many cases there are (`case_count_store.py`)."""

    __tablename__ = "review_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    place_path: Mapped[str] = mapped_column(String(400), primary_key=True)
    """Of this place and all below it; empty: everywhere."""
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)
    n: Mapped[int]
    first: Mapped[int] = mapped_column(BigInteger)
    """No case that is counted here has a lower position."""
    last: Mapped[int] = mapped_column(BigInteger)
    """Nor a higher one."""


class CaseInflow(Base, kw_only=True):
    """How many records came in a week from a source, and what became of them (`case_inflow_store.py`)."""

    __tablename__ = "review_inflow"
    __table_args__ = ({"sqlite_with_rowid": False},)

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    """A `Source`."""
    week: Mapped[dt.date] = mapped_column(primary_key=True)
    """Its Monday."""
    place_path: Mapped[str] = mapped_column(String(400), primary_key=True)
    """Of this place and all below it; empty: everywhere."""
    value: Mapped[str] = mapped_column(String(60), primary_key=True)
    """The name of the form, or the id of the phone."""
    n: Mapped[int]
    accepted: Mapped[int]
    """By now."""
    rejected: Mapped[int]


class WeekZone(Base, kw_only=True):
    """By which clocks the weeks of a programme are counted; none: by those of Côte d'Ivoire."""

    __tablename__ = "review_week_zone"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    """Of the IANA list."""


class CaseWord(Base, kw_only=True):
    """A word that cases hold (`case_word_store.py`)."""

    __tablename__ = "review_word"
    __table_args__ = ({"sqlite_with_rowid": False},)

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, index=True)


class CaseWordBlock(Base, kw_only=True):
    """Which cases of a span of positions hold a word."""

    __tablename__ = "review_word_block"
    __table_args__ = ({"sqlite_with_rowid": False},)

    word_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    block: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cases: Mapped[bytes] = mapped_column(LargeBinary)


class CaseBand(Base, kw_only=True):
    """A band of the text of a case: whoever shares the key may say the same (`case_band_store.py`)."""

    __tablename__ = "review_band"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Of the case; the key differs by programme."""


class Decision(Base, kw_only=True):
    """What a reviewer decided about a case: appended, never changed. Undoing is another decision."""

    __tablename__ = "review_decision"
    __table_args__ = (
        Index("ix_review_decision_record", "programme_id", "record_id", "at"),
        Index("ix_review_decision_at", "programme_id", "at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    record_id: Mapped[uuid.UUID]
    rev: Mapped[int]
    action: Mapped[str] = mapped_column(String(20))
    """accept | reject | ask | reopen | release …"""
    before: Mapped[str] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(40), default=None)
    message: Mapped[str | None] = mapped_column(default=None)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]
    publication: Mapped[str] = mapped_column(String(10), default=Publication.NOW, server_default=Publication.NOW)
    whom: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """To whom the record was given."""
    sound: Mapped[str | None] = mapped_column(String(64), default=None)
    """SHA-256 of the message as the reviewer recorded it, as every phone plays it. Goes when the message goes."""
    sound_bytes: Mapped[int | None] = mapped_column(default=None)


class CaseFlag(Base, kw_only=True):
    """What a case should be looked at twice for: found by rules, or by a reviewer. One of each kind."""

    __tablename__ = "review_flag"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    """A `FlagKind`."""
    found: Mapped[str] = mapped_column(String(16))
    """A digest of what was found: something else is flagged anew."""
    figures: Mapped[str] = mapped_column(String(60), default="")
    """Of what was not found in words."""
    at: Mapped[dt.datetime]
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    """None: the rules."""
    comment: Mapped[str | None] = mapped_column(String(300), default=None)
    """What a reviewer asks the others to look at."""
    dismissed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    dismissed_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """A reviewer has looked, and it is nothing."""


class CaseTag(Base, kw_only=True):
    """A word by which reviewers sort cases."""

    __tablename__ = "review_tag"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    tag: Mapped[str] = mapped_column(String(30), primary_key=True)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]


class Note(Base, kw_only=True):
    """What a reviewer wrote to the others about a record: appended, never changed."""

    __tablename__ = "review_note"
    __table_args__ = (Index("ix_review_note_record", "programme_id", "record_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    record_id: Mapped[uuid.UUID]
    text: Mapped[str] = mapped_column(String(2000))
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]


class NoteMention(Base, kw_only=True):
    """That a note names a reviewer who has not opened the record since."""

    __tablename__ = "review_mention"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)


class SecondReading(Base, kw_only=True):
    """A decision that is read a second time by somebody else, and what they would have decided."""

    __tablename__ = "review_second"
    __table_args__ = (
        Index("ix_review_second_decided", "programme_id", "decided_at"),
        Index("ix_review_second_read", "programme_id", "read_at"),
    )

    decision_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    record_id: Mapped[uuid.UUID]
    rev: Mapped[int]
    first_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    first_after: Mapped[str] = mapped_column(String(20))
    """The state that the decision led to."""
    decided_at: Mapped[dt.datetime]
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    """None: not read a second time yet."""
    after: Mapped[str | None] = mapped_column(String(20), default=None)
    reason: Mapped[str | None] = mapped_column(String(40), default=None)
    read_at: Mapped[dt.datetime | None] = mapped_column(default=None)


class PracticeAttempt(Base, kw_only=True):
    """That somebody goes through the made-up records of the practice set."""

    __tablename__ = "review_practice"
    __table_args__ = (Index("ix_review_practice_person", "programme_id", "person_id", "begun_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    edition: Mapped[str] = mapped_column(String(16))
    """Which file of records it is of."""
    begun_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    points: Mapped[int] = mapped_column(default=0)
    """In halves; of an attempt that is finished."""
    most: Mapped[int]


class PracticeChoice(Base, kw_only=True):
    """What somebody who practises would do with a made-up record."""

    __tablename__ = "review_practice_choice"

    attempt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review_practice.id"), primary_key=True)
    record: Mapped[str] = mapped_column(String(40), primary_key=True)
    action: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(40))
    points: Mapped[int]
    at: Mapped[dt.datetime]


class DecisionWeek(Base, kw_only=True):
    """Decisions of one week, action and reason, as anyone may read them; written once, when the week is over."""

    __tablename__ = "review_decision_week"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    week: Mapped[dt.date] = mapped_column(primary_key=True)
    """Its Monday."""
    action: Mapped[str] = mapped_column(String(20), primary_key=True)
    """Empty, with `n` 0, for a week in which nothing public was decided."""
    reason: Mapped[str] = mapped_column(String(40), primary_key=True)
    n: Mapped[int]
    waited_days: Mapped[float | None]
    """The median."""


class Merge(Base, kw_only=True):
    """That a case was merged into another one, which says the same and stays; kept after its end (`merge_store.py`)."""

    __tablename__ = "review_merge"
    __table_args__ = (
        Index("ix_review_merge_record", "programme_id", "record_id"),
        Index("ix_review_merge_into", "programme_id", "into_id"),
        Index(
            "ix_review_merge_loose", "programme_id",
            sqlite_where=text("is_loose = 1"), postgresql_where=text("is_loose"),
        ),
    )  # fmt: skip

    decision_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    record_id: Mapped[uuid.UUID]
    into_id: Mapped[uuid.UUID]
    """The record that stays."""
    at: Mapped[dt.datetime]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    is_voice: Mapped[bool]
    """Another person says the same: one voice more for what stays. Else the same person said it twice."""
    before: Mapped[str] = mapped_column(String(20))
    """The state that it gets back when it is split off again."""
    decided_before: Mapped[dt.datetime | None] = mapped_column(default=None)
    notified_state: Mapped[str | None] = mapped_column(String(20), default=None)
    """What the author of the record that stays was shown last, with which they hear of it; None: they do not."""
    notified_rev: Mapped[int | None] = mapped_column(default=None)
    notice: Mapped[str | None] = mapped_column(String(300), default=None)
    """In which words."""
    holds: Mapped[bool]
    is_loose: Mapped[bool]
    """What it was merged into is gone: it is to be reviewed again."""
    ended_by: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """The decision that split it off again."""


class Reading(Base, kw_only=True):
    """The first time that somebody at the Lab opened a revision that waited."""

    __tablename__ = "review_reading"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    rev: Mapped[int] = mapped_column(primary_key=True)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]


class Transcript(Base, kw_only=True):
    """What a reviewer wrote of a voice or of an answer's words: appended, never changed. The newest is shown."""

    __tablename__ = "review_transcript"
    __table_args__ = (Index("ix_review_transcript_record", "programme_id", "record_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    record_id: Mapped[uuid.UUID]
    rev: Mapped[int]
    """The revision that was read."""
    question: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(64))
    """SHA-256 of what it is of: the voice, or the words of an answer."""
    of_voice: Mapped[bool]
    kind: Mapped[str] = mapped_column(String(12))
    """A `heard.Kind`."""
    language: Mapped[str] = mapped_column(String(40))
    text: Mapped[str]
    """Empty: what was written before counts no longer."""
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]


class PhotoBlur(Base, kw_only=True):
    """Which parts of a photo a reviewer hid: appended, never changed. The newest counts."""

    __tablename__ = "review_photo_blur"
    __table_args__ = (Index("ix_review_photo_blur_record", "programme_id", "record_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    record_id: Mapped[uuid.UUID]
    rev: Mapped[int]
    """The revision that was read."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the photo."""
    parts: Mapped[str] = mapped_column(String(64))
    """As `blurs.parts.packed`; of none: all of it is shown again."""
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]


class AnswerCorrection(Base, kw_only=True):
    """Answers of a revision that a reviewer corrected. The entry stays as it came; the record's row has what counts.

    It holds while its revision is the record's current one and nobody has taken it back.
    """

    __tablename__ = "review_correction"
    __table_args__ = (Index("ix_review_correction_record", "programme_id", "record_id", "at"),)

    decision_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    record_id: Mapped[uuid.UUID]
    rev: Mapped[int]
    """The revision that it corrects."""
    changes: Mapped[Json]
    """By the key of an answer (`problems[1].what` in a repeat) what it was and what it is, `[old, new]`; null: none."""
    comment: Mapped[str | None] = mapped_column(String(500), default=None)
    """Why. Goes when the messages of decisions go."""
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """The decision that took it back."""


class SavedView(Base, kw_only=True):
    """A query of the queue that somebody gave a name."""

    __tablename__ = "review_view"
    __table_args__ = (UniqueConstraint("programme_id", "by", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(2000))
    """As an address has it."""
    shared: Mapped[bool]
    """With all who review the programme, each within their own area."""
    at: Mapped[dt.datetime]


class CaseSet(Base, kw_only=True):
    """Cases that are decided together: which they are is settled when their number is shown."""

    __tablename__ = "review_set"
    __table_args__ = (Index("ix_review_set_state", "state", "publish_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]
    query: Mapped[str] = mapped_column(String(2000))
    """The queue's filters that they were found by, as an address has them."""
    n: Mapped[int]
    is_cut: Mapped[bool]
    """More cases fitted than a set takes."""
    state: Mapped[str] = mapped_column(String(20))
    """A `SetState`."""
    action: Mapped[str | None] = mapped_column(String(20), default=None)
    reason: Mapped[str | None] = mapped_column(String(40), default=None)
    message: Mapped[str | None] = mapped_column(default=None)
    """What authors read; of a tag its word, of a flag what to look at."""
    whom: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """To whom the records are given."""
    publish_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """Until then it can be undone; then authors hear of it."""


class CaseSetItem(Base, kw_only=True):
    """A case of a set, as it was when the set was made, and what came of it."""

    __tablename__ = "review_set_item"
    __table_args__ = (Index("ix_review_set_item_outcome", "set_id", "outcome"),)

    set_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review_set.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    rev: Mapped[int]
    before: Mapped[str] = mapped_column(String(20))
    """Its state."""
    decided_before: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When it had been decided before the set's decision."""
    outcome: Mapped[str] = mapped_column(String(12))
    """An `Outcome`."""
    decision_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
