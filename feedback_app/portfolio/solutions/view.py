"""What the desk's pages of the portfolio show, gathered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session, scoped_session

from feedback_app.enrol.lookup_store import person_names
from feedback_app.enrol.permissions import Area
from feedback_app.forms.rule_cache import forms_of_needs
from feedback_app.insight.disclosure import levels, read_rule
from feedback_app.portfolio.solutions import answer_store, proposals, stage_store, store, theme_store
from feedback_app.portfolio.solutions.actions import summary
from feedback_app.portfolio.solutions.funding import StageChange
from feedback_app.portfolio.solutions.history import HistoryLine, history
from feedback_app.portfolio.solutions.near_store import find_near_themes
from feedback_app.portfolio.solutions.near_themes import NearTheme
from feedback_app.portfolio.solutions.reach import may_change
from feedback_app.portfolio.solutions.stages import Stage, Step, current_stage, possible_stages, valid_steps
from feedback_app.portfolio.solutions.store import AssignmentLine, NeedLine
from feedback_app.portfolio.solutions.tables import Solution, TextProposal, Theme
from feedback_app.register.desk_store import places_at_levels, programme_path
from feedback_app.register.lookup_store import existing_programme, place_labels
from feedback_app.register.project_store import projects_offered
from schemas.vocabulary import vocabulary

AnySession = Session | scoped_session[Session]

AT_ONCE = 50
OF_A_THEME = 200
MOST_PLACES = 200
"""That a form offers."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a form."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class AssignmentOptions:
    """What a need may be assigned to."""

    themes: Sequence[Theme]
    solutions: Sequence[Solution]
    projects: Sequence[Option]
    domains: Sequence[Option]
    answers: Mapping[uuid.UUID, Sequence[Solution]]
    """What answers each theme, by title."""
    places: Sequence[Option] = ()
    """Of which a theme may be."""


@dataclass(frozen=True, slots=True)
class Row:
    """One need, in the words that the public sees and in those of the queue."""

    line: NeedLine
    shown_as: str
    shown_place: str


@dataclass(frozen=True, slots=True)
class PortfolioView:
    """The desk's page of the portfolio."""

    programme: str
    waiting: Sequence[Row]
    total: int
    after: int
    domain: str
    counts: Mapping[uuid.UUID, int]
    options: AssignmentOptions
    proposed: Sequence[Proposed]


@dataclass(frozen=True, slots=True)
class Proposed:
    """Words of a theme or solution that wait to be published."""

    kind: str
    """`themes` or `solutions`, as in its address."""
    proposal: TextProposal
    by: str


@dataclass(frozen=True, slots=True)
class ReviewOfWords:
    """What waits to be published of a theme or solution, what the reader may do about it, and its history."""

    proposal: TextProposal | None
    by: str
    may_change: bool
    may_publish: bool
    """It is theirs to change, and somebody else wrote it."""
    history: Sequence[HistoryLine]
    labels: Mapping[str, str]
    """Of themes and projects that the history names."""


@dataclass(frozen=True, slots=True)
class NeedView:
    """One need's page."""

    programme: str
    record_id: uuid.UUID
    row: Row | None
    """None: not accepted (any more)."""
    history: Sequence[AssignmentLine]
    options: AssignmentOptions
    near: Sequence[NearTheme] = ()
    """Themes that are proposed, while it has none."""


def portfolio(session: AnySession, area: Area, *, domain: str, after: int, lang: str) -> PortfolioView:
    """Needs that wait to be assigned, themes and solutions of an area's programme."""
    lines, total = store.waiting(session, area, domain=domain, after=after, limit=AT_ONCE)
    return PortfolioView(
        programme=area.programme_id,
        waiting=rows(session, area.programme_id, lines, lang),
        total=total,
        after=after,
        domain=domain,
        counts=store.theme_counts(session, area.programme_id),
        options=(options := assignment_options(session, area.programme_id, lang)),
        proposed=_proposed(session, area.programme_id, {one.id for one in options.themes}),
    )


def _proposed(session: AnySession, programme_id: str, themes: Collection[uuid.UUID]) -> list[Proposed]:
    waiting = proposals.proposals(session, programme_id)
    names = person_names(session, {one.by for one in waiting})
    return [
        Proposed("themes" if one.subject_id in themes else "solutions", one, names.get(one.by, "")) for one in waiting
    ]


def review_of_words(session: AnySession, area: Area, subject: Theme | Solution, *, me: uuid.UUID) -> ReviewOfWords:
    """What waits of a theme or solution, for who looks after this area."""
    waiting = proposals.proposal(session, subject)
    theirs = may_change(session, area, subject, by=me)
    labels = {str(key): title for key, title in theme_store.theme_titles(session, area.programme_id).items()}
    labels |= {key: title for key, title, _ in projects_offered(session, area.programme_id)}
    return ReviewOfWords(
        proposal=waiting,
        by=person_names(session, {waiting.by}).get(waiting.by, "") if waiting else "",
        may_change=theirs,
        may_publish=theirs and waiting is not None and waiting.by != me,
        history=history(session, subject),
        labels=labels,
    )


def need(session: AnySession, area: Area, record_id: uuid.UUID, *, lang: str) -> NeedView:
    """One need, where it is and what it may be assigned to."""
    line = store.need_line(session, area, record_id)
    found = rows(session, area.programme_id, [line] if line else [], lang)
    return NeedView(
        programme=area.programme_id,
        record_id=record_id,
        row=found[0] if found else None,
        history=store.assignments(session, area.programme_id, [record_id]).get(record_id, ()),
        options=assignment_options(session, area.programme_id, lang),
        near=find_near_themes(session, line.item) if line and line.item.theme_id is None else (),
    )


def rows(session: AnySession, programme_id: str, lines: Sequence[NeedLine], lang: str) -> list[Row]:
    """Needs with the words that the public sees of them."""
    forms = forms_of_needs(session, programme_id)
    labels = place_labels(session, {line.item.place_code for line in lines})
    return [
        Row(line, summary(line.item, forms, lang), labels.get(line.item.place_code, line.item.place_code))
        for line in lines
    ]


def assignment_options(session: AnySession, programme_id: str, lang: str) -> AssignmentOptions:
    """What staff may choose from."""
    themes, solutions = store.themes(session, programme_id), store.solutions(session, programme_id)
    order = {one.id: n for n, one in enumerate(solutions)}
    answers = answer_store.answers(session, [theme.id for theme in themes])
    return AssignmentOptions(
        themes=themes,
        solutions=solutions,
        answers={
            theme: [solutions[n] for n in sorted(order[one] for one in ids if one in order)]
            for theme, ids in answers.items()
        },
        projects=[
            Option(key, f"{title} ({place})" if place else title)
            for key, title, place in projects_offered(session, programme_id)
        ],
        domains=[Option(term.code, term.label.get(lang, term.label["fr"])) for term in vocabulary("domains").terms],
        places=places_of_themes(session, programme_id),
    )


def places_of_themes(session: AnySession, programme_id: str) -> list[Option]:
    """Those that may be named in public, below the programme's own."""
    rule, shown = read_rule(existing_programme(session, programme_id).settings), levels()
    upto = shown[: shown.index(rule.level) + 1] if rule.level in shown else [rule.level]
    path = programme_path(session, programme_id)
    found = places_at_levels(session, path, upto, limit=MOST_PLACES) if path else []
    return [Option(code, label) for code, label in found]


def themes_of(session: AnySession, solution: Solution) -> list[str]:
    """The ids of the themes that a solution answers, as forms write them."""
    return sorted(str(one) for one in answer_store.themes_of(session, solution.id))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solution has come, and what may be noted next."""

    stage: Stage
    steps: Sequence[Step]
    """Those that still count, oldest first."""
    onwards: Stage | None
    back: Stage | None
    needs: int
    """How many needs it answers: their authors hear of each step."""


def progress(session: AnySession, solution: Solution) -> Progress:
    """How far a solution has come."""
    steps = stage_store.steps(session, [solution.id]).get(solution.id, [])
    stage = current_stage(steps)
    leads = possible_stages(stage)
    return Progress(
        stage=stage,
        steps=valid_steps(steps),
        onwards=leads[0] if stage is not Stage.DONE else None,
        back=leads[-1] if stage is not Stage.PLANNED else None,
        needs=stage_store.count_answered(session, solution),
    )


def stage_change(form: Mapping[str, str]) -> StageChange | None:
    """A step as a form says it; None where it names no stage. A day that cannot be read is none."""
    if (stage := form.get("stage", "")) not in set(Stage):
        return None
    try:
        day = dt.date.fromisoformat(form.get("day", ""))
    except ValueError:
        day = None
    return StageChange(Stage(stage), day, form.get("project", "")[:80] or None)
