"""A queue of before can be filtered, counted and searched as it was, on the day after the upgrade."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import Engine, text

from feedback_app.migrations import upgrade
from feedback_app.review.case_word_store import unpack, word_id
from tests.migrations.test_upgrades import empty, insert

__all__ = ["empty"]
DAY = "2026-11-23 10:00:00+00:00"
AWA = uuid.UUID("018f0000-0000-7000-8000-0000000000aa")


def key(engine: Engine, one: uuid.UUID) -> Any:
    return one.hex if engine.dialect.name == "sqlite" else one


def fill(engine: Engine, connection: Any) -> None:
    """Four of Awa's records: one to be looked at for its clock, one in danger, one of a project, one of nothing."""
    insert(connection, "place", code="XX", level="country", name="Pays", path="/XX/", label="Pays", search="pays")
    insert(
        connection, "programme", id="pilote", name="{}", languages="[]", place_code="XX", consent="{}",
        created_at=DAY, settings="{}",
    )  # fmt: skip
    insert(connection, "person", id=key(engine, AWA), name="Awa", language="fr", active=True, created_at=DAY)
    marks: list[dict[str, Any]] = [
        {"clock_offset_ms": 600_000},
        {"danger": "maybe", "quarantined": True},
        {"project_id": "P1"},
        {"recorded_at": "2026-11-10 10:00:00+00:00"},
        {},
    ]
    for n, more in enumerate(marks):
        one, path = uuid.UUID(int=n), "/XX/V1/" if n else "/XX/"
        values: dict[str, Any] = {
            "programme_id": "pilote",
            "rev": 1,
            "position": 4095 + n,
            "place_path": path,
            "received_at": DAY,
        }
        insert(
            connection, "record", **(values | {"id": key(engine, one), "digest": "0", "first_received_at": DAY,
            "quarantined": False, "media_count": 0, "recorded_at": DAY, "author_id": key(engine, AWA)} | more),
        )  # fmt: skip
        insert(
            connection, "review_case", **values, record_id=key(engine, one), state="received", instrument="besoin",
            place_code="V1", author_id=key(engine, AWA), summary="", search=f"awa pompe {n}",
        )  # fmt: skip


def test_cases_get_what_the_queue_filters_by(empty: Engine) -> None:
    with empty.begin() as connection:
        upgrade(connection, "0027")
        fill(empty, connection)
        upgrade(connection)
        rows = connection.execute(
            text("select danger, quarantined, project_id, odd_clock from review_case order by position")
        )
        assert [(one[0], bool(one[1]), one[2], bool(one[3])) for one in rows] == [
            ("", False, None, True), ("maybe", True, None, False), ("", False, "P1", False), ("", False, None, True),
            ("", False, None, False),
        ]  # fmt: skip


def test_cases_of_before_stand_in_the_order_of_urgency_with_their_phone_and_language(empty: Engine) -> None:
    phone, one = uuid.UUID(int=77), uuid.UUID(int=2)
    with empty.begin() as connection:
        upgrade(connection, "0027")
        fill(empty, connection)
        insert(
            connection, "device", id=key(empty, phone), person_id=key(empty, AWA), programme_id="pilote", place_code="XX",
            role="surveyor", name="Tecno", platform="Android", app_version="1", token_hash="0", enrolled_at=DAY,
        )  # fmt: skip
        entry = {"programme_id": "pilote", "rev": 1, "digest": "0", "device_id": key(empty, phone), "received_at": DAY}
        for n, body in ((2, b'{"consent": {"language": "dyu"}}'), (3, b"[]"), (4, b"")):
            insert(
                connection, "ledger_entry", **entry, position=4095 + n, record_id=key(empty, uuid.UUID(int=n)), body=body,
                quarantined=False,
            )  # fmt: skip
        for meaning, code in (("severity", "vital"), ("sensitive", None)):
            insert(
                connection, "record_fact", programme_id="pilote", record_id=key(empty, one), meaning=meaning, n=0,
                question="", code=code,
            )  # fmt: skip
        insert(
            connection, "media_use", programme_id="pilote", record_id=key(empty, one), rev=1, sha256="0", question="v",
            device_id=key(empty, phone), type="audio/ogg", bytes=1,
        )  # fmt: skip
        upgrade(connection)
        rows = connection.execute(
            text("select urgency, language, device_id, has_photo, has_voice from review_case order by position")
        ).all()
        assert [(one[0], one[1], one[2] is not None, bool(one[3]), bool(one[4])) for one in rows] == [
            (1, "", False, False, False), (8, "", False, False, False), (6, "dyu", True, False, True),
            (1, "", True, False, False), (1, "", True, False, False),
        ], "odd where little was heard of the place"  # fmt: skip


def test_its_cases_are_counted(empty: Engine) -> None:
    with empty.begin() as connection:
        upgrade(connection, "0027")
        fill(empty, connection)
        upgrade(connection)
        rows = connection.execute(text("select place_path, kind, value, n, first, last from review_count"))
        assert {tuple(one) for one in rows} == {
            *(
                (path, "state", "received", n, first, 4099)
                for path, n, first in (("", 5, 4095), ("/XX/", 5, 4095), ("/XX/V1/", 4, 4096))
            ),
            *(
                (path, "author", str(AWA), n, first, 4099)
                for path, n, first in (("", 5, 4095), ("/XX/", 5, 4095), ("/XX/V1/", 4, 4096))
            ),
            ("", "day", "2026-11-23", 5, 4095, 4099),
        }


def test_its_words_are_found_in_each_block_of_positions(empty: Engine) -> None:
    with empty.begin() as connection:
        upgrade(connection, "0027")
        fill(empty, connection)
        upgrade(connection)
        assert set(connection.execute(text("select word from review_word")).scalars()) == {"awa", "pompe", *"01234"}
        blocks = text("select block, cases from review_word_block where word_id = :one order by block")
        found = connection.execute(blocks, {"one": word_id("pilote", "pompe")})
        assert [(block, unpack(bytes(cases))) for block, cases in found] == [(0, 1 << 4095), (1, 0b1111)]
