"""What came in, and what became of it, in numbers. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Inflow:
    """How many records came in, and how many of them are accepted and rejected by now."""

    n: int = 0
    accepted: int = 0
    rejected: int = 0

    def __add__(self, other: Inflow) -> Inflow:
        return Inflow(self.n + other.n, self.accepted + other.accepted, self.rejected + other.rejected)

    def __sub__(self, other: Inflow) -> Inflow:
        return Inflow(self.n - other.n, self.accepted - other.accepted, self.rejected - other.rejected)


NOTHING = Inflow()
