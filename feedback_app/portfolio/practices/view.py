"""What the desk's pages of solutions show, gathered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import person_names
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.csr.names import NameFinder, name_finder
from feedback_app.portfolio.csr.view import FormField, form_fields, shown
from feedback_app.portfolio.practices import store
from feedback_app.portfolio.practices.kind import PRACTICE
from feedback_app.portfolio.practices.proof import counting, proofs
from feedback_app.portfolio.practices.stages import ORDER, Missing, PracticeStage, missing, shown_stage
from feedback_app.portfolio.practices.tables import Practice, PracticeChange, PracticeEvidence, PracticeSource
from feedback_app.portfolio.practices.visibility import Hidden, hidden_because
from feedback_app.portfolio.replies.store import published_themes
from feedback_app.register.lookup_store import place_labels
from schemas.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """A solution on the desk's list."""

    practice: Practice
    title: str
    stage: PracticeStage
    hidden: Hidden | None
    waits: bool
    """Words or evidence wait for a second person."""


@dataclass(frozen=True, slots=True)
class WaitingRecord:
    """An accepted record that nobody has lifted, with its place."""

    record: store.LiftableRecord
    place: str


@dataclass(frozen=True, slots=True)
class PracticeList:
    """The desk's page of all solutions of a programme."""

    programme: str
    stages: Sequence[tuple[PracticeStage, Sequence[PracticeLine]]]
    look: Sequence[PracticeLine]
    """What is not as it should be: taken off by itself, or without consent."""
    waiting: Sequence[WaitingRecord]
    options: Sequence[tuple[str, str]]


def practice_list(session: AnySession, area: Area) -> PracticeList:
    """All solutions by stage, and accepted records of the area that wait."""
    found = [one for one in store.practices(session, [area.programme_id]) if one.merged_into is None and one.latest]
    lines = _lines(session, area.programme_id, found)
    waiting = store.candidates(session, area)
    places = place_labels(session, {one.place_code for one in waiting})
    return PracticeList(
        programme=area.programme_id,
        stages=[(stage, [one for one in lines if one.stage is stage]) for stage in ORDER],
        look=[one for one in lines if one.hidden in (Hidden.SOURCE, Hidden.CONSENT) or one.waits],
        waiting=[WaitingRecord(one, places.get(one.place_code, one.place_code)) for one in waiting],
        options=[(str(one.practice.id), one.title) for one in lines],
    )


def _lines(session: AnySession, programme_id: str, found: Sequence[Practice]) -> list[PracticeLine]:
    ids = {uuid.UUID(key) for one in found for key in one.rests_on}
    accepted = store.accepted_revisions(session, programme_id, ids)
    shown_by, noted = proofs(session, found), store.evidence(session, [one.id for one in found])
    return [
        PracticeLine(
            one,
            str(one.latest.get("title", "")),
            shown_stage(one.stage, shown_by[one.id]),
            hidden_because(one, accepted),
            bool(one.proposed) or any(each.published_at is None for each in noted.get(one.id, ())),
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A record that a solution comes from."""

    source: PracticeSource
    by: str
    holds: bool


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """An evidence at the desk."""

    evidence: PracticeEvidence
    place: str
    by: str
    counts: bool
    own: bool


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change: who, when, and each value before and after, in words."""

    kind: str
    by: str
    at: dt.datetime
    values: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class StepOption:
    """A stage that a solution may go to, and what is missing for it."""

    stage: PracticeStage
    missing: Sequence[Missing]
    forward: bool


@dataclass(frozen=True, slots=True)
class PracticePage:
    """One solution at the desk."""

    practice: Practice
    title: str
    stage: PracticeStage
    hidden: Hidden | None
    fields: Sequence[FormField]
    themes: Sequence[tuple[str, str, bool]]
    """(id, title, ticked) of the themes that it may answer."""
    differs: Sequence[tuple[str, str, str]]
    own: bool
    written_by: str
    steps: Sequence[StepOption]
    sources: Sequence[SourceLine]
    evidence: Sequence[EvidenceLine]
    united: Sequence[tuple[uuid.UUID, str]]
    others: Sequence[tuple[str, str]]
    history: Sequence[ChangeLine]


def practice_page(
    session: AnySession, practice: Practice, *, me: uuid.UUID, lang: str,
    sent: Mapping[str, Sequence[str]] | None = None, faults: Mapping[str, tuple[str, str]] | None = None,
) -> PracticePage:  # fmt: skip
    """All that the desk shows of a solution."""
    names = name_finder(session, practice.programme_id)
    sources = store.sources(session, [practice.id]).get(practice.id, [])
    accepted = store.accepted_revisions(session, practice.programme_id, _record_ids(practice, sources))
    evidence = store.evidence(session, [practice.id]).get(practice.id, [])
    counts = {one.id for one in counting(session, [practice])[practice.id]}
    proof = proofs(session, [practice])[practice.id]
    now = shown_stage(practice.stage, proof)
    changes = store.changes_of(session, practice.id)
    people = person_names(session, _people(practice, sources, evidence, changes))
    themes = [(str(key), title) for key, title in published_themes(session, practice.programme_id)]
    ticked = set(sent.get("themes", ()) if sent is not None else practice.latest.get("themes", ()))
    words = _Words(names, dict(themes), lang)
    return PracticePage(
        practice=practice,
        title=str(practice.latest.get("title", "")),
        stage=now,
        hidden=hidden_because(practice, accepted),
        fields=form_fields(PRACTICE, practice.latest, names, lang=lang, sent=sent, faults=faults),
        themes=[(key, title, key in ticked) for key, title in themes],
        differs=words.differences(practice.words, practice.proposed) if practice.proposed else [],
        own=practice.proposed_by == me,
        written_by=people.get(practice.proposed_by, "") if practice.proposed_by else "",
        steps=_steps(now, proof),
        sources=[
            SourceLine(one, people.get(one.by, ""), accepted.get(str(one.record_id)) == one.rev) for one in sources
        ],
        evidence=[
            EvidenceLine(
                one, names.name(one.place_code or ""), people.get(one.written_by, ""), one.id in counts,
                one.written_by == me,
            )
            for one in evidence
        ],
        united=[(one.id, str(one.latest.get("title", ""))) for one in store.merged_here(session, practice.id)],
        others=[
            (str(one.id), str(one.latest["title"]))
            for one in store.practices(session, [practice.programme_id])
            if one.id != practice.id and one.merged_into is None and one.latest
        ],
        history=[ChangeLine(one.kind, people.get(one.by, "") if one.by else "", one.at,
                            words.differences(one.before, one.after)) for one in changes],
    )  # fmt: skip


def _record_ids(practice: Practice, sources: Sequence[PracticeSource]) -> set[uuid.UUID]:
    return {one.record_id for one in sources} | {uuid.UUID(key) for key in practice.rests_on}


def _people(
    practice: Practice, sources: Sequence[PracticeSource], evidence: Sequence[PracticeEvidence],
    changes: Sequence[PracticeChange],
) -> set[uuid.UUID]:  # fmt: skip
    found = {practice.proposed_by, *(one.by for one in sources), *(one.by for one in changes)}
    return {one for one in (*found, *(each.written_by for each in evidence)) if one is not None}


def _steps(now: PracticeStage, proof: Any) -> list[StepOption]:
    at = ORDER.index(now)
    after = [StepOption(one, missing(proof, one), forward=True) for one in ORDER[at + 1 : at + 2]]
    return after + [StepOption(one, (), forward=False) for one in ORDER[max(at - 1, 0) : at]]


class _Words:
    """Values of fields, of evidence and of consent as people read them."""

    def __init__(self, names: NameFinder, themes: Mapping[str, str], lang: str) -> None:
        self._names, self._themes, self._lang = names, themes, lang
        self._fields = {one.name: one for one in PRACTICE.fields}

    def differences(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """(field, before, after) of what differs, in the order of the form."""
        order = [name for name in (*self._fields, *before, *after) if name in {**before, **after}]
        return [
            (name, self._of(name, before.get(name)), self._of(name, after.get(name)))
            for name in dict.fromkeys(order)
            if before.get(name) != after.get(name)
        ]

    def _of(self, name: str, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if name in self._fields:
            return shown(self._fields[name], value, self._names, self._lang)
        if name == "themes":
            return " ; ".join(self._themes.get(one, one) for one in value)
        if name == "place":
            return self._names.name(value)
        if name in _LISTS:
            return vocabulary(_LISTS[name]).label(value, self._lang)
        return str(value)


_LISTS = {"stage": "practice_stages", "kind": "practice_evidence"}
