"""A status event: something that became of a record, and how events make its history. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from feedback_app.base import timestamps
from schemas.states import State


@dataclass(frozen=True, slots=True)
class StatusEvent:
    """Something that became of a record. `id` is stable and unique within its source.

    `rev` None: it is of whatever revision was accepted before it, and counts only after that.
    """

    source: str
    id: str
    state: str
    at: dt.datetime
    rev: int | None = None
    reason: str | None = None
    message: str | None = None
    sound: tuple[str, int] | None = None
    """The message as it was recorded: the SHA-256 of the recording, and its bytes."""

    def wire(self) -> dict[str, object]:
        """As phones get it; empty fields are left out."""
        made: dict[str, object] = {"id": self.id, "state": self.state, "at": timestamps.iso(self.at), "rev": self.rev}
        more = {"reason": self.reason, "message": self.message, "sound": list(self.sound or ())}
        return made | {k: v for k, v in more.items() if v}


def history(added: Iterable[StatusEvent]) -> list[StatusEvent]:
    """What is published of a timeline, given its events in the order in which they were added. Pure.

    An event with a revision (of review) is always in it. One without (of the portfolio) counts only after `accepted`,
    and only if it changes the state or what is said of it (the theme has another name since it was merged); it gets the
    revision of the event before it. Adding an event removes none.
    """
    shown: list[StatusEvent] = []
    follows = False
    for event in added:
        if event.rev is not None:
            shown.append(event)
            follows = event.state == State.ACCEPTED
        elif follows and _says_more(event, shown[-1]):
            shown.append(replace(event, rev=shown[-1].rev))
    return shown


def _says_more(event: StatusEvent, last: StatusEvent) -> bool:
    return event.state != last.state or event.message not in (None, "", last.message)
