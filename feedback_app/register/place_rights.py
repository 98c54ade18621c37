"""Which rows of a file of places somebody may load. All programmes share one tree, so a place is changed by the
programme that added it, or by an administrator. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.faults import Fault
from feedback_app.register.places import PlaceRow
from schemas.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class PlaceRights:
    """What a programme's coordinator may change: new places below the programme's root, and those it added before."""

    programme: str
    root: str
    """The tree path of the programme's own place."""
    owned: frozenset[str] = frozenset()
    """The codes of the places that the programme added."""

    def covers(self, path: str) -> bool:
        """Whether a place lies below the programme's own."""
        return path.startswith(self.root) and path != self.root


def refused_rows(
    rows: Sequence[PlaceRow], outlines: Mapping[str, int], existing: Mapping[str, PlaceRow], *, rights: PlaceRights
) -> list[Fault]:
    """What is against each row, in the order of the rows. `rows` are new or differ from what is stored; `outlines`
    gives the rows of those that are new or changed."""
    levels = {one.code: one.level for one in [*existing.values(), *rows]}
    found = [
        Fault(row.row, column, reason, f"{row.code} · {row.name}"[:100])
        for row in rows
        for column, reason in _against(row, existing.get(row.code), levels, rights=rights)
    ]
    found += [
        Fault(row, "geometry", "place-of-others", f"{code} · {existing[code].name}"[:100])
        for code, row in outlines.items()
        if code in existing and code not in rights.owned
    ]
    return sorted(found, key=lambda fault: fault.row)


def _against(
    row: PlaceRow, before: PlaceRow | None, levels: Mapping[str, str], *, rights: PlaceRights
) -> Iterator[tuple[str, str]]:
    """(column, reason) for what speaks against one row."""
    if before is None:
        if not rights.covers(row.path):
            yield "parent", "outside-programme"
        elif row.level in _coarse_levels() or row.level == levels.get(row.parent or ""):
            # Records of it would be published under its name instead of its parent's.
            yield "level", "level-of-administrators"
    elif row.code not in rights.owned:
        yield "code", "place-of-others"
    else:
        yield from _finer(row, before)


def _finer(row: PlaceRow, before: PlaceRow) -> Iterator[tuple[str, str]]:
    """Level and population decide which place is named in public (`insight.accepted.coarse`): what makes a place seem
    larger than it is names people."""
    if row.level != before.level:
        yield "level", "would-be-finer"
    if before.population is not None and (row.population is None or row.population > before.population):
        yield "population", "would-be-finer"


def _coarse_levels() -> Sequence[str]:
    """Every known level but the finest."""
    return [term.code for term in vocabulary("place_levels").terms][:-1]
