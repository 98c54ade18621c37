"""The register of processing: what is processed, why, on which legal basis, for how long, who receives it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback_app.rights.notice import Notice, read_notice
from feedback_app.rights.periods import Period, read_periods
from schemas.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Purpose:
    """One line; texts by language."""

    code: str
    why: Mapping[str, str]
    data: Mapping[str, str]
    who: Mapping[str, str]
    basis: str
    period: Period

    def wire(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "code": self.code, "purpose": dict(self.why), "data": dict(self.data), "recipients": dict(self.who),
            "basis": self.basis, "retention_days": self.period.days,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Register:
    """Of one programme."""

    notice: Notice
    purposes: tuple[Purpose, ...]

    def wire(self) -> dict[str, Any]:
        """As JSON."""
        notice = self.notice
        return {
            "controller": dict(notice.controller), "contact": notice.contact, "officer": notice.officer,
            "authority": notice.authority, "processors": dict(notice.recipients), "missing": list(notice.missing),
            "purposes": [one.wire() for one in self.purposes],
        }  # fmt: skip


def read_register(settings: Mapping[str, Any]) -> Register:
    """The register of a programme with these settings."""
    periods = read_periods(settings)
    purposes = tuple(
        Purpose(
            one.code, one.label, one.texts("data"), one.texts("who"), one.attributes["basis"],
            periods[one.attributes["period"]],
        )
        for one in vocabulary("purposes").terms
    )  # fmt: skip
    return Register(read_notice(settings), purposes)
