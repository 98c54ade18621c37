"""Who may take the factors off whom. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from feedback_app.enrol.permissions import Area, Member
from schemas.roles import ROLES


def may_reset(areas: Mapping[str, Area], members: Sequence[Member], tops: Mapping[str, str]) -> bool:
    """Whether somebody who looks after people in these areas (by programme) could have given each role that another
    has. `tops` are the paths of whole programmes. So nobody takes a factor off somebody who may more than they."""
    return bool(members) and all(_could_give(areas.get(one.programme), one, tops) for one in members)


def _could_give(area: Area | None, member: Member, tops: Mapping[str, str]) -> bool:
    if area is None or not area.covers(member.place_path):
        return False
    role = ROLES.get(member.role)
    return (role is not None and role.given_in_part) or area.covers(tops[member.programme])
