"""What is released as rows for programs and spreadsheets: that of the page, and scores by place and over time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import LANGUAGES
from feedback_app.forms.engine.meaning import HANDS
from feedback_app.insight.accepted.voices import Speaker
from feedback_app.insight.disclosure import Rule, read_rule
from feedback_app.insight.figures.crosstabs import SPOKEN_FOR_THEMSELVES, By
from feedback_app.insight.figures.releasing import ReleasedTable
from feedback_app.insight.figures.session_release import ReleasedSessions, SessionFigures
from feedback_app.insight.figures.store import StoredRelease, last_release
from feedback_app.insight.figures.table_words import TableWords, code_of
from feedback_app.insight.figures.texts import TEXTS
from feedback_app.register.lookup_store import PlacePoint, place_points, programmes
from schemas.vocabulary import vocabulary

Rows = list[dict[str, Any]]
_NOT_SHOWN = SessionFigures("", "", None, {}, {})


def feeling_rows(session: AnySession, programme: str = "") -> Rows:
    """Every cell of feelings and scores that anyone may see: of one programme, or of all that show something."""
    return [*_table_rows(session, programme, SPOKEN_FOR_THEMSELVES)]


def observation_rows(session: AnySession, programme: str = "") -> Rows:
    """The same of what observers saw: how many observations there are of each answer."""
    found = _table_rows(session, programme, [Speaker.OBSERVATION])
    return [{("observations" if name == "voices" else name): one for name, one in row.items()} for row in found]


def session_rows(session: AnySession, programme: str = "") -> Rows:
    """What sessions say together, a row a place: of one programme, or of all that show something."""
    return [
        {**head, **row}
        for key, head, last in _public(session, programme)
        for row in _session_places(session, key, last)
    ]


def _public(session: AnySession, programme: str) -> Iterator[tuple[str, dict[str, Any], StoredRelease]]:
    """Of each programme whose figures anyone may see: what all its rows say, and what was released."""
    rules: Mapping[str, Rule] = {one.id: read_rule(one.settings) for one in programmes(session)}
    for key, rule in rules.items():
        last = last_release(session, key) if rule.public and programme in ("", key) else StoredRelease()
        if last.at is not None:
            shown_since = last.at.date().isoformat()
            yield key, {"programme": key, "shown_since": shown_since, "k": rule.k, "made_up": rule.made_up}, last


def _table_rows(session: AnySession, programme: str, speakers: Collection[str]) -> Iterator[dict[str, Any]]:
    for key, head, last in _public(session, programme):
        words = {lang: TableWords(session, key, last.tables, lang) for lang in LANGUAGES}
        for one in last.tables.values():
            if one.is_shown and one.speaker in speakers:
                yield from ({**head, **cell} for cell in _cells(one, words))


def _cells(one: ReleasedTable, words: dict[str, TableWords]) -> Iterator[dict[str, Any]]:
    """The cells of a table, without its totals: those are not sums of what is shown."""
    answers = {lang: each.answers(one) for lang, each in words.items()}
    for row, line in zip(one.rows, one.shown, strict=False):
        for n, (code, voices) in enumerate(zip(one.columns, line, strict=False)):
            yield {
                "speaker": {"code": one.speaker, "label": {lang: TEXTS.say(one.speaker, lang=lang) for lang in words}},
                "question": {"code": one.axis, "label": {lang: each.title(one.axis) for lang, each in words.items()}},
                "by": str(one.by),
                "row": {
                    "code": code_of(row) if one.by == By.PLACE else row,
                    "label": {lang: each.row(one.by, row) for lang, each in words.items()},
                },
                "answer": {"code": code, "label": {lang: answers[lang][n] for lang in words}},
                "voices": voices,
            }


def _session_places(session: AnySession, programme: str, last: StoredRelease) -> Iterator[dict[str, Any]]:
    shown = {path: one for path, one in sorted(last.sessions.items()) if one.sessions}
    if not shown:
        return
    words = {lang: TableWords(session, programme, {}, lang, shown) for lang in LANGUAGES}
    points = place_points(session, [code_of(path) for path in shown])
    for path, one in shown.items():
        names = {lang: each.session_place(path) for lang, each in words.items()}
        yield _session_row(one, _place(code_of(path), names, points))


def _session_row(one: ReleasedSessions, place: dict[str, Any]) -> dict[str, Any]:
    figures = one.figures or _NOT_SHOWN
    return {
        "id": place["code"],
        "places": [place],
        "sessions": one.sessions,
        "present": figures.present,
        "seeds": [_share(code, percent) for code, percent in figures.seeds.items()],
        **{hand: figures.hands.get(hand) for hand in HANDS},
        "first_month": figures.first_month or None,
        "last_month": figures.last_month or None,
    }


def _place(code: str, names: Mapping[str, str], points: Mapping[str, PlacePoint]) -> dict[str, Any]:
    at = points.get(code)
    return {
        "code": code, "name": names["fr"], "label": dict(names), "level": at.level if at else None,
        "latitude": at.latitude if at else None, "longitude": at.longitude if at else None,
    }  # fmt: skip


def _share(code: str, percent: int) -> dict[str, Any]:
    term = vocabulary("domains").get(code)
    return {"code": code, "label": dict(term.label) if term else {}, "percent": percent}
