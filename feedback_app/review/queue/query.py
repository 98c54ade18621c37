"""What the queue is asked: filters and a position to go on from, as they are in an address. Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from feedback_app.review.case import OPEN
from schemas.states import tabs
from sync.spoken_code import digits_of, is_code

TABS: Mapping[str, tuple[str, ...]] = {
    "open": OPEN,
    **{state: (state,) for state in (*tabs("todo"), *tabs("done"))},
    "all": (),
}
"""The queue's tabs and the states in each; `all` holds every state."""

OLDEST_FIRST = frozenset({"open", *tabs("todo")})
PAGE = 50
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Query:
    """The filters; an empty text means "any". Values come from an address and are only used as parameters."""

    tab: str = "open"
    instrument: str = ""
    place: str = ""
    author: str = ""
    project: str = ""
    q: str = ""
    since: str = ""
    until: str = ""
    clock: str = ""
    waiting: str = ""
    after: str = ""
    before: str = ""

    @property
    def oldest_first(self) -> bool:
        """Work to do is done in the order it came; what is done is looked up from the newest."""
        return self.tab in OLDEST_FIRST

    @property
    def states(self) -> tuple[str, ...]:
        """The states shown; empty for all."""
        return TABS[self.tab]

    @property
    def filtered(self) -> bool:
        """Whether more than a tab was chosen."""
        return replace(self, after="", before="") != Query(tab=self.tab)

    def author_id(self) -> uuid.UUID | None:
        """The author, when one is named rightly."""
        return as_uuid(self.author)

    def position(self, name: str) -> int | None:
        """`after` or `before` as a position in the order."""
        text = getattr(self, name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None

    def day(self, name: str) -> dt.datetime | None:
        """The start of the day `since`, or the end of the day `until`."""
        try:
            day = dt.datetime.fromisoformat(getattr(self, name)[:10]).replace(tzinfo=dt.UTC)
            return day + dt.timedelta(days=1) if name == "until" else day
        except (ValueError, OverflowError):
            return None

    def address(self, **changes: object) -> str:
        """The query as an address has it, empty filters left out; a page is in it only when `changes` names one."""
        changed = replace(self, **({"after": "", "before": ""} | {k: str(v) for k, v in changes.items()}))
        default = Query()
        chosen = {
            one.name: value
            for one in fields(changed)
            if (value := getattr(changed, one.name)) != getattr(default, one.name)
        }
        return urlencode(chosen)


def read_query(args: Mapping[str, str]) -> Query:
    """The query of an address; what it does not know or cannot mean is left out."""
    known = {one.name: args[one.name].strip()[:LONGEST] for one in fields(Query) if one.name in args}
    if known.get("tab") not in TABS:
        known.pop("tab", None)
    if as_uuid(known.get("q", "")) or as_code(known.get("q", "")):
        known["tab"] = "all"  # who names a record wants it, whatever became of it
    return Query(**known)


def as_code(text: str) -> str | None:
    """The spoken code that a text is, in whichever digits and however they are parted; None for any other text."""
    digits = digits_of(text)
    return digits if is_code(digits) and not any(sign.isalpha() for sign in text) else None


def as_uuid(text: str) -> uuid.UUID | None:
    """The id that a text is, or None."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
