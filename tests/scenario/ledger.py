"""The raw rows of a database as plain dictionaries: entries, decisions, merges, what was taken back, places.

Part of the second implementation: nothing here comes from the program, but the tables that it wrote.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

Ask = Callable[[str], list[dict[str, Any]]]
"""Runs a statement and gives its rows as dictionaries."""
Row = dict[str, Any]


def hex_of(value: object) -> str:
    """An id as 32 letters, however the database writes it."""
    return uuid.UUID(str(value)).hex


def moment(value: object) -> dt.datetime:
    """A moment, however the database writes it."""
    found = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
    return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)


def document(value: object) -> Any:
    """What a JSON column holds."""
    return json.loads(value) if isinstance(value, str | bytes) else value


def places(ask: Ask) -> dict[str, Row]:
    """Every place with the way to it, the widest first, found by going up from parent to parent."""
    rows = {one["code"]: one for one in ask("select code, parent_code, level, name, label, population from place")}
    for one in rows.values():
        way, at = [one["code"]], one["parent_code"]
        while at:
            way.insert(0, at)
            at = rows[at]["parent_code"]
        one["way"] = way
    return rows


def accepted_records(ask: Ask, programme: str) -> list[Row]:
    """The records of a programme that are accepted now and that nobody has taken back: what was last said, corrected,
    by whom, when, and the moment and the order of the decision. Played through event by event."""
    records = _as_recorded(ask, programme)
    _correct(ask, programme, records)
    _decide(ask, programme, records)
    for one in ask("select programme_id, record_id from ledger_erasure"):
        if one["programme_id"] == programme:
            records.pop(hex_of(one["record_id"]), None)
    hidden = {
        hex_of(one["record_id"])
        for one in ask("select programme_id, record_id, ended_at from record_suspension")
        if one["programme_id"] == programme and one["ended_at"] is None
    }
    accepted = [one for one in records.values() if one["state"] == "accepted" and one["id"] not in hidden]
    joined = _joined(ask, programme, records)
    for one in accepted:
        one["joined"] = [merge for merge in joined.get(one["id"], []) if merge["id"] not in hidden]
    return sorted(accepted, key=lambda one: (one["accepted_at"], one["id"]))


def _as_recorded(ask: Ask, programme: str) -> dict[str, Row]:
    """Each record by its newest revision that is not in quarantine."""
    records: dict[str, Row] = {}
    asked = "select programme_id, record_id, rev, body, device_id, received_at, quarantined, position from ledger_entry"
    for entry in sorted(ask(asked), key=lambda one: one["position"]):
        if entry["programme_id"] != programme or not entry["body"]:
            continue
        key = hex_of(entry["record_id"])
        before = records.get(key)
        if entry["quarantined"] or (before and before["rev"] >= entry["rev"]):
            continue
        body = json.loads(bytes(entry["body"]))
        received = moment(entry["received_at"])
        records[key] = {
            "id": key, "rev": entry["rev"], "body": body, "answers": dict(body["answers"]),
            "phone": hex_of(entry["device_id"]), "first_received": before["first_received"] if before else received,
            "received": received, "state": "received", "accepted_at": received, "since": received,
        }  # fmt: skip
    return records


def _correct(ask: Ask, programme: str, records: Mapping[str, Row]) -> None:
    """What a reviewer corrected counts, as long as its revision does."""
    rows = ask("select programme_id, record_id, rev, changes, at, ended_by from review_correction")
    for one in sorted(rows, key=lambda row: moment(row["at"])):
        record = records.get(hex_of(one["record_id"]))
        if one["programme_id"] == programme and record and record["rev"] == one["rev"] and one["ended_by"] is None:
            for name, (_, now) in document(one["changes"]).items():
                record["answers"][name] = now


def _decide(ask: Ask, programme: str, records: Mapping[str, Row]) -> None:
    """The decisions about each newest revision, in their order."""
    rows = ask("select id, programme_id, record_id, rev, action, after, reason, at from review_decision")
    for one in sorted(rows, key=lambda row: (moment(row["at"]), hex_of(row["id"]))):
        record = records.get(hex_of(one["record_id"]))
        if one["programme_id"] != programme or record is None or one["rev"] != record["rev"]:
            continue
        at = moment(one["at"])
        if one["action"] == "merge":
            record["before_merge"] = record["accepted_at"], record["since"]
        record["state"] = one["after"]
        record["accepted_at"], record["since"] = record["before_merge"] if one["action"] == "split" else (at, at)
        is_voice = one["reason"] is None
        record["merged"] = {"id": record["id"], "at": at, "decision": hex_of(one["id"]), "is_voice": is_voice}


def _joined(ask: Ask, programme: str, records: Mapping[str, Row]) -> dict[str, list[Row]]:
    """Other people's records that were merged into each, and still are: whose last decision was that."""
    found: dict[str, list[Row]] = {}
    for one in ask("select programme_id, decision_id, record_id, into_id from review_merge"):
        record = records.get(hex_of(one["record_id"]))
        if one["programme_id"] != programme or record is None or record["state"] != "merged":
            continue
        merge = record["merged"]
        if merge["decision"] == hex_of(one["decision_id"]) and merge["is_voice"]:
            found.setdefault(hex_of(one["into_id"]), []).append(merge)
    return found


def likely_moment(record: Row) -> dt.datetime:
    """When it was recorded; when it came, where the phone's clock cannot be right."""
    recorded = moment(record["body"]["recorded_at"])
    off = recorded - record["first_received"]
    return recorded if dt.timedelta(days=-400) <= off <= dt.timedelta(days=1) else record["first_received"]


SESSIONS, OBSERVATIONS = {"seance"}, {"observation"}


def speaker(record: Row) -> str:
    """Who speaks in it."""
    instrument = record["body"]["instrument"]
    if instrument in SESSIONS:
        return "session"
    if instrument in OBSERVATIONS:
        return "observation"
    return "group" if record["body"]["mode"] == "group" else "single"


def voice(record: Row) -> tuple[object, ...]:
    """The same for records that may be of the same person: one phone, one day, the same age and sex."""
    who = speaker(record)
    if who in ("session", "observation"):
        return (who, record["id"])
    answers = record["answers"]
    day = likely_moment(record).date()
    return who, record["phone"], day, answers.get("age"), answers.get("sexe")
