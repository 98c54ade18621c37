"""Opening a hand-carried file: which items are whole, whose they are, and the outcome of each."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from sync import bundle
from sync.bundle import Contents, Found
from sync.sealed_item import SealedItem, read_sealed_item
from sync.sealing import unseal

DAMAGED, UNVOUCHED = "damaged", "unvouched"
NOT_FILED = frozenset({DAMAGED, UNVOUCHED, "refused", "later"})
"""Outcomes of items that the server did not take."""


@dataclass(slots=True)
class Opened:
    """A file, the programme whose key opens it, and the outcomes of its items so far."""

    contents: Contents
    file: BinaryIO
    programme: str | None
    private: bytes
    outcomes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def sealed_items(self, *, entries: bool) -> Iterator[tuple[str, SealedItem]]:
        """Every item of a kind that opens, each name once. Those that do not are noted as damaged."""
        for found in self.contents.found:
            if found.name.startswith("entries/") == entries and self._waits(found.name):
                sealed_item = self._open(found)
                if sealed_item is None or bool(sealed_item.type) == entries:
                    self.note(found.name, DAMAGED)
                else:
                    yield found.name, sealed_item

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

    def _open(self, found: Found) -> SealedItem | None:
        plain = unseal(bundle.content(self.file, found), self.private, name=found.name)
        return None if plain is None else read_sealed_item(plain)


def open_file(file: BinaryIO, keys: Mapping[str, bytes]) -> Opened:
    """Reads a file with the keys at hand. `programme` is None when none of them opens anything in it.

    Raises `sync.bundle.NotABundle`.
    """
    contents = bundle.read(file)
    named = contents.manifest.programme if contents.manifest else ""
    # The list may be lost, or lie: what opens an item is its programme.
    for programme in sorted(keys, key=lambda one: one != named):
        opened = Opened(contents, file, programme, keys[programme])
        if any(opened._open(found) for found in _samples(contents)):
            return opened
    return Opened(contents, file, None, b"")


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
