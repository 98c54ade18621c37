"""Which places a reply reaches, and who may write, publish and withdraw it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area
from feedback_app.insight.disclosure import is_sensitive
from feedback_app.portfolio.replies import store
from feedback_app.portfolio.solutions.reach import is_whole
from feedback_app.register.lookup_store import existing_programme, place_path
from feedback_app.register.project_store import project_place

MOST_PLACES = 300
"""What is for more places than these is sent to all of the programme, in one row."""


class Audience(Protocol):
    """Whom a reply is for: a place, a theme or a project; of these two a place of it, too."""

    @property
    def place_code(self) -> str | None: ...
    @property
    def theme_id(self) -> uuid.UUID | None: ...
    @property
    def project_id(self) -> str | None: ...


@dataclass(frozen=True, slots=True, order=True)
class Reached:
    """A place whose phones get a reply."""

    code: str
    path: str


def reached_places(session: AnySession, programme_id: str, audience: Audience) -> list[Reached]:
    """The places that a reply is for: the place itself; those in which accepted needs of the theme are; where the
    project is. By coarse places, and never by needs of sensitive subjects, whose places would then be known."""
    place = _place(session, audience.place_code)
    found = _of_subject(session, programme_id, audience)
    if found is None:
        return [place] if place else []
    if audience.place_code:
        near = place and any(one.path.startswith(place.path) or place.path.startswith(one.path) for one in found)
        return [place] if place and near else []
    return found if len(found) <= MOST_PLACES else _whole(session, programme_id)


def _of_subject(session: AnySession, programme_id: str, audience: Audience) -> list[Reached] | None:
    """Where the theme or project is; None for a reply to a place alone."""
    if audience.theme_id:
        return _shown(store.places_of_theme(session, programme_id, audience.theme_id))
    if audience.project_id:
        its = _place(session, project_place(session, programme_id, audience.project_id))
        found = _shown(store.places_of_project(session, programme_id, audience.project_id))
        return sorted({*found, *([its] if its else [])})
    return None


def _shown(places: Iterable[tuple[str, str, str]]) -> list[Reached]:
    return sorted({Reached(code, path) for code, path, domain in places if not is_sensitive(domain)})


def _place(session: AnySession, code: str | None) -> Reached | None:
    path = place_path(session, code) if code else None
    return Reached(code, path) if code and path else None


def _whole(session: AnySession, programme_id: str) -> list[Reached]:
    home = _place(session, existing_programme(session, programme_id).place_code)
    return [home] if home else []


def may_manage(session: AnySession, area: Area, reached: Iterable[Reached]) -> bool:
    """Whether all places that a reply reaches are of somebody's area. Who looks after the whole programme may manage
    all."""
    return all(area.covers(one.path) for one in reached) or is_whole(session, area)
