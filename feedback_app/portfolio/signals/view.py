"""What the page of weak signals shows, gathered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from feedback_app.base import zones
from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label, language
from feedback_app.enrol.lookup_store import person_names
from feedback_app.enrol.permissions import Area
from feedback_app.forms.rule_cache import current_forms
from feedback_app.insight.figures.table_words import code_of
from feedback_app.portfolio.signals import store
from feedback_app.portfolio.signals.actions import SignalKind
from feedback_app.portfolio.signals.reach import readable
from feedback_app.portfolio.signals.states import SignalState
from feedback_app.portfolio.signals.tables import SignalDigest, WeakSignal
from feedback_app.portfolio.signals.texts import TEXTS
from feedback_app.portfolio.solutions.need import detail_label
from feedback_app.portfolio.solutions.theme_store import theme_names
from feedback_app.portfolio.texts import number_words
from feedback_app.register.lookup_store import place_labels
from schemas.states import State
from schemas.vocabulary import vocabulary

WEEKS = 8
"""Weeks that are shown."""
RAREST = 100_000


@dataclass(frozen=True, slots=True)
class SignalLine:
    """A signal in words."""

    id: uuid.UUID
    kind: str
    subject: str
    place: str
    why: str
    chance: str
    look: str
    """The address of what it is about."""
    state: str
    decided: str
    reason: str


@dataclass(frozen=True, slots=True)
class WeekView:
    """A week and what was unusual in it, as far as the reader's places go."""

    title: str
    compared: str
    lines: Sequence[SignalLine]


def weeks(session: AnySession, area: Area) -> list[WeekView]:
    """The last weeks, the latest first."""
    digests = store.digests(session, area.programme_id, limit=WEEKS)
    found = store.signals(session, area.programme_id, [one.week for one in digests])
    mine = readable(session, area, found)
    words = _Words(session, area.programme_id, mine)
    return [_week(one, [words.line(row) for row in mine if row.week == one.week]) for one in digests]


def _week(digest: SignalDigest, lines: Sequence[SignalLine]) -> WeekView:
    compared = TEXTS.say("week.some" if lines else "week.none", n=number_words(digest.compared))
    return WeekView(TEXTS.say("week", day=_day(digest.week)), compared, lines)


class _Words:
    """The words of these signals, in the reader's language."""

    def __init__(self, session: AnySession, programme_id: str, rows: Sequence[WeakSignal]) -> None:
        self._programme_id, self._lang = programme_id, language()
        self._places = place_labels(session, {code_of(one.place_path) for one in rows})
        ids = [uuid.UUID(one.code) for one in rows if one.kind == SignalKind.THEME]
        self._themes: Mapping[uuid.UUID, Mapping[str, str]] = theme_names(session, ids)
        self._people = person_names(session, {one.decided_by for one in rows if one.decided_by})
        self._forms = current_forms(session, programme_id)

    def line(self, one: WeakSignal) -> SignalLine:
        place = self._places.get(code_of(one.place_path), "") or TEXTS.say("everywhere")
        return SignalLine(
            one.id, one.kind, self._subject(one), place, self._why(one), _chance(one.p), self._address(one), one.state,
            self._decided(one), one.reason,
        )  # fmt: skip

    def _subject(self, one: WeakSignal) -> str:
        if one.kind == SignalKind.THEME:
            return label(self._themes.get(uuid.UUID(one.code), {}), self._lang)
        if one.kind == SignalKind.WORD:
            return f"« {one.code} »" if self._lang == "fr" else f"“{one.code}”"
        domain, _, detail = one.code.partition("/")
        words = vocabulary("domains").label(domain, self._lang)
        more = label(detail_label(self._forms, domain, detail), self._lang) if detail else ""
        return f"{words} · {more}" if more else words

    def _why(self, one: WeakSignal) -> str:
        if not one.voices_before:
            return TEXTS.say("why.new", now=one.voices)
        expected = f"{one.expected:.1f}".replace(".", "," if self._lang == "fr" else ".")
        return TEXTS.say("why", now=one.voices, before=one.voices_before, expected=expected)

    def _address(self, one: WeakSignal) -> str:
        if one.kind == SignalKind.THEME:
            return f"/desk/portfolio/{self._programme_id}/themes/{uuid.UUID(one.code)}"
        asked = dict(self._asked(one))
        return f"/desk/?{urlencode(asked)}"

    def _asked(self, one: WeakSignal) -> Iterator[tuple[str, str]]:
        yield "programme", self._programme_id
        yield "tab", State.ACCEPTED
        yield "since", one.week.isoformat()
        if one.kind == SignalKind.WORD:
            yield "q", one.code
        if one.place_path:
            yield "place", code_of(one.place_path)

    def _decided(self, one: WeakSignal) -> str:
        if one.state == SignalState.OPEN or one.decided_at is None:
            return ""
        who = self._people.get(one.decided_by, "") if one.decided_by else ""
        return TEXTS.say(f"state.{one.state}", who=who, day=zones.day(one.decided_at))


def _chance(p: float) -> str:
    if p * RAREST < 1:
        return TEXTS.say("chance", p=TEXTS.say("chance.rarer", n=number_words(RAREST)))
    return TEXTS.say("chance", p=TEXTS.say("chance.one", n=number_words(max(1, round(1 / p)))))


def _day(day: dt.date) -> str:
    return day.strftime("%d/%m/%Y" if language() == "fr" else "%Y-%m-%d")
