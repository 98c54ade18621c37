"""How records were recorded: what their entries, their places and their phones' other records say, read at once for
many."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence

from feedback_app.base.db import AnySession
from feedback_app.ledger.capture_store import Captured, captures_beside, entries_at
from feedback_app.ledger.lookup_store import CurrentRecord, StoredEntry
from feedback_app.ledger.store import read_content
from feedback_app.register.desk_store import Located, located_places
from feedback_app.review.answers import AnswerLine, RecordForm, as_point
from feedback_app.review.position import PlaceLocation, is_zero
from feedback_app.review.screening.capture_rules import Capture


class CaptureReader:
    """Reads how records of a programme were recorded, a batch of them at once."""

    def __init__(self, session: AnySession, programme_id: str) -> None:
        self._session, self._programme = session, programme_id
        self._entries: dict[int, StoredEntry] = {}
        self._phones: dict[uuid.UUID, list[Captured]] = {}
        self._places: dict[str, Located] = {}

    def prepare(self, records: Collection[CurrentRecord]) -> None:
        """Reads what is needed of these records, instead of what was read before."""
        positions = [one.position for one in records if one.rev]
        self._entries = entries_at(self._session, self._programme, positions) if positions else {}
        since: dict[uuid.UUID, int] = {}
        for position, one in sorted(self._entries.items()):
            since.setdefault(one.device_id, position)
        self._phones = captures_beside(self._session, self._programme, since, until=max(positions)) if since else {}
        codes = {code for one in records if one.place_path for code in codes_of(one.place_path)} - self._places.keys()
        self._places |= located_places(self._session, codes) if codes else {}

    def of(self, record: CurrentRecord, form: RecordForm, rows: Sequence[AnswerLine]) -> Capture:
        """How a record that was prepared was recorded."""
        entry = self._entries.get(record.position)
        content = read_content(entry) if entry else {}
        phone = self._phones.get(entry.device_id, []) if entry else []
        return Capture(
            rows=rows,
            answers=record.answers or {},
            form=form,
            duration_ms=content.get("duration_ms"),
            recorded_at=record.recorded_at,
            point=as_point(content.get("location")),
            place=place_location(self._places, record.place_path or ""),
            beside=[one for one in phone if one.record_id != record.id],
        )


def codes_of(path: str) -> list[str]:
    """The codes of a path's places, from the widest down."""
    return path.strip("/").split("/")


def place_location(places: Mapping[str, Located], path: str) -> PlaceLocation | None:
    """The nearest of a place and those above it whose point is known."""
    for place in (places[code] for code in reversed(codes_of(path)) if code in places):
        if place.lat is not None and place.lng is not None and not is_zero(place.lat, place.lng):
            return PlaceLocation(place.name, place.level, place.lat, place.lng)
    return None
