"""From a body to the fields that questions are asked about."""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypedDict

from feedback_app.base import clock
from feedback_app.forms.engine.definition import Danger
from feedback_app.forms.engine.meaning import stamp
from sync.spoken_code import code_for

PathOf: TypeAlias = Callable[[str], str | None]
"""The tree path of a place by its code; None when there is no such place."""


class Facts(TypedDict):
    """What a record's row says of its current body. Only of bodies that passed validation."""

    instrument: str | None
    instrument_version: str | None
    place_code: str | None
    place_path: str | None
    project_id: str | None
    author_id: uuid.UUID | None
    mode: str | None
    recorded_at: dt.datetime | None
    lat: float | None
    lng: float | None
    accuracy_m: float | None
    consent_version: str | None
    consent_uses: dict[str, Any] | None
    session_counts: dict[str, Any] | None
    answers: dict[str, Any] | None
    media_count: int
    danger: str
    facts_stamp: str
    code: str


NOTHING_KNOWN: dict[str, Any] = dict.fromkeys(Facts.__annotations__.keys() - {"code"}) | {
    "media_count": 0,
    "danger": "",
    "facts_stamp": "",
}
"""The facts of a record of which nothing counts, but for its code."""


def facts(content: Mapping[str, Any], path_of: PathOf, danger: Danger, *, name_on_phones: uuid.UUID) -> Facts:
    """What the record's row says of a validated body; `path_of` is the path of each place by its code.

    Of a body that opened the danger door only who, roughly where and when, never what else was answered.
    """
    if danger is Danger.ASKED:
        content = {**content, **dict.fromkeys(("location", "project", "session_counts", "media")), "answers": {}}
    consent = content.get("consent") or {}
    location = content.get("location") or {}
    place = content.get("place")
    return Facts(
        instrument=content.get("instrument"),
        instrument_version=content.get("instrument_version"),
        place_code=place,
        place_path=path_of(str(place)),
        project_id=content.get("project"),
        author_id=_uuid(str(content.get("author"))),
        mode=content.get("mode"),
        recorded_at=clock.parse(str(content.get("recorded_at"))),
        lat=location.get("lat"),
        lng=location.get("lon"),
        accuracy_m=location.get("accuracy_m"),
        consent_version=consent.get("version"),
        consent_uses=consent.get("uses"),
        session_counts=content.get("session_counts"),
        answers=content.get("answers"),
        media_count=len(content.get("media") or []),
        danger=danger.value,
        facts_stamp=stamp(),
        code=code_for(content, name_on_phones),
    )


@functools.lru_cache(maxsize=256)
def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
