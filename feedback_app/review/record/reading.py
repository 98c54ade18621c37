"""A record's dossier as its page shows it: everything read, nothing decided. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from feedback_app.base import timestamps
from feedback_app.capture.admission import LONGEST_DAY_MS
from feedback_app.forms.engine.blank import is_blank
from feedback_app.review.answers import (
    UNKNOWN,
    AnswerLine,
    Change,
    Forms,
    Reader,
    RecordForm,
    answer_lines,
    as_point,
    changes,
)
from feedback_app.review.days import CLOCK_WARNING_MS
from feedback_app.review.faults import faults_in_words, field_words
from feedback_app.review.record.texts import TEXTS

if TYPE_CHECKING:
    from feedback_app.media.lookup_store import Medium
    from feedback_app.review.blurs.actions import BlurEvent
    from feedback_app.review.likeness.lineage import LineageEvent
    from feedback_app.review.record.store import DecisionView, Dossier, Revision


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of a record's history: a revision that came, or a decision."""

    at: dt.datetime
    revision: Revision | None = None
    decision: DecisionView | None = None
    lineage: LineageEvent | None = None
    """That another record joined this one, or left it."""
    blur: BlurEvent | None = None
    """That parts of a photo were hidden, or are shown again."""
    first: bool = False
    changes: Sequence[Change] = ()
    faults: Sequence[tuple[str, str]] = ()

    @property
    def empty_reply(self) -> bool:
        """Whether this revision replies to a reviewer's question, but has no text and changes nothing."""
        reply = self.revision and not self.first and self.revision.content.get("reply_to")
        return isinstance(reply, Mapping) and is_blank(str(reply.get("text") or "")) and not self.changes


@dataclass(frozen=True, slots=True)
class ClockWarning:
    """The phone's clock was off: which way, by how much, which time it claimed and which it probably was."""

    fast: bool
    by: dt.timedelta
    claimed: dt.datetime
    likely: dt.datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person agreed to. `uses` are (words, yes or no)."""

    version: str
    given_by: str
    attribution: str
    uses: Sequence[tuple[str, bool]] = field(default_factory=tuple)
    is_of_today: bool = True
    """It answers the promise that the programme makes now."""


def answers(dossier: Dossier, forms: Forms, reader: Reader) -> list[AnswerLine]:
    """The answers of the revision that the page shows, as lines in words."""
    return answer_lines(_form(dossier.shown, forms), dossier.shown.content, reader)


def media_by_hash(dossier: Dossier) -> dict[str, Medium]:
    """The photos and voices of the revision that the page shows, by SHA-256."""
    return {medium.sha256: medium for medium in dossier.media}


def history(dossier: Dossier, forms: Forms, reader: Reader, labels: Mapping[str, str]) -> list[HistoryLine]:
    """What happened to a record, oldest first. Each revision that counts is compared with the one that counted before.

    `labels` are the labels of places by code.
    """
    lines: list[HistoryLine] = []
    before: list[AnswerLine] | None = None
    for revision in dossier.revisions:
        rows = _all(revision, forms, reader, labels)
        differs: list[Change] = [] if before is None else changes(before, rows)
        lines.append(
            HistoryLine(
                revision.received_at,
                revision,
                first=not lines,
                changes=differs,
                faults=faults(revision, forms, reader.lang),
            )
        )
        if not revision.quarantined:
            before = rows
    lines += [HistoryLine(decision.at, decision=decision) for decision in dossier.decisions]
    return sorted(lines, key=lambda line: line.at)


def with_events(
    lines: Sequence[HistoryLine], lineage: Sequence[LineageEvent], blurs: Sequence[BlurEvent]
) -> list[HistoryLine]:
    """A history, with what joined the record and left it, and what was hidden of its photos."""
    more = [HistoryLine(one.at, lineage=one) for one in lineage] + [HistoryLine(one.at, blur=one) for one in blurs]
    return sorted([*lines, *more], key=lambda line: line.at)


def _all(revision: Revision, forms: Forms, reader: Reader, labels: Mapping[str, str]) -> list[AnswerLine]:
    """Place, point, consent and how it was taken are compared like answers."""
    content, lang = revision.content, reader.lang
    point = as_point(content.get("location"))
    mode, place = content.get("mode"), str(content.get("place"))
    around = {
        "place": labels.get(place, place),
        "mode": TEXTS.say(f"mode.{mode}", lang=lang) if f"mode.{mode}" in TEXTS.rows else str(mode),
        "location": f"{point[0]:.5f}, {point[1]:.5f}" if point else "",
        "consent": ", ".join(name for name, agreed in _uses(content).items() if agreed is True),
    }
    rows = [AnswerLine(f"/{name}", field_words(name, lang), "said", text) for name, text in around.items()]
    return rows + answer_lines(_form(revision, forms), content, reader)


def faults(revision: Revision, forms: Forms, lang: str) -> list[tuple[str, str]]:
    """Why a revision is in quarantine: (what it is about, what is wrong), in words."""
    return faults_in_words(_form(revision, forms).definition, revision.errors, lang)


def _form(revision: Revision, forms: Forms) -> RecordForm:
    content = revision.content
    return forms.get((str(content.get("instrument")), str(content.get("instrument_version"))), UNKNOWN)


def versions(dossier: Dossier) -> set[tuple[str, str]]:
    """The (instrument, version) that the revisions name."""
    return {
        (str(one.content.get("instrument")), str(one.content.get("instrument_version"))) for one in dossier.revisions
    }


def form_versions(dossier: Dossier) -> dict[int, tuple[str, str]]:
    """The (instrument, version) of each revision that is not in quarantine."""
    return {
        one.rev: (str(one.content.get("instrument")), str(one.content.get("instrument_version")))
        for one in dossier.revisions
        if not one.quarantined
    }


def places(dossier: Dossier) -> set[str]:
    """The places that the revisions name."""
    return {str(one.content.get("place"))[:40] for one in dossier.revisions}


def projects(dossier: Dossier) -> set[str]:
    """The projects that the revisions name, in the body or in an answer."""
    found = set()
    for revision in dossier.revisions:
        given = revision.content.get("answers")
        texts = [one for one in given.values() if isinstance(one, str)] if isinstance(given, Mapping) else []
        found |= {one for one in [revision.content.get("project"), *texts] if isinstance(one, str) and len(one) <= 80}
    return found


def clock_warning(revision: Revision) -> ClockWarning | None:
    """Where the phone's clock was off by more than five minutes at the exchange that delivered the revision."""
    offset, claimed = revision.clock_offset_ms, timestamps.parse(str(revision.content.get("recorded_at")))
    if offset is None or claimed is None or abs(offset) <= CLOCK_WARNING_MS:
        return None
    by = dt.timedelta(milliseconds=offset)
    try:
        return ClockWarning(offset > 0, abs(by), claimed, claimed - by)
    except OverflowError:
        return None


def read_consent(content: Mapping[str, Any], promise: Mapping[str, Any], lang: str) -> Consent | None:
    """What the person agreed to; None when nothing readable is there. `promise` is the programme's consent now."""
    labels: Mapping[str, Mapping[str, str]] = {one["name"]: one.get("label", {}) for one in promise.get("scopes", [])}
    given = content.get("consent")
    if not isinstance(given, Mapping):
        return None
    uses = [
        ((labels.get(name, {}).get(lang) or labels.get(name, {}).get("fr") or name), agreed is True)
        for name, agreed in _uses(content).items()
    ]
    version, named = str(given.get("version", "?")), str(given.get("attribution", "anonymous"))
    return Consent(version, str(given.get("given_by")), named, uses, version == promise.get("version"))


def _uses(content: Mapping[str, Any]) -> Mapping[str, object]:
    given = content.get("consent")
    uses = given.get("uses") if isinstance(given, Mapping) else None
    return {str(name)[:40]: agreed for name, agreed in uses.items()} if isinstance(uses, Mapping) else {}


def recorded_at(content: Mapping[str, Any]) -> dt.datetime | None:
    """The time by the phone's clock, in UTC."""
    return timestamps.parse(str(content.get("recorded_at")))


def duration(content: Mapping[str, Any], lang: str) -> str:
    """How long it took, `1 min 21 s`; empty when it is not known, or cannot be."""
    ms = content.get("duration_ms")
    if isinstance(ms, bool) or not isinstance(ms, int) or not 0 < ms <= LONGEST_DAY_MS:
        return ""
    return span(dt.timedelta(milliseconds=ms), lang)


def span(time: dt.timedelta, lang: str) -> str:
    """A length of time in its two largest units: `2 j 3 h`, `12 min`."""
    seconds = int(time.total_seconds())
    units = (("j" if lang == "fr" else "d", 86400), ("h", 3600), ("min", 60), ("s", 1))
    parts: list[str] = []
    for unit, size in units:
        count, seconds = divmod(seconds, size)
        if count or parts:
            parts.append(f"{count} {unit}" if count else "")
        if len(parts) == 2:
            break
    return " ".join(part for part in parts if part) or "0 s"
