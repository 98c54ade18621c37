"""Counts of the public list are stored while nobody waits: counted in a transaction that only reads, then written."""

from __future__ import annotations

from feedback_app.base.db import reading, transaction
from feedback_app.portfolio.listing import count_store, store
from feedback_app.portfolio.listing.count_store import WORDS
from feedback_app.portfolio.listing.public_list import counted_until
from feedback_app.register.lookup_store import programmes


def store_all() -> int:
    """Stores the counts of what has changed since it was last done. Returns of how many domains."""
    with reading() as session:
        changes = count_store.read_version(session).changes
    if len(words := changes.get(WORDS, ())) > 1:
        with transaction() as session:
            count_store.delete_changes(session, words)
            count_store.add_words_change(session)
    return sum(_store(programme) for programme in sorted({of for of, _ in changes if of}))


def _store(programme_id: str) -> int:
    """What happens between counting and writing stays a change, and is stored by the next run. Where a change that was
    counted is not there any more, another run was faster: nothing is written."""
    with reading() as session:
        version = count_store.read_version(session)  # first: what is counted is of this version, or newer
        until = counted_until(session, [one for one in programmes(session) if one.id == programme_id])
        is_all = version.is_all_changed(programme_id)
        domains = version.stored_domains(programme_id) if is_all else version.changed_domains(programme_id)
        counts = {}
        if programme_id in until:
            some = None if is_all else domains
            counts = store.count_places(session, programme_id, before=until[programme_id], domains=some)
    ids = [one for (of, _), some in version.changes.items() if of == programme_id for one in some]
    with transaction() as session:
        if not count_store.delete_changes(session, ids):
            session.rollback()
            return 0
        count_store.replace_counts(session, programme_id, counts, domains=domains | counts.keys())
    return len(domains | counts.keys())
