"""The places that the CSR map compares: those of the level that `place_levels` marks, or, for a programme that is not
larger than one of them, the places one step below its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.insight.disclosure import levels
from feedback_app.portfolio.csr.names import compared_level
from feedback_app.register.lookup_store import PlacePoint, ProgrammeInfo, place_paths, place_points, place_sizes


@dataclass(frozen=True, slots=True)
class Areas:
    """Places as the map knows them: their points and paths, and the path and level of each programme's own place."""

    points: Mapping[str, PlacePoint]
    paths: Mapping[str, str]
    homes: Mapping[str, tuple[str, str]]
    population: Mapping[str, int | None]

    def name(self, code: str) -> str:
        """What a place is called."""
        return self.points[code].name if code in self.points else code

    def of(self, programme: str, codes: Iterable[str]) -> tuple[str, ...]:
        """The compared places in which these places are, each once; none for a place that is wider."""
        found = (self._above(programme, self.paths.get(code, "")) for code in codes)
        return tuple(dict.fromkeys(one for one in found if one))

    def _above(self, programme: str, path: str) -> str | None:
        home, level = self.homes.get(programme, ("/", ""))
        if not path.startswith(home) or path == home:
            return None
        below = path[len(home) :].strip("/").split("/")
        if _is_below(level):
            return below[0]
        level = compared_level()
        return next((code for code in below if code in self.points and self.points[code].level == level), None)

    @property
    def home_codes(self) -> list[str]:
        """The programmes' own places."""
        return sorted({path.strip("/").rpartition("/")[2] for path, _ in self.homes.values()})

    @property
    def compared(self) -> list[str]:
        """The compared places that are known here, by name."""
        found = {code for programme in self.homes for code in self.of(programme, self.paths)}
        return sorted(found, key=lambda code: (self.name(code), code))


def _is_below(level: str) -> bool:
    """Whether places of a level are no wider than those that are compared."""
    order = levels()
    return level in order and order.index(level) >= order.index(compared_level())


def areas_of(session: AnySession, programmes: Sequence[ProgrammeInfo], codes: Collection[str]) -> Areas:
    """What is known of these places, of those above them, and of the programmes' own."""
    paths = place_paths(session, {*codes, *(one.place_code for one in programmes)})
    around = {code for path in paths.values() for code in path.strip("/").split("/")}
    points, sizes = place_points(session, around), place_sizes(session, around)
    homes = {one.id: (sizes[one.place_code].path, sizes[one.place_code].level) for one in programmes}
    return Areas(
        points=points,
        paths={code: one.path for code, one in sizes.items()},
        homes=homes,
        population={code: one.population for code, one in sizes.items()},
    )
