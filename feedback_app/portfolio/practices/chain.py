"""Why a solution is here, as anyone may read it: what happened to it and when, of nobody. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from feedback_app.portfolio.practices.change_kinds import ChangeKind
from feedback_app.portfolio.practices.visibility import HolderConsent

PUBLIC = frozenset(
    {
        ChangeKind.LIFTED, ChangeKind.PUBLISHED, ChangeKind.EVIDENCE_PUBLISHED, ChangeKind.STEP, ChangeKind.CONSENT,
        ChangeKind.JOINED, ChangeKind.UNITED,
    }
)  # fmt: skip
"""What anyone may know of. Who proposed what, and what was taken back, is for the desk."""


class Change(Protocol):
    """What is stored of one change."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> dt.datetime: ...
    @property
    def after(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class PublicStep:
    """One thing that happened, on a day; of a change of stage, where it led."""

    kind: str
    day: dt.date
    stage: str = ""


def public_chain(changes: Iterable[Change]) -> list[PublicStep]:
    """What happened, the first thing first; the same thing of one day once."""
    steps = (
        PublicStep(one.kind, one.at.date(), str(one.after.get("stage", ""))) for one in changes if _is_public(one)
    )  # fmt: skip
    return list(dict.fromkeys(steps))


def _is_public(one: Change) -> bool:
    if one.kind == ChangeKind.CONSENT:
        return str(one.after.get("state", "")) == HolderConsent.GIVEN
    if one.kind == ChangeKind.STEP:
        return bool(one.after.get("stage"))
    return one.kind in PUBLIC
