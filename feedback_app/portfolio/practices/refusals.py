"""Why something is not done with a solution. Pure."""

from __future__ import annotations

from enum import StrEnum


class PracticeRefusal(StrEnum):
    """The words for people are in `texts.py`."""

    STALE = "stale"
    """Somebody changed it meanwhile, or nothing waits any more."""
    OWN = "own-words"
    """Who wrote it does not publish it."""
    CONSENT = "no-consent"
    """The holders of the knowledge have not said yes."""
    SOURCE = "source-gone"
    """A record that it comes from is not accepted any more."""
    LAST_SOURCE = "last-source"
    """A solution comes from a record at least."""
    NOT_ACCEPTED = "not-accepted"
    """Or not of a solution, or in another already."""
    REASON = "reason"
    SELF = "itself"
    FIELDS = "fields"
    """What was sent cannot be taken."""
