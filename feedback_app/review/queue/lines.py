"""The lines of the queue, in words and pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label
from feedback_app.forms.engine.definition import plain_name
from feedback_app.forms.engine.meaning import DOMAIN, SENSITIVE, SEVERITY, Fact
from feedback_app.ledger.facts import stored_facts
from feedback_app.ledger.lookup_store import StoredEntry, last_in_quarantine
from feedback_app.ledger.store import read_content
from feedback_app.media.store import received_counts
from feedback_app.register.desk_store import project_titles
from feedback_app.review.answers import (
    UNKNOWN,
    AnswerLine,
    Reader,
    RecordForm,
    RecordSummary,
    answer_lines,
    summary_of_lines,
)
from feedback_app.review.case import OPEN
from feedback_app.review.claim import Claim
from feedback_app.review.days import CLOCK_WARNING_MS, DateWarning, date_warning
from feedback_app.review.faults import faults_in_words
from feedback_app.review.heard import HeardBySource, with_heard
from feedback_app.review.marks import flags_in, tags_in
from feedback_app.review.queue.store import QueueRow
from feedback_app.review.queue.texts import TEXTS
from feedback_app.review.screening.kinds import ORDER, FlagKind
from feedback_app.review.service_target import WaitingStatus, waiting_status
from feedback_app.review.store import record_forms
from feedback_app.review.transcript_store import heard_of
from schemas.vocabulary import vocabulary
from sync.spoken_code import pairs

TOPICS = {DOMAIN: "domains", "emotion": "emotions", "feedback_kind": "feedback_kinds"}
"""The meanings that have a picture of what a record is about, the first that was answered, with their lists."""
MEANINGS = (*TOPICS, SEVERITY, SENSITIVE)
ALARM = "alerte"


@dataclass(frozen=True, slots=True)
class Picture:
    """A pictogram, and its words."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the queue."""

    row: QueueRow
    code: str
    """The ten digits by which people ask for it, in pairs."""
    claim: Claim | None
    """Who has it before them now."""
    summary: RecordSummary
    title: str
    topic: Picture | None
    severity: Picture | None
    sensitive: bool
    flags: Sequence[FlagKind]
    """What it is flagged for, the gravest first."""
    tags: Sequence[str]
    has: Sequence[str]
    """`photo` and `voice`, where it has any."""
    media: tuple[int, int]
    """(here, of): files received, of how many."""
    age: str
    waiting_status: WaitingStatus | None
    """Against the service target; None for what does not wait for the Lab."""
    clock: bool
    day: DateWarning | None
    fault: tuple[str, str] | None
    """Why its last revision is in quarantine: what it is about, what is wrong."""
    more_faults: int


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is shown of a row: its current revision, else the one in quarantine."""

    instrument: str
    version: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageTime:
    """When a page is looked at, and within how many days its programme means to decide."""

    now: dt.datetime
    days: int


def lines_of(
    session: AnySession, programme_id: str, rows: Sequence[QueueRow], titles: Mapping[str, Mapping[str, str]], *,
    lang: str, at: PageTime,
) -> list[Line]:  # fmt: skip
    """These rows in words; a few statements, however many."""
    batch = _Batch(session, programme_id, rows, lang)
    return [batch.line(row, titles, at) for row in rows]


class _Batch:
    """What rows need to be said in words, looked up once for all of them."""

    def __init__(self, session: AnySession, programme_id: str, rows: Sequence[QueueRow], lang: str) -> None:
        ids = [row.record_id for row in rows]
        stuck = [row.record_id for row in rows if row.waiting or row.rev == 0]
        self._waiting = last_in_quarantine(session, programme_id, stuck) if stuck else {}
        self._shown = {row.record_id: _shown(row, self._waiting.get(row.record_id)) for row in rows}
        self._forms = record_forms(
            session, programme_id, {(one.instrument, one.version) for one in self._shown.values()}
        )
        self._reader = Reader(lang, project_titles(session, programme_id, _names(self._shown.values())))
        self._media = received_counts(session, programme_id=programme_id, record_ids=ids)
        self._facts = stored_facts(session, programme_id, ids, MEANINGS)
        self._heard = heard_of(session, programme_id, [row.record_id for row in rows if row.rev and not row.danger])

    def line(self, row: QueueRow, titles: Mapping[str, Mapping[str, str]], at: PageTime) -> Line:
        """One row in words."""
        shown, lang = self._shown[row.record_id], self._reader.lang
        form = self._forms.get((shown.instrument, shown.version), UNKNOWN)
        stored = self._facts.get(row.record_id, [])
        facts = stored if row.rev else form.meaning.facts(shown.content.get("answers"))
        answers = answer_lines(form, shown.content, self._reader)
        faults, waited = self._faults(row, form), at.now - row.received_at
        return Line(
            row=row,
            code=" ".join(pairs(row.code)),
            claim=row.claim if row.claim and row.claim.is_live(at.now) else None,
            summary=_summary(row, form, answers, self._heard.get(row.record_id, {}), lang=lang),
            title=label(titles.get(shown.instrument, {}), lang) or shown.instrument,
            topic=_topic(row, facts, form, lang),
            severity=None if row.danger else _of_list("severities", _code(facts, SEVERITY), lang),
            sensitive=any(one.meaning == SENSITIVE for one in facts),
            flags=sorted(map(FlagKind, flags_in(row.marks)), key=ORDER.__getitem__),
            tags=tags_in(row.marks),
            has=[] if row.danger else _kinds(form, answers),
            media=self._media.get(row.record_id, (0, 0)),
            age=age(waited, lang),
            waiting_status=waiting_status(waited, at.days) if row.state in OPEN else None,
            clock=abs(row.clock_offset_ms or 0) > CLOCK_WARNING_MS,
            day=date_warning(
                row.recorded_at,
                received_at=row.received_at,
                known_since=row.known_since,
                clock_offset_ms=row.clock_offset_ms,
            ),
            fault=faults[0] if faults else None,
            more_faults=max(0, len(faults) - 1),
        )

    def _faults(self, row: QueueRow, form: RecordForm) -> list[tuple[str, str]]:
        entry = None if row.danger else self._waiting.get(row.record_id)
        return faults_in_words(form.definition, entry.errors or (), self._reader.lang) if entry else []


def _names(shown: Iterable[_Shown]) -> set[str]:
    """What answers may name as a project."""
    given = (one.content.get("answers") for one in shown)
    texts = (text for answers in given if isinstance(answers, Mapping) for text in answers.values())
    return {text for text in texts if isinstance(text, str) and len(text) <= 80}


def _shown(row: QueueRow, waiting: StoredEntry | None) -> _Shown:
    if row.rev == 0 and waiting is not None:
        content = read_content(waiting)
        return _Shown(str(content.get("instrument")), str(content.get("instrument_version")), content)
    at = row.recorded_at.isoformat() if row.recorded_at else ""
    return _Shown(row.instrument, str(row.instrument_version), {"answers": row.answers or {}, "recorded_at": at})


def _summary(
    row: QueueRow, form: RecordForm, answers: Sequence[AnswerLine], heard: HeardBySource, *, lang: str
) -> RecordSummary:
    """No answer of a record in which somebody may be in danger."""
    if row.danger:
        return RecordSummary(TEXTS.say(f"danger.{row.danger}", lang=lang), "")
    return with_heard(summary_of_lines(form, answers), answers, heard)


def _topic(row: QueueRow, facts: Sequence[Fact], form: RecordForm, lang: str) -> Picture | None:
    """What it is about; where no answer says it, its form's own picture."""
    if row.danger:
        return Picture(ALARM, TEXTS.say(f"danger.{row.danger}", lang=lang))
    found = (_of_list(listed, _code(facts, meaning), lang) for meaning, listed in TOPICS.items())
    own = form.definition.get("picture")
    return next((one for one in found if one), Picture(str(own), "") if own else None)


def _code(facts: Sequence[Fact], meaning: str) -> str | None:
    return next((one.code for one in facts if one.meaning == meaning), None)


def _of_list(name: str, code: str | None, lang: str) -> Picture | None:
    term = vocabulary(name).get(code)
    return Picture(term.picture, label(term.label, lang)) if term and term.picture else None


def _kinds(form: RecordForm, answers: Sequence[AnswerLine]) -> list[str]:
    types = {
        form.nodes[plain]["type"] for one in answers if one.media and (plain := plain_name(one.name)) in form.nodes
    }
    return [kind for kind, of in (("photo", "image"), ("voice", "audio")) if of in types]


def age(waited: dt.timedelta, lang: str) -> str:
    """How long something has waited, as short as it can be said."""
    minutes = max(0, int(waited.total_seconds() // 60))
    unit, n = ("minutes", minutes) if minutes < 60 else ("hours", minutes // 60)
    if minutes >= 48 * 60:
        unit, n = "days", minutes // 1440
    return TEXTS.say(f"waited.{unit}", lang=lang, n=n)
