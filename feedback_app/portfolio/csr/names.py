"""Places and organisations as sheets speak of them: found by code or name, and named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from feedback_app.base.db import AnySession
from feedback_app.base.folding import fold
from feedback_app.portfolio.csr import store
from feedback_app.portfolio.csr.kinds import ORGANISATION
from feedback_app.register.desk_store import programme_path
from feedback_app.register.store import place_trunk
from schemas.vocabulary import vocabulary


def compared_level() -> str:
    """The level whose places the map colours and the gap compares."""
    return next(term.code for term in vocabulary("place_levels").terms if term.flag("compared"))


@dataclass(frozen=True, slots=True)
class NameFinder:
    """The places of a programme: {code: (path, name)}, and the code of each name that only one has at its depth."""

    codes: Mapping[str, tuple[str, str]]
    by_name: Mapping[str, str] = field(default_factory=dict)
    organisations: Mapping[str, str] = field(default_factory=dict)
    """Keys of sheets by the folded name of the organisation."""

    def find(self, written: str) -> str | None:
        """The code of a place by its code or its name: of the widest that is called so, unless there are several."""
        return written if written in self.codes else self.by_name.get(fold(written))

    def organisation(self, name: str) -> str | None:
        """The key of the sheet of the organisation of this name."""
        return self.organisations.get(fold(name))

    def name(self, code: str) -> str:
        """What a place is called."""
        return self.codes[code][1] if code in self.codes else code

    def names(self, codes: Sequence[str]) -> Mapping[str, str]:
        """The names of these places, by their codes; where a name leads elsewhere, the code."""
        return {code: name if self.find(name := self.name(code)) == code else code for code in codes}


def name_finder(session: AnySession, programme_id: str) -> NameFinder:
    """The places of a programme's area and what lies around it, and the organisations of its sheets."""
    home = programme_path(session, programme_id) or "/"
    trunk = place_trunk(session)
    mine = {code: one for code, one in trunk.items() if one[0].startswith(home) or home.startswith(one[0])}
    sheets = store.sheets(session, programme_id, ORGANISATION)
    return NameFinder(mine, _by_name(mine), {fold(str(one.latest.get("name", ""))): one.key for one in sheets})


def _by_name(codes: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    found: dict[str, tuple[int, str]] = {}
    for code, (path, name) in codes.items():
        folded, depth = fold(name), path.count("/")
        known = found.get(folded)
        if known is None or depth < known[0]:
            found[folded] = depth, code
        elif depth == known[0]:
            found[folded] = depth, ""
    return {name: code for name, (_, code) in found.items() if code}
