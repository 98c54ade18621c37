"""Staff assign accepted needs to themes and solutions, and make, change and remove these."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sqlalchemy.orm import Session, scoped_session

from feedback_app.audit.log import note_event
from feedback_app.base.folding import fold
from feedback_app.base.ids import new_id
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.solutions import actions, answer_store, store, theme_store
from feedback_app.portfolio.solutions.answering import ThemeChoice, choose_themes, unpair_theme
from feedback_app.portfolio.solutions.history import Author, ChangeKind, note_change
from feedback_app.portfolio.solutions.proposals import Words, proposal, proposals, propose, words_of
from feedback_app.portfolio.solutions.publishing import publish_portfolio_events
from feedback_app.portfolio.solutions.reach import may_change
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
    THEME_ENDED = "theme-ended"
    """It was split, merged or retired."""
    SOLUTION = "solution"
    PROJECT = "project"
    TITLE = "title"
    TAKEN = "taken"
    TOO_LONG = "too-long"
    IN_USE = "in-use"
    ANSWERS = "answers"
    ELSEWHERE = "elsewhere"
    """It answers needs outside the area of who asks (`reach`)."""


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
    area: Area | None = None,
) -> list[Assignment] | AssignmentRefusal:
    """Assigns accepted needs, all or none, and publishes it on their timelines. Returns what was appended (nothing for
    needs that were assigned so already). With the `area` of who asks nothing changes that answers needs elsewhere.

    Takes the programme's write lock: call it last before commit.
    """
    author = Author(by, now)
    actions.catch_up(session, programme_id, only=record_ids)
    items = store.items(session, programme_id, record_ids)
    if not items or len(items) < len(set(record_ids)):
        return AssignmentRefusal.NOT_ACCEPTED
    first = items[min(items)]
    theme = _theme(session, programme_id, choice, domain=first.domain, author=author)
    if isinstance(theme, AssignmentRefusal):
        return theme
    solution = _solution(session, programme_id, choice, author=author, area=area)
    if isinstance(solution, AssignmentRefusal):
        return solution
    answers = answer_store.answers(session, [theme.id]).get(theme.id, ())
    if solution and not answers and _is_theirs(session, area, theme, by) and _is_theirs(session, area, solution, by):
        choose_themes(session, solution, ThemeChoice([theme.id]), author=author)
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


def _is_theirs(session: AnySession, area: Area | None, subject: Theme | Solution, by: uuid.UUID) -> bool:
    return area is None or may_change(session, area, subject, by=by)


def _theme(
    session: AnySession, programme_id: str, choice: Choice, *, domain: str | None, author: Author
) -> Theme | AssignmentRefusal:
    title = clean(choice.new_theme)
    if not title:
        found = store.find_theme(session, programme_id, choice.theme_id)
        return AssignmentRefusal.THEME_ENDED if found and found.ended_as else found or AssignmentRefusal.THEME
    if len(title) > LONGEST_TITLE:
        return AssignmentRefusal.TOO_LONG
    same = [theme for theme in store.themes(session, programme_id) if fold(theme.title) == fold(title)]
    return same[0] if same else _add_theme(session, programme_id, ThemeForm(title, domain=domain), author=author)


def _add_theme(session: AnySession, programme_id: str, form: ThemeForm, *, author: Author) -> Theme:
    theme = Theme(
        id=new_id(), programme_id=programme_id, title=form.title, title_en=form.title_en, domain=form.domain,
        detail=form.detail, place_path=form.place_path, created_at=author.now, created_by=author.by,
    )  # fmt: skip
    session.add(theme)
    session.flush()
    propose(session, theme, Words(form.title, title_en=form.title_en), author=author)
    return theme


def _solution(
    session: AnySession, programme_id: str, choice: Choice, *, author: Author, area: Area | None
) -> Solution | AssignmentRefusal | None:
    project = find_project(session, programme_id, choice.project_id)
    if choice.project_id and project is None:
        return AssignmentRefusal.PROJECT
    title = clean(choice.new_solution)
    if len(title) > LONGEST_TITLE:
        return AssignmentRefusal.TOO_LONG
    if title or (project and not choice.solution_id):
        solution = _found_or_made(session, programme_id, title, project, author=author)
    elif choice.solution_id is None:
        return None
    else:
        found = store.find_solution(session, programme_id, choice.solution_id)
        if found is None:
            return AssignmentRefusal.SOLUTION
        solution = found
    if project and project.id != solution.project_id:
        if not _is_theirs(session, area, solution, author.by):
            return AssignmentRefusal.ELSEWHERE
        _carry_out(session, solution, project.id, author=author)
    return solution


def _carry_out(session: AnySession, solution: Solution, project_id: str | None, *, author: Author) -> None:
    before, solution.project_id = solution.project_id, project_id
    session.flush()
    note_change(
        session, solution, ChangeKind.CHANGED, author=author, before={"project": before}, after={"project": project_id}
    )


def _found_or_made(
    session: AnySession, programme_id: str, title: str, project: ProjectInfo | None, *, author: Author
) -> Solution:
    """The solution of that title, or (without a title) of that project; a new one where there is none."""
    carried = project.id if project else None
    for one in store.solutions(session, programme_id):
        if fold(one.title) == fold(title) if title else one.project_id == carried:
            return one
    made = _add_solution(session, programme_id, title or (project.title if project else ""), author=author)
    propose(session, made, words_of(made), author=author)
    return made


def _add_solution(session: AnySession, programme_id: str, title: str, *, author: Author) -> Solution:
    solution = Solution(
        id=new_id(), programme_id=programme_id, title=title[:LONGEST_TITLE], created_at=author.now,
        created_by=author.by,
    )  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class ThemeForm:
    """A theme as the desk writes it: its names, what it is about and where."""

    title: str
    title_en: str = ""
    domain: str | None = None
    detail: str | None = None
    place_path: str = ""

    @property
    def scope(self) -> dict[str, str | None]:
        """What is chosen from lists."""
        return {"domain": self.domain, "detail": self.detail, "place": self.place_path or None}


def save_theme(
    session: AnySession, programme_id: str, theme: Theme | None, form: ThemeForm, *, author: Author
) -> Theme | AssignmentRefusal:
    """Makes (`theme` None) or changes a theme; refused when another theme of the programme has the title. Its words
    wait for a second person."""
    form = replace(form, title=clean(form.title), title_en=clean(form.title_en))
    if not form.title or max(len(form.title), len(form.title_en)) > LONGEST_TITLE:
        return AssignmentRefusal.TOO_LONG if form.title else AssignmentRefusal.TITLE
    if _is_taken(session, store.themes(session, programme_id), theme, form.title):
        return AssignmentRefusal.TAKEN
    if theme is None:
        return _add_theme(session, programme_id, form, author=author)
    if theme.ended_as:
        return AssignmentRefusal.THEME_ENDED
    before = ThemeForm("", "", theme.domain, theme.detail, theme.place_path).scope
    theme.domain, theme.detail, theme.place_path = form.domain, form.detail, form.place_path
    note_change(session, theme, ChangeKind.CHANGED, author=author, before=before, after=form.scope)
    propose(session, theme, Words(form.title, title_en=form.title_en), author=author)
    return theme


def save_solution(
    session: AnySession, programme_id: str, solution: Solution | None, form: SolutionForm, *, author: Author
) -> Solution | AssignmentRefusal:
    """Makes (`solution` None) or changes a solution and which themes it answers. Its words wait for a second person."""
    title, description = clean(form.title), clean(form.description, lines=True)
    if not title or len(title) > LONGEST_TITLE or len(description) > LONGEST_TEXT:
        return AssignmentRefusal.TOO_LONG if title else AssignmentRefusal.TITLE
    if _is_taken(session, store.solutions(session, programme_id), solution, title):
        return AssignmentRefusal.TAKEN
    if form.project_id and find_project(session, programme_id, form.project_id) is None:
        return AssignmentRefusal.PROJECT
    if form.themes.added - {theme.id for theme in store.themes(session, programme_id)}:
        return AssignmentRefusal.THEME_GONE
    saved = solution or _add_solution(session, programme_id, title, author=author)
    propose(session, saved, Words(title, description), author=author)
    _carry_out(session, saved, form.project_id or None, author=author)
    choose_themes(session, saved, form.themes, author=author)
    return saved


def _is_taken(session: AnySession, some: Sequence[Theme | Solution], mine: Theme | Solution | None, title: str) -> bool:
    """Whether another one has a title, or waits to have it."""
    others = {one.id for one in some if one is not mine}
    waiting = (
        [one.title for one in proposals(session, some[0].programme_id) if one.subject_id in others] if some else []
    )
    return fold(title) in {fold(one) for one in [*waiting, *(one.title for one in some if one is not mine)]}


def remove_theme(session: AnySession, theme: Theme, *, author: Author) -> AssignmentRefusal | None:
    """Removes a theme; refused while a need is assigned to it, or another theme was split or merged into it."""
    if store.theme_counts(session, theme.programme_id).get(theme.id) or theme_store.is_of_a_line(session, theme.id):
        return AssignmentRefusal.IN_USE
    unpair_theme(session, theme, author=author)
    _remove(session, theme, author=author)
    return None


def remove_solution(session: AnySession, solution: Solution, *, author: Author) -> AssignmentRefusal | None:
    """Removes a solution; refused while it answers a need or a theme."""
    if store.solution_uses(session, solution.programme_id, solution.id):
        return AssignmentRefusal.ANSWERS
    _remove(session, solution, author=author)
    return None


def _remove(session: AnySession, subject: Theme | Solution, *, author: Author) -> None:
    words = words_of(subject)
    before = {"title": words.title, "description": words.description or None}
    note_change(session, subject, ChangeKind.REMOVED, author=author, before=before, after={})
    if waiting := proposal(session, subject):
        session.delete(waiting)
    session.delete(subject)
    session.flush()


def clean(text: str, *, lines: bool = False) -> str:
    """Typed text without control characters; on one line unless `lines`."""
    printable = "".join(sign if sign.isprintable() else "\n" if sign == "\n" and lines else " " for sign in text)
    return printable.strip() if lines else " ".join(printable.split())
