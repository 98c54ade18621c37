"""What an exchange takes of its phone's budget of the day, and how much of what cannot be read is stored. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from feedback_app.enrol.budget import Amounts
from sync.engine import Checked
from sync.entry import Entry, Extent, Malformed

MOST_STORED = 100
"""Of how many that cannot be read all is stored, a phone and day; of more only the digest. A phone that is at fault
sends a few, and of those the reason is worth looking for."""
LARGEST_STORED = 64 * 1024
"""Bytes of one that is stored whole: ten times a record."""


def abridge(examined: Sequence[Checked], *, today: Amounts) -> list[Checked]:
    """What was examined, with the digest alone of what is unreadable and too large, or too many of today."""
    return list(_abridged(examined, room=MOST_STORED - today.malformed))


def _abridged(examined: Sequence[Checked], *, room: int) -> Iterator[Checked]:
    for one, faults in examined:
        if isinstance(one, Malformed):
            room -= 1
            if one.extent is Extent.WHOLE and (room < 0 or len(one.raw) > LARGEST_STORED):
                one = replace(one, extent=Extent.DIGEST)
        yield one, faults


def amounts_of(examined: Sequence[Checked]) -> Amounts:
    """What an exchange hands over. A retry counts too: who was answered does not come again."""
    unread = [one for one, _ in examined if isinstance(one, Malformed)]
    read = [one for one, _ in examined if isinstance(one, Entry)]
    size = sum(len(one.raw) for one in unread) + sum(len(one.body) for one in read)
    return Amounts(entries=len(examined), bytes=size, malformed=len(unread))
