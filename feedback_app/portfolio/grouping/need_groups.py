"""Which waiting needs may be a theme of their own. Pure: the same needs in any order give the same groups.

First those of one place with the same choice of the form; of the rest, those of one domain and part of the tree of
places of which every two texts are alike (complete linkage by the likeness of decision 52).
"""

from __future__ import annotations

import hashlib
import itertools
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from feedback_app.forms.engine.definition import UNSAID
from feedback_app.portfolio.grouping.kinds import SuggestionKind
from feedback_app.review.text_likeness import ALIKE, likeness, pieces

LEAST = 3
"""Distinct voices of a group, and new needs without which a dismissed one is not suggested again."""
MOST = 100
"""Needs of one suggestion: the others come once these are sorted."""
OTHER = "autre"
"""The choice of any form that says only that it is none of the others."""


@dataclass(frozen=True, slots=True)
class WaitingNeed:
    """What a need that waits is grouped by."""

    record_id: uuid.UUID
    rev: int
    domain: str
    detail: str | None
    place_path: str
    voice: str
    written: str

    @property
    def name(self) -> str:
        return need_name(self.record_id, self.rev)


def need_name(record_id: uuid.UUID, rev: int) -> str:
    """A need as its author worded it: with another revision it is another one."""
    return f"{record_id.hex}.{rev}"


def record_of(name: str) -> uuid.UUID:
    """The record of a need's name."""
    return uuid.UUID(name.partition(".")[0])


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for one need: how alike the likest of the other texts is, and how many others say the same."""

    alike: float = 0.0
    same: int = 0


@dataclass(frozen=True, slots=True)
class NeedGroup:
    """Needs that are suggested together."""

    kind: SuggestionKind
    domain: str
    detail: str | None
    place_path: str
    needs: Sequence[WaitingNeed]
    reasons: Sequence[Reason]
    theme_id: uuid.UUID | None = None
    key: str = field(init=False)

    def __post_init__(self) -> None:
        parts = [self.kind, str(self.theme_id), *(one.name for one in self.needs)]
        object.__setattr__(self, "key", hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32])

    @property
    def names(self) -> frozenset[str]:
        return frozenset(one.name for one in self.needs)

    @property
    def voices(self) -> int:
        return count_voices(self.needs)


def count_voices(needs: Iterable[WaitingNeed]) -> int:
    """How many distinct voices these are."""
    return len({one.voice or one.name for one in needs})


def in_order(needs: Iterable[WaitingNeed]) -> list[WaitingNeed]:
    """By their records, which says nothing of when anybody looked at them."""
    return sorted(needs, key=lambda one: one.record_id)


def need_groups(needs: Iterable[WaitingNeed]) -> list[NeedGroup]:
    """The groups of these needs; what is in none is left out."""
    ordered = in_order(needs)
    chosen = list(_by_choice(ordered))
    taken = {one for some in chosen for one in some}
    worded = _by_words([one for one in ordered if one not in taken])
    return [_of_choice(some[:MOST]) for some in chosen] + list(worded)


def is_seen(names: Collection[str], seen: Iterable[frozenset[str]]) -> bool:
    """Whether somebody dismissed a group that has all of these needs but a few."""
    return any(len(frozenset(names) - one) < LEAST for one in seen)


def common_place(paths: Iterable[str]) -> str:
    """The path of the smallest place that all of these are in."""
    ways = [path.strip("/").split("/") for path in paths]
    shared = itertools.takewhile(lambda codes: len(set(codes)) == 1, zip(*ways, strict=False))
    found = [codes[0] for codes in shared]
    return f"/{'/'.join(found)}/" if found and found[0] else ""


def _by_choice(needs: Sequence[WaitingNeed]) -> Iterable[list[WaitingNeed]]:
    same: dict[tuple[str, str, str], list[WaitingNeed]] = defaultdict(list)
    for one in needs:
        if one.detail and one.detail not in UNSAID and one.detail != OTHER:
            same[one.domain, one.detail, one.place_path].append(one)
    return (some for _, some in sorted(same.items()) if count_voices(some) >= LEAST)


def _of_choice(some: Sequence[WaitingNeed]) -> NeedGroup:
    first = some[0]
    reasons = [Reason(same=len(some) - 1)] * len(some)
    return NeedGroup(SuggestionKind.CHOICE, first.domain, first.detail, first.place_path, some, reasons)


def _by_words(needs: Sequence[WaitingNeed]) -> Iterable[NeedGroup]:
    near: dict[tuple[str, str], list[WaitingNeed]] = defaultdict(list)
    for one in needs:
        near[one.domain, _around(one.place_path)].append(one)
    for (domain, _), some in sorted(near.items()):
        for group, reasons in _alike(some):
            if count_voices(group) >= LEAST:
                where = common_place(one.place_path for one in group)
                yield NeedGroup(SuggestionKind.WORDS, domain, None, where, group, reasons)


def _around(path: str) -> str:
    """The place above one: needs of neighbouring places may be the same."""
    return path.rstrip("/").rpartition("/")[0] + "/"


def _alike(needs: Sequence[WaitingNeed]) -> Iterable[tuple[list[WaitingNeed], list[Reason]]]:
    """Groups of needs of which every two texts are alike, each with its reasons."""
    by_text: dict[str, list[WaitingNeed]] = defaultdict(list)
    for one in needs:
        if pieces(one.written):
            by_text[one.written].append(one)
    texts = sorted(by_text)
    alike = _pairs(texts)
    for cluster in _clusters(len(texts), alike):
        best = {n: max((alike[_pair(n, m)] for m in cluster if m != n), default=0.0) for n in cluster}
        found = [(one, 1.0 if len(by_text[texts[n]]) > 1 else best[n]) for n in cluster for one in by_text[texts[n]]]
        found = sorted(found, key=lambda pair: pair[0].record_id)[:MOST]
        yield [one for one, _ in found], [Reason(round(how, 4)) for _, how in found]


def _pairs(texts: Sequence[str]) -> dict[tuple[int, int], float]:
    cut = [pieces(text) for text in texts]
    found = ((pair, likeness(cut[pair[0]], cut[pair[1]])) for pair in itertools.combinations(range(len(texts)), 2))
    return {pair: how for pair, how in found if how >= ALIKE}


def _clusters(count: int, alike: dict[tuple[int, int], float]) -> list[list[int]]:
    """The likest pairs come together first, as long as each text is like every other one of its cluster."""
    of = {n: [n] for n in range(count)}
    for n, m in sorted(alike, key=lambda pair: (-alike[pair], pair)):
        one, other = of[n], of[m]
        if one is not other and all(_pair(a, b) in alike for a in one for b in other):
            one.extend(other)
            of.update(dict.fromkeys(other, one))
    return [sorted(cluster) for n, cluster in of.items() if n == min(cluster)]


def _pair(n: int, m: int) -> tuple[int, int]:
    return (n, m) if n < m else (m, n)
