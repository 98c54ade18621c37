"""What an organisation says of a project: interest, promises, payments; and what of it counts in public. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from feedback_app.base.cells import NotANumber, whole_number
from feedback_app.portfolio.bourse.project_words import MOST_DIGITS, ProjectWords, read_day

LONGEST_WORDS = 1000


class PledgeKind(StrEnum):
    """What an organisation says."""

    INTEREST = "interest"
    PROMISE = "promise"
    PAYMENT = "payment"


class PledgeRefusal(StrEnum):
    """Why it is not noted."""

    AMOUNT = "amount"
    DAY = "day"
    WORDS = "words"
    """A payment without what shows it, or words that are too long."""
    STALE = "stale"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class PledgeForm:
    """A pledge as a form says it."""

    kind: PledgeKind
    amount: int | None
    day: dt.date
    words: str


class SentPledge(Protocol):
    """The form as it was sent."""

    def get(self, key: str, default: str) -> str: ...


def read_pledge(form: SentPledge, *, today: dt.date) -> PledgeForm | PledgeRefusal:
    """The pledge in a form, or what is wrong with it. A payment is of a past day; a promise may be for later."""
    kind = PledgeKind(form.get("kind", ""))
    words = " ".join(form.get("words", "").split())
    if len(words) > LONGEST_WORDS or (kind is PledgeKind.PAYMENT and not words):
        return PledgeRefusal.WORDS
    if kind is PledgeKind.INTEREST:
        return PledgeForm(kind, None, today, words)
    day = read_day(form.get("day", ""))
    if day is None or (kind is PledgeKind.PAYMENT and day > today):
        return PledgeRefusal.DAY
    amount = _amount(form.get("amount", ""))
    return PledgeForm(kind, amount, day, words) if amount else PledgeRefusal.AMOUNT


def _amount(text: str) -> int | None:
    try:
        return whole_number(text, most_digits=MOST_DIGITS)
    except NotANumber:
        return None


class PledgeRow(Protocol):
    """A pledge as it is stored."""

    @property
    def organisation_id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def amount(self) -> int | None: ...
    @property
    def confirmed_at(self) -> dt.datetime | None: ...
    @property
    def withdrawn_at(self) -> dt.datetime | None: ...


@dataclass(frozen=True, slots=True)
class MoneyTrail:
    """What an organisation promised for a project, and what of it was paid, as the Lab confirmed."""

    organisation: str
    promised: int
    paid: int

    @property
    def missing(self) -> int:
        """What was promised and is not paid."""
        return max(0, self.promised - self.paid)

    @property
    def covered(self) -> int:
        """What is sought no more: a payment fulfils a promise and does not add to it."""
        return max(self.promised, self.paid)


def money_trails(rows: Iterable[PledgeRow]) -> list[MoneyTrail]:
    """By organisation, what counts in public: confirmed and not withdrawn."""
    sums: dict[str, dict[str, int]] = {}
    for row in rows:
        if row.amount and row.confirmed_at and not row.withdrawn_at:
            own = sums.setdefault(row.organisation_id, dict.fromkeys(PledgeKind, 0))
            own[row.kind] += row.amount
    return [MoneyTrail(key, own[PledgeKind.PROMISE], own[PledgeKind.PAYMENT]) for key, own in sorted(sums.items())]


@dataclass(frozen=True, slots=True)
class ProjectFunds:
    """The money of a project: what it costs, what is there, what was promised and paid and is confirmed."""

    cost: int
    found: int
    promised: int
    paid: int
    covered: int

    @property
    def sought(self) -> int:
        """What nobody has promised or paid yet."""
        return max(0, self.cost - self.found - self.covered)


def project_funds(words: ProjectWords, trails: Iterable[MoneyTrail]) -> ProjectFunds:
    """The money of a project with these words and these promises and payments."""
    some = [*trails]
    return ProjectFunds(
        words.cost, words.money_found, sum(one.promised for one in some), sum(one.paid for one in some),
        sum(one.covered for one in some),
    )  # fmt: skip
