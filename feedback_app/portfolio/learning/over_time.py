"""What the desk's page of feelings and scores over time shows, gathered: of a place, a project and a question of an
instrument, month by month, and before and after an event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import language
from feedback_app.enrol.permissions import Area
from feedback_app.forms.engine.meaning import AROUSAL, PLEASURE, SCORE
from feedback_app.insight.accepted.counting import PlaceMonth
from feedback_app.insight.accepted.store import month_counts
from feedback_app.insight.accepted.voices import Speaker
from feedback_app.insight.figures.crosstabs import By
from feedback_app.insight.figures.table_words import TableWords, code_of
from feedback_app.insight.figures.texts import TEXTS as ANSWERS
from feedback_app.portfolio.learning import store
from feedback_app.portfolio.learning.before_after import AnswerQuery, BeforeAfter, Side, compared, month_sides
from feedback_app.portfolio.learning.plan import is_month, read_plan
from feedback_app.portfolio.solutions.stage_store import solutions_of_subject, steps
from feedback_app.portfolio.solutions.texts import TEXTS as STAGES
from feedback_app.register.lookup_store import place_labels

Choice = tuple[str, str]
"""A value of the form, and its words."""


@dataclass(frozen=True, slots=True)
class TimeQuery:
    """What somebody asks for; empty: anything."""

    axis: str = ""
    place: str = ""
    project: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class TimePage:
    """The page: what may be asked, and what was answered. `asked` has what is shown."""

    asked: TimeQuery
    axes: Sequence[Choice]
    places: Sequence[Choice]
    projects: Sequence[Choice]
    events: Sequence[Choice]
    """Months in which something began or was noted."""
    answers: Sequence[str]
    months: Sequence[tuple[str, Side]]
    compared: BeforeAfter | None

    @property
    def kind(self) -> str:
        """By which words a change is spoken of."""
        return SCORE if self.asked.axis.startswith(SCORE) else self.asked.axis


def time_page(session: AnySession, area: Area, asked: TimeQuery) -> TimePage:
    """Of the places of an area alone; what is asked for and is not there is left out."""
    months = [one for one in month_counts(session, area.programme_id) if area.covers(one.place_path)]
    words = TableWords(session, area.programme_id, {}, language())
    axes, projects = _axes(months), _projects(months)
    paths = {code_of(one.place_path): one.place_path for one in months}
    chosen = TimeQuery(
        asked.axis if asked.axis in axes else next(iter(axes), PLEASURE),
        asked.place if asked.place in paths else "",
        asked.project if asked.project in projects else "",
        asked.since if is_month(asked.since) else "",
    )
    query = AnswerQuery(paths.get(chosen.place, "/"), chosen.axis, chosen.project)
    return TimePage(
        asked=chosen,
        axes=[(axis, words.title(axis)) for axis in axes],
        places=sorted(place_labels(session, paths).items(), key=lambda one: one[1]),
        projects=sorted(((one, words.row(By.PROJECT, one)) for one in projects), key=lambda one: one[1]),
        events=sorted({*_events(session, area.programme_id, chosen.project)}, reverse=True),
        answers=_answers(chosen.axis),
        months=month_sides(months, query),
        compared=compared(months, query, chosen.since) if chosen.since else None,
    )


def _axes(months: Sequence[PlaceMonth]) -> list[str]:
    """The ordered scales that single people answered: feelings first."""
    found = {key.axis for one in months for key in one.counts if key.speaker == Speaker.SINGLE}
    scores = sorted(axis for axis in found if axis.startswith(f"{SCORE}:"))
    return [*(axis for axis in (PLEASURE, AROUSAL) if axis in found), *scores]


def _projects(months: Sequence[PlaceMonth]) -> set[str]:
    return {key.project for one in months for key in one.counts if key.project}


def _answers(axis: str) -> list[str]:
    if axis.startswith(SCORE):
        return [ANSWERS.say(f"score.{n}") for n in range(1, 6)]
    return [ANSWERS.say(f"{axis}.{n}") for n in range(5)]


def _events(session: AnySession, programme_id: str, project: str) -> Iterator[Choice]:
    """When pilots began, and of a project when what it carries out was funded or done."""
    for one in store.plans(session, programme_id):
        if start := read_plan(one.text).start:
            yield start, one.title
    found = solutions_of_subject(session, programme_id, theme_id=None, project_id=project or None)
    solutions = {one.id: one.title for one in found}
    for id, taken in steps(session, solutions.keys()).items():
        for step in taken:
            yield f"{step.day:%Y-%m}", f"{solutions[id]} : {STAGES.say(f'stage.{step.stage}')}"
