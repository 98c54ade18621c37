"""Whether a person may do something, and where: the only place that answers. `schemas.roles` says what roles allow.
Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from schemas.roles import ROLES, Permission, Reach


class Member(Protocol):
    """A role in a programme, for a place and those below it (see `enrol.identity`)."""

    @property
    def programme(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def place_path(self) -> str: ...


class Holder(Protocol):
    """Somebody with roles."""

    @property
    def memberships(self) -> Sequence[Member]: ...


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a programme: these places (tree paths) and all below them."""

    programme_id: str
    paths: tuple[str, ...] = ()

    def covers(self, place_path: str) -> bool:
        """Whether a place lies in it."""
        return place_path.startswith(self.paths)


EVERY_PLACE = ""
"""The path that all paths begin with."""
INSTALLATION = Area("")
"""What belongs to no programme, as the country's places: only a permission that reaches all covers it."""


def may(person: Holder, permission: Permission, area: Area | None = None) -> bool:
    """Whether somebody may do this: in all of an area, anywhere in its programme where it names no place, or, without
    an area, anywhere at all."""
    reaching = [reach for _, reach in _granted(person, permission)]
    if area is None or Reach.ALL in reaching:
        return bool(reaching)
    mine = permitted_areas_of(person, permission).get(area.programme_id)
    return mine is not None and all(mine.covers(path) for path in area.paths)


def permitted_areas_of(person: Holder, permission: Permission) -> dict[str, Area]:
    """Where somebody may do this, by programme; empty when nowhere."""
    paths: dict[str, list[str]] = {}
    for member, reach in _granted(person, permission):
        paths.setdefault(member.programme, []).append(member.place_path if reach is Reach.OWN else EVERY_PLACE)
    return {programme: Area(programme, _widest(some)) for programme, some in paths.items()}


def _granted(person: Holder, permission: Permission) -> Iterator[tuple[Member, Reach]]:
    """The roles that allow it. A role that is not in the list (any more) allows nothing."""
    for member in person.memberships:
        role = ROLES.get(member.role)
        if role and permission in role.permissions:
            yield member, role.permissions[permission]


def _widest(paths: list[str]) -> tuple[str, ...]:
    """Without those that lie under another."""
    widest: list[str] = []
    for path in sorted(set(paths), key=len):
        if not path.startswith(tuple(widest)):
            widest.append(path)
    return tuple(widest)
