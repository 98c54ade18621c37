"""Roles and permissions are one list, `schemas/vocabulary/roles.csv`: nothing else names a role, every route for staff
names its permission, and no role leads nowhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from feedback_app.base import audience
from feedback_app.base.blueprints import UnguardedRoute
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.tables import Membership
from schemas.roles import ON_PHONES, ROLES, Permission, Role, with_permission
from schemas.vocabulary import vocabulary
from tests.architecture.state_names import ROOT, sources

GENERATED = {"static/pwa/src/domain/roles.ts"}
QUOTED = re.compile(rf"""(["'`])({"|".join(ROLES)})\1""")
COMMENT = re.compile(r"^\s*(?://|\*|/\*)[^\n]*$", re.MULTILINE)
DATA = {"code", "fr", "en", "may_fr", "may_en", "given_in_part", "second_factor"}
"""Columns of the list that are no permissions."""


def named(text: str, kind: str) -> set[str]:
    """The roles that a source of this kind names."""
    if kind == ".py":
        texts = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
        return {text for text in texts if isinstance(text, str) and text in ROLES}
    return {role for _, role in QUOTED.findall(COMMENT.sub("", text))}


OTHER_THINGS = {
    "feedback_app/base/audience.py": {"partner"},
    "feedback_app/portfolio/bourse/partners/partner.py": {"partner"},
}
"""The same words for other things: a door, and its section of the menu."""


def test_a_role_is_named_in_its_list_alone() -> None:
    found = {path.relative_to(ROOT).as_posix(): named(path.read_text(), path.suffix) for path in sources()}
    found = {path: names - OTHER_THINGS.get(path, set()) for path, names in found.items()}
    assert {path: names for path, names in found.items() if names and path not in GENERATED} == {}


@pytest.mark.parametrize(
    ("kind", "offender"),
    [
        (".py", "if membership.role == 'coordinator':\n    pass\n"),
        (".py", "ROLES = frozenset({'reviewer'})\n"),
        (".ts", "const MAY = ['facilitator'];"),
        (".tsx", "return person.role === 'surveyor' && <p />;"),
        (".html", "{% if role == 'observer' %}!{% endif %}"),
    ],
)
def test_naming_a_role_elsewhere_would_be_noticed(kind: str, offender: str) -> None:
    assert named(offender, kind)


def test_the_columns_are_the_permissions_that_code_asks_for() -> None:
    head = (ROOT / "schemas" / "vocabulary" / "roles.csv").read_text().splitlines()[0].split(",")
    assert set(head) - DATA == set(Permission)


def test_every_role_fits_its_column_and_has_a_sentence_in_both_languages() -> None:
    width = Membership.__table__.c.role.type.length  # type: ignore[attr-defined]
    for role in ROLES.values():
        assert len(role.code) <= width
        assert set(role.may) == {"fr", "en"}, role.code
    assert list(ROLES) == [term.code for term in vocabulary("roles").terms]


def leads_nowhere(role: Role) -> bool:
    """Whether somebody with this role could neither be given a phone nor open a page after signing in."""
    return not role.opens_the_desk and Permission.CAPTURE not in role.permissions


def test_no_role_leads_nowhere() -> None:
    assert [code for code, role in ROLES.items() if leads_nowhere(role)] == []
    assert leads_nowhere(Role("ghost", {}, {}, given_in_part=True, permissions={}))


def staff_views(app: EchoFlask) -> dict[str, Callable[..., object]]:
    """The views behind the guard of people who are signed in, by endpoint."""
    doors = {name for name, home in app.blueprints.items() if home.import_name.rsplit(".", 1)[-1] in audience.STAFF}
    return {name: view for name, view in app.view_functions.items() if name.rpartition(".")[0] in doors}


def test_every_permission_but_those_of_phones_opens_something(app: EchoFlask) -> None:
    views = staff_views(app)
    asked = {view.needs for view in views.values()}  # type: ignore[attr-defined]
    asked |= {entry.needs for entry in app.extensions["echo_menu"]} | {Permission.VOUCH}  # asked within a view
    assert len(views) > 40
    assert asked - {audience.SIGNED_IN} == set(Permission) - ON_PHONES
    assert all(with_permission(permission) for permission in Permission), "somebody has each"


@pytest.mark.parametrize("kind", ["pages", "api"])
@pytest.mark.parametrize("door", ["desk", "admin"])
def test_a_route_for_staff_without_a_permission_cannot_be_written(kind: str, door: str) -> None:
    made = getattr(audience, kind)(f"feedback_app.made_up.{door}")
    with pytest.raises(UnguardedRoute, match="/records"):
        made.add_url_rule("/records", view_func=_records)


@pytest.mark.parametrize("kind", ["pages", "api"])
def test_a_route_asks_for_its_own_permission_else_for_its_door_s(kind: str) -> None:
    def own() -> str:
        return ""

    def plain() -> str:
        return ""

    made = getattr(audience, kind)("feedback_app.made_up.desk", Permission.REVIEW)
    made.get("/own")(audience.needs(Permission.ERASE)(own))
    made.get("/plain")(plain)
    app = Flask("made_up")
    app.register_blueprint(made)
    views: dict[str, Any] = {name.rpartition(".")[2]: view for name, view in app.view_functions.items()}
    assert (views["own"].needs, views["plain"].needs) == (Permission.ERASE, Permission.REVIEW)


def _records() -> str:
    return ""


def test_no_template_and_no_page_frame_lists_the_menu() -> None:
    base = [path for path in (ROOT / "feedback_app" / "base").rglob("*") if path.suffix in {".py", ".html"}]
    assert [path.name for path in base if listed_in(path.read_text())] == ["layout.html"], (
        "a link of the mismatch alarm"
    )
    assert listed_in('MENU = [("phones", "/desk/admin/phones")]')


def listed_in(text: str) -> bool:
    """Whether a source has an address of a page that a permission opens."""
    return bool(re.search(r"/desk/(?:admin/|portfolio|carried)", text))
