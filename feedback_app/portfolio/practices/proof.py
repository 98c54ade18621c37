"""What counts for solutions: evidence that a second person published, and whose records, where it has any, hold."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from feedback_app.base.db import AnySession
from feedback_app.portfolio.practices import store
from feedback_app.portfolio.practices.stages import Proof, ShownEvidence
from feedback_app.portfolio.practices.tables import Practice, PracticeEvidence
from feedback_app.register.lookup_store import place_paths


def counting(session: AnySession, practices: Sequence[Practice]) -> dict[uuid.UUID, list[PracticeEvidence]]:
    """The evidence of these solutions that counts, by day."""
    found = store.evidence(session, [one.id for one in practices])
    spoken = [one for some in found.values() for one in some if one.record_id]
    accepted: set[str] = set()
    for programme in {one.programme_id for one in spoken}:
        ids = [one.record_id for one in spoken if one.programme_id == programme and one.record_id]
        accepted |= store.accepted_revisions(session, programme, ids).keys()
    return {
        one.id: [
            each for each in found.get(one.id, ())
            if each.published_at is not None and (each.record_id is None or str(each.record_id) in accepted)
        ]
        for one in practices
    }  # fmt: skip


def proofs(session: AnySession, practices: Sequence[Practice]) -> dict[uuid.UUID, Proof]:
    """What is asked of their evidence, by solution."""
    counted = counting(session, practices)
    codes = {one.place_code for some in counted.values() for one in some if one.place_code}
    paths = place_paths(session, codes | {code for one in practices for code in one.latest.get("places", ())})
    return {
        one.id: Proof(
            [
                ShownEvidence(each.kind, each.source, each.day, paths.get(each.place_code or "", ""))
                for each in counted[one.id]
            ],
            {paths[code] for code in one.latest.get("places", ()) if code in paths},
        )
        for one in practices
    }
