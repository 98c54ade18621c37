"""What became of records: cases, decisions, timelines, items of the portfolio, codes, and their rows for phones.

Each row is what the job that follows the ledger would have written (`review`, `portfolio`, `receipt`), in one go.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

from bench._country import PROGRAMME, Country, row
from bench._records import Need, photo
from feedback_app.base import clock
from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession
from feedback_app.base.folding import fold
from feedback_app.base.ids import new_id
from feedback_app.forms.engine.meaning import FormMeaning
from feedback_app.forms.rule_cache import meaning
from feedback_app.insight.accepted.coarse import Step, coarse
from feedback_app.insight.accepted.month import month
from feedback_app.insight.disclosure import read_rule
from feedback_app.ledger.need_names import need_names, status_names
from feedback_app.ledger.positions import next_positions
from feedback_app.ledger.status_event import StatusEvent, history
from feedback_app.ledger.tables import FeedRow, TimelineEvent
from feedback_app.media.tables import Media
from feedback_app.portfolio.solutions.actions import FEED_BOUND, _month_of, _stamp, summary
from feedback_app.portfolio.solutions.tables import Assignment, Item, Solution, SolutionStep, SolutionTheme, Theme
from feedback_app.receipt.actions import MOST_ON_PHONES
from feedback_app.receipt.changes import RETENTION, changes
from feedback_app.receipt.tables import Receipt
from feedback_app.register.lookup_store import place_sizes, programme_now
from feedback_app.review.answers import Reader, RecordForm, answer_lines, summary_of_lines
from feedback_app.review.case import State
from feedback_app.review.case_describer import LANGUAGE
from feedback_app.review.tables import Case, Decision, Reading
from sync.spoken_code import code_of
from tests.build import _definition, instrument_version

THEMES, SOLUTIONS = 120, 300
_TEXT = "zzwordszz"
_ACTION = {
    State.ACCEPTED: ("accept", "clear"), State.REJECTED: ("reject", "duplicate"),
    State.NEEDS_CORRECTION: ("ask", "unclear"),
}  # fmt: skip


class Aftermath:
    """Writes what followed from needs, some at a time, in the order in which they came."""

    def __init__(self, session: AnySession, country: Country, *, records: int, accepted: int, now: dt.datetime) -> None:
        self._chance, self._country, self._now = random.Random(23), country, now
        programme = programme_now(session, PROGRAMME)
        if programme is None:
            raise LookupError(PROGRAMME)
        self._programme, self._rule = programme, read_rule(programme.settings)
        self._form: FormMeaning = meaning(session, PROGRAMME, "besoin", instrument_version("besoin"))
        self._need_name, self._status_name = need_names(session, PROGRAMME), status_names(session, PROGRAMME)
        steps = place_sizes(session, {code for path in country.paths.values() for code in path.strip("/").split("/")})
        self._steps = {code: Step(code, one.level, one.path, one.population) for code, one in steps.items()}
        self._lines: dict[tuple[tuple[str, str], ...], tuple[str, str, str]] = {}
        self._first_on_phones = records - MOST_ON_PHONES
        self._first_in_place_feed = int(records * 0.4 * (1 - min(1.0, FEED_BOUND.in_all * 0.9 / max(accepted, 1))))
        """From this record on an accepted need is still among those that phones hold."""
        self._themes = [new_id() for _ in range(THEMES)]
        self._solutions = [new_id() for _ in range(SOLUTIONS)]
        self._write_solutions(session)

    def write(self, session: AnySession, needs: Sequence[Need]) -> None:
        """All that became of these, but where the whole programme must be known (`end`)."""
        decided = [need for need in needs if need.is_decided]
        accepted = [need for need in decided if need.state is State.ACCEPTED]
        insert_many(session, {Case: [self._case(need) for need in needs]})
        insert_many(session, {Decision: list(map(self._decision, decided)), Reading: list(map(self._reading, decided))})
        items = {need.id: self._item(need) for need in accepted}
        assignments = [self._assignment(one) for one in items.values() if one["theme_id"]]
        insert_many(session, {Item: list(items.values())})
        insert_many(session, {Assignment: assignments})
        events = {need.id: self._events(need) for need in decided}
        insert_many(session, {TimelineEvent: [one for need in decided for one in _rows_of(need, events[need.id])]})
        announced = [self._announced(need, events.get(need.id, [])) for need in needs if need.is_spoken_of]
        insert_many(session, {Receipt: [receipt for receipt, _ in announced]})
        insert_many(session, {Media: [self._photo(need) for need in needs if need.filing.entry.content["media"]]})
        feed = [self._timeline(need, history(events[need.id])) for need in decided]
        feed += [self._place_feed_row(need, items[need.id]) for need in accepted if need.is_spoken_of]
        feed += [status_row for _, status_row in announced]
        positions = next_positions(session, PROGRAMME, len(feed))
        insert_many(session, {FeedRow: [one | {"position": at} for one, at in zip(feed, positions, strict=True)]})

    def _case(self, need: Need) -> dict[str, Any]:
        counts = need.state is not State.QUARANTINED
        line, found, topic = self._lines.get(need.kind) or self._describe(need)
        if need.calls_for_help:
            line, search = "", f"{fold(need.place.label)} {fold(need.phone.name)}"
        elif counts:
            words = f" {need.folded}" if need.text else ""
            search = f"{fold(need.place.label)} {fold(need.phone.name)} {found}".replace(f" {_TEXT}", words)
            line = line.replace(_TEXT, _short(need.text)) if need.text else topic
        return row(
            Case, programme_id=PROGRAMME, record_id=need.id, state=need.state.value, rev=1 if counts else 0,
            position=need.positions[0], instrument="besoin", place_code=need.place.code, place_path=need.place.path,
            author_id=need.phone.person if counts else None, received_at=need.at,
            decided_at=_decided_at(need) if need.is_decided else None, summary=line if counts else "",
            search=search if counts else "",
        )  # fmt: skip

    def _describe(self, need: Need) -> tuple[str, str, str]:
        """(line, words to find it by, line without a text) of needs that differ in text, place and author alone."""
        content = {"answers": dict(need.kind) | {"texte": _TEXT}, "recorded_at": ""}
        form = RecordForm(_definition("besoin"))
        lines = answer_lines(form, content, Reader(LANGUAGE))
        words = fold(" ".join(one.text for one in lines if one.kind in {"said", "unsaid"}))
        summary_of = summary_of_lines(form, lines)
        self._lines[need.kind] = made = summary_of.line, words, summary_of.topic
        return made

    def _decision(self, need: Need) -> dict[str, Any]:
        action, reason = _ACTION[need.state]
        return row(
            Decision, id=_about(need, "decision"), programme_id=PROGRAMME, record_id=need.id, rev=1, action=action,
            before=State.RECEIVED.value, after=need.state.value, reason=reason, by=self._country.reviewer,
            at=_decided_at(need),
        )  # fmt: skip

    def _reading(self, need: Need) -> dict[str, Any]:
        at = _decided_at(need) - dt.timedelta(minutes=2)
        return row(Reading, programme_id=PROGRAMME, record_id=need.id, rev=1, by=self._country.reviewer, at=at)

    def _events(self, need: Need) -> list[StatusEvent]:
        at, own = _decided_at(need), f"{need.id}.1"
        return [
            StatusEvent("review", own, State.RECEIVED, need.at, 1),
            StatusEvent("review", f"{own}.{State.READ}", State.READ, at - dt.timedelta(minutes=2), 1),
            StatusEvent("review", str(_about(need, "decision")), need.state, at, 1, _ACTION[need.state][1]),
        ]

    def _item(self, need: Need) -> dict[str, Any]:
        place = coarse([self._steps[code] for code in need.place.path.strip("/").split("/")], self._rule)
        is_assigned = self._chance.random() < 0.6
        theme = self._chance.randrange(THEMES) if is_assigned else None
        recorded = clock.parse(need.filing.entry.content["recorded_at"])
        return row(
            Item, programme_id=PROGRAMME, record_id=need.id, rev=1, domain=need.codes.domain,
            subcategory=need.codes.detail, gravity=need.codes.gravity, place_code=place.code, place_path=place.path,
            rule=_stamp(self._rule), recorded_month=month(recorded, need.at), accepted_at=_decided_at(need),
            theme_id=None if theme is None else self._themes[theme],
        )  # fmt: skip

    def _assignment(self, item: dict[str, Any]) -> dict[str, Any]:
        return row(
            Assignment, id=new_id(), programme_id=PROGRAMME, record_id=item["record_id"], theme_id=item["theme_id"],
            by=self._country.reviewer, at=item["accepted_at"] + dt.timedelta(days=1),
        )  # fmt: skip

    def _announced(self, need: Need, events: Sequence[StatusEvent]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Its receipt, and its row for the phones of the place."""
        last = changes(history(events), need.at)[-1]
        on_phones = need.n >= self._first_on_phones and last.at >= self._now - RETENTION
        receipt = row(
            Receipt, programme_id=PROGRAMME, record_id=need.id, code=code_of(need.id), last_at=last.at,
            said_on=dt.date.fromisoformat(need.filing.entry.content["recorded_at"][:10]), on_phones=on_phones,
        )  # fmt: skip
        body = {"code": receipt["code"], "state": last.state, "date": last.day.isoformat()} if on_phones else None
        return receipt, _feed_row("fate", self._status_name(need.id), need.place.path, body)

    def _photo(self, need: Need) -> dict[str, Any]:
        made = photo(need.n)
        return row(
            Media, programme_id=PROGRAMME, sha256=made["sha256"], type=made["type"], bytes=made["bytes"],
            received_at=need.at, state="ready", safe=True, width=1600, height=1200,
        )  # fmt: skip

    def _timeline(self, need: Need, shown: Sequence[StatusEvent]) -> dict[str, Any]:
        body = {
            "id": str(need.id), "rev": shown[-1].rev, "state": shown[-1].state, "events": [e.wire() for e in shown],
        }  # fmt: skip
        return _feed_row("record", str(need.id), need.place.path, body, owner=str(need.phone.person))

    def _place_feed_row(self, need: Need, made: dict[str, Any]) -> dict[str, Any]:
        """Of a need that phones no longer hold, since there are newer ones, its tombstone."""
        name, item = self._need_name(need.id), Item(**made)
        body = {
            "id": name, "place": item.place_code, "place_label": "", "domain": item.domain,
            "summary": summary(item, [self._form], "fr"), "accepted_at": clock.iso(_month_of(item.accepted_at)),
        }  # fmt: skip
        return _feed_row("need", name, item.place_path, body if need.n >= self._first_in_place_feed else None)

    def _write_solutions(self, session: AnySession) -> None:
        both = {"programme_id": PROGRAMME, "published": True, "created_by": self._country.reviewer}
        at = self._now - dt.timedelta(days=150)
        domains = ("eau", "san", "edu", "ene", "rou", "agr")
        insert_many(
            session,
            {
                Theme: [
                    row(Theme, id=one, title=f"Thème {n}", domain=domains[n % 6], created_at=at, **both)
                    for n, one in enumerate(self._themes)
                ],
                Solution: [
                    row(Solution, id=one, title=f"Solution {n}", description="Ce qui répond.", created_at=at, **both)
                    for n, one in enumerate(self._solutions)
                ],
            },
        )
        answering = [
            row(SolutionTheme, solution_id=one, theme_id=self._themes[n % THEMES])
            for n, one in enumerate(self._solutions)
        ]
        insert_many(session, {SolutionTheme: answering, SolutionStep: list(self._steps_of_solutions(at))})

    def _steps_of_solutions(self, at: dt.datetime) -> Iterator[dict[str, Any]]:
        for n, one in enumerate(self._solutions):
            for stage in ("planned", "funded", "done")[: n % 3 + 1]:
                yield row(
                    SolutionStep, id=new_id(), programme_id=PROGRAMME, solution_id=one, stage=stage, day=at.date(),
                    by=self._country.reviewer, at=at,
                )  # fmt: skip


def _decided_at(need: Need) -> dt.datetime:
    return need.at + dt.timedelta(days=6 + need.n % 10, minutes=need.n % 600)


def _about(need: Need, what: str) -> uuid.UUID:
    return uuid.uuid5(need.id, what)


def _short(text: str) -> str:
    return text if len(text) <= 176 else text[:175] + "…"


def _rows_of(need: Need, events: Iterable[StatusEvent]) -> Iterator[dict[str, Any]]:
    for n, one in enumerate(events):
        yield row(
            TimelineEvent, programme_id=PROGRAMME, record_id=need.id, source=one.source, id=one.id, n=n,
            state=str(one.state), at=one.at, rev=one.rev, reason=one.reason,
        )  # fmt: skip


def _feed_row(kind: str, name: str, path: str, body: dict[str, Any] | None, *, owner: str = "") -> dict[str, Any]:
    return row(
        FeedRow, id=new_id(), programme_id=PROGRAMME, kind=kind, name=name, scope_path=path, owner=owner, position=0,
        body=None if body is None else orjson.dumps(body).decode(),
    )  # fmt: skip
