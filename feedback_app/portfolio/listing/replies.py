"""What anyone sees of replies to places: "you said, we did"."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label
from feedback_app.insight.accepted.coarse import Step, coarse
from feedback_app.insight.disclosure import Rule, read_rule, round_down_or_hide
from feedback_app.portfolio.listing import public_list
from feedback_app.portfolio.listing.groups import ListQuery
from feedback_app.portfolio.listing.public_list import public_programmes
from feedback_app.portfolio.replies import store
from feedback_app.portfolio.replies.states import Fulfilled, ReplyOutcome, contesting, outcome
from feedback_app.portfolio.replies.tables import Reply
from feedback_app.portfolio.solutions.theme_store import theme_names
from feedback_app.register.desk_store import project_titles
from feedback_app.register.lookup_store import PlaceName, place_paths, place_sizes, places_by_code
from feedback_app.register.project_store import project_place

SHOWN = 4
"""Replies on the portfolio's own page; all are on theirs."""


@dataclass(frozen=True, slots=True)
class PublicReply:
    """A reply as anyone may see it. A place is never finer than its programme shows."""

    id: uuid.UUID
    place: str
    theme_id: uuid.UUID | None
    about: str
    domain: str | None
    heard: str
    deed: str
    day: dt.date
    sound: str | None
    bourse_project: uuid.UUID | None
    outcome: ReplyOutcome
    """What the place says, where at least `k` people say so."""
    yes: int | None
    contesting: int | None
    """How many confirm it and how many do not, rounded down; None for fewer than `k`."""
    k: int


def public_replies(session: AnySession, asked: ListQuery, *, today: dt.date) -> list[PublicReply]:
    """The published replies that are asked for, the latest first."""
    rules = {one.id: read_rule(one.settings) for one in public_programmes(session)}
    found = [one for one in store.public_replies(session, rules) if _is_asked_for(one, asked)]
    places = _coarse_places(session, found, rules)
    if asked.place:
        found = [one for one in found if _is_of_place(session, one, asked.place, places.get(one.id))]
    themes = store.theme_titles(session, {one.theme_id for one in found if one.theme_id})
    names = theme_names(session, themes)
    projects = {
        key: title
        for programme in {one.programme_id for one in found}
        for key, title in project_titles(session, programme, {o.project_id for o in found if o.project_id}).items()
    }
    counted = {
        key: some
        for programme in {one.programme_id for one in found}
        for key, some in store.counts(session, programme, {o.id for o in found if o.programme_id == programme}).items()
    }
    shown = []
    for one in found:
        title, domain = themes.get(one.theme_id, ("", None)) if one.theme_id else ("", None)
        named = label(names[one.theme_id]) if one.theme_id in names else ""
        about = named or projects.get(one.project_id or "", "") or one.title
        shown.append(
            PublicReply(
                one.id, place.label if (place := places.get(one.id)) else "", one.theme_id if title else None, about,
                domain, one.heard, one.deed, (one.published_at or one.written_at).date(), one.sound,
                one.bourse_project_id,
                *_outcome(one, counted.get(one.id, {}), rules[one.programme_id], domain, today),
            )
        )  # fmt: skip
    return shown


def _outcome(
    reply: Reply, counts: Mapping[str, int], rule: Rule, domain: str | None, today: dt.date
) -> tuple[ReplyOutcome, int | None, int | None, int]:
    """What a place says and how many say so, as far as the programme's rule lets anyone know."""
    k = rule.least(domain) if domain else rule.k
    figures = round_down_or_hide(counts.get(Fulfilled.YES, 0), k), round_down_or_hide(contesting(counts), k)
    return outcome(counts, ask_on=reply.ask_on, today=today, k=k), *figures, k


def _is_asked_for(reply: Reply, asked: ListQuery) -> bool:
    return asked.programme in ("", reply.programme_id) and asked.theme in (None, reply.theme_id)


def _is_of_place(session: AnySession, reply: Reply, place: str, own: PlaceName | None) -> bool:
    """Whether a reply is of a place, by what anyone sees anyway: where it reaches would say that somebody there spoke
    of its theme, however few."""
    if own is not None:
        return f"/{place}/" in own.path
    if reply.theme_id is not None:
        asked = ListQuery(programme=reply.programme_id, theme=reply.theme_id, place=place)
        return bool(public_list.read(session, asked).groups)
    if reply.bourse_project_id is not None:  # it reaches the places that the project itself names
        return any(f"/{place}/" in path for path in reply.reached.values())
    code = project_place(session, reply.programme_id, reply.project_id) if reply.project_id else None
    return code is not None and f"/{place}/" in place_paths(session, [code]).get(code, "")


def _coarse_places(
    session: AnySession, replies: Sequence[Reply], rules: Mapping[str, Rule]
) -> dict[uuid.UUID, PlaceName]:
    """The place at which each reply that names one is shown in public."""
    ways = {
        one.id: path.strip("/").split("/")
        for one in replies
        if one.place_code and (path := place_paths(session, [one.place_code]).get(one.place_code))
    }
    sizes = place_sizes(session, {code for way in ways.values() for code in way})
    programmes = {one.id: one.programme_id for one in replies}
    shown = {
        key: coarse(
            [Step(code, s.level, s.path, s.population) for code in way if (s := sizes.get(code))],
            rules[programmes[key]],
        ).code
        for key, way in ways.items()
        if any(code in sizes for code in way)
    }
    named = places_by_code(session, {*shown.values()})
    return {key: named[code] for key, code in shown.items() if code in named}
