"""Made-up projects that seek funding, by `bourse.json`: written by one person, published by another, scored by both."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.demo.actions import Player
from feedback_app.demo.pictures import seeded
from feedback_app.demo.record_ids import name_at
from feedback_app.demo.state import DemoFill
from feedback_app.demo.steps import Confirming
from feedback_app.demo.words import read_words
from feedback_app.portfolio.bourse import asking, progress, scores, store, writing
from feedback_app.portfolio.bourse.criteria import criteria
from feedback_app.portfolio.bourse.project_words import MilestonePlan, MoneyLine, ProjectWords
from feedback_app.portfolio.bourse.states import ROAD, ProjectState
from feedback_app.portfolio.replies import store as reply_store
from feedback_app.portfolio.replies import writing as replying
from feedback_app.portfolio.solutions.history import Author

DAY = dt.timedelta(days=1)
ASKED = dt.timedelta(days=12)
"""How long ago places were asked whether milestones are done."""


def add_projects(session: AnySession, programme_id: str, fill: DemoFill, places: Sequence[str], player: Player) -> None:
    """Adds all of them, with places of the pilot, and notes them in the fill; phones of the places answer whether
    milestones are done."""
    for n, one in enumerate(read_words("bourse")["projects"]):
        own = [places[(n + step) % len(places)] for step in range(one["places"])]
        made = _add(session, programme_id, fill, one, tuple(dict.fromkeys(own)))
        fill.projects.append(str(made.id))
        for key, answers in one.get("asked", {}).items():
            _ask(session, made, key, fill, answers, player)


def _add(
    session: AnySession, programme_id: str, fill: DemoFill, one: Mapping[str, Any], places: tuple[str, ...]
) -> Any:
    begins, (writer, publisher) = fill.until - DAY * one["age"], map(uuid.UUID, fill.desk)
    words, state = _words(one, fill, places), ProjectState(one["state"])
    project = writing.add_project(session, programme_id, words, propose=True, author=Author(writer, begins))
    if state is not ProjectState.PROPOSED:
        seen, author = project.waiting_id, Author(publisher, begins + DAY)
        writing.publish_words(session, project, seen=seen, author=author)
        _score(session, project, one, (writer, publisher), begins + 2 * DAY)
        _advance(session, project, one, state, author=Author(publisher, begins + 5 * DAY))
    return project


def _words(one: Mapping[str, Any], fill: DemoFill, places: tuple[str, ...]) -> ProjectWords:
    number = one["theme"]
    theme = fill.themes.get(str(number))
    answers = [id for key, id in fill.solutions.items() if key.partition(".")[0] == str(number)]
    plans = [
        MilestonePlan(f"m{n}", title, (fill.until + DAY * days).date(), evidence)
        for n, (title, days, evidence) in enumerate(one["milestones"], 1)
    ]
    return ProjectWords(
        title=one["title"], summary=one["summary"], holder=one["holder"], sector=one["sector"], places=places,
        themes=(uuid.UUID(theme),) if theme else (), solutions=tuple(map(uuid.UUID, answers[:1])),
        budget=tuple(MoneyLine(*line) for line in one["budget"]),
        found=tuple(MoneyLine(*line) for line in one["found"]), milestones=tuple(plans),
        contact="contact inventé",
    )  # fmt: skip


def _score(
    session: AnySession, project: Any, one: Mapping[str, Any], people: Sequence[uuid.UUID], at: dt.datetime
) -> None:
    """Each gives points where the plan has some; then each publishes the reasons of the other."""
    for n, levels in enumerate(one["levels"]):
        if levels:
            scores.score(session, project, _points(levels, n), author=Author(people[n], at + n * DAY))
    for scoring in list(scores.scorings_of(session, project)):
        reader = people[1] if scoring.by == people[0] else people[0]
        scores.publish_reasons(session, project, scoring.id, author=Author(reader, at + 2 * DAY))


def _points(levels: Sequence[int], scorer: int) -> dict[str, dict[str, Any]]:
    words = read_words("bourse")
    return {
        one.code: {"level": level, "reason": words["second"][level] if scorer else words["reasons"][one.code][level]}
        for one, level in zip(criteria(), levels, strict=True)
    }


def _advance(session: AnySession, project: Any, one: Mapping[str, Any], state: ProjectState, *, author: Author) -> None:
    """Milestones that are done, and the steps up to its state, ten days after each other."""
    for plan in _words_of(project).milestones[: one.get("done", 0)]:
        progress.mark_done(
            session, project, plan.key, day=min(plan.due, author.now.date()), evidence=plan.evidence, author=author
        )
    for n, after in enumerate(ROAD[1 : ROAD.index(state) + 1], 1):
        later = Author(author.by, author.now + 10 * n * DAY)
        progress.take_step(session, project, after, day=later.now.date(), author=later)


def _ask(
    session: AnySession, project: Any, key: str, fill: DemoFill, answers: Sequence[Sequence[str]], player: Player
) -> None:
    """One writes the question, another publishes it, phones answer it."""
    (writer, publisher), at = map(uuid.UUID, fill.desk[:2]), fill.until - ASKED
    asking.ask_places(session, project, key, ask_on=at.date(), author=Author(writer, at))
    found = reply_store.milestone_replies(session, project.programme_id, [project.id])
    reply = next(one for one in found if one.milestone_key == key)
    replying.publish(session, reply, reply.version, author=Author(publisher, at + DAY / 6))
    for n, (fulfilled, why) in enumerate(answers):
        moment = at + DAY * (n + 1)
        record = name_at(moment, seeded(len(fill.projects) * 1000 + int(key[1:]) * 100 + n))
        player.answer(
            reply, Confirming(at=moment, theme=0, phone=n, record=record, fulfilled=fulfilled, why=why)
        )  # fmt: skip


def _words_of(project: Any) -> ProjectWords:
    return writing.words_to_show(project)


def remove_projects(session: AnySession, programme_id: str, fill: DemoFill, *, now: dt.datetime) -> None:
    """Removes the projects of a fill, with all that was noted of them and asked about them."""
    ids, author = [uuid.UUID(one) for one in fill.projects], Author(uuid.UUID(fill.desk[-1]), now)
    for reply in reply_store.milestone_replies(session, programme_id, ids):
        replying.remove_made_up(session, reply, author=author)
    store.delete_projects(session, ids)
