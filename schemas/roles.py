"""What each role may do and where, read from `vocabulary/roles.csv`: a row is a role, a column a permission, a cell how
far it reaches. Pure.

A role is a row there and nothing else; a permission is a column there and a member here, which its doors name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from schemas.vocabulary import Term, vocabulary


class Permission(StrEnum):
    """What doors and phones ask for. A test holds the members against the list's columns."""

    CAPTURE = "capture"
    """Being given a phone that records."""
    RECORD_PROMPTS = "record_prompts"
    """Recording the questions of forms on a phone."""
    REVIEW = "review"
    """Records: reading them and deciding about them."""
    MEDIA = "media"
    """Photos and voices."""
    PORTFOLIO = "portfolio"
    """Themes, solutions, and which needs they answer."""
    FINANCE = "finance"
    """Projects that seek funding: what one's organisation promises and pays."""
    CARRY = "carry"
    """Files carried by hand."""
    VOUCH = "vouch"
    """Saying whose phone a carried file is from."""
    ERASE = "erase"
    PROTECT = "protect"
    """The rights of people whose words are stored: taking back, one person's data, purposes, breaches."""
    PROTECTION = "protection"
    """Protection reports, sealed to the officers' key: nobody else learns that there are any."""
    DASHBOARD = "dashboard"
    """What comes in and from where, who reviews, what is stuck."""
    PHONES = "phones"
    """Phones and the codes that enrol them."""
    FORMS = "forms"
    PROMPTS = "prompts"
    """What of the forms can be heard."""
    PLACES = "places"
    """Places and the register of projects."""
    PEOPLE = "people"
    """Who has which role; whom phones name as trusted."""
    BACKUPS = "backups"
    SERVER = "server"
    AUDIT = "audit"
    """Who did what."""
    READ_PUBLIC = "read_public"
    """What anyone may read is what this role comes for: the desk leads there."""


class Reach(StrEnum):
    """How far a permission reaches."""

    OWN = "own"
    """The place that the role was given for, and those below it."""
    PROGRAMME = "programme"
    """All of the role's programme, whatever its place."""
    ALL = "all"
    """The whole installation."""


ON_PHONES = frozenset({Permission.CAPTURE, Permission.RECORD_PROMPTS})
"""Permissions that phones use; every other opens something at the desk."""


@dataclass(frozen=True, slots=True)
class Role:
    """One row."""

    code: str
    label: Mapping[str, str]
    may: Mapping[str, str]
    """A sentence on what it allows, by language."""
    given_in_part: bool
    """Whether it may be given by somebody who looks after a part of a programme."""
    permissions: Mapping[Permission, Reach]
    given_at_the_desk: bool = True
    """Whether it may be given at the desk at all; else by the command line alone."""
    second_factor: bool = False
    """Whether who has it must prove more than a password when signing in."""

    @property
    def opens_the_desk(self) -> bool:
        """Whether somebody with this role has a page to go to after signing in."""
        return bool(self.permissions.keys() - ON_PHONES)


def _given_at_the_desk(term: Term) -> bool:
    return term.attributes.get("given_in_part") != "cli"


def _role(term: Term) -> Role:
    cells = {name: Reach(cell) for name in Permission if (cell := term.attributes.get(name))}
    return Role(
        term.code, term.label, term.texts("may"), term.flag("given_in_part"), cells, _given_at_the_desk(term),
        term.flag("second_factor"),
    )  # fmt: skip


ROLES: Mapping[str, Role] = {term.code: _role(term) for term in vocabulary("roles").terms}
"""By code, in the order in which they are offered."""


def with_permission(permission: Permission) -> tuple[str, ...]:
    """The roles that have it, in their order."""
    return tuple(code for code, role in ROLES.items() if permission in role.permissions)


PHONE_ROLES = with_permission(Permission.CAPTURE)
"""Those for which a phone can be enrolled; the first is the usual one."""
