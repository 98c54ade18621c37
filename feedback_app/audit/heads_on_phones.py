"""The head of the hash chain on phones: it goes down within the cursor, which phones store and send back as it came,
today's too. Whoever writes the log anew cannot reach them.
"""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass, field

from feedback_app.audit import store
from feedback_app.audit.hash_chain import Head
from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession

SIGNS = 16
"""Of a hash, as phones have it."""
FRESH_S = 60.0
"""How old a head may be that goes down: reading it for each exchange would cost a query."""
MOST_KNOWN = 10_000
_WITH_HEAD = re.compile(r"(.*)~(\d{1,18})-([0-9a-f]{16})", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class PhoneHead:
    """As much of a head as a phone has."""

    position: int
    start: str
    """The first signs of its hash."""


def split_cursor(cursor: str | None) -> tuple[str | None, PhoneHead | None]:
    """A cursor as it was given out by the engine, and the head that went with it, if any did."""
    found = _WITH_HEAD.fullmatch(cursor or "")
    return (found[1], PhoneHead(int(found[2]), found[3])) if found else (cursor, None)


def join_cursor(cursor: str, head: Head) -> str:
    """A cursor with a head; a locked phone gets neither."""
    return f"{cursor}~{head.position}-{head.hash[:SIGNS]}" if cursor and head.position else cursor


@dataclass(slots=True)
class HeadWatch:
    """The head that goes down from this process, and those that came back right."""

    head: Head = field(default_factory=Head)
    read_at: float | None = None
    known: set[PhoneHead] = field(default_factory=set)
    mutex: threading.Lock = field(default_factory=threading.Lock)

    def current(self, session: AnySession) -> Head:
        """The head to give out: no older than a minute."""
        now = time.monotonic()
        if self.read_at is None or now - self.read_at > FRESH_S:
            self.head, self.read_at = store.mark(session, "head") or Head(), now
        return self.head

    def knows(self, sent: PhoneHead | None) -> bool:
        """Whether a head came back right before, or none did: nothing is to be noted then."""
        return sent is None or sent in self.known

    def check(self, session: AnySession, sent: PhoneHead | None, *, device: object) -> bool:
        """Whether the hash chain is still the one that a phone has the head of; notes it where it is not."""
        if sent is None or self.knows(sent) or _agrees(session, sent):
            self._remember(sent)
            return True
        note_event(session, "head_differs", about=("device", device), position=sent.position, start=sent.start)
        return False

    def _remember(self, sent: PhoneHead | None) -> None:
        with self.mutex:
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            self.known |= {sent} if sent else set()


def _agrees(session: AnySession, sent: PhoneHead) -> bool:
    cut = store.mark(session, "cut") or Head()
    return sent.position <= cut.position or (store.event_at(session, sent.position) or "").startswith(sent.start)
