"""The door for whoever is signed in: what they may do and where that leads; and where a door's permission reaches."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience
from feedback_app.base.problem import Problem
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import Area, areas
from feedback_app.enrol.texts import TEXTS
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
    return areas(audience.caller(StaffIdentity), Permission(audience.needed()))


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
