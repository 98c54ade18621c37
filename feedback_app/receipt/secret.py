"""Which records are about something delicate, so that nothing may be told by their code. Pure.

`static/pwa/src/domain/secret.ts` asks the same of what a phone holds, so that it promises no code that never answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from feedback_app.ledger.status_event import StatusEvent
from feedback_app.portfolio.publication import is_sensitive
from schemas.vocabulary import vocabulary


def is_delicate(answers: object) -> bool:
    """Whether anything among the answers, however deep in repeats, is the code of a sensitive domain.

    Whatever the question is called: forms name it as they like. A text that is such a code and nothing else counts
    too; silence about one record too many harms nobody.
    """
    if isinstance(answers, Mapping):
        return any(is_delicate(each) for each in answers.values())
    if isinstance(answers, list):
        return any(is_delicate(each) for each in answers)
    return isinstance(answers, str) and is_sensitive(answers)


def was_for_the_trusted(events: Iterable[StatusEvent]) -> bool:
    """Whether review ever gave a reason that marks the record as delicate, whatever domain it names itself."""
    reasons = [vocabulary("reasons").get(event.reason) for event in events]
    return any(reason is not None and reason.flag("sensitive") for reason in reasons)
