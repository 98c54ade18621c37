"""The door for whoever is signed in: what they may do and where that leads; and where a door's permission reaches."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience
from feedback_app.base.db import db
from feedback_app.base.problem import Problem
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import Area, permitted_areas_of
from feedback_app.enrol.texts import TEXTS
from feedback_app.register.lookup_store import ProgrammeInfo, existing_programme, place_path
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
    return mine[programme]


def shown_area() -> Area:
    """The same in the programme that the address names, if it is one of theirs, else in their first."""
    mine = permitted_areas()
    return mine.get(request.args.get("programme", ""), next(iter(mine.values())))


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
    return ProgrammeArea(existing_programme(db.session, wanted), mine[wanted])
