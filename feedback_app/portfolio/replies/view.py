"""What the desk's pages of replies show, gathered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import person_names, places_with_phones
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.replies import store
from feedback_app.portfolio.replies.reach import may_manage
from feedback_app.portfolio.replies.states import ReplyOutcome, ReplyState, outcome
from feedback_app.portfolio.replies.tables import Reply, ReplyAnswer
from feedback_app.portfolio.replies.writing import reached_of
from feedback_app.portfolio.solutions.history import HistoryLine, history
from feedback_app.portfolio.solutions.stage_store import is_reopened_by
from feedback_app.register.desk_store import project_titles
from feedback_app.register.lookup_store import place_labels
from feedback_app.register.project_store import projects_offered

SECTIONS: Mapping[str, tuple[ReplyState, ...]] = {
    "written": (ReplyState.WRITTEN,),
    "published": (ReplyState.PUBLISHED,),
    "ended": (ReplyState.WITHDRAWN, ReplyState.REPLACED),
}
MOST_OFFERED = 300
"""Places that a form offers; any other is found by its name."""
NAMED = 5
"""Places that a page names of those that a reply reaches."""


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """One reply, with what it is about in words."""

    reply: Reply
    about: str
    kind: str
    by: str
    places: Sequence[str]
    count: int
    counts: Mapping[str, int]
    """How many people answer what to "is it done?"."""
    outcome: ReplyOutcome


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What one person of a place answers, without who it is."""

    answer: ReplyAnswer
    place: str


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a form."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ReplyOptions:
    """Whom a reply may be for."""

    themes: Sequence[Option]
    projects: Sequence[Option]
    places: Sequence[Option]


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """One reply's page."""

    line: ReplyLine
    history: Sequence[HistoryLine]
    may_publish: bool
    follows: str
    """What was done, as the reply says that this one takes the place of."""
    answers: Sequence[AnswerLine]
    reopened: bool
    """What it is about went back a step, because enough people say that it is not done."""


def sections(session: AnySession, area: Area, *, today: dt.date) -> dict[str, list[ReplyLine]]:
    """The replies that somebody may manage, by where they are; what a place contests, is work again."""
    found: dict[str, list[ReplyLine]] = {"contested": []}
    for name, states in SECTIONS.items():
        mine = [one for one in store.replies(session, area.programme_id, states) if is_mine(session, area, one)]
        found[name] = _lines(session, area.programme_id, mine, today=today)
    found["contested"] = [one for one in found["published"] if one.outcome is ReplyOutcome.CONTESTED]
    found["published"] = [one for one in found["published"] if one.outcome is not ReplyOutcome.CONTESTED]
    return found


def is_mine(session: AnySession, area: Area, reply: Reply) -> bool:
    """Whether somebody may manage a reply: all places that it reaches are theirs."""
    return may_manage(session, area, reached_of(reply))


def page(session: AnySession, reply: Reply, *, me: uuid.UUID, today: dt.date) -> ReplyPage:
    """A reply with what its places answer, and its history."""
    earlier = store.find_reply(session, reply.programme_id, reply.follows)
    answers = store.answers(session, reply.programme_id, reply.id)
    labels = place_labels(session, {one.place_code for one in answers})
    return ReplyPage(
        _lines(session, reply.programme_id, [reply], today=today)[0],
        history(session, reply),
        reply.state == ReplyState.WRITTEN and reply.written_by != me,
        earlier.deed if earlier else "",
        [AnswerLine(one, labels.get(one.place_code, "")) for one in answers],
        is_reopened_by(session, reply.id),
    )


def options(session: AnySession, programme_id: str) -> ReplyOptions:
    """What a form offers."""
    places = places_with_phones(session, programme_id, limit=MOST_OFFERED)
    return ReplyOptions(
        [Option(str(key), title) for key, title in store.published_themes(session, programme_id)],
        [Option(key, f"{title} · {where}" if where else title)
         for key, title, where in projects_offered(session, programme_id)],
        [Option(code, label) for code, label in places],
    )  # fmt: skip


def _lines(session: AnySession, programme_id: str, some: Sequence[Reply], *, today: dt.date) -> list[ReplyLine]:
    counted = store.counts(session, programme_id, {one.id for one in some})
    names = person_names(session, {one.written_by for one in some})
    titles = store.theme_titles(session, {one.theme_id for one in some if one.theme_id})
    projects = project_titles(session, programme_id, {one.project_id for one in some if one.project_id})
    labels = place_labels(session, {code for one in some for code in [one.place_code, *[*one.reached][:NAMED]] if code})

    def line(one: Reply) -> ReplyLine:
        kind, about = "place", labels.get(one.place_code or "", "")
        if one.theme_id:
            kind, about = "theme", titles.get(one.theme_id, ("", None))[0]
        elif one.project_id:
            kind, about = "project", projects.get(one.project_id, one.project_id)
        elif one.milestone_key:
            kind, about = "milestone", one.title
        shown = [labels[code] for code in [*one.reached][:NAMED] if code in labels]
        counts = counted.get(one.id, {})
        answered = outcome(counts, ask_on=one.ask_on, today=today)
        return ReplyLine(one, about, kind, names.get(one.written_by, ""), shown, len(one.reached), counts, answered)

    return [line(one) for one in some]
