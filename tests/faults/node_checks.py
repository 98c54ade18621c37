"""What must be true of a database and a bucket when it is over. Pure: what was read goes in, faults come out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

VARIANTS = ("large", "thumb")


@dataclass(frozen=True)
class Ledger:
    """How many records are lost, duplicated, falsely acknowledged."""

    lost: int
    doubled: int
    falsely_acknowledged: int


def check_ledger(made: Collection[str], promised: Mapping[str, int], rows: Iterable[tuple[str, int]]) -> Ledger:
    """`made` are digests of records, `promised` the positions that phones were answered, `rows` what is stored."""
    stored: dict[str, list[int]] = {}
    for digest, position in rows:
        stored.setdefault(digest, []).append(position)
    at_one_position = Counter(position for positions in stored.values() for position in positions)
    return Ledger(
        lost=sum(digest not in stored for digest in made),
        doubled=sum(len(positions) > 1 for positions in stored.values())
        + sum(count > 1 for count in at_one_position.values()),
        falsely_acknowledged=sum(stored.get(digest) != [at] for digest, at in promised.items()),
    )


def check_once(name: str, wanted: Iterable[str], found: Iterable[str]) -> list[str]:
    """One thing for each of `wanted`, none twice, and no other."""
    counted, named = Counter(iter(found)), set(wanted)
    faults = {
        "missing": named - set(counted),
        "of nothing": set(counted) - named,
        "twice": {one for one, count in counted.items() if count > 1},
    }
    return [f"{name}: {len(which)} {what}, as {min(which)}" for what, which in faults.items() if which]


@dataclass(frozen=True)
class StoredMedium:
    """A row of a photo or voice."""

    sha256: str
    type: str
    bytes: int
    state: str


def check_media(made: Mapping[str, int], rows: Collection[StoredMedium], digests: Mapping[str, str]) -> list[str]:
    """`made` are hashes and lengths; `digests` the SHA-256 of each object of the bucket by its key, without
    the prefix. Each content is
    there once and is what its name says, each photo has its two sizes, and no upload is left over."""
    uploads = [key for key in digests if key.startswith("uploads/")]
    digests = {key: found for key, found in digests.items() if key not in uploads}
    faults = check_once("media", made, (row.sha256 for row in rows))
    photos = {row.sha256 for row in rows if row.type.startswith("image/")}
    faults += [f"{row.sha256}: {row.state}" for row in rows if row.state != "ready"]
    faults += [f"{row.sha256}: {row.bytes} bytes" for row in rows if row.bytes != made.get(row.sha256)]
    originals = {_name(key): found for key, found in digests.items() if "." not in _name(key)}
    faults += check_once("contents in the bucket", made, originals)
    faults += [f"{name}: other bytes" for name, found in originals.items() if name != found]
    for variant in VARIANTS:
        sizes = (one.split(".")[0] for one in map(_name, digests) if one.endswith(f".{variant}.webp"))
        faults += check_once(f"photos in the size {variant}", photos, sizes)
    return faults + [f"of an upload that is over: {key}" for key in uploads]


def _name(key: str) -> str:
    return key.rpartition("/")[2]


@dataclass(frozen=True)
class BackupRun:
    """A try of a backup; `ok` is None for one that never ended."""

    started_at: dt.datetime
    ended_at: dt.datetime | None
    ok: bool | None


def check_backups(runs: Iterable[BackupRun], *, every: dt.timedelta, ends: int) -> list[str]:
    """One backup for each time that is due: none failed, none before its time, none beside another, and no more broken
    off than processes were ended."""
    ordered = sorted(runs, key=lambda run: run.started_at)
    whole = [run for run in ordered if run.ok]
    faults = [f"the backup of {run.started_at} failed" for run in ordered if run.ok is False]
    for before, after in pairwise(whole):
        if after.started_at - before.started_at < every:
            faults.append(f"backups of {before.started_at} and {after.started_at} are too close")
    for run in whole:
        beside = [one for one in ordered if run.ended_at and run.started_at < one.started_at < run.ended_at]
        faults += [f"a backup began at {one.started_at} beside another" for one in beside]
    if not whole:
        faults.append("no backup")
    if (broken_off := sum(run.ok is None for run in ordered)) > ends:
        faults.append(f"{broken_off} backups broken off")
    return faults
