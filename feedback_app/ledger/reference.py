"""What the road upstream knows and phones need — programme, places, projects, instruments, words — put on the feed.

The ledger pulls: it compares what stands upstream with what it last sent down, and writes what differs. Running it
twice writes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import func, select

from feedback_app.base.db import AnySession
from feedback_app.forms.tables import Instrument
from feedback_app.ledger.feed import Put, put
from feedback_app.ledger.tables import FeedRow
from feedback_app.register import trusted, trusted_page
from feedback_app.register.languages import names
from feedback_app.register.tables import Organisation, Place, Programme, Project, ProjectFunder
from schemas.vocabulary import vocabulary

PHONE_VOCABULARIES = ("reasons", "domains", "place_levels")
KINDS = ("programme", "place", "project", "instrument", "vocabulary")


def publish_reference(session: AnySession, programme_id: str) -> int:
    """Brings the feed of a programme up to what stands upstream. Returns how many rows changed."""
    return put(session, programme_id, _wanted(session, programme_id))


def is_behind(session: AnySession, programme_id: str) -> bool:
    """Whether `publish_reference` would change anything; only reads."""
    held = {
        (row.kind, row.name): (row.scope_path, row.body)
        for row in session.execute(
            select(FeedRow.kind, FeedRow.name, FeedRow.scope_path, FeedRow.body).where(
                FeedRow.programme_id == programme_id, FeedRow.kind.in_(KINDS), FeedRow.body.is_not(None)
            )
        )
    }
    return any(held.get((row.kind, row.name)) != (row.scope_path, row.body) for row in _wanted(session, programme_id))


def _wanted(session: AnySession, programme_id: str) -> list[Put]:
    """What should stand on the feed, and drops for what should no longer."""
    programme = session.get_one(Programme, programme_id)
    wanted = list(_rows(session, programme))
    present = {(row.kind, row.name) for row in wanted}
    held = select(FeedRow.kind, FeedRow.name, FeedRow.scope_path, FeedRow.owner).where(
        FeedRow.programme_id == programme_id, FeedRow.kind.in_(KINDS), FeedRow.body.is_not(None)
    )
    gone = [
        Put(kind, name, scope, None, owner)
        for kind, name, scope, owner in session.execute(held)
        if (kind, name) not in present
    ]
    return [*gone, *wanted]


def publish_everywhere(session: AnySession) -> int:
    """`publish_reference` for every programme."""
    return sum(publish_reference(session, programme) for programme in session.scalars(select(Programme.id)).all())


def programmes_behind(session: AnySession) -> list[str]:
    """The programmes for which `publish_reference` would change anything; only reads."""
    return [programme for programme in session.scalars(select(Programme.id)).all() if is_behind(session, programme)]


def _rows(session: AnySession, programme: Programme) -> Iterator[Put]:
    root = session.get_one(Place, programme.place_code)
    yield Put("programme", programme.id, "/", _text(_programme(session, programme, root)))
    for name in PHONE_VOCABULARIES:
        yield Put("vocabulary", name, "/", _text(vocabulary(name).wire()))
    current = select(Instrument).where(Instrument.programme_id == programme.id, Instrument.current)
    for instrument in session.scalars(current):
        yield Put("instrument", instrument.name, "/", _text(instrument.definition))
    under = select(Place).where(func.substr(Place.path, 1, len(root.path)) == root.path).order_by(Place.path)
    for place in session.scalars(under):
        yield Put("place", place.code, place.path, _text(_place(place)))
    yield from _projects(session, programme, root)


def _programme(session: AnySession, programme: Programme, root: Place) -> dict[str, Any]:
    lines = trusted.helplines(root.path.strip("/").split("/")[0])
    people = [body for _, body in trusted_page.on_phones(session, programme)]
    return {
        **({"trusted": people} if people else {}),
        **({"helplines": lines} if lines else {}),
        "id": programme.id,
        "name": programme.name,
        "languages": programme.languages,
        "language_names": names(programme.languages, programme.settings),
        "consent": programme.consent,
        "place": programme.place_code,
        "public_key": programme.public_key,
    }


def _place(place: Place) -> dict[str, Any]:
    body: dict[str, Any] = {
        "code": place.code,
        "parent": place.parent_code,
        "name": place.name,
        "level": place.level,
        "label": place.label,
    }
    if place.lat is not None and place.lng is not None:
        body |= {"lat": place.lat, "lng": place.lng}
    return body


def _projects(session: AnySession, programme: Programme, root: Place) -> Iterator[Put]:
    funders: dict[str, list[str]] = {}
    for project_id, name in session.execute(
        select(ProjectFunder.project_id, Organisation.name)
        .join(Organisation, Organisation.id == ProjectFunder.organisation_id)
        .where(ProjectFunder.programme_id == programme.id)
        .order_by(Organisation.name)
    ):
        funders.setdefault(project_id, []).append(name)
    for project, path in session.execute(
        select(Project, Place.path).outerjoin(Place, Place.code == Project.place_code)
        .where(Project.programme_id == programme.id)
    ):  # fmt: skip
        body = {
            "id": project.id,
            "title": project.title,
            "organisations": funders.get(project.id, []),
            "place": project.place_code,
            "sector": project.sector,
            "status": project.status,
        }
        yield Put("project", project.id, path or root.path, _text(body))


def _text(body: dict[str, Any]) -> str:
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()
