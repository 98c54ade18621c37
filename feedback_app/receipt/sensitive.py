"""Which records are sensitive, so that nothing may be published by their code. Pure.

`static/pwa/src/domain/sensitive.ts` asks the same of a phone's records, so that it promises no code that never answers.
"""

from __future__ import annotations

from collections.abc import Iterable

from feedback_app.ledger.status_event import StatusEvent
from schemas.vocabulary import vocabulary


def was_for_the_trusted(events: Iterable[StatusEvent]) -> bool:
    """Whether review ever gave a reason that marks the record as sensitive, whatever domain it names itself."""
    reasons = [vocabulary("reasons").get(event.reason) for event in events]
    return any(reason is not None and reason.flag("sensitive") for reason in reasons)
