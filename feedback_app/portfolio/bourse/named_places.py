"""The places that a form names, one on each line: by code, or by a name that only one place of the programme has."""

from __future__ import annotations

from collections.abc import Sequence

from feedback_app.base.db import AnySession
from feedback_app.base.folding import fold
from feedback_app.portfolio.bourse.project_words import MOST_LINES, WordsFault
from feedback_app.register.lookup_store import places_by_code
from feedback_app.register.store import find_places

LIKE_NAMED = 60
"""Places whose name holds the words, of which one must be meant."""


def named_places(session: AnySession, path: str, text: str) -> tuple[tuple[str, ...], list[WordsFault]]:
    """Codes of the places that the lines name below a path, and the lines that name none or several."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()][:MOST_LINES]
    found: list[str] = []
    faults = []
    for n, line in enumerate(lines, 1):
        codes = _meant(session, path, line)
        if len(codes) == 1:
            found.append(codes[0])
        else:
            faults.append(WordsFault("places", "place-many" if codes else "place-none", n))
    return tuple(dict.fromkeys(found)), faults


def _meant(session: AnySession, path: str, line: str) -> Sequence[str]:
    by_code = places_by_code(session, [line[:40]]).get(line)
    if by_code is not None:
        return [by_code.code] if by_code.path.startswith(path) else []
    words = fold(line)
    alike = find_places(session, (path,), words=fold(line.partition(",")[0]), limit=LIKE_NAMED) if words else []
    by_label = [place.code for place in alike if fold(place.label) == words]
    return by_label or [place.code for place in alike if fold(place.name) == words]
