"""What a database and a bucket hold when phones and servers are done, read directly, against what phones made."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from sync.spoken_code import code_of
from tests.faults.node_checks import (
    BackupRun,
    Ledger,
    StoredMedium,
    check_backups,
    check_ledger,
    check_media,
    check_once,
)
from tests.faults.node_phone import NodePhone
from tests.journeys.server import RunningServer
from tests.s3 import BUCKET, S3Server

PREFIX = "pilote/"
WAITING = """
select (select count(*) from review_case where programme_id = 'demo'), (select count(*) from receipt),
       (select count(*) from media where state = 'received'), (select count(*) from portfolio_item),
       (select count(*) from backup where ok is null and ended_at is null and started_at > :since)
"""
CODES = "select record_id || ' ' || code from receipt"
SCRATCH = "select datname from pg_database where datname like 'echo\\_check%'"
FEED = "select kind || ' ' || name || ' ' || scope_path || ' ' || owner from feed_row where body is not null"


class Findings:
    """Reads, and compares with what was made, promised and decided."""

    def __init__(self, engine: Engine, s3: S3Server, phones: Sequence[NodePhone], accepted: set[str]) -> None:
        self._engine, self._s3, self._phones, self._accepted = engine, s3, phones, accepted
        self.records = [one["id"] for phone in phones for one in phone.entries]
        self.media_made = {one.sha256: len(one.content) for phone in phones for one in phone.media}

    def jobs_are_done(self) -> bool:
        """Whether the jobs of the servers have dealt with everything that arrived."""
        since = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=30)
        cases, receipts, photos, items, backups = self._rows(WAITING, since=since)[0]
        made = len(self.records)
        return (cases, receipts, photos, backups) == (made, made, 0, 0) and items >= len(self._accepted)

    def ledger(self) -> Ledger:
        made = [one["digest"] for phone in self._phones for one in phone.entries]
        promised = {digest: at for phone in self._phones for digest, at in phone.acked.items()}
        rows = self._rows("select digest, position from ledger_entry where programme_id = 'demo'")
        return check_ledger(made, promised, [(digest, position) for digest, position in rows])

    def faults(self, *, every: dt.timedelta, ends: int) -> list[str]:
        """Everything but the ledger's own figures."""
        return [
            *self._work(), *self._media(),
            *check_backups(self._backups, every=every, ends=ends),
            *(f"a phone found another audit log: {about}" for (about,) in self._rows(
                "select about from audit_event where event = 'head_differs'")),
        ]  # fmt: skip

    def backups(self) -> int:
        return sum(run.ok is True for run in self._backups)

    def verified(self, node: RunningServer, backups: Path) -> list[str]:
        """What the commands say that recompute every digest and walk the hash chains."""
        node.cli("backup", str(backups))  # which also drops the copies that killed ones left
        ledger = node.cli("ledger", "verify", "--against", str(backups))
        audit = node.cli("audit", "verify", "--against", str(backups))
        left = [f"left in the database server: {name}" for name in self._ids(SCRATCH)]
        return [*left, *([] if "bad digests 0" in ledger else [ledger]), *([] if "breaks 0" in audit else [audit])]

    def _work(self) -> list[str]:
        """The work of each job: once for each record."""
        decided = "select record_id from review_decision where action = 'accept' and programme_id = 'demo'"
        published = "select record_id from timeline_event where state = 'accepted' and programme_id = 'demo'"
        return [
            *check_once("cases", self.records, self._ids("select record_id from review_case where programme_id = 'demo'")),
            *check_once("receipts", self.records, self._ids("select record_id from receipt where programme_id = 'demo'")),
            *check_once("codes", (f"{one} {code_of(UUID(one))}" for one in self.records), self._ids(CODES)),
            *check_once("decisions", self._accepted, self._ids(decided)),
            *check_once("published acceptances", self._accepted, self._ids(published)),
            *check_once("needs in the portfolio", self._accepted, self._ids("select record_id from portfolio_item")),
            *check_once("rows for phones", set(rows := self._ids(FEED)), rows),
            *check_once("demo programme", ["demo"], self._ids("select id from programme")),
        ]  # fmt: skip

    def _media(self) -> list[str]:
        rows = [StoredMedium(*row) for row in self._rows("select sha256, type, bytes, state from media")]
        promised = {one for phone in self._phones for one in phone.whole}
        faults = check_media(self.media_made, rows, self._digests())
        return faults + [f"falsely acknowledged: {one}" for one in promised - {row.sha256 for row in rows}]

    def _digests(self) -> dict[str, str]:
        """The SHA-256 of each object below the prefix."""
        client = self._s3.client()
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=PREFIX)
        keys = [one["Key"] for page in pages for one in page.get("Contents", [])]
        return {
            key.removeprefix(PREFIX): hashlib.sha256(
                client.get_object(Bucket=BUCKET, Key=key)["Body"].read()
            ).hexdigest()
            for key in keys
        }

    @cached_property
    def _backups(self) -> list[BackupRun]:
        return [BackupRun(*row) for row in self._rows("select started_at, ended_at, ok from backup")]

    def _ids(self, statement: str) -> list[str]:
        return [str(one) for (one,) in self._rows(statement)]

    def _rows(self, statement: str, **values: Any) -> list[Any]:
        with self._engine.connect() as connection:
            return list(connection.execute(text(statement), values).all())
