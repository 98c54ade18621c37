"""What can be written of a record's voices and words, and what was."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label
from feedback_app.enrol.lookup_store import people
from feedback_app.forms.engine.definition import Danger
from feedback_app.ledger.lookup_store import CurrentRecord
from feedback_app.media.lookup_store import Medium, media_of
from feedback_app.register.languages import names
from feedback_app.register.lookup_store import existing_programme
from feedback_app.review.answers import UNKNOWN, AnswerLine, Reader, RecordForm, answer_lines
from feedback_app.review.heard import HeardBySource, Kind, source_of
from feedback_app.review.store import Option, record_forms
from feedback_app.review.tables import Transcript
from feedback_app.review.transcript_store import newest_by_record, versions_of
from schemas.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Subject:
    """A voice, or the words of an answer: what a transcript or a translation is of."""

    name: str
    """Of its question."""
    question: str
    source: str
    """Its SHA-256."""
    is_voice: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One text, with the name of who wrote it."""

    id: uuid.UUID
    kind: Kind
    question: str
    language: str
    language_name: str
    text: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was written of a subject, oldest first."""

    subject: Subject
    transcripts: Sequence[Version]
    translations: Sequence[Version]

    @property
    def written(self) -> list[Version]:
        """What is shown: the newest transcript and translation, where there is any; the translation first."""
        newest = [versions[-1] for versions in (self.translations, self.transcripts) if versions]
        return [one for one in newest if one.text]

    @property
    def versions(self) -> list[Version]:
        """All, the newest first."""
        return sorted([*self.transcripts, *self.translations], key=lambda one: (one.at, one.id), reverse=True)

    def of(self, kind: Kind) -> Version | None:
        """The newest of a kind."""
        versions = self.transcripts if kind is Kind.TRANSCRIPT else self.translations
        return versions[-1] if versions else None

    @property
    def kinds(self) -> list[Kind]:
        """What may be written of it: of words only what they mean, and of French nothing more."""
        heard = self.of(Kind.TRANSCRIPT)
        translates = not self.is_french(heard) or bool(self.translations)
        return [*([Kind.TRANSCRIPT] if self.subject.is_voice else []), *([Kind.TRANSLATION] if translates else [])]

    @staticmethod
    def is_french(version: Version | None) -> bool:
        """Whether a version says in French what was said."""
        return version is not None and bool(version.text) and version.language == "fr"


@dataclass(frozen=True, slots=True)
class Sheets:
    """Of one record, by source; in quarantine and where somebody asked for help, nothing is written."""

    by_source: Mapping[str, Sheet]
    source_by_row: Mapping[str, str]
    earlier: Sequence[Version]
    """The newest that was written of words or voices that the record does not have any more."""
    languages: Sequence[Option]
    spoken: str
    """The language in which it was probably said."""
    heard: HeardBySource
    """The newest of each."""

    def of_row(self, name: str) -> Sheet | None:
        """Of an answer's line, by its name."""
        return self.by_source.get(self.source_by_row.get(name, ""))


def subjects(form: RecordForm, rows: Sequence[AnswerLine], media: Iterable[Medium]) -> dict[str, Subject]:
    """The voices and texts of a revision, by source."""
    voices = {one.sha256: one.question for one in media if one.type.startswith("audio/")}
    found = {one: Subject(question, question, one, is_voice=True) for one, question in voices.items()}
    for row in rows:
        source = source_of(form, row)
        if source and (source in voices or not row.media):
            found[source] = Subject(row.name, row.question, source, is_voice=source in voices)
    return found


def subjects_of(session: AnySession, record: CurrentRecord, lang: str) -> dict[str, Subject]:
    """What may be written of in a record's current revision; nothing where somebody asked for help."""
    if not record.rev or record.danger == Danger.ASKED:
        return {}
    key = str(record.instrument), str(record.instrument_version)
    form = record_forms(session, record.programme_id, [key]).get(key, UNKNOWN)
    recorded = record.recorded_at.isoformat() if record.recorded_at else ""
    rows = answer_lines(form, {"answers": record.answers or {}, "recorded_at": recorded}, Reader(lang))
    return subjects(form, rows, media_of(session, record.programme_id, record.id, record.rev))


def language_options(session: AnySession, programme_id: str, lang: str) -> list[Option]:
    """The languages to choose from: the programme's own first."""
    programme = existing_programme(session, programme_id)
    codes = dict.fromkeys([*programme.languages, *(term.code for term in vocabulary("languages").terms)])
    return [Option(code, label(words, lang)) for code, words in names(codes, programme.settings or {}).items()]


def sheets(
    session: AnySession, record: CurrentRecord, form: RecordForm, rows: Sequence[AnswerLine], media: Sequence[Medium],
    *, spoken: str, lang: str,
) -> Sheets:  # fmt: skip
    """What can be written of a record whose answers were read, and what was."""
    may_write = bool(record.rev) and record.danger != Danger.ASKED
    of = subjects(form, rows, media) if may_write else {}
    languages = language_options(session, record.programme_id, lang)
    written = versions_of(session, record.programme_id, record.id) if may_write else ()
    known = people(session, {one.by for one in written})
    words = {one.value: one.label for one in languages}
    versions = [(one, _version(one, known[one.by].name, words)) for one in written]
    made = {
        source: Sheet(
            subject,
            [version for one, version in versions if one.source == source and one.kind == Kind.TRANSCRIPT],
            [version for one, version in versions if one.source == source and one.kind == Kind.TRANSLATION],
        )
        for source, subject in of.items()
    }
    newest = {(one.source, one.kind): version for one, version in versions if one.source not in of}
    return Sheets(
        made,
        {row.name: source for row in rows if (source := source_of(form, row))},
        [one for one in newest.values() if one.text],
        languages,
        spoken if spoken in words else next(iter(words), ""),
        newest_by_record(written).get(record.id, {}),
    )


def _version(one: Transcript, by: str, words: Mapping[str, str]) -> Version:
    name = words.get(one.language, one.language)
    return Version(one.id, Kind(one.kind), one.question, one.language, name, one.text, by, one.at)
