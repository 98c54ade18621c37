"""Who must have a second factor."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from enum import StrEnum

from feedback_app.base.db import AnySession
from feedback_app.enrol.second_factor import store
from feedback_app.enrol.store import memberships
from feedback_app.register.demonstration import is_made_up
from feedback_app.register.lookup_store import programmes
from feedback_app.settings import SECOND_FACTOR_REQUIRED
from schemas.roles import ROLES


class Step(StrEnum):
    """What comes after the right password."""

    ENTER = "enter"
    PROVE = "prove"
    SET_UP = "set_up"


def is_required(session: AnySession, roles: Iterable[str], *, setting: str) -> bool:
    """Whether somebody with these roles must have a factor: where the setting says so, one of the roles does
    (`roles.csv`), and there is any programme that is not a demonstration (decision 31)."""
    if setting != SECOND_FACTOR_REQUIRED or not any(ROLES[role].second_factor for role in roles if role in ROLES):
        return False
    return any(not is_made_up(one.settings) for one in programmes(session))


def must_have(session: AnySession, person_id: uuid.UUID, *, setting: str) -> bool:
    """The same of a person."""
    return is_required(session, {role for _, role, _, _ in memberships(session, person_id)}, setting=setting)


def next_step(session: AnySession, person_id: uuid.UUID, *, setting: str) -> Step:
    """Whoever has a factor is asked for it; who must have one and has none sets one up first."""
    if store.count_factors(session, person_id):
        return Step.PROVE
    return Step.SET_UP if must_have(session, person_id, setting=setting) else Step.ENTER


def is_missing(session: AnySession, person_id: uuid.UUID, roles: Iterable[str], *, setting: str) -> bool:
    """Whether somebody who is signed in should not be: they must have a factor, since they got a role or since their
    factors were reset, and have none."""
    return is_required(session, roles, setting=setting) and not store.count_factors(session, person_id)
