"""What sessions of each place say, in the words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.forms.engine.meaning import HANDS
from feedback_app.insight.figures.session_release import Released, SessionFigures
from feedback_app.insight.figures.table_words import TableWords
from feedback_app.insight.figures.texts import TEXTS
from schemas.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A place; None is not shown."""

    place: str
    sessions: int
    present: int | None
    hands: Sequence[int | None]
    """For, against, neither."""
    ranking: Sequence[str]
    """The most seeds first."""


def session_lines(session: AnySession, programme_id: str, shown: Released, lang: str) -> list[SessionLine]:
    """The places with the most sessions first."""
    paths = {path: one for path, one in shown.items() if one.sessions}
    words = TableWords(session, programme_id, {}, lang, paths)
    lines = [
        _line(words.session_place(path), one.sessions, one.figures, lang) for path, one in paths.items() if one.sessions
    ]
    return sorted(lines, key=lambda one: (-one.sessions, one.place))


def _line(place: str, sessions: int, figures: SessionFigures | None, lang: str) -> SessionLine:
    if figures is None:
        return SessionLine(place, sessions, None, [None] * len(HANDS), ())
    seeds = sorted(figures.seeds.items(), key=lambda one: (-one[1], one[0]))
    return SessionLine(
        place, sessions, figures.present, [figures.hands.get(one) for one in HANDS],
        [TEXTS.say("share", lang=lang, domain=vocabulary("domains").label(code, lang), percent=n) for code, n in seeds],
    )  # fmt: skip
