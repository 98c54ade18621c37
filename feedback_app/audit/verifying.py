"""Whether the hash chain is whole, and where it is not."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from feedback_app.audit import store
from feedback_app.audit.hash_chain import Head, digest, link
from feedback_app.audit.store import StoredEvent
from feedback_app.base.db import AnySession


@dataclass(frozen=True, slots=True)
class Break:
    """Something that is wrong at a position: `changed`, `removed`, `inserted`, `truncated`, or `rewritten` since a head
    of the hash chain was noted elsewhere."""

    kind: str
    position: int

    def __str__(self) -> str:
        return f"{self.kind} at {self.position}"


@dataclass(slots=True)
class VerifiedLog:
    """What `verify` found."""

    events: int = 0
    waiting: int = 0
    """Not in the hash chain yet; the job `audit` does that within seconds."""
    cut: int = 0
    """Up to which position events were deleted when their time was over."""
    head: Head = field(default_factory=Head)
    breaks: list[Break] = field(default_factory=list)


def verify(session: AnySession, noted: Iterable[Head] = ()) -> VerifiedLog:
    """Walks the hash chain, streaming, and compares it with heads that were noted elsewhere."""
    cut, marked = store.mark(session, "cut") or Head(), store.mark(session, "head") or Head()
    found = VerifiedLog(waiting=store.number_waiting(session), cut=cut.position, head=cut)
    for event in store.chained(session):
        found.breaks += _wrong(event, found.head)
        found.head = Head(event.position or 0, event.hash or "")
        found.events += 1
    if marked.position > found.head.position:
        found.breaks.append(Break("truncated", found.head.position + 1))
    elif marked != found.head:
        found.breaks.append(Break("inserted", marked.position + 1))
    found.breaks += [one for head in noted if (one := _differs(session, head, found))]
    return found


def _wrong(event: StoredEvent, before: Head) -> Iterator[Break]:
    """What speaks against this event at its position, after the one before."""
    position, previous = event.position or 0, event.previous or ""
    if position > before.position + 1:
        yield Break("removed", before.position + 1)
    elif previous != before.hash:
        yield Break("inserted", position)
    if event.hash != link(previous, position, digest(dataclasses.asdict(event))):
        yield Break("changed", position)


def _differs(session: AnySession, noted: Head, found: VerifiedLog) -> Break | None:
    """Whether the hash chain is another than it was when this head of it was noted."""
    if noted.position <= found.cut:
        return None  # deleted since, as old events are
    if noted.position > found.head.position:
        return Break("truncated", found.head.position + 1)
    return None if store.event_at(session, noted.position) == noted.hash else Break("rewritten", noted.position)
