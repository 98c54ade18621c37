"""The desk's door to the project exchange: projects are written, published, scored, and followed to their end."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock, zones
from feedback_app.base.db import db
from feedback_app.base.i18n import label, language
from feedback_app.base.id_text import read_id
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area, permitted_areas, shown_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.bourse import asking, progress, scores, scorings, store, writing
from feedback_app.portfolio.bourse import view as desk_view
from feedback_app.portfolio.bourse.criteria import criteria
from feedback_app.portfolio.bourse.figures import day_words, decimal, money, percent_words
from feedback_app.portfolio.bourse.history import value_words
from feedback_app.portfolio.bourse.named_places import named_places
from feedback_app.portfolio.bourse.project_words import (
    EMPTY_ROWS,
    ProjectWords,
    WordsFault,
    missing_for_proposal,
    read_day,
    read_form,
)
from feedback_app.portfolio.bourse.reach import may_change, may_write
from feedback_app.portfolio.bourse.scores import ScoreRefusal
from feedback_app.portfolio.bourse.states import ProjectState, StepRefusal
from feedback_app.portfolio.bourse.tables import BourseProject
from feedback_app.portfolio.bourse.texts import TEXTS
from feedback_app.portfolio.bourse.writing import WritingRefusal
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.reach import is_whole
from feedback_app.portfolio.texts import voices_words
from feedback_app.register.desk_store import programme_path
from feedback_app.review.store import programme_names
from schemas.roles import Permission
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__, Permission.PORTFOLIO)

SECTION = "bourse"
PROJECT = "/bourse/<programme>/<uuid:project_id>"
DONE = frozenset({"saved", "proposed", "published", "noted", "scored", "read"})


@pages.context_processor
def template_context() -> dict[str, Any]:
    """What the desk's pages of the exchange say things with."""
    return {
        "say": TEXTS.say, "money": money, "day": day_words, "decimal": decimal, "percent": percent_words,
        "criteria": criteria(), "empty_rows": EMPTY_ROWS, "sector_words": _sector,
        "field_words": _field, "value_words": value_words, "no_day": dt.date.min, "point_of": scorings.point_of,
        "voices": voices_words,
    }  # fmt: skip


def _field(name: str) -> str:
    """What a value of the history is called."""
    key = next((key for key in (f"value.{name}", name) if key in TEXTS.rows), None)
    labels = {one.code: label(one.label) for one in criteria()}
    return TEXTS.say(key) if key else labels.get(name, name)


def _sector(code: str) -> str:
    return vocabulary("sectors").label(code, language())


@pages.get("/bourse/")
@in_menu("bourse", words=("Bourse", "Exchange"), order=26)
def projects() -> ResponseReturnValue:
    """Projects that seek funding, as the desk has them."""
    area, mine = shown_area(), permitted_areas()
    programmes = programme_names(db.session, list(mine), language()) if len(mine) > 1 else []
    rows = desk_view.project_rows(db.session, area.programme_id)
    whole = is_whole(db.session, area)
    return _page("bourse/desk.html", programme=area.programme_id, programmes=programmes, rows=rows, is_whole=whole)


@pages.get("/bourse/<programme>/new")
def new_project(programme: str) -> ResponseReturnValue:
    """An empty form."""
    return _form(permitted_area(programme), None)


@pages.post("/bourse/<programme>/projects")
def add_project(programme: str) -> ResponseReturnValue:
    """Adds a project: a draft, or proposed at once."""
    area = permitted_area(programme)
    words, faults = _sent_words(programme)
    if faults:
        return _form(area, None, words=words, faults=faults), 422
    if not may_write(db.session, area, words):
        raise Problem("not-allowed")
    made = writing.add_project(db.session, programme, words, propose=_proposes(), author=_author())
    return _on(made, _did_save())


@pages.get(PROJECT)
def project(programme: str, project_id: uuid.UUID) -> ResponseReturnValue:
    """A project: what waits, its words, its points, its milestones, its history."""
    return _project(permitted_area(programme), _found(programme, project_id))


@pages.get(f"{PROJECT}/edit")
def edit_project(programme: str, project_id: uuid.UUID) -> ResponseReturnValue:
    """A form with its words."""
    area, found = permitted_area(programme), _found(programme, project_id)
    _check_reach(area, found)
    return _form(area, found, words=writing.words_to_show(found))


@pages.post(PROJECT)
def save_project(programme: str, project_id: uuid.UUID) -> ResponseReturnValue:
    """Saves other words of a project; what is public stays until a second person publishes them."""
    area, found = permitted_area(programme), _locked(programme, project_id)
    _check_reach(area, found)
    words, faults = _sent_words(programme)
    if faults:
        return _form(area, found, words=words, faults=faults), 422
    if not may_write(db.session, area, words):
        raise Problem("not-allowed")
    seen = read_id(request.form.get("seen", ""))
    if refused := writing.save_words(db.session, found, words, seen=seen, propose=_proposes(), author=_author()):
        return _form(area, found, words=words, refused=refused), 409
    return _on(found, _did_save())


@pages.post(f"{PROJECT}/publish")
def publish_project(programme: str, project_id: uuid.UUID) -> ResponseReturnValue:
    """Publishes the words that somebody else proposed."""
    area, found = permitted_area(programme), _locked(programme, project_id)
    _check_whole(area)
    refused = writing.publish_words(
        db.session, found, seen=read_id(request.form.get("proposal", "")), author=_author()
    )  # fmt: skip
    if refused:
        return _project(area, found, refused=refused), 409 if refused is WritingRefusal.STALE else 422
    return _on(found, "published")


@pages.post(f"{PROJECT}/step")
def step(programme: str, project_id: uuid.UUID) -> ResponseReturnValue:
    """Notes that a project is financed, begun, completed or withdrawn, or that it is not after all."""
    area, found = permitted_area(programme), _locked(programme, project_id)
    _check_whole(area)
    asked = request.form.get("state", "")
    if asked not in set(ProjectState):
        raise Problem("malformed")
    refused = progress.take_step(db.session, found, ProjectState(asked), day=_day(), author=_author())
    if refused:
        return _project(area, found, refused=refused), 409 if refused is StepRefusal.STALE else 422
    return _on(found, "noted", "progress")


@pages.post(f"{PROJECT}/milestones")
def milestone(programme: str, project_id: uuid.UUID) -> ResponseReturnValue:
    """Notes that a milestone is done, or that it is not after all."""
    area, found = permitted_area(programme), _locked(programme, project_id)
    _check_reach(area, found)
    key, form = request.form.get("key", "")[:20], request.form
    if form.get("act") == "open":
        refused: str | None = progress.mark_open(db.session, found, key, author=_author())
    elif form.get("act") == "question":
        refused = asking.wrong_day(_ask_on(), author=_author()) or _ask(found, key)
    else:
        refused = _mark_done(found, key)
    return (_project(area, found, refused=refused), 422) if refused else _on(found, "noted", "milestones")


def _mark_done(found: BourseProject, key: str) -> str | None:
    """Notes a milestone as done; with a day, its places are asked from then on."""
    evidence, author = request.form.get("evidence", ""), _author()
    if request.form.get("ask_on") and (wrong := asking.wrong_day(_ask_on(), author=author)):
        return wrong
    refused = progress.mark_done(db.session, found, key, day=_day(), evidence=evidence, author=author)
    asks = not refused and request.form.get("ask_on")
    left = _ask(found, key) if asks else None
    return refused or (left if left is not asking.QuestionRefusal.ASKED else None)


def _ask(found: BourseProject, key: str) -> asking.QuestionRefusal | None:
    day = _ask_on()
    return (
        asking.ask_places(db.session, found, key, ask_on=day, author=_author()) if day else asking.QuestionRefusal.DAY
    )


def _ask_on() -> dt.date | None:
    return read_day(request.form.get("ask_on", ""))


@pages.get(f"{PROJECT}/score")
def score_form(programme: str, project_id: uuid.UUID) -> ResponseReturnValue:
    """The criteria with their levels; one's own points where one gave any."""
    area, found = permitted_area(programme), _found(programme, project_id)
    _check_reach(area, found)
    own = [row for row in scores.scorings_of(db.session, found) if row.by == _me()]
    return _score(found, own[-1].points if own else {})


@pages.post(f"{PROJECT}/score")
def save_score(programme: str, project_id: uuid.UUID) -> ResponseReturnValue:
    """Saves one's points, a reason with each."""
    area, found = permitted_area(programme), _locked(programme, project_id)
    _check_reach(area, found)
    points, wrong = scorings.read_points(request.form)
    if wrong:
        return _score(found, _as_sent(points), wrong=wrong), 422
    if refused := scores.score(db.session, found, points, author=_author()):
        return _score(found, points, refused=refused), 422
    return _on(found, "scored", "scores")


@pages.post("/bourse/<programme>/scorings/<uuid:scoring_id>/publish")
def publish_reasons(programme: str, scoring_id: uuid.UUID) -> ResponseReturnValue:
    """Publishes the reasons that somebody else wrote with their points."""
    area, scoring = permitted_area(programme), store.find_scoring(db.session, programme, scoring_id)
    found = _locked(programme, scoring.project_id if scoring else scoring_id)
    _check_reach(area, found)
    if refused := scores.publish_reasons(db.session, found, scoring_id, author=_author()):
        return _project(area, found, refused=refused), 409 if refused is ScoreRefusal.UNKNOWN else 422
    return _on(found, "read", "scores")


def _project(area: Area, found: BourseProject, *, refused: str | None = None) -> Response:
    view = desk_view.project_view(
        db.session, area, found, me=_me(), today=zones.local_day(clock.now()), lang=language()
    )
    did = request.args.get("did")
    return _page(
        "bourse/desk_project.html", programme=area.programme_id, view=view, refused=refused,
        did=did if did in DONE else None, today=zones.local_day(clock.now()),
        sent=request.form if refused else {}, own_id=_me(),
        ask_on=zones.local_day(clock.now()) + asking.USUAL,
    )  # fmt: skip


def _form(
    area: Area,
    found: BourseProject | None,
    *,
    words: ProjectWords | None = None,
    faults: list[WordsFault] | None = None,
    refused: str | None = None,
) -> Response:
    sent = faults is not None or refused is not None
    places = request.form.get("places", "") if sent else desk_view.place_lines(db.session, words)
    return _page(
        "bourse/form.html", programme=area.programme_id, project=found, words=words or ProjectWords(""),
        faults=faults or [], refused=refused, places=places,
        options=desk_view.form_options(db.session, area.programme_id, language()),
    )  # fmt: skip


def _score(
    found: BourseProject, points: Any, *, wrong: list[str] | None = None, refused: ScoreRefusal | None = None
) -> Response:
    words = writing.public_words(found) or writing.words_to_show(found)
    return _page(
        "bourse/score.html", programme=found.programme_id, project=found, words=words, points=points,
        wrong=wrong or [], refused=refused,
    )  # fmt: skip


def _as_sent(points: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Points as the form had them: where no level was chosen, none is shown as chosen."""
    return {
        code: point if request.form.get(f"level.{code}") else {**point, "level": None} for code, point in points.items()
    }


def _page(template: str, **values: Any) -> Response:
    return not_cached(render_template(template, section=SECTION, **values))


def _sent_words(programme: str) -> tuple[ProjectWords, list[WordsFault]]:
    words, faults = read_form(request.form)
    path = programme_path(db.session, programme) or ""
    places, unknown = named_places(db.session, path, request.form.get("places", "")[:4000])
    complete = desk_view.completed_words(db.session, programme, words, places)
    needed = missing_for_proposal(complete) if _proposes() else []
    wrong = {fault.field for fault in unknown}
    return complete, [*faults, *unknown, *(one for one in needed if one.field not in wrong)]


def _proposes() -> bool:
    return request.form.get("act") == "propose"


def _did_save() -> str:
    return "proposed" if _proposes() else "saved"


def _found(programme: str, project_id: uuid.UUID) -> BourseProject:
    found = store.find_project(db.session, programme, project_id)
    if found is None:
        raise Problem("not-found")
    return found


def _locked(programme: str, project_id: uuid.UUID) -> BourseProject:
    found = store.find_project(db.session, programme, project_id, lock=True)
    if found is None:
        raise Problem("not-found")
    return found


def _check_reach(area: Area, found: BourseProject) -> None:
    """Problem `not-allowed` for what is for places outside the caller's area."""
    if not may_change(db.session, area, found, by=_me()):
        raise Problem("not-allowed")


def _check_whole(area: Area) -> None:
    """Problem `not-allowed` for who looks after a part of the programme: they propose."""
    if not is_whole(db.session, area):
        raise Problem("not-allowed")


def _day() -> dt.date | None:
    return read_day(request.form.get("day", ""))


def _me() -> uuid.UUID:
    return audience.caller(StaffIdentity).person_id


def _author() -> Author:
    return Author(_me(), clock.now())


def _on(found: BourseProject, did: str, anchor: str | None = None) -> Response:
    address = url_for(".project", programme=found.programme_id, project_id=found.id, did=did, _anchor=anchor)
    return make_response(redirect(address, 303))
