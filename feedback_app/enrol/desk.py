"""The door for whoever is signed in: what they may do and where that leads; and where a door's permission reaches."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, has_request_context, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, zones
from feedback_app.base.db import db
from feedback_app.base.problem import Problem
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import Area, permitted_areas_of
from feedback_app.enrol.texts import TEXTS
from feedback_app.register.lookup_store import ProgrammeInfo, existing_programme, place_path, programme_by_id
from schemas.roles import ROLES, Permission

pages = audience.pages(__name__, audience.SIGNED_IN)


@pages.get("/home")
def home() -> ResponseReturnValue:
    """What the caller's roles allow. Whose roles open no other page of the desk comes here after signing in."""
    me = audience.caller(StaffIdentity)
    codes = {one.role for one in me.memberships}
    mine = [role for code, role in ROLES.items() if code in codes]
    return render_template("enrol/home.html", texts=TEXTS, roles=mine)


def permitted_areas() -> dict[str, Area]:
    """Where the caller may do what this route is for, by programme."""
    return permitted_areas_of(audience.caller(StaffIdentity), Permission(audience.needed_permission()))


def permitted_area(programme: str) -> Area:
    """The same in one programme. Problem `not-found` where there is none, as if there were no such programme."""
    mine = permitted_areas()
    if programme not in mine:
        raise Problem("not-found")
    return _about(mine[programme])


def shown_area() -> Area:
    """The same in the programme that the address names, if it is one of theirs, else in their first."""
    mine = permitted_areas()
    return _about(mine.get(request.args.get("programme", ""), next(iter(mine.values()))))


def personal_area(programme: str) -> Area | None:
    """Where in a programme the caller looks after the rights of people whose words are stored; None: nowhere."""
    return permitted_areas_of(audience.caller(StaffIdentity), Permission.PROTECT).get(programme)


def _about(area: Area) -> Area:
    """Notes which programme the page is about, in whose time zone its moments are shown."""
    g.echo_programme = area.programme_id
    return area


def shown_zone() -> zones.Zone:
    """The time zone of the programme that the page is about, else of the first that the caller has a role in."""
    if not has_request_context():
        return zones.zone_of(None)
    me = g.get("caller")
    mine = me.memberships if isinstance(me, StaffIdentity) else ()
    programme = g.get("echo_programme") or next((one.programme for one in mine if one.programme), None)
    known: dict[str | None, zones.Zone] = g.setdefault("echo_zones", {})
    if programme not in known:
        found = programme_by_id(db.session, programme) if programme else None
        known[programme] = zones.zone_of(found.settings if found else None)
    return known[programme]


@dataclass(frozen=True, slots=True)
class ProgrammeArea:
    """A programme, and the part of it where the caller may do what the route is for."""

    programme: ProgrammeInfo
    area: Area

    @property
    def paths(self) -> tuple[str, ...]:
        """The tree paths of its places."""
        return self.area.paths

    def covers(self, place: str) -> bool:
        """Whether a place (by its code) is theirs. Places that do not exist are nobody's to refuse."""
        path = place_path(db.session, place)
        return path is None or self.area.covers(path)

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the programme."""
        return self.covers(self.programme.place_code)


def asked_area() -> ProgrammeArea:
    """Where the caller may do what this route is for: in the programme asked for, if it is theirs, else in their
    first."""
    mine = permitted_areas()
    wanted = request.values.get("programme", next(iter(mine)))
    if wanted not in mine:
        raise Problem("not-found")
    return ProgrammeArea(existing_programme(db.session, wanted), _about(mine[wanted]))
