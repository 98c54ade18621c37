"""Desk pages that show what a job makes of the ledger: what it has not made yet is made when the page asks for it."""

from __future__ import annotations

from typing import Protocol

from feedback_app.base.db import AnySession, db


class Follower(Protocol):
    """The actions of a package that follows the ledger."""

    def is_behind(self, session: AnySession, programme_id: str) -> bool: ...
    def catch_up(self, session: AnySession, programme_id: str, *, most: int) -> int: ...


def catch_up(follower: Follower, programme_id: str, *, most: int) -> None:
    """Takes in what came since the job ran, up to `most` of it. Locks nothing when there is nothing."""
    if follower.is_behind(db.session, programme_id):
        follower.catch_up(db.session, programme_id, most=most)
