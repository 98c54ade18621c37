"""What the desk's pages of the project exchange show, gathered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import person_names
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.bourse import scorings, store
from feedback_app.portfolio.bourse.history import ChangeKind, history
from feedback_app.portfolio.bourse.milestone_lines import MilestoneLine, exactly, milestone_lines
from feedback_app.portfolio.bourse.partners.funds import funds_of
from feedback_app.portfolio.bourse.partners.pledges import ProjectFunds
from feedback_app.portfolio.bourse.progress import steps_of
from feedback_app.portfolio.bourse.project_words import ProjectWords
from feedback_app.portfolio.bourse.reach import may_change
from feedback_app.portfolio.bourse.score_view import Ranked, Score, ranking, score_of
from feedback_app.portfolio.bourse.states import PUBLIC, SEEKS, ProjectState, ProjectStep, is_forward, possible_steps
from feedback_app.portfolio.bourse.tables import BourseProject, BourseScoring
from feedback_app.portfolio.bourse.writing import words_to_show
from feedback_app.portfolio.solutions import store as solution_store
from feedback_app.portfolio.solutions.history import HistoryLine
from feedback_app.portfolio.solutions.reach import is_whole
from feedback_app.register.lookup_store import place_labels
from schemas.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a form."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project in the desk's list."""

    project: BourseProject
    words: ProjectWords
    score: Score | None
    scorers: int
    funds: ProjectFunds


def project_rows(session: AnySession, programme_id: str) -> list[ProjectRow]:
    """All projects of a programme: those that wait for a second person first, then the newest."""
    found = store.projects(session, programme_id)
    scored = store.scorings(session, [one.id for one in found])
    words = {one.id: words_to_show(one) for one in found}
    funds = funds_of(session, words)
    rows = [
        ProjectRow(one, words[one.id], score_of(some), len(scorings.scorers(some)), funds[one.id])
        for one in found
        for some in [scored.get(one.id, [])]
    ]
    return sorted(rows, key=lambda row: not row.project.is_proposed)


@dataclass(frozen=True, slots=True)
class FormOptions:
    """What the form of a project offers."""

    sectors: Sequence[Option]
    goals: Sequence[Option]
    subjects: Sequence[Option]
    wants: Sequence[Option]
    themes: Sequence[Option]
    solutions: Sequence[Option]


def vocabulary_options(name: str, lang: str) -> list[Option]:
    """The terms of a vocabulary as choices."""
    return [Option(term.code, vocabulary(name).label(term.code, lang)) for term in vocabulary(name).terms]


def form_options(session: AnySession, programme_id: str, lang: str) -> FormOptions:
    """The sectors, and the programme's themes and solutions, those too that are not public yet."""
    lists = [vocabulary_options(name, lang) for name in ("sectors", "sdgs", "iso26000", "offer_kinds")]
    return FormOptions(
        lists[0],
        lists[1],
        lists[2],
        lists[3],
        [Option(str(one.id), one.title) for one in solution_store.themes(session, programme_id)],
        [Option(str(one.id), one.title) for one in solution_store.solutions(session, programme_id)],
    )


def place_lines(session: AnySession, words: ProjectWords | None) -> str:
    """The places of a project as its form has them: a name on each line."""
    codes = words.places if words else ()
    labels = place_labels(session, codes)
    return "\n".join(labels.get(code, code) for code in codes)


@dataclass(frozen=True, slots=True)
class ProjectView:
    """One project at the desk."""

    project: BourseProject
    words: ProjectWords
    funds: ProjectFunds
    places: Sequence[str]
    labels: Mapping[str, str]
    """What the ids and codes in words and history are called."""
    waiting_by: str
    may_change: bool
    may_publish: bool
    """Whether the caller looks after the whole programme, and so publishes and notes steps."""
    is_own: bool
    steps: Sequence[ProjectStep]
    onward: Sequence[ProjectState]
    back: Sequence[ProjectState]
    milestones: Sequence[MilestoneLine]
    scorings: Sequence[BourseScoring]
    """Those that the caller may see."""
    scorers: Mapping[uuid.UUID, str]
    score: Score | None
    ranked: Ranked | None
    may_score: bool
    history: Sequence[HistoryLine]

    @property
    def is_public(self) -> bool:
        """Whether anyone may see it."""
        return ProjectState(self.project.state) in PUBLIC


def project_view(
    session: AnySession, area: Area, project: BourseProject, *, me: uuid.UUID, today: dt.date, lang: str
) -> ProjectView:
    """A project, for who looks after this area. What the first scorer gave is hidden until there is a second one."""
    words, rows = words_to_show(project), store.scorings(session, [project.id]).get(project.id, [])
    complete, state = scorings.is_complete(rows), ProjectState(project.state)
    waiting_by = person_names(session, {project.waiting_by}) if project.waiting_by else {}
    options = form_options(session, project.programme_id, lang)
    labels = {
        one.value: one.label
        for group in (
            options.sectors,
            options.goals,
            options.subjects,
            options.wants,
            options.themes,
            options.solutions,
        )
        for one in group
    }
    places = place_labels(session, words.places)
    return ProjectView(
        project=project,
        words=words,
        funds=funds_of(session, {project.id: words})[project.id],
        places=[places.get(code, code) for code in words.places],
        labels=labels | places,
        waiting_by=next(iter(waiting_by.values()), ""),
        may_change=may_change(session, area, project, by=me),
        may_publish=is_whole(session, area),
        is_own=project.waiting_by == me,
        steps=steps_of(session, project),
        onward=[one for one in possible_steps(state) if is_forward(state, one)],
        back=[one for one in possible_steps(state) if not is_forward(state, one)],
        milestones=milestone_lines(session, project.programme_id, {project.id: words}, today=today, least=exactly)[
            project.id
        ],
        scorings=[row for row in scorings.current(rows) if complete or row.by == me],
        scorers=person_names(session, set(scorings.scorers(rows))),
        score=score_of(rows),
        ranked=_ranked(session, project) if complete and state is SEEKS else None,
        may_score=state in PUBLIC and scorings.may_score(rows, me),
        history=history(session, project.id, hide=None if complete else ChangeKind.SCORED),
    )


def _ranked(session: AnySession, project: BourseProject) -> Ranked | None:
    others = [one.id for one in store.projects(session, project.programme_id) if one.state == SEEKS]
    return ranking(store.scorings(session, others)).get(project.id)


def completed_words(
    session: AnySession, programme_id: str, words: ProjectWords, places: tuple[str, ...]
) -> ProjectWords:
    """The words of a form with the places that it names, and without themes and solutions of other programmes."""
    themes = {one.id for one in solution_store.themes(session, programme_id)}
    solutions = {one.id for one in solution_store.solutions(session, programme_id)}
    return replace(
        words, places=places, themes=tuple(one for one in words.themes if one in themes),
        solutions=tuple(one for one in words.solutions if one in solutions),
    )  # fmt: skip
