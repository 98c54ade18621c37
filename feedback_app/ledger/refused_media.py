"""Which media of entries may be stored: a no to a use counts from its revision on, and for all that came before."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from feedback_app.base.db import AnySession
from feedback_app.ledger.tables import Record
from feedback_app.media.refusal_store import take_back
from feedback_app.register.lookup_store import programme_by_id
from sync import consent
from sync.engine import FOREIGN
from sync.store import Filing

RefusedUses: TypeAlias = Callable[[Mapping[str, Any]], frozenset[str]]
"""The uses of media that a body refuses."""


def refused_uses(session: AnySession, programme_id: str) -> RefusedUses:
    """What bodies of a programme refuse: what they say no to, and what its present promise asks and they do not answer.
    An earlier promise may not have asked."""

    def refused(content: Mapping[str, Any]) -> frozenset[str]:
        programme = programme_by_id(session, programme_id)
        promise = programme.consent if programme else {}
        given = content.get("consent")
        same = isinstance(given, Mapping) and given.get("version") == promise.get("version")
        asked = {scope["name"] for scope in promise.get("scopes", ())} if same else ()
        return consent.refused_uses(consent.uses(content), asked)

    return refused


def apply_refusals(session: AnySession, filed: Iterable[tuple[Filing, Record]], refused: RefusedUses) -> None:
    """Applies what entries refuse to media that their records had named before, and what the records refuse to
    entries that came late. What an author takes back counts, whatever else is wrong with the revision."""
    uses: dict[uuid.UUID, tuple[Record, frozenset[str]]] = {}
    for filing, record in filed:
        now = consent.refused_uses(record.consent_uses or {}) if record.rev else frozenset()
        if _is_of(filing, record):
            now |= refused(filing.entry.content)
            if filing.faults and record.rev:
                record.consent_uses = {**(record.consent_uses or {}), **dict.fromkeys(sorted(now), False)}
        uses[record.id] = record, uses.get(record.id, (record, frozenset()))[1] | now
    for record, taken_back in uses.values():
        take_back(session, record.programme_id, record.id, taken_back)


def _is_of(filing: Filing, record: Record) -> bool:
    """Whether its author sent it and no later revision counts. A body of which nothing is stored says nothing here."""
    foreign = not FOREIGN.isdisjoint((fault.field, fault.reason) for fault in filing.faults)
    return (
        not foreign
        and not filing.is_unstored
        and filing.entry.author == record.owner
        and filing.entry.rev >= record.rev
    )
