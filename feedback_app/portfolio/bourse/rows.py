"""Rows of projects for programs and spreadsheets: those of the exchange, and those that carry out an answer to needs of
the public list. What the public pages show, and nothing more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.portfolio.bourse import store
from feedback_app.portfolio.bourse.public_view import ProjectQuery, PublicProject, exchange
from feedback_app.portfolio.bourse.texts import TEXTS
from feedback_app.portfolio.listing import public_list
from feedback_app.portfolio.listing.groups import ListQuery
from feedback_app.portfolio.replies import store as reply_store
from feedback_app.register.lookup_store import PlacePoint, place_points
from schemas.vocabulary import vocabulary

EXCHANGE, ANSWER = "exchange", "answer"
_OF_THE_EXCHANGE: Mapping[str, Any] = {
    "summary": None, "holder": None, "state": None, "since": None, "sector": None, "places": [], "sdgs": [],
    "iso26000": [], "cost": None, "found": None, "promised": None, "paid": None, "sought": None, "currency": None,
    "score": None, "rank": None, "ranked_of": None, "milestones": None, "milestones_done": None,
    "milestones_contested": None,
}  # fmt: skip
"""What is not known of a project that is not in it."""


def version(session: AnySession) -> str:
    """What all rows of a day are of: as long as this is the same, so are they."""
    return " ".join((public_list.version(session), store.version(session), reply_store.public_version(session)))


def project_rows(session: AnySession, asked: Mapping[str, Any], *, today: dt.date) -> list[dict[str, Any]]:
    """The projects that are asked for: those of the exchange in its order, then the others by title."""
    made_up = public_list.gathered(session).words.made_up
    found = [*_exchange_rows(session, asked, today), *_answer_rows(session, asked)]
    return [
        {**one, "made_up": one["programme"] in made_up}
        for one in found
        if asked["kind"] in ("", one["kind"]) and asked["programme"] in ("", one["programme"])
    ]


def _exchange_rows(session: AnySession, asked: Mapping[str, Any], today: dt.date) -> list[dict[str, Any]]:
    query = ProjectQuery(asked["sector"], asked["place"], asked["state"], asked["theme"])
    projects = exchange(session, query, today=today, lang="fr").projects
    points = place_points(session, {code for one in projects for code in one.words.places})
    return [_exchange_row(one, points) for one in projects]


def _exchange_row(one: PublicProject, points: Mapping[str, PlacePoint]) -> dict[str, Any]:
    words = one.words
    return {
        "id": str(one.id),
        "programme": one.programme,
        "kind": EXCHANGE,
        "title": words.title,
        "summary": words.summary or None,
        "holder": words.holder or None,
        "state": {"code": one.state.value, "label": _state(one.state)},
        "since": one.since.isoformat() if one.since else None,
        "status": None,
        "sector": next(iter(_terms("sectors", [words.sector])), None),
        "places": [_place(code, points) for code in words.places],
        "themes": [
            {"id": str(theme.id), "title": theme.names.get("fr", ""), "title_en": theme.names.get("en", "")}
            for theme in one.themes
        ],
        "funders": [],
        "sdgs": _terms("sdgs", words.goals),
        "iso26000": _terms("iso26000", words.subjects),
        **_figures(one),
    }


def _figures(one: PublicProject) -> dict[str, Any]:
    funds = one.funds
    return {
        "cost": funds.cost,
        "found": funds.found,
        "promised": funds.promised,
        "paid": funds.paid,
        "sought": funds.sought,
        "currency": "XOF",
        "score": round(float(one.score.total), 1) if one.score else None,
        "rank": one.ranked.rank if one.ranked else None,
        "ranked_of": one.ranked.of if one.ranked else None,
        "milestones": len(one.milestones),
        "milestones_done": one.done,
        "milestones_contested": one.contested,
    }


def _state(code: str) -> dict[str, str]:
    return {lang: TEXTS.say(f"state.{code}", lang=lang) for lang in ("fr", "en")}


def _answer_rows(session: AnySession, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Nothing is known of their sector and state as the exchange has them."""
    if asked["sector"] or asked["state"]:
        return []
    query = ListQuery(programme=asked["programme"], place=asked["place"], theme=asked["theme"])
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for line in public_list.read(session, query).lines():
        for project in _projects(line["solutions"]):
            key = line["programme"], project["id"]
            row = rows.setdefault(key, _answer_row(line["programme"], project))
            if line["theme"] and line["theme"] not in row["themes"]:
                row["themes"].append(line["theme"])
    return sorted(rows.values(), key=lambda one: (one["title"], one["programme"], one["id"]))


def _projects(solutions: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    return (one["project"] for one in solutions if one["project"])


def _answer_row(programme: str, project: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **_OF_THE_EXCHANGE, "id": project["id"], "programme": programme, "kind": ANSWER, "title": project["title"],
        "status": project["status"], "funders": project["funders"], "themes": [],
    }  # fmt: skip


def _terms(name: str, codes: Sequence[str]) -> list[dict[str, Any]]:
    found = [term for code in codes if (term := vocabulary(name).get(code))]
    return [{"code": term.code, "label": dict(term.label)} for term in found]


def _place(code: str, points: Mapping[str, PlacePoint]) -> dict[str, Any]:
    at = points.get(code)
    return {
        "code": code, "name": at.name if at else code, "level": at.level if at else None,
        "latitude": at.latitude if at else None, "longitude": at.longitude if at else None,
    }  # fmt: skip
