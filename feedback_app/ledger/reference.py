"""Reference data of the packages upstream that phones need (programme, places, projects, instruments, words), put on
the feed.

The ledger pulls: it compares what is upstream with what it last sent down, and writes what differs. Idempotent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.forms.store import instruments
from feedback_app.ledger.feed import Put, put
from feedback_app.ledger.tables import FeedRow
from feedback_app.protection.lookup_store import current_public_key
from feedback_app.register import trusted_page, trusted_people
from feedback_app.register.languages import names
from feedback_app.register.lookup_store import (
    PlaceName,
    ProgrammeInfo,
    existing_programme,
    place_by_code,
    programme_ids,
    projects_for_phones,
)
from feedback_app.register.places import PlaceRow
from feedback_app.register.store import funders_of, place_subtree
from schemas.vocabulary import vocabulary

PHONE_VOCABULARIES = ("reasons", "domains", "place_levels")
KINDS = ("programme", "place", "project", "instrument", "vocabulary")


def publish_reference(session: AnySession, programme_id: str) -> int:
    """Updates a programme's feed from the packages upstream. Returns how many rows changed."""
    return put(session, programme_id, _wanted(session, programme_id))


def is_behind(session: AnySession, programme_id: str) -> bool:
    """Whether `publish_reference` would change anything; only reads."""
    live = {
        (row.kind, row.name): (row.scope_path, row.body)
        for row in session.execute(
            select(FeedRow.kind, FeedRow.name, FeedRow.scope_path, FeedRow.body).where(
                FeedRow.programme_id == programme_id, FeedRow.kind.in_(KINDS), FeedRow.body.is_not(None)
            )
        )
    }
    return any(live.get((row.kind, row.name)) != (row.scope_path, row.body) for row in _wanted(session, programme_id))


def _wanted(session: AnySession, programme_id: str) -> list[Put]:
    """What should be on the feed, and drops for what should no longer be."""
    programme = existing_programme(session, programme_id)
    wanted = list(_rows(session, programme))
    present = {(row.kind, row.name) for row in wanted}
    live = select(FeedRow.kind, FeedRow.name, FeedRow.scope_path, FeedRow.owner).where(
        FeedRow.programme_id == programme_id, FeedRow.kind.in_(KINDS), FeedRow.body.is_not(None)
    )
    gone = [
        Put(kind, name, scope, None, owner)
        for kind, name, scope, owner in session.execute(live)
        if (kind, name) not in present
    ]
    return [*gone, *wanted]


def publish_everywhere(session: AnySession) -> int:
    """`publish_reference` for every programme."""
    return sum(publish_reference(session, programme) for programme in programme_ids(session))


def programmes_behind(session: AnySession) -> list[str]:
    """The programmes for which `publish_reference` would change anything; only reads."""
    return [programme for programme in programme_ids(session) if is_behind(session, programme)]


def _rows(session: AnySession, programme: ProgrammeInfo) -> Iterator[Put]:
    root = place_by_code(session, programme.place_code)
    yield Put("programme", programme.id, "/", _text(_programme(session, programme, root)))
    for name in PHONE_VOCABULARIES:
        yield Put("vocabulary", name, "/", _text(vocabulary(name).wire()))
    for instrument in instruments(session, programme.id):
        yield Put("instrument", instrument.name, "/", _text(instrument.definition))
    for place in place_subtree(session, root.path):
        yield Put("place", place.code, place.path, _text(_place(place)))
    yield from _projects(session, programme, root)


def _programme(session: AnySession, programme: ProgrammeInfo, root: PlaceName) -> dict[str, Any]:
    lines = trusted_people.helplines(root.path.strip("/").split("/")[0])
    people = [body for _, body in trusted_page.on_phones(session, programme)]
    protection = current_public_key(session, programme.id)
    return {
        **({"protection": protection} if protection else {}),
        **({"trusted": people} if people else {}),
        **({"helplines": lines} if lines else {}),
        "id": programme.id,
        "name": programme.name,
        "languages": programme.languages,
        "language_names": names(programme.languages, programme.settings),
        "consent": _promise(programme.consent),
        "place": programme.place_code,
        "public_key": programme.public_key,
    }


def _promise(consent: Mapping[str, Any]) -> dict[str, Any]:
    """A programme's promise as phones ask it: only uses that there are (`vocabulary/consent_scopes.csv`),
    whatever its description names."""
    asked = [one for one in consent.get("scopes", ()) if one.get("name") in vocabulary("consent_scopes").codes]
    return {**consent, "scopes": asked}


def _place(place: PlaceRow) -> dict[str, Any]:
    body: dict[str, Any] = {
        "code": place.code,
        "parent": place.parent,
        "name": place.name,
        "level": place.level,
        "label": place.label,
    }
    if place.lat is not None and place.lng is not None:
        body |= {"lat": place.lat, "lng": place.lng}
    return body


def _projects(session: AnySession, programme: ProgrammeInfo, root: PlaceName) -> Iterator[Put]:
    funders = funders_of(session, programme.id)
    for project, path in projects_for_phones(session, programme.id):
        body = {
            "id": project.id,
            "title": project.title,
            "organisations": [one.name for one in funders.get(project.id, ())],
            "place": project.place_code,
            "sector": project.sector,
            "status": project.status,
        }
        yield Put("project", project.id, path or root.path, _text(body))


def _text(body: dict[str, Any]) -> str:
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()
