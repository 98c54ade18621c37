"""The regions in which places are: those of the level that the CSR map compares."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from feedback_app.base.db import AnySession
from feedback_app.portfolio.csr.names import compared_level
from feedback_app.register.lookup_store import place_points


def regions_around(session: AnySession, paths: Iterable[str]) -> frozenset[str]:
    """The codes of the regions that these paths name."""
    around = {code for path in paths for code in path.strip("/").split("/")}
    return frozenset(code for code, point in place_points(session, around).items() if point.level == compared_level())


def regions_of(paths: Iterable[str], regions: Collection[str]) -> list[str]:
    """In which of these regions the paths are."""
    return sorted({code for path in paths for code in path.strip("/").split("/") if code in regions})
