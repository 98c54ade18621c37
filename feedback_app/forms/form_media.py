"""Stores the pictures and sounds of a form, so that phones find them; deletes those that no form took."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping

from feedback_app.base.db import AnySession
from feedback_app.forms import store
from feedback_app.forms.form_files import FormFile, FormFiles
from feedback_app.forms.xlsform.compiler import Reading
from feedback_app.forms.xlsform.media import named_files
from feedback_app.media.files import MediaFiles
from feedback_app.media.store import keep_media

LOOKED_AT = dt.timedelta(days=1)
"""How long what was only looked at is stored: whoever looks gives the form to the phones soon, or not at all."""


def used_files(reading: Reading, files: FormFiles) -> dict[str, FormFile]:
    """Those of the files that the form shows or says."""
    named = named_files(reading.definition)
    return {key: file for key, file in files.looked_at().items() if file.sha256 in named}


def keep(
    session: AnySession, storage: MediaFiles, programme_id: str, found: Iterable[FormFile], *, now: dt.datetime
) -> None:
    """Stores these for anyone to see and hear. Idempotent."""
    for file in found:
        storage.put(programme_id, file.sha256, io.BytesIO(file.content))
        row = {"programme_id": programme_id, "sha256": file.sha256, "type": file.type, "bytes": len(file.content)}
        keep_media(session, row | {"received_at": now, "state": "ready"})
        store.note_form_medium(session, programme_id, file.sha256, now)


def stored_files(session: AnySession, programme_id: str, names: Mapping[str, str]) -> dict[str, FormFile]:
    """What was stored when the form was looked at, by name. Nothing else is found, whatever hash is asked for."""
    types = store.form_media(session, programme_id, set(names.values()))
    return {key: FormFile(key, sha256, types[sha256]) for key, sha256 in names.items() if sha256 in types}


def sweep(session: AnySession, *, now: dt.datetime) -> list[tuple[str, str]]:
    """Deletes what was looked at and taken into no form. Returns (programme, hash) of those whose files are to be
    removed once this is committed."""
    gone: list[tuple[str, str]] = []
    for programme_id, hashes in store.form_media_before(session, now - LOOKED_AT).items():
        named = {sha256 for one in store.definitions(session, programme_id) for sha256 in named_files(one)}
        gone += [(programme_id, one) for one in store.delete_form_media(session, programme_id, hashes - named)]
    return gone
