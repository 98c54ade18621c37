"""Who has a record before them, and until when: two reviewers do not read the same one. Pure.

Who opens a record that waits holds it for a short while; who takes it upon themselves, for a working day, and nobody
else decides meanwhile unless they take it over. A claim lapses by itself: the record of one who went home is free.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

OPENED = dt.timedelta(minutes=10)
"""How long the others are led past a record that somebody has opened."""
TAKEN = dt.timedelta(hours=8)
"""How long a record is theirs who took it."""
GIVEN = dt.timedelta(days=3)
"""How long it is theirs to whom somebody gave it: they need not be at the desk today."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's claim on a record."""

    by: uuid.UUID
    until: dt.datetime
    taken: bool
    """They took it; else they only opened it."""

    def is_live(self, now: dt.datetime) -> bool:
        """Whether it has not lapsed."""
        return now < self.until

    def is_against(self, person: uuid.UUID, now: dt.datetime) -> bool:
        """Whether a person is led past the record: it is before somebody else."""
        return self.by != person and self.is_live(now)

    def stops(self, person: uuid.UUID, now: dt.datetime) -> bool:
        """Whether a person may not decide before they have taken the record over."""
        return self.taken and self.is_against(person, now)


def claim_by_opening(claim: Claim | None, person: uuid.UUID, now: dt.datetime) -> Claim | None:
    """The claim of one who opens a record that waits; None where the one that there is stays: it is somebody else's
    and live, or they took it themselves, or opened it just now."""
    if claim and claim.is_live(now) and (claim.by != person or claim.taken or claim.until - now > OPENED / 2):
        return None
    return Claim(person, now + OPENED, taken=False)
