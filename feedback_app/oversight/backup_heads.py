"""Heads of hash chains that backups noted, and which of them this database must still agree with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from feedback_app.audit.hash_chain import FIRST, Head
from feedback_app.audit.store import EventFilter, events
from feedback_app.base.db import AnySession
from feedback_app.ledger.actions import epochs
from feedback_app.safe.backup_folder import BackupFolder, Manifest

MOST_RESTORES = 1000


@dataclass(frozen=True, slots=True)
class BackupHead:
    """What one backup noted."""

    name: str
    audit: Head
    ledger: dict[str, Head]


def comparable_backups(session: AnySession, folder: Path, now: dt.datetime) -> list[BackupHead]:
    """What the backups in a folder noted, but for those of a life that a restore ended: what happened in it is not in
    this database."""
    lives = epochs(session)
    restores = [
        (lives.index(details["epoch"]), details["restored_from"])
        for event in events(session, EventFilter(event="backup_restored"), limit=MOST_RESTORES)
        if (details := orjson.loads(event.details)).get("epoch") in lives
    ]
    return [
        BackupHead(path.name, _head(manifest.audit), {key: _head(one) for key, one in manifest.ledger.items()})
        for path, manifest in BackupFolder(folder).backups(now)
        if _is_comparable(manifest, lives, restores)
    ]


def _is_comparable(manifest: Manifest, lives: list[str], restores: list[tuple[int, int]]) -> bool:
    if manifest.epoch not in lives or manifest.life not in {"", lives[0]}:
        return False
    since = lives.index(manifest.epoch)
    return all(manifest.n <= restored for life, restored in restores if life > since)


def _head(noted: dict[str, Any]) -> Head:
    return Head(int(noted.get("position", 0)), str(noted.get("hash", FIRST)))
