"""Selects of stored counts, and of what changed since they were stored."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, literal, select, union_all

from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.portfolio.listing import counts
from feedback_app.portfolio.listing.counts import PlaceCount
from feedback_app.portfolio.listing.tables import CountsChange, StoredCounts

ALL = "*"
"""Instead of a domain: every one of the programme."""
WORDS = ("", "")
Part = tuple[str, str]
"""Programme and domain."""


@dataclass(frozen=True, slots=True)
class CountsVersion:
    """What the public list is of: it is the same list as long as this is the same. No state of another time or of
    another database has the same, because each change and each version has an id that is drawn anew."""

    stored: Mapping[Part, uuid.UUID]
    changes: Mapping[Part, frozenset[uuid.UUID]]
    """What happened since, the words of lines among it (`WORDS`)."""

    @property
    def token(self) -> str:
        """All of it in short."""
        changes = [(part, sorted(map(str, ids))) for part, ids in self.changes.items()]
        return digest([*self.stored.items(), *changes])

    def is_all_changed(self, programme_id: str) -> bool:
        return (programme_id, ALL) in self.changes

    def part(self, part: Part) -> str:
        """Of the counts of one domain."""
        own = [self.changes.get(part), self.changes.get((part[0], ALL))]
        return digest([self.stored.get(part), *own])

    def changed_domains(self, programme_id: str) -> set[str]:
        return {domain for programme, domain in self.changes if programme == programme_id}

    def stored_domains(self, programme_id: str) -> set[str]:
        return {domain for programme, domain in self.stored if programme == programme_id}


def digest(parts: Iterable[object]) -> str:
    """The same for the same parts, in whatever order, and for no others."""
    text = sorted(repr(sorted(map(str, one)) if isinstance(one, frozenset) else one) for one in parts)
    return hashlib.sha256("\n".join(text).encode()).hexdigest()


def read_version(session: AnySession) -> CountsVersion:
    """The version of now. One statement, so that counts and changes are of one moment: read it before what it is of."""
    stored = select(StoredCounts.programme_id, StoredCounts.domain, StoredCounts.version, literal(0))
    changed = select(CountsChange.programme_id, CountsChange.domain, CountsChange.id, literal(1))
    versions: dict[Part, uuid.UUID] = {}
    changes: dict[Part, set[uuid.UUID]] = {}
    for programme, domain, key, is_change in session.execute(union_all(stored, changed)):
        if is_change:
            changes.setdefault((programme, domain), set()).add(key)
        else:
            versions[programme, domain] = key
    return CountsVersion(versions, {part: frozenset(ids) for part, ids in changes.items()})


def stored_counts(session: AnySession, programme_id: str, domains: Collection[str]) -> dict[str, list[PlaceCount]]:
    """The stored counts of these domains of a programme, as far as there are any."""
    mine = StoredCounts.programme_id == programme_id, StoredCounts.domain.in_(domains)
    rows = session.execute(select(StoredCounts.domain, StoredCounts.counts).where(*mine))
    return {domain: counts.read(stored) for domain, stored in rows}


def delete_changes(session: AnySession, ids: Collection[uuid.UUID]) -> bool:
    """These changes are dealt with. False where one of them is not there any more: somebody else dealt with it, or it
    happened again."""
    found = session.execute(delete(CountsChange).where(CountsChange.id.in_(ids)).returning(CountsChange.id))
    return len(found.all()) == len(ids)


def replace_counts(
    session: AnySession, programme_id: str, counted: Mapping[str, Sequence[PlaceCount]], *, domains: Collection[str]
) -> None:
    """Stores the counts of these domains of a programme instead of those that it had. One without any has no row."""
    mine = StoredCounts.programme_id == programme_id, StoredCounts.domain.in_(domains)
    session.execute(delete(StoredCounts).where(*mine))
    rows = [
        {"programme_id": programme_id, "domain": domain, "version": new_id(), "counts": counts.write(some)}
        for domain, some in counted.items()
    ]
    if rows:
        session.execute(insert(StoredCounts), rows)


def add_words_change(session: AnySession) -> None:
    """One change of words instead of many: an id of its own, because none may ever be the state of before."""
    session.add(CountsChange(programme_id="", domain="", id=new_id()))
    session.flush()
