"""A database of before keeps what was public and heard, its places are the country's, and carried files are seen by those
whom they concern."""

from __future__ import annotations

import json
import uuid

from sqlalchemy import Engine, text

from feedback_app.migrations import upgrade
from tests.migrations.test_upgrades import empty, insert, key

__all__ = ["empty"]

DAY = "2026-11-23 00:00:00+00:00"


def test_what_was_public_and_heard_stays_so_and_files_know_their_places(empty: Engine) -> None:
    person, record, device, theme = (uuid.uuid4() for _ in range(4))
    files = {name: uuid.uuid4() for name in ("of a record", "of a phone", "of nothing known")}
    outcomes = {
        "of a record": [{"name": f"entries/{record}.1", "outcome": "stored"}, {"name": "entries/none", "outcome": "damaged"}],
        "of a phone": [{"name": "media/0", "outcome": "stored", "device": str(device)}],
        "of nothing known": [{"name": "", "outcome": "damaged"}],
    }  # fmt: skip
    with empty.begin() as connection:
        upgrade(connection, "0018")
        for code, parent, path in (("XX", None, "/XX/"), ("V1", "XX", "/XX/V1/"), ("V2", "XX", "/XX/V2/")):
            insert(
                connection, "place", code=code, parent_code=parent, level="locality", name=code, path=path, label=code,
                search=code,
            )  # fmt: skip
        insert(
            connection, "programme", id="pilote", name="{}", languages="[]", place_code="XX", consent="{}",
            created_at=DAY, settings="{}",
        )  # fmt: skip
        insert(
            connection, "person", id=key(empty, person), name="Adjoua", language="fr", active=True, failed_logins=0,
            created_at=DAY,
        )  # fmt: skip
        insert(
            connection, "device", id=key(empty, device), token_hash=b"0", programme_id="pilote",
            person_id=key(empty, person), place_code="V2", role="surveyor", name="Tecno", platform="", app_version="1",
            enrolled_at=DAY,
        )  # fmt: skip
        insert(
            connection, "record", programme_id="pilote", id=key(empty, record), rev=1, position=1, quarantined=False, digest="0" * 64, media_count=0,
            place_path="/XX/V1/", received_at=DAY, first_received_at=DAY, danger="none",
        )  # fmt: skip
        for name, file in files.items():
            insert(
                connection, "carried_file", id=key(empty, file), programme_id="pilote", sha256="0" * 64, bytes=1,
                how="cli", brought_at=DAY, told="", kept=1, media=0, damaged=0, outcomes=json.dumps(outcomes[name]),
                aside=False,
            )  # fmt: skip
        by = {"programme_id": "pilote", "created_at": DAY, "created_by": key(empty, person)}
        insert(connection, "theme", id=key(empty, theme), title="Pompes", **by)
        for place, heard in ((1, True), (2, False)):
            insert(
                connection, "prompt", programme_id="pilote", place=place, record_id=key(empty, uuid.uuid4()),
                instrument="besoin", part="age", language="fr", words="?", sha256="0" * 64, bytes=1,
                by=key(empty, person), at=DAY, heard=heard,
            )  # fmt: skip
    with empty.begin() as connection:
        upgrade(connection)
        concerned = connection.execute(text("select file_id, place_path from carried_file_place")).all()
        published = connection.execute(text("select published from theme")).scalar_one()
        approved = connection.execute(text("select place from prompt where approved_at is not null")).scalars().all()
        owners = connection.execute(text("select count(*) from place_owner")).scalar_one()
    names = {file: name for name, file in files.items()}
    assert {names[uuid.UUID(str(file))]: path for file, path in concerned} == {
        "of a record": "/XX/V1/", "of a phone": "/XX/V2/", "of nothing known": "/XX/",
    }  # fmt: skip
    assert (bool(published), list(approved), owners) == (True, [1], 0)
