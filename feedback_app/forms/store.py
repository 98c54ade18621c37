"""Every select on instruments and on what came along with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select, update

from feedback_app.base.db import AnySession, insert_if_absent
from feedback_app.forms.prompt_form import SYSTEM
from feedback_app.forms.tables import FormMedium, Instrument
from feedback_app.media.content_store import type_of
from feedback_app.media.store import delete_unreferenced


def definition(session: AnySession, programme_id: str, name: str, version: str) -> Mapping[str, Any] | None:
    """The definition of one version of an instrument; None when there is no such version."""
    if name in SYSTEM:
        return SYSTEM[name] if version == SYSTEM[name]["version"] else None
    chosen = select(Instrument.definition).where(
        Instrument.programme_id == programme_id, Instrument.name == name, Instrument.version == version
    )
    return session.execute(chosen).scalar_one_or_none()


def instruments(session: AnySession, programme_id: str) -> list[Instrument]:
    """The current version of each instrument, by name."""
    chosen = select(Instrument).where(Instrument.programme_id == programme_id, Instrument.current)
    return list(session.scalars(chosen.order_by(Instrument.name)))


def current_versions(session: AnySession, programme_id: str) -> Sequence[tuple[str, str]]:
    """(name, version) of each instrument as phones have it now, by name."""
    chosen = select(Instrument.name, Instrument.version).where(Instrument.programme_id == programme_id)
    return [
        (name, version) for name, version in session.execute(chosen.where(Instrument.current).order_by(Instrument.name))
    ]


def retire(session: AnySession, programme_id: str, name: str) -> None:
    """Makes no version of this instrument current."""
    chosen = update(Instrument).where(Instrument.programme_id == programme_id, Instrument.name == name)
    session.execute(chosen.values(current=False))


def definitions(session: AnySession, programme_id: str) -> list[Mapping[str, Any]]:
    """Every version of every instrument."""
    return list(session.scalars(select(Instrument.definition).where(Instrument.programme_id == programme_id)))


def note_form_medium(session: AnySession, programme_id: str, sha256: str, now: dt.datetime) -> None:
    """Notes that a content came along with a form, now for the last time."""
    row = {"programme_id": programme_id, "sha256": sha256, "brought_at": now}
    if not insert_if_absent(session, FormMedium, row):
        session.get_one(FormMedium, (programme_id, sha256)).brought_at = now
        session.flush()


def form_media(session: AnySession, programme_id: str, hashes: Collection[str]) -> dict[str, str]:
    """The media type of those of these contents that came along with a form."""
    chosen = select(FormMedium.sha256, type_of(FormMedium.programme_id, FormMedium.sha256)).where(
        FormMedium.programme_id == programme_id, FormMedium.sha256.in_(hashes)
    )
    return {sha256: kind for sha256, kind in session.execute(chosen) if kind is not None}


def where_form_medium(session: AnySession, sha256: str) -> tuple[str, str] | None:
    """(programme, media type) of what came along with a form; None for every other content."""
    chosen = select(FormMedium.programme_id, type_of(FormMedium.programme_id, FormMedium.sha256)).where(
        FormMedium.sha256 == sha256
    )
    found = session.execute(chosen.order_by(FormMedium.programme_id))
    return next(((programme, kind) for programme, kind in found if kind is not None), None)


def form_media_before(session: AnySession, moment: dt.datetime) -> dict[str, set[str]]:
    """What came along with forms before then, by programme."""
    found: dict[str, set[str]] = {}
    chosen = select(FormMedium.programme_id, FormMedium.sha256).where(FormMedium.brought_at < moment)
    for programme_id, sha256 in session.execute(chosen):
        found.setdefault(programme_id, set()).add(sha256)
    return found


def delete_form_media(session: AnySession, programme_id: str, hashes: Collection[str]) -> list[str]:
    """Deletes these from the form's media; returns those that nothing names now."""
    mine = delete(FormMedium).where(FormMedium.programme_id == programme_id, FormMedium.sha256.in_(hashes))
    session.execute(mine)
    return delete_unreferenced(session, programme_id=programme_id, hashes=hashes)
