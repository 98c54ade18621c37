"""The ports: what the engine asks of whoever keeps the ledger and the feed, and what they promise.

`memory.py` is the model; the contract tests hold every other store to it.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sync.consent import is_unstored
from sync.entry import Entry, Fault, Malformed


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """A revision that the ledger holds."""

    rev: int
    digest: str
    position: int
    faults: tuple[Fault, ...] = ()
    """Why it is in quarantine; empty when it is not."""


@dataclass(frozen=True, slots=True)
class Holding:
    """All that the ledger holds of one record."""

    revisions: tuple[StoredRevision, ...] = ()
    owner: str | None = None
    """The author that its entries name, those in quarantine too, or named before it was erased; None when they name
    none."""
    erased: frozenset[str | None] = frozenset()
    """The owners of records of this id that were erased, whatever id those were stored under. None among them: whose it
    was is not known, and nothing of this id is taken."""

    def is_erased_for(self, author: str | None) -> bool:
        """Whether an entry of this author under the id is refused, because their record was erased.

        One that names no author may be anybody's: it is refused when any record of the id was erased.
        """
        return bool(self.erased) if author is None else bool(self.erased & {author, None})


@dataclass(frozen=True, slots=True)
class Filing:
    """An entry on its way into the ledger; in quarantine when it has faults."""

    entry: Entry
    faults: tuple[Fault, ...] = ()
    replaces: int | None = None
    """The position of a copy in quarantine that another phone had sent: this one replaces it."""

    @property
    def is_unstored(self) -> bool:
        """Whether only its digest, position and faults are stored: nobody agreed to more."""
        return is_unstored(self.faults)


class Ledger(Protocol):
    """Stores entries for good, in one programme."""

    def take_write_lock(self, at_most: int, records: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Holding]:
        """Waits until no other writer of this programme is under way, until this transaction ends. Returns what is
        stored of these records, as `holdings` does.

        That, and what `holdings` says after it, stays true until commit. At most so many entries will be appended:
        their positions may be set aside, `append` gives back what it does not use.
        """

    def holdings(self, records: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Holding]:
        """What is stored of these records; a record of which nothing is stored is left out."""

    def append(self, filings: Sequence[Filing]) -> Sequence[int]:
        """Stores the entries as they are and returns their positions, ascending, in the order given. What a filing
        `replaces` is deleted. Of one that `is_unstored` the body is not stored.

        Promise: once a reader has seen position N, nothing ever appears at or below N.
        """

    def withdraw(self, entries: Sequence[Entry]) -> None:
        """Erases the records of these entries, with which their authors take consent back; the entries themselves are
        not stored. Of a record that is not stored yet, so that none of its revisions is stored later either."""

    def keep_malformed(self, entries: Sequence[Malformed]) -> Sequence[int | None]:
        """Stores what cannot be an entry, and returns their positions. The same again is stored once, at its first.

        One of which only the digest is stored (`Extent`) has no position until it comes again and is stored whole."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a phone may see: everything of its programme under (and above) its place, and what is its person's own."""

    place_path: str
    person: str
    instruments: frozenset[str] | None = None
    """Names of the instruments it was enrolled for; None for all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that travels down, the latest of its name. `body` None is a drop."""

    position: int
    kind: str
    name: str
    scope_path: str
    owner: str
    body: str | None


class Feed(Protocol):
    """What travels down in one programme. Each row is only there once, at the position of its latest change."""

    def head(self) -> int:
        """The last position given out."""

    def tombstone_floor(self) -> int:
        """Drops at or below this position have expired."""

    def after(self, position: int, *, scopes: Sequence[Scope], limit: int) -> Sequence[Row]:
        """Rows above `position` that at least one of `scopes` sees, ascending, at most `limit`.

        Promise: once a reader has seen position N, no row ever appears at or below N.
        """

    def owned(self, position: int, *, person: str, limit: int) -> Sequence[Row]:
        """Rows above `position` that belong to this person alone, ascending, at most `limit`."""
