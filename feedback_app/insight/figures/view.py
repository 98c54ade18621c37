"""What the page of feelings and scores shows, gathered: the released tables with their words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label, language
from feedback_app.forms.engine.meaning import AROUSAL, EMOTION, PLEASURE, SCORE
from feedback_app.insight.accepted.voices import Speaker
from feedback_app.insight.disclosure import Rule, read_rule
from feedback_app.insight.figures.crosstabs import OBSERVED, SPOKEN_FOR_THEMSELVES, By
from feedback_app.insight.figures.releasing import TOTAL, Released, ReleasedTable
from feedback_app.insight.figures.scales import AnswerChange, Middle, Part, bar, change, middle
from feedback_app.insight.figures.session_lines import SessionLine, session_lines
from feedback_app.insight.figures.store import last_release
from feedback_app.insight.figures.table_words import TableWords
from feedback_app.insight.figures.texts import TEXTS
from feedback_app.register.lookup_store import ProgrammeInfo, programmes
from schemas.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: who, how many, what they answer."""

    name: str
    voices: str
    cells: Sequence[int | None]
    total: int | None
    bar: Sequence[Part] | None
    middle: str
    is_all: bool = False
    """All that the other rows are parts of."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as it is read: `answers` are the words of its columns."""

    title: str
    by: str
    answers: Sequence[str]
    pictures: Sequence[str | None]
    rows: Sequence[Row]
    change: str = ""
    is_plain: bool = False
    """Neither end of its scale is better than the other."""
    counted: str = ""
    """What is counted, where it is no voices."""


@dataclass(frozen=True, slots=True)
class Feeling:
    """What was asked about a feeling, by place, over time and by project; no scale: one of a list was chosen."""

    title: str
    is_scale: bool
    tables: Sequence[TableView]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Who speaks, and the tables of what they say; `scores` are of projects, `more` is shown when asked for."""

    title: str
    feelings: Sequence[Feeling]
    more: Feeling | None
    scores: Sequence[TableView]


@dataclass(frozen=True, slots=True)
class FiguresView:
    """The page."""

    chosen: str
    programmes: Sequence[tuple[str, str]]
    chapters: Sequence[Chapter]
    since: dt.datetime | None
    rule: Rule | None
    observed: Sequence[Sequence[TableView]] = ()
    """What observers saw, by what was asked."""
    sessions: Sequence[SessionLine] = ()


def figures(session: AnySession, programme_id: str) -> FiguresView:
    """What anyone may see of a programme; of the first that shows something where none is named."""
    public = {one.id: one for one in programmes(session) if read_rule(one.settings).public}
    shown = {one: last_release(session, one) for one in ([programme_id] if programme_id else public) if one in public}
    chosen = next((one for one, last in shown.items() if last.tables or last.sessions), next(iter(shown), None))
    offered = [(one.id, label(one.name, language())) for one in public.values()]
    if chosen is None:
        return FiguresView("", offered, (), None, None)
    writer = _Writer(session, public[chosen], shown[chosen].tables)
    chapters = [chapter for speaker in SPOKEN_FOR_THEMSELVES if (chapter := writer.chapter(speaker))]
    return FiguresView(
        chosen, offered, chapters, shown[chosen].at, read_rule(public[chosen].settings), writer.observed(),
        session_lines(session, chosen, shown[chosen].sessions, language()),
    )  # fmt: skip


class _Writer:
    """The words of one programme's tables."""

    def __init__(self, session: AnySession, programme: ProgrammeInfo, tables: Released) -> None:
        self._tables, self._rule = tables, read_rule(programme.settings)
        self._words = TableWords(session, programme.id, tables, language())

    def chapter(self, speaker: str) -> Chapter | None:
        """All tables of those who speak in this way; None where nothing is shown of them."""
        shown = [one for one in self._tables.values() if one.speaker == speaker and one.is_shown]
        if not shown:
            return None
        feelings = [one for axis in (PLEASURE, EMOTION) if (one := self._feeling(axis, shown))]
        scores = [
            self.table(one) for one in shown
            if one.axis.startswith(f"{SCORE}:") and one.by == By.PROJECT
        ]  # fmt: skip
        return Chapter(TEXTS.say(speaker), feelings, self._feeling(AROUSAL, shown), scores)

    def observed(self) -> list[list[TableView]]:
        """What observers saw: of each question its tables by place, over time and by project."""
        shown = [one for one in self._tables.values() if one.speaker == Speaker.OBSERVATION and one.is_shown]
        tables = [[self.table(one) for one in shown if one.axis == axis] for axis in OBSERVED]
        return [sorted(some, key=lambda one: [*By].index(By(one.by))) for some in tables if some]

    def _feeling(self, axis: str, shown: Sequence[ReleasedTable]) -> Feeling | None:
        tables = [self.table(one) for by in By for one in shown if (one.axis, one.by) == (axis, by)]
        return Feeling(self._words.title(axis), axis != EMOTION, tables) if tables else None

    def table(self, one: ReleasedTable, chosen: Sequence[str] | None = None) -> TableView:
        """A table as it is read, or of its rows those that are chosen."""
        is_scale = one.axis not in {EMOTION, *OBSERVED}
        rows = [
            self._row(one, row, is_scale=is_scale)
            for row in (*one.rows, TOTAL)
            if chosen is None or row in chosen
        ]  # fmt: skip
        ordered = [row for row in rows if not row.is_all]
        if one.by != By.QUARTER:
            ordered = sorted(ordered, key=lambda row: (-(row.total or 0), row.name))
        is_time = one.by == By.QUARTER and one.axis == PLEASURE
        return TableView(
            self._words.title(one.axis), one.by, self._words.answers(one), _pictures(one),
            [*ordered, *(row for row in rows if row.is_all)],
            _change_words(change([row.cells for row in ordered])) if is_time else "", one.axis == AROUSAL,
            TEXTS.say("row.observations") if one.axis in OBSERVED else "",
        )  # fmt: skip

    def _row(self, one: ReleasedTable, row: str, *, is_scale: bool) -> Row:
        line = one.shown[(*one.rows, TOTAL).index(row)]
        cells, total = line[:-1], line[-1]
        middle_words = _middle_words(middle(cells), self._words.answers(one)) if is_scale else ""
        return Row(
            self._words.row(one.by, row), self._voices(total), cells, total, bar(cells), middle_words, row == TOTAL
        )

    def _voices(self, total: int | None) -> str:
        if total is None:
            return TEXTS.say("few")
        if self._rule.k > 1:
            return TEXTS.say("voices", n=total)
        return TEXTS.say("voices.exact.one" if total == 1 else "voices.exact", n=total)


@dataclass(frozen=True, slots=True)
class PlaceFeeling:
    """How people of a place feel, or about a project: the released rows that are of it, of places in it, or of the one
    that it is joined with; `day` is since when they are shown."""

    speaker: str
    table: TableView
    day: dt.date


def place_feelings(
    session: AnySession, programme: ProgrammeInfo, *, path: str, home: str, is_sum_only: bool = False
) -> list[PlaceFeeling]:
    """What anyone may see of how people of a place feel, by who speaks. `home` is the path of the programme's place;
    `is_sum_only` leaves out the parts of all together."""
    last = last_release(session, programme.id)
    if last.at is None:
        return []
    writer = _Writer(session, programme, last.tables)
    shown = [one for one in last.tables.values() if one.is_shown and (one.axis, one.by) == (PLEASURE, By.PLACE)]
    rows = {one.name: [TOTAL] if is_sum_only else rows_of(one.rows, path=path, home=home) for one in shown}
    return [
        PlaceFeeling(TEXTS.say(one.speaker), writer.table(one, rows[one.name]), last.at.date())
        for one in sorted(shown, key=lambda one: list(Speaker).index(Speaker(one.speaker)))
        if rows[one.name]
    ]


def project_feelings(session: AnySession, programme: ProgrammeInfo, projects: Collection[str]) -> list[PlaceFeeling]:
    """What anyone may see of how people feel about these projects, by who speaks; of a project that too few spoke of,
    nothing."""
    last = last_release(session, programme.id)
    if last.at is None:
        return []
    writer = _Writer(session, programme, last.tables)
    shown = [one for one in last.tables.values() if one.is_shown and (one.axis, one.by) == (PLEASURE, By.PROJECT)]
    rows = {one.name: [row for row in one.rows if row in projects] for one in shown}
    return [
        PlaceFeeling(TEXTS.say(one.speaker), writer.table(one, rows[one.name]), last.at.date())
        for one in sorted(shown, key=lambda one: list(Speaker).index(Speaker(one.speaker)))
        if rows[one.name]
    ]


def rows_of(rows: Sequence[str], *, path: str, home: str) -> list[str]:
    """Of rows by place, those that are of a place or of places in it; where there is none, the nearest around it, if
    any. All together where the place is the programme's own or around it."""
    around = [TOTAL] if home.startswith(path) else []
    inside = [row for row in rows if row.startswith(path)]
    wider = sorted((row for row in rows if path.startswith(row)), key=len)
    return inside + around or wider[-1:]


def _pictures(one: ReleasedTable) -> list[str | None]:
    terms = vocabulary("emotions")
    return [term.picture if (term := terms.get(code)) else None for code in one.columns] if one.axis == EMOTION else []


def _middle_words(found: Middle | None, answers: Sequence[str]) -> str:
    if found is None:
        return ""
    if found.low is None or found.high is None or found.low == found.high:
        return TEXTS.say("median.one", median=answers[found.median])
    return TEXTS.say("median.between", median=answers[found.median], low=answers[found.low], high=answers[found.high])


def _change_words(found: AnswerChange | None) -> str:
    if found is None:
        return ""
    words = "change.none" if not found.is_clear else "change.up" if found.delta > 0 else "change.down"
    return TEXTS.say("change", words=TEXTS.say(words), delta=delta_words(found.delta, language()))


def delta_words(delta: float, lang: str) -> str:
    """`+0,26`: with its sign, as the language writes it."""
    number = f"{delta:+.2f}".replace("-", "−")
    return number.replace(".", ",") if lang == "fr" else number
