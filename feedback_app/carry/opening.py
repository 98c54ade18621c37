"""Opening a hand-carried file: which items are whole, whose they are, and the outcome of each."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from sync import bundle
from sync.bundle import Contents, Found
from sync.sealed_item import SealedItem, device_named, read_sealed_item
from sync.sealing import unseal_with

DAMAGED, UNVOUCHED = "damaged", "unvouched"
MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes of the entries of one file: three times the largest file of a phone that we know of. Packed, a file of two
megabytes could hold a gigabyte."""
IsTrusted = Callable[[bytes], bool]
NOT_FILED = frozenset({DAMAGED, UNVOUCHED, "refused", "later"})
"""Outcomes of items that the server did not take."""


@dataclass(slots=True)
class Opened:
    """A file, the programme whose keys open it, and the outcomes of its items so far."""

    contents: Contents
    file: BinaryIO
    programme: str | None
    private: Sequence[bytes]
    outcomes: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_trusted: IsTrusted = lambda _plain: True
    """Asked of each item before it is unpacked."""
    unpacked: int = 0
    """Bytes of entries so far."""

    def sealed_items(self, *, entries: bool) -> Iterator[tuple[str, SealedItem]]:
        """Every item of a kind that opens, each name once. Those that do not are noted as damaged, those of a stranger
        as such, and nothing of them is unpacked."""
        for found in self.contents.found:
            if found.name.startswith("entries/") == entries and self._waits(found.name):
                sealed_item = self._read(found)
                if sealed_item is not None and bool(sealed_item.type) == entries:
                    self.note(found.name, DAMAGED)
                elif sealed_item is not None:
                    yield found.name, sealed_item

    def _read(self, found: Found) -> SealedItem | None:
        """What is in an item; None when that is noted as its outcome."""
        plain = self.opened(found)
        device = plain and device_named(plain)
        if not plain or not device:
            self.note(found.name, DAMAGED)
        elif not self.is_trusted(plain):
            self.note(found.name, UNVOUCHED, device=device)
        elif self.unpacked > MOST_UNPACKED:
            self.note(found.name, "refused", device=device)
        elif (sealed_item := read_sealed_item(plain)) is None:
            self.note(found.name, DAMAGED)
        else:
            self.unpacked += 0 if sealed_item.type else len(sealed_item.payload)
            return sealed_item
        return None

    def note(self, name: str, outcome: str, **more: Any) -> None:
        """Notes the outcome of an item. Of two with one name, the one that was filed counts."""
        if outcome in NOT_FILED and self.outcomes.get(name, {}).get("outcome", outcome) not in NOT_FILED:
            return
        self.outcomes[name] = {"name": name, "outcome": outcome, **more}

    def end(self) -> list[dict[str, Any]]:
        """The outcome of every item that the file lists, in its order; what is missing is damaged."""
        for name in self.contents.names:
            self.outcomes.setdefault(name, {"name": name, "outcome": DAMAGED})
        return [self.outcomes[name] for name in dict.fromkeys([*self.contents.names, *self.outcomes])]

    def _waits(self, name: str) -> bool:
        return self.outcomes.get(name, {}).get("outcome", DAMAGED) in NOT_FILED

    def opened(self, found: Found) -> bytes | None:
        """The bytes of an item, still packed; None when no key opens it."""
        return unseal_with(bundle.content(self.file, found), self.private, name=found.name)


def open_file(file: BinaryIO, keys: Mapping[str, Sequence[bytes]]) -> Opened:
    """Reads a file with the keys at hand. `programme` is None when none of them opens anything in it.

    Raises `sync.bundle.NotABundle`.
    """
    contents = bundle.read(file)
    named = contents.manifest.programme if contents.manifest else ""
    # The list may be lost, or lie: what opens an item is its programme.
    for programme in sorted(keys, key=lambda one: one != named):
        opened = Opened(contents, file, programme, keys[programme])
        if any((plain := opened.opened(found)) and device_named(plain) for found in _samples(contents)):
            return opened
    return Opened(contents, file, None, ())


def _samples(contents: Contents) -> Iterator[Found]:
    """What to try a key on: what is intact first, a few of the others."""
    intact = [one for one in contents.found if one.intact]
    yield from intact[:3]
    yield from [one for one in contents.found if not one.intact][: 3 if intact else 50]


def device_of(sealed_item: SealedItem) -> uuid.UUID | None:
    """The phone that a sealed item names as its own."""
    try:
        return uuid.UUID(sealed_item.device)
    except ValueError:
        return None
