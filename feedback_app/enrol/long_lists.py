"""A part of a long list, as a page shows it: so many at once, and those that a search finds. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from feedback_app.base.folding import fold

AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class ListPart:
    """What a page shows of a list."""

    ids: tuple[uuid.UUID, ...]
    total: int
    """How many there are, of those that were searched for."""
    after: int
    """How many come before."""
    words: str

    @property
    def previous(self) -> int | None:
        """After how many the page before begins; None on the first."""
        return max(self.after - AT_ONCE, 0) if self.after else None

    @property
    def next(self) -> int | None:
        """After how many the next page begins; None on the last."""
        return self.after + AT_ONCE if self.after + AT_ONCE < self.total else None


def list_part(lines: Iterable[tuple[uuid.UUID, str]], asked: Mapping[str, str]) -> ListPart:
    """The part that is `asked` for (`q`, `after`) of these lines, each an id and what it is found by."""
    words, after = asked.get("q", "").strip()[:100], asked.get("after", "")
    wanted = fold(words).split()
    found = [one for one, text in lines if not wanted or all(word in fold(text) for word in wanted)]
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 9 else 0
    start = start if start < len(found) else 0
    return ListPart(tuple(found[start : start + AT_ONCE]), len(found), start, words)
