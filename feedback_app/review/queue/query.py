"""What the queue is asked: filters and a position to go on from, as they are in an address. Pure."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import NamedTuple
from urllib.parse import urlencode

from feedback_app.base.id_text import read_id
from feedback_app.base.zones import Zone, start_of_day
from feedback_app.review.case import OPEN, State
from feedback_app.review.marks import ANY, as_tag, flag_mark, tag_mark
from feedback_app.review.screening.kinds import FlagKind
from schemas.states import tabs
from sync.spoken_code import digits_of, is_code

TABS: Mapping[str, tuple[str, ...]] = {
    "open": OPEN,
    **{state: (state,) for state in (*tabs("todo"), *tabs("done"))},
    "all": (),
}
"""The queue's tabs and the states in each; `all` holds every state."""

WAITS: Mapping[str, tuple[str, ...]] = {
    "lab": (*OPEN, State.QUARANTINED),
    "author": (State.NEEDS_CORRECTION, State.QUARANTINED),
}
"""Whom a record waits for, and the states in which it does: what is in quarantine is let in, or corrected."""
CLAIMS = ("free", "mine", "others")
"""Before whom a record may be: nobody, who looks, or somebody else."""
FLAGS = (ANY, *FlagKind)
"""For what a record may be flagged."""
ORDERS = ("urgent", "oldest", "newest")
"""The orders that may be asked for."""
OLDEST_FIRST = frozenset({"open", *tabs("todo")})
"""Tabs of what is to be done; of each urgency the oldest comes first."""
_KEY = re.compile(r"(?:([0-9])-)?([0-9]{1,17})", re.ASCII)
PAGE = 50
LONGEST = 200


class OrderKey(NamedTuple):
    """Where a case is in the order of the queue."""

    urgency: int
    position: int

    def __str__(self) -> str:
        return f"{self.urgency}-{self.position}"


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
    device: str = ""
    language: str = ""
    photo: str = ""
    voice: str = ""
    waits: str = ""
    claimed: str = ""
    flag: str = ""
    """A `FlagKind`, or `any`."""
    tag: str = ""
    mention: str = ""
    """`me`: whoever looks is named in a note that they have not seen."""
    order: str = ""
    """One of `ORDERS`; empty: the tab's own."""
    after: str = ""
    before: str = ""

    @property
    def oldest_first(self) -> bool:
        """Whether the list begins with what came first, of each urgency where it is in this order."""
        return self.in_order != "newest"

    @property
    def by_urgency(self) -> bool:
        """Whether the most pressing come first."""
        return self.in_order == "urgent"

    @property
    def in_order(self) -> str:
        """The order of the list, one of `ORDERS`: unless it is said, work to do begins with the most pressing, and what
        is done is looked up from the newest."""
        return self.order or ("urgent" if self.tab in OLDEST_FIRST else "newest")

    @property
    def states(self) -> tuple[str, ...]:
        """The states shown; empty for all."""
        return WAITS[self.waits] if self.waits else TABS[self.tab]

    @property
    def filtered(self) -> bool:
        """Whether more than a tab was chosen."""
        return replace(self, order="", after="", before="") != Query(tab=self.tab)

    @property
    def marks(self) -> list[str]:
        """The marks that cases must have."""
        return [*([flag_mark(self.flag)] if self.flag else []), *([tag_mark(self.tag)] if self.tag else [])]

    def author_id(self) -> uuid.UUID | None:
        """The author, when one is named rightly."""
        return read_id(self.author)

    def key(self, name: str) -> OrderKey | None:
        """`after` or `before` as a place in the order; None where it names none in this order."""
        found = _KEY.fullmatch(getattr(self, name))
        if found is None or (self.by_urgency and found[1] is None):
            return None
        return OrderKey(int(found[1] or 0), int(found[2]))

    def device_id(self) -> uuid.UUID | None:
        """The phone, when one is named rightly."""
        return read_id(self.device)

    def day(self, name: str, where: Zone) -> dt.datetime | None:
        """The start of the day `since`, or the end of the day `until`, in a time zone."""
        try:
            day = dt.date.fromisoformat(getattr(self, name)[:10])
            return start_of_day(day + dt.timedelta(days=1) if name == "until" else day, where)
        except (ValueError, OverflowError):
            return None

    def address(self, **changes: object) -> str:
        """The query as an address has it, empty filters left out; a page is in it only when `changes` names one."""
        return urlencode(
            replace(self, **({"after": "", "before": ""} | {k: str(v) for k, v in changes.items()})).chosen()
        )

    def chosen(self, *, without: str = "") -> list[tuple[str, str]]:
        """What was chosen, by name; a page only of a query that names one."""
        default = Query()
        values = ((one.name, getattr(self, one.name)) for one in fields(self) if one.name != without)
        return [(name, value) for name, value in values if value != getattr(default, name)]


def read_query(args: Mapping[str, str]) -> Query:
    """The query of an address; what it does not know or cannot mean is left out."""
    known = {one.name: args[one.name].strip()[:LONGEST] for one in fields(Query) if one.name in args}
    if known.get("tab") not in TABS:
        known.pop("tab", None)
    if known.get("waits") not in WAITS:
        known.pop("waits", None)
    if known.get("claimed") not in CLAIMS and not read_id(known.get("claimed", "")):
        known.pop("claimed", None)
    if known.get("flag") not in FLAGS:
        known.pop("flag", None)
    if known.get("mention") not in ("me",):
        known.pop("mention", None)
    if "tag" in known:
        known["tag"] = as_tag(known["tag"]) or ""
    if known.get("order") not in ORDERS:
        known.pop("order", None)
    if "waits" in known or read_id(known.get("q", "")) or as_code(known.get("q", "")):
        known["tab"] = "all"  # who names a record wants it, whatever became of it
    return Query(**known)


def as_code(text: str) -> str | None:
    """The spoken code that a text is, in whichever digits and however they are parted; None for any other text."""
    digits = digits_of(text)
    return digits if is_code(digits) and not any(sign.isalpha() for sign in text) else None
