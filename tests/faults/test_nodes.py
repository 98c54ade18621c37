"""Two servers on one database and one bucket: what `./run bench nodes` looks for, and that it would find it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.faults.cluster import Stop
from tests.faults.node_checks import (
    BackupRun,
    Ledger,
    StoredMedium,
    check_backups,
    check_ledger,
    check_media,
    check_once,
)
from tests.faults.node_phone import Failure
from tests.faults.nodes import cut_by_stops

MADE = ("a", "b", "c")
PROMISED = {"a": 1, "b": 2}
ROWS = [("a", 1), ("b", 2), ("c", 3)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (ROWS, Ledger(0, 0, 0)),
        (ROWS[:2], Ledger(lost=1, doubled=0, falsely_acknowledged=0)),
        ([*ROWS, ("c", 4)], Ledger(lost=0, doubled=1, falsely_acknowledged=0)),
        ([*ROWS[:2], ("c", 2)], Ledger(lost=0, doubled=1, falsely_acknowledged=0)),
        ([("a", 1), ("b", 4), ("c", 3)], Ledger(lost=0, doubled=0, falsely_acknowledged=1)),
        (ROWS[1:], Ledger(lost=1, doubled=0, falsely_acknowledged=1)),
    ],
)
def test_a_record_that_is_lost_doubled_or_elsewhere_is_found(rows: list[tuple[str, int]], found: Ledger) -> None:
    assert check_ledger(MADE, PROMISED, rows) == found


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        (["b", "a"], None),
        (["a"], "cases: 1 missing, as b"),
        (["a", "b", "b"], "cases: 1 twice, as b"),
        (["a", "b", "d"], "cases: 1 of nothing, as d"),
    ],
)
def test_work_that_was_not_done_once_is_found(found: list[str], fault: str | None) -> None:
    assert check_once("cases", ["a", "b"], found) == ([fault] if fault else [])


PHOTO, VOICE = "1" * 64, "2" * 64
MEDIA = {PHOTO: 700, VOICE: 900}
STORED = (StoredMedium(PHOTO, "image/jpeg", 700, "ready"), StoredMedium(VOICE, "audio/webm", 900, "ready"))
BUCKET = {
    f"demo/11/11/{PHOTO}": PHOTO, f"demo/22/22/{VOICE}": VOICE,
    f"demo/11/11/{PHOTO}.large.webp": "x", f"demo/11/11/{PHOTO}.thumb.webp": "y",
}  # fmt: skip


def test_photos_and_voices_that_are_whole_are_no_fault() -> None:
    assert check_media(MEDIA, STORED, BUCKET) == []


@pytest.mark.parametrize(
    ("rows", "objects", "fault"),
    [
        (STORED[:1], BUCKET, "media: 1 missing"),
        ((*STORED, STORED[1]), BUCKET, "media: 1 twice"),
        ((replace(STORED[0], state="received"), STORED[1]), BUCKET, f"{PHOTO}: received"),
        ((STORED[0], replace(STORED[1], bytes=899)), BUCKET, f"{VOICE}: 899 bytes"),
        (STORED, BUCKET | {f"demo/22/22/{VOICE}": "z"}, f"{VOICE}: other bytes"),
        (STORED, BUCKET | {f"demo/33/33/{'3' * 64}": "3" * 64}, "contents in the bucket: 1 of nothing"),
        (STORED, BUCKET | {"uploads/u/000000000000": "z"}, "of an upload that is over"),
        *(
            (STORED, {key: one for key, one in BUCKET.items() if key != gone}, f"{named}: 1 missing")
            for gone, named in {
                f"demo/22/22/{VOICE}": "contents in the bucket",
                f"demo/11/11/{PHOTO}.large.webp": "photos in the size large",
                f"demo/11/11/{PHOTO}.thumb.webp": "photos in the size thumb",
            }.items()
        ),
    ],
)
def test_a_photo_or_voice_that_is_not_as_it_was_made_is_found(rows: Any, objects: dict[str, str], fault: str) -> None:
    found = check_media(MEDIA, rows, objects)
    assert len(found) == 1
    assert found[0].startswith(fault)


NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def run(start: int, end: int | None, *, ok: bool | None = True) -> BackupRun:
    ended = None if end is None else NOON + dt.timedelta(seconds=end)
    return BackupRun(NOON + dt.timedelta(seconds=start), ended, ok)


@pytest.mark.parametrize(
    ("runs", "fault"),
    [
        ([run(0, 5), run(20, 25), run(30, None, ok=None), run(41, 46)], None),
        ([], "no backup"),
        ([run(0, 5), run(20, 25, ok=False)], "failed"),
        ([run(0, 5), run(19, 24)], "too close"),
        ([run(0, 30), run(25, None, ok=None)], "beside another"),
        ([run(0, 5), run(30, None, ok=None), run(40, None, ok=None)], "2 backups broken off"),
    ],
)
def test_a_backup_that_was_not_due_failed_or_ran_beside_another_is_found(
    runs: list[BackupRun], fault: str | None
) -> None:
    found = check_backups(runs, every=dt.timedelta(seconds=20), ends=1)
    assert len(found) == (fault is not None)
    assert fault is None or fault in found[0]


@pytest.mark.parametrize(
    ("failure", "is_cut"),
    [
        (Failure(port=1, sent_at=9.9, at=10.1, kind="broken"), True),
        (Failure(port=1, sent_at=10.5, at=10.6, kind="broken"), True),
        (Failure(port=1, sent_at=10.5, at=10.6, kind="refused"), False),
        (Failure(port=1, sent_at=10.5, at=10.6, kind="503"), False),
        (Failure(port=2, sent_at=10.5, at=10.6, kind="broken"), False),
        (Failure(port=1, sent_at=12.5, at=12.6, kind="broken"), False),
        (Failure(port=1, sent_at=8, at=9, kind="broken"), False),
    ],
)
def test_a_request_that_a_graceful_stop_cut_is_found(failure: Failure, *, is_cut: bool) -> None:
    assert cut_by_stops([failure], [Stop(port=1, since=10, until=12)]) == ([failure] if is_cut else [])
