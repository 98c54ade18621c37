"""One function says what a person may do, and where."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.enrol import permissions
from feedback_app.enrol.permissions import Area, may, permitted_areas_of
from schemas.roles import ROLES, Permission, Reach, Role

PATHS = ("/XX/", "/XX/R1/", "/XX/R1/S1/", "/XX/R1/S1/V1/", "/XX/R2/", "/XX/R2/S2/")


@dataclass(frozen=True)
class Member:
    programme: str
    role: str
    place_path: str


@dataclass(frozen=True)
class Person:
    memberships: tuple[Member, ...]


def person(*memberships: tuple[str, str, str]) -> Person:
    return Person(tuple(Member(*one) for one in memberships))


def test_somebody_with_two_roles_in_a_programme_reviews_the_wider_area() -> None:
    adjoua = person(
        ("pilote", "reviewer", "/XX/R1/"), ("pilote", "coordinator", "/XX/R1/S1/"), ("ailleurs", "partner", "/XX/")
    )
    mine = permitted_areas_of(adjoua, Permission.REVIEW)
    assert list(mine) == ["pilote"]
    assert mine["pilote"].paths == ("/XX/R1/",)
    assert mine["pilote"].covers("/XX/R1/S1/V1/") and not mine["pilote"].covers("/XX/R2/")
    assert not mine["pilote"].covers("/")
    assert permitted_areas_of(adjoua, Permission.ERASE)["pilote"].paths == ("/XX/R1/S1/",)


def test_a_reviewer_of_one_region_may_review_and_hear_voices_there_alone() -> None:
    adjoua = person(("pilote", "reviewer", "/XX/R1/"))
    assert may(adjoua, Permission.REVIEW) and may(adjoua, Permission.REVIEW, Area("pilote"))
    assert may(adjoua, Permission.REVIEW, Area("pilote", ("/XX/R1/S1/",)))
    assert not may(adjoua, Permission.REVIEW, Area("pilote", ("/XX/R1/S1/", "/XX/R2/")))
    assert may(adjoua, Permission.MEDIA, Area("pilote", ("/XX/R1/S1/",)))
    assert not may(adjoua, Permission.MEDIA, Area("pilote", ("/XX/R2/",)))
    assert not may(adjoua, Permission.MEDIA, Area("ailleurs"))


def test_what_concerns_the_server_reaches_every_programme() -> None:
    akissi = person(("pilote", "coordinator", "/XX/R1/"))
    assert may(akissi, Permission.SERVER, Area("ailleurs", ("/XX/",)))
    assert list(permitted_areas_of(akissi, Permission.SERVER)) == ["pilote"]


def test_a_role_that_is_not_in_the_list_any_more_allows_nothing() -> None:
    ghost = person(("pilote", "queen", "/XX/"))
    assert not any(may(ghost, permission) or permitted_areas_of(ghost, permission) for permission in Permission)


def test_a_role_more_is_a_row_more(monkeypatch: pytest.MonkeyPatch) -> None:
    row = Role("auditor", {}, {}, given_in_part=False, permissions={Permission.REVIEW: Reach.PROGRAMME})
    monkeypatch.setattr(permissions, "ROLES", {**ROLES, "auditor": row})
    auditor = person(("pilote", "auditor", "/XX/R1/"))
    assert may(auditor, Permission.REVIEW, Area("pilote", ("/XX/R2/",)))
    assert not may(auditor, Permission.ERASE)


members = st.builds(Member, st.sampled_from(["pilote", "ailleurs"]), st.sampled_from([*ROLES]), st.sampled_from(PATHS))
people = st.builds(Person, st.lists(members, max_size=4).map(tuple))
places = st.builds(Area, st.sampled_from(["pilote", "ailleurs"]), st.lists(st.sampled_from(PATHS)).map(tuple))


@given(people, members, st.sampled_from(Permission), places)
def test_a_role_more_takes_nothing_away(someone: Person, more: Member, permission: Permission, area: Area) -> None:
    wider = Person((*someone.memberships, more))
    assert may(wider, permission, area) or not may(someone, permission, area)


@given(people, st.sampled_from(Permission), places)
def test_who_may_in_all_of_an_area_may_at_each_of_its_places(
    someone: Person, permission: Permission, area: Area
) -> None:
    each = [may(someone, permission, Area(area.programme_id, (path,))) for path in area.paths]
    anywhere = may(someone, permission, Area(area.programme_id))
    assert may(someone, permission, area) == (anywhere and all(each))
    assert anywhere <= may(someone, permission)


@given(people, st.sampled_from(Permission), st.sampled_from(PATHS))
def test_nobody_may_outside_their_own_place_where_a_permission_is_for_it_alone(
    someone: Person, permission: Permission, path: str
) -> None:
    reaches = {ROLES[one.role].permissions.get(permission) for one in someone.memberships} - {None}
    below = any(
        one.programme == "pilote" and path.startswith(one.place_path) and permission in ROLES[one.role].permissions
        for one in someone.memberships
    )
    if reaches <= {Reach.OWN}:
        assert may(someone, permission, Area("pilote", (path,))) == below
