"""Staff assign accepted needs to themes and solutions, and make, change and remove these."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.orm import Session, scoped_session

from feedback_app.audit.log import note_event
from feedback_app.base.folding import fold
from feedback_app.base.ids import new_id
from feedback_app.portfolio.solutions import actions, answer_store, store
from feedback_app.portfolio.solutions.answering import ThemeChoice, choose_themes, unpair_theme
from feedback_app.portfolio.solutions.publishing import publish_portfolio_events
from feedback_app.portfolio.solutions.tables import Assignment, Item, Solution, Theme
from feedback_app.register.project_store import ProjectInfo, find_project

AnySession = Session | scoped_session[Session]

LONGEST_TITLE = 200
LONGEST_TEXT = 2000


class AssignmentRefusal(StrEnum):
    """Why an assignment, or a change of a theme or solution, is not done."""

    NOT_ACCEPTED = "not-accepted"
    THEME = "theme"
    THEME_GONE = "theme-gone"
    SOLUTION = "solution"
    PROJECT = "project"
    TITLE = "title"
    TAKEN = "taken"
    TOO_LONG = "too-long"
    IN_USE = "in-use"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Choice:
    """What needs are assigned to. A new title makes a theme or solution, unless there is one of that title.

    Without a solution what answers the theme counts. `project_id` says what carries the solution out; without a
    solution it makes one of the project's title.
    """

    theme_id: uuid.UUID | None = None
    new_theme: str = ""
    solution_id: uuid.UUID | None = None
    new_solution: str = ""
    project_id: str | None = None


def assign(
    session: AnySession,
    programme_id: str,
    record_ids: Collection[uuid.UUID],
    choice: Choice,
    *,
    by: uuid.UUID,
    now: dt.datetime,
) -> list[Assignment] | AssignmentRefusal:
    """Assigns accepted needs, all or none, and publishes it on their timelines. Returns what was appended (nothing for
    needs that were assigned so already).

    Takes the programme's write lock: call it last before commit.
    """
    actions.catch_up(session, programme_id, only=record_ids)
    items = store.items(session, programme_id, record_ids)
    if not items or len(items) < len(set(record_ids)):
        return AssignmentRefusal.NOT_ACCEPTED
    first = items[min(items)]
    theme = _theme(session, programme_id, choice, domain=first.domain, by=by, now=now)
    if isinstance(theme, AssignmentRefusal):
        return theme
    solution = _solution(session, programme_id, choice, by=by, now=now)
    if isinstance(solution, AssignmentRefusal):
        return solution
    answers = answer_store.answers(session, [theme.id]).get(theme.id, ())
    if solution and not answers:
        choose_themes(session, solution, ThemeChoice([theme.id]))
        answers = (solution.id,)
    chosen = solution.id if solution and answers != (solution.id,) else None
    return _assigned(session, list(items.values()), theme.id, chosen, by=by, now=now)


def unassign(
    session: AnySession, programme_id: str, record_ids: Collection[uuid.UUID], *, by: uuid.UUID, now: dt.datetime
) -> list[Assignment]:
    """Takes needs out of their theme; they wait to be assigned again, and their timelines say so."""
    actions.catch_up(session, programme_id, only=record_ids)
    items = store.items(session, programme_id, record_ids)
    return _assigned(session, list(items.values()), None, None, by=by, now=now)


def _assigned(
    session: AnySession, items: Sequence[Item], theme: uuid.UUID | None, solution: uuid.UUID | None, *, by: uuid.UUID,
    now: dt.datetime,
) -> list[Assignment]:  # fmt: skip
    changed = [item for item in items if (item.theme_id, item.solution_id) != (theme, solution)]
    made = []
    for item in changed:
        item.theme_id, item.solution_id = theme, solution
        made.append(
            Assignment(
                id=new_id(), programme_id=item.programme_id, record_id=item.record_id, theme_id=theme,
                solution_id=solution, by=by, at=now,
            )
        )  # fmt: skip
        note_event(
            session, "need_assigned" if theme else "need_unassigned", about=("record", item.record_id),
            programme=item.programme_id, theme=theme, solution=solution,
        )  # fmt: skip
    session.add_all(made)
    session.flush()
    if changed:
        publish_portfolio_events(session, changed[0].programme_id, [item.record_id for item in changed], now=now)
    return made


def _theme(
    session: AnySession, programme_id: str, choice: Choice, *, domain: str | None, by: uuid.UUID, now: dt.datetime
) -> Theme | AssignmentRefusal:
    title = clean(choice.new_theme)
    if not title:
        return store.find_theme(session, programme_id, choice.theme_id) or AssignmentRefusal.THEME
    if len(title) > LONGEST_TITLE:
        return AssignmentRefusal.TOO_LONG
    same = [theme for theme in store.themes(session, programme_id) if fold(theme.title) == fold(title)]
    return same[0] if same else _add_theme(session, programme_id, title, domain=domain, by=by, now=now)


def _add_theme(
    session: AnySession, programme_id: str, title: str, *, domain: str | None, by: uuid.UUID, now: dt.datetime
) -> Theme:
    theme = Theme(
        id=new_id(), programme_id=programme_id, title=title, domain=domain, created_at=now, created_by=by
    )  # fmt: skip
    session.add(theme)
    note_event(session, "theme_added", about=("theme", theme.id), programme=programme_id)
    session.flush()
    return theme


def _solution(
    session: AnySession, programme_id: str, choice: Choice, *, by: uuid.UUID, now: dt.datetime
) -> Solution | AssignmentRefusal | None:
    project = find_project(session, programme_id, choice.project_id)
    if choice.project_id and project is None:
        return AssignmentRefusal.PROJECT
    title = clean(choice.new_solution)
    if len(title) > LONGEST_TITLE:
        return AssignmentRefusal.TOO_LONG
    if title or (project and not choice.solution_id):
        return _found_or_made(session, programme_id, title, project, by=by, now=now)
    if choice.solution_id is None:
        return None
    solution = store.find_solution(session, programme_id, choice.solution_id)
    if solution and project:
        solution.project_id = project.id
        note_event(session, "solution_changed", about=("solution", solution.id), programme=programme_id)
        session.flush()
    return solution or AssignmentRefusal.SOLUTION


def _found_or_made(
    session: AnySession, programme_id: str, title: str, project: ProjectInfo | None, *, by: uuid.UUID, now: dt.datetime
) -> Solution:
    """The solution of that title, or (without a title) of that project; a new one where there is none."""
    known = store.solutions(session, programme_id)
    carried = project.id if project else None
    same = [one for one in known if (fold(one.title) == fold(title) if title else one.project_id == carried)]
    solution = same[0] if same else Solution(
        id=new_id(), programme_id=programme_id, title=title or (project.title if project else "")[:LONGEST_TITLE],
        created_at=now, created_by=by,
    )  # fmt: skip
    solution.project_id = carried or solution.project_id
    event = "solution_changed" if same else "solution_added"
    note_event(session, event, about=("solution", solution.id), programme=programme_id)
    session.add(solution)
    session.flush()
    return solution


@dataclass(frozen=True, slots=True)
class SolutionForm:
    """A solution as the desk writes it: its words, what carries it out, which themes it answers."""

    title: str
    description: str = ""
    project_id: str | None = None
    themes: ThemeChoice = field(default_factory=ThemeChoice)


def save_theme(
    session: AnySession,
    programme_id: str,
    theme: Theme | None,
    *,
    title: str,
    domain: str | None,
    by: uuid.UUID,
    now: dt.datetime,
) -> Theme | AssignmentRefusal:
    """Makes (`theme` None) or changes a theme; refused when another theme of the programme has the title."""
    title = clean(title)
    if not 0 < len(title) <= LONGEST_TITLE:
        return AssignmentRefusal.TOO_LONG if title else AssignmentRefusal.TITLE
    if any(one is not theme and fold(one.title) == fold(title) for one in store.themes(session, programme_id)):
        return AssignmentRefusal.TAKEN
    saved = theme or _add_theme(session, programme_id, title, domain=domain, by=by, now=now)
    saved.title, saved.domain = title, domain
    if theme:
        note_event(session, "theme_changed", about=("theme", theme.id), programme=programme_id, domain=domain)
    session.flush()
    return saved


def save_solution(
    session: AnySession,
    programme_id: str,
    solution: Solution | None,
    form: SolutionForm,
    *,
    by: uuid.UUID,
    now: dt.datetime,
) -> Solution | AssignmentRefusal:
    """Makes (`solution` None) or changes a solution and which themes it answers. What is written here is public."""
    title, description = clean(form.title), clean(form.description, lines=True)
    if not title or len(title) > LONGEST_TITLE or len(description) > LONGEST_TEXT:
        return AssignmentRefusal.TOO_LONG if title else AssignmentRefusal.TITLE
    if any(one is not solution and fold(one.title) == fold(title) for one in store.solutions(session, programme_id)):
        return AssignmentRefusal.TAKEN
    if form.project_id and find_project(session, programme_id, form.project_id) is None:
        return AssignmentRefusal.PROJECT
    if form.themes.added - {theme.id for theme in store.themes(session, programme_id)}:
        return AssignmentRefusal.THEME_GONE
    saved = solution or Solution(id=new_id(), programme_id=programme_id, title=title, created_at=now, created_by=by)
    session.add(saved)
    saved.title, saved.description, saved.project_id = title, description, form.project_id or None
    event = "solution_changed" if solution else "solution_added"
    note_event(session, event, about=("solution", saved.id), programme=programme_id)
    session.flush()
    choose_themes(session, saved, form.themes)
    return saved


def remove_theme(session: AnySession, theme: Theme) -> AssignmentRefusal | None:
    """Removes a theme; refused while a need is assigned to it."""
    if store.theme_counts(session, theme.programme_id).get(theme.id):
        return AssignmentRefusal.IN_USE
    unpair_theme(session, theme)
    session.delete(theme)
    note_event(session, "theme_removed", about=("theme", theme.id), programme=theme.programme_id)
    session.flush()
    return None


def remove_solution(session: AnySession, solution: Solution) -> AssignmentRefusal | None:
    """Removes a solution; refused while it answers a need or a theme."""
    if store.solution_uses(session, solution.programme_id, solution.id):
        return AssignmentRefusal.ANSWERS
    session.delete(solution)
    note_event(session, "solution_removed", about=("solution", solution.id), programme=solution.programme_id)
    session.flush()
    return None


def clean(text: str, *, lines: bool = False) -> str:
    """Typed text without control characters; on one line unless `lines`."""
    printable = "".join(sign if sign.isprintable() else "\n" if sign == "\n" and lines else " " for sign in text)
    return printable.strip() if lines else " ".join(printable.split())
