"""One person's data as a file: read in a transaction of its own, since photos and voices may be far away."""

from __future__ import annotations

import datetime as dt
import uuid
import zipfile
from collections.abc import Collection
from typing import BinaryIO

import orjson

from feedback_app.base import clock
from feedback_app.base.db import reading
from feedback_app.media.files import MediaFiles
from feedback_app.register.lookup_store import existing_programme
from feedback_app.rights import actions
from feedback_app.rights.register import read_register


def write_export(
    out: BinaryIO, files: MediaFiles, programme_id: str, ids: Collection[uuid.UUID], *, now: dt.datetime
) -> int:
    """Writes a zip of all that is stored of these records: `data.json`, and `media/<hash>` as they came. Returns how
    many records are in it."""
    with reading() as session:
        records, hashes = actions.gather(session, programme_id, ids)
        register = read_register(existing_programme(session, programme_id).settings or {}).wire()
    described = {"programme": programme_id, "made_at": clock.iso(now), "processing": register, "records": records}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("data.json", orjson.dumps(described, option=orjson.OPT_INDENT_2))
        for sha256 in hashes:
            if files.size(programme_id, sha256) is not None:
                with files.open(programme_id, sha256) as content, made.open(f"media/{sha256}", "w") as member:
                    while some := content.read(1 << 20):
                        member.write(some)
    return len(records)
