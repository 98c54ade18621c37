"""What is done with sheets: proposed, published by a second person, removed; each is appended to their history.

Nothing here commits. Whoever changes several takes `store.lock_sheets` first.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.portfolio.csr.store import lock_sheets
from feedback_app.portfolio.csr.tables import CsrChange, CsrSheet
from feedback_app.portfolio.csr.values import Words
from feedback_app.portfolio.solutions.history import Author


class Change(StrEnum):
    """What somebody did."""

    PROPOSED = "proposed"
    WITHDRAWN = "withdrawn"
    """What was proposed is what is public already."""
    PUBLISHED = "published"
    REMOVED = "removed"


class SheetRefusal(StrEnum):
    """Why a sheet is not changed."""

    STALE = "stale"
    """Somebody changed it meanwhile, or nothing waits any more."""
    OWN = "own-words"
    """Who wrote it does not publish it."""


_EVENTS = {
    Change.PROPOSED: "csr_proposed",
    Change.WITHDRAWN: "csr_proposed",
    Change.PUBLISHED: "csr_published",
    Change.REMOVED: "csr_removed",
}


def add_sheet(session: AnySession, programme_id: str, kind: str, key: str, words: Words, *, author: Author) -> CsrSheet:
    """A new sheet, which waits for a second person."""
    sheet = CsrSheet(
        id=new_id(), programme_id=programme_id, kind=kind, key=key, proposed=_bare(words), proposed_by=author.by,
        created_at=author.now, created_by=author.by,
    )  # fmt: skip
    session.add(sheet)
    session.flush()
    _note(session, sheet, Change.PROPOSED, before={}, after=sheet.proposed, author=author)
    return sheet


def propose(
    session: AnySession, sheet: CsrSheet, words: Words, *, author: Author, seen: int | None = None
) -> SheetRefusal | None:
    """Notes what a sheet shall say; `seen` is the version that was read. What is public withdraws what waits."""
    lock_sheets(session)
    session.refresh(sheet)
    if seen is not None and seen != sheet.version:
        return SheetRefusal.STALE
    before, after = sheet.latest, _bare(words)
    if before == after:
        return None
    withdrawn = after == sheet.words
    sheet.proposed, sheet.proposed_by = ({}, None) if withdrawn else (after, author.by)
    kind = Change.WITHDRAWN if withdrawn else Change.PROPOSED
    _note(session, sheet, kind, before=before, after=after, author=author)
    return None


def publish(session: AnySession, sheet: CsrSheet, seen: int, *, author: Author) -> SheetRefusal | None:
    """Publishes what waits, as it was `seen` (its version), unless it is one's own."""
    lock_sheets(session)
    session.refresh(sheet)
    if not sheet.proposed or sheet.version != seen:
        return SheetRefusal.STALE
    if sheet.proposed_by == author.by:
        return SheetRefusal.OWN
    before = sheet.words
    sheet.words, sheet.proposed, sheet.proposed_by = sheet.proposed, {}, None
    _note(session, sheet, Change.PUBLISHED, before=before, after=sheet.words, author=author)
    return None


def remove(session: AnySession, sheet: CsrSheet, seen: int, *, author: Author) -> SheetRefusal | None:
    """Takes a sheet away, in public too; its history stays."""
    lock_sheets(session)
    session.refresh(sheet)
    if sheet.version != seen:
        return SheetRefusal.STALE
    _note(session, sheet, Change.REMOVED, before=sheet.latest, after={}, author=author)
    session.delete(sheet)
    session.flush()
    return None


def _bare(words: Words) -> dict[str, Any]:
    """Without what is not known."""
    return {name: value for name, value in words.items() if value not in (None, "", [])}


def _note(session: AnySession, sheet: CsrSheet, kind: Change, *, before: Words, after: Words, author: Author) -> None:
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    session.add(
        CsrChange(
            id=new_id(), programme_id=sheet.programme_id, sheet_id=sheet.id, kind=kind, by=author.by, at=author.now,
            before={name: before[name] for name in names if name in before},
            after={name: after[name] for name in names if name in after},
        )
    )  # fmt: skip
    sheet.version += 1
    session.flush()
    note_event(session, _EVENTS[kind], about=("csr_sheet", sheet.id), programme=sheet.programme_id)
