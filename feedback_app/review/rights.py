"""Whose records someone at the desk may see and decide about. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

REVIEW_ROLES = frozenset({"reviewer", "coordinator"})


class Member(Protocol):
    """A role in a programme, for a place and what lies under it (see `enrol.identity`)."""

    @property
    def programme(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def place_path(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Ground:
    """The part of a programme that a person reviews: these places and all under them."""

    programme_id: str
    paths: tuple[str, ...]

    def covers(self, place_path: str) -> bool:
        """Whether a record of this place is theirs."""
        return any(place_path.startswith(path) for path in self.paths)


def grounds(memberships: Iterable[Member]) -> dict[str, Ground]:
    """By programme, what someone reviews; empty for who is neither reviewer nor coordinator."""
    paths: dict[str, list[str]] = {}
    for member in memberships:
        if member.role in REVIEW_ROLES:
            paths.setdefault(member.programme, []).append(member.place_path)
    return {programme: Ground(programme, _widest(some)) for programme, some in paths.items()}


def _widest(paths: list[str]) -> tuple[str, ...]:
    """Without those that lie under another."""
    kept: list[str] = []
    for path in sorted(set(paths), key=len):
        if not any(path.startswith(wide) for wide in kept):
            kept.append(path)
    return tuple(kept)
