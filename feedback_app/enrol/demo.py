"""The demo programme, built by the same importers from a small file of facts that the project ships."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib.resources import files

import orjson

from feedback_app.base.db import AnySession
from feedback_app.enrol import actions
from feedback_app.register import actions as register
from schemas.roles import Permission, with_permission
from schemas.vocabulary import vocabulary

DEMO = "demo"
"""The programme's id; its marker, too: no other is enrolled by a code that is printed."""
LOGIN = "adjoua"
"""The demo's reviewer and coordinator, a persona."""
COMPANY_LOGIN = "yao"
"""Who speaks for the demo's company, a persona."""
OFFICER_LOGIN = "fatou"
"""The demo's protection officer, a persona."""


@dataclass(frozen=True, slots=True)
class DemoCreated:
    """What the person who started it must know; the password is shown this once."""

    programme: str
    login: str
    password: str
    company_login: str
    company_password: str
    """Of somebody who speaks for a made-up company."""
    officer_login: str
    officer_password: str
    """Of who reads protection reports."""


def make_demo(session: AnySession, now: dt.datetime) -> DemoCreated:
    """Makes places, programme, projects and one person of the demo. For a database without a programme."""
    folder = files("feedback_app.enrol") / "demo"
    register.import_places(session, (folder / "places.csv").read_bytes(), kind="csv")
    register.import_places(session, (folder / "shapes.geojson").read_bytes(), kind="geojson")
    description = orjson.loads((folder / "programme.json").read_bytes())
    description["consent"]["scopes"] = consent_scopes()
    programme = register.make_programme(session, description, now)
    register.import_projects(session, programme.id, (folder / "projects.csv").read_bytes())
    made = actions.add_person(
        session, name="Adjoua", login=LOGIN, programme=programme.id, role=with_permission(Permission.PEOPLE)[0],
        place=None, now=now,
    )  # fmt: skip
    reviewer = with_permission(Permission.REVIEW)[0]
    actions.join(session, made.person, programme=programme.id, role=reviewer, place=programme.place_code)
    company = actions.add_person(
        session, name="Yao", login=COMPANY_LOGIN, programme=programme.id,
        role=with_permission(Permission.FINANCE)[0], place=None, now=now,
    )  # fmt: skip
    officer = actions.add_person(
        session, name="Fatou", login=OFFICER_LOGIN, programme=programme.id,
        role=with_permission(Permission.PROTECTION)[0], place=None, now=now,
    )  # fmt: skip
    return DemoCreated(
        programme.id, LOGIN, made.password or "", COMPANY_LOGIN, company.password or "", OFFICER_LOGIN,
        officer.password or "",
    )  # fmt: skip


def consent_scopes() -> list[dict[str, object]]:
    """What people may allow or refuse one by one, as a programme's promise lists it."""
    return [
        {
            "name": term.code,
            "required": term.flag("required"),
            "label": dict(term.label),
            "hint": dict(term.texts("hint")),
            "picture": term.picture,
        }
        for term in vocabulary("consent_scopes").terms
    ]
