"""A database that takes itself for a large one: a few thousand rows of each table that grows, and statistics as at a
million. No row is meant to be read; what counts is which plan the database chooses."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    Uuid,
    bindparam,
    insert,
    text,
    update,
)

from feedback_app.base import clock
from feedback_app.base.db import AnySession, LongInteger, UtcDateTime, db
from feedback_app.review.case import State

ROWS, AT_SIZE = 3000, 1_000_000
SMALL = frozenset({
    "account_link", "attempt", "audit_mark", "backup", "bourse_change", "bourse_message", "bourse_milestone", "bourse_offer", "bourse_partner", "bourse_pledge", "bourse_project", "bourse_scoring", "breach", "carried_file", "carried_file_place", "clock_mark", "csr_change", "csr_sheet", "desk_session", "device",
    "enrolment_code", "epoch", "feed_mark", "form_medium", "instrument", "ledger_counter", "ledger_follower", "ledger_malformed", "ledger_segment", "media_loss", "media_staff_sound", "record_suspension",
    "insight_count", "insight_outdated", "insight_pending", "insight_release", "learning_plan", "linked_account", "membership", "organisation", "passkey", "passkey_challenge", "pending_sign_in", "person",
    "place", "place_owner", "place_shape", "portfolio_batch", "portfolio_change", "portfolio_counts", "portfolio_counts_change", "portfolio_news",
    "portfolio_pending",
    "portfolio_proposal", "portfolio_reply", "portfolio_reply_answer", "portfolio_reply_earlier", "practice", "practice_change", "practice_evidence", "practice_source", "programme", "programme_key", "project", "protection_key", "protection_referral", "protection_report", "protection_wrap", "project_funder", "prompt", "recovery_code",
    "retention_run", "review_decision_week", "review_practice", "review_practice_choice", "review_second", "review_view", "review_week_zone", "sign_in_try", "signal_digest", "weak_signal", "snapshot", "snapshot_part", "snapshot_wanted", "solution", "solution_step", "solution_theme", "theme", "theme_successor", "theme_suggestion", "theme_suggestion_decision",
    "totp_secret", "upload",
})  # fmt: skip
"""Tables that grow with people, phones, places and days, or with what seldom happens to a record, to some thousands; or
are emptied. All others are large, those too that come later."""
FEW = frozenset({"person", "place", "device"})
"""Small tables that large ones refer to: with a handful of rows in them much would be alike that is not."""
BY_TRIGGERS = frozenset({"portfolio_unassigned"})
"""Large tables whose rows the database writes itself, as it gets those of others."""
OFTEN: Mapping[str, tuple[Any, ...]] = {
    "state": (*[State.RECEIVED] * 16, *[State.ACCEPTED] * 2, State.REJECTED, State.NEEDS_CORRECTION),
    "kind": ("fate", "fate", "fate", "need", "record"),
    "meaning": ("need", "domain", "severity"),
    "domain": ("eau", "san", "edu", "rou"),
    "instrument": ("besoin",),
    "event": ("signed_in", "record_opened"),
}
"""Values of columns of which there are few, as often as they are at size."""
SELDOM = frozenset(
    {
        "known_as",
        "problem",
        "errors",
        "ended_at",
        "project_id",
        "solution_id",
        "reason",
        "message",
        "claimed_by",
        "claimed_until",
    }
)
"""Columns that hardly any row fills."""

AS_NOTED: dict[str, Any] = {"position": None, "previous": None, "hash": None}
"""What an event of the audit log does not have before it is chained."""


def large_tables() -> list[Table]:
    """Tables that grow with records, those that others refer to first."""
    return [one for one in db.metadata.sorted_tables if one.name not in SMALL]


def make_large(session: AnySession) -> None:
    """Fills the large tables and has the database believe that they are large. Commits."""
    few = [one for one in db.metadata.sorted_tables if one.name in FEW]
    for table in [*few, *large_tables()]:
        there = _referred(session, table)
        if table.name in BY_TRIGGERS:
            continue
        count = ROWS // 5 if table in few else ROWS
        rows = [{one.name: _value(one, n, there) for one in table.columns} for n in range(count)]
        session.execute(insert(table), [row | AS_NOTED if table.name == "audit_event" else row for row in rows])
        if table.name == "audit_event":
            _chain(session, table, rows)
    session.commit()
    sizes = {table.name for table in large_tables()}
    if session.get_bind().dialect.name == "sqlite":
        _claim_on_sqlite(session, sizes)
    else:
        _claim_on_postgresql(session, sizes)
    session.commit()


def _chain(session: AnySession, events: Table, rows: list[dict[str, Any]]) -> None:
    """Events get their places afterwards, as the database wants it."""
    placed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in AS_NOTED}
    given = [{"one": row["id"], **{f"new_{name}": row[name] for name in AS_NOTED}} for row in rows]
    session.connection().execute(update(events).where(events.c.id == bindparam("one")).values(**placed), given)


def _claim_on_sqlite(session: AnySession, names: set[str]) -> None:
    """`sqlite_stat1` says how many rows an index has, and how many have the same first, first two … columns."""
    session.execute(text("ANALYZE"))
    by = AT_SIZE // ROWS
    for table, index, stat in session.execute(text("SELECT tbl, idx, stat FROM sqlite_stat1")).all():
        if table in names:
            grown = " ".join(str(int(one) * by if one.isdigit() and int(one) > 1 else one) for one in stat.split())
            changed = text("UPDATE sqlite_stat1 SET stat = :stat WHERE tbl = :table AND idx IS :index")
            session.execute(changed, {"stat": grown, "table": table, "index": index})
    session.commit()
    session.execute(text("ANALYZE sqlite_schema"))  # reads them anew


def _claim_on_postgresql(session: AnySession, names: set[str]) -> None:
    """The planner multiplies the rows of a page by the pages that there are."""
    session.execute(text("ANALYZE"))
    grown = text(
        "UPDATE pg_class SET reltuples = reltuples * :by WHERE reltuples > 0 AND (relname = ANY(:names) OR oid IN "
        "(SELECT indexrelid FROM pg_index JOIN pg_class AS t ON t.oid = indrelid WHERE t.relname = ANY(:names)))"
    )
    session.execute(grown, {"by": AT_SIZE // ROWS, "names": sorted(names)})


def _referred(session: AnySession, table: Table) -> dict[str, list[Any]]:
    """What the columns that refer to other tables may hold."""
    return {
        one.name: sorted({*session.execute(_all_of(key.column)).scalars()}, key=str)
        for one in table.columns
        for key in one.foreign_keys
    }


def _all_of(column: Column[Any]) -> Any:
    return column.table.select().with_only_columns(column).limit(500)


def _value(column: Column[Any], n: int, there: Mapping[str, list[Any]]) -> Any:
    """What a row has in a column: unique where it may have to be, and alike where that is how it is at size."""
    if column.nullable and column.name in SELDOM and n % 500:
        return None
    if column.name == "programme_id":
        return "pilote"
    if column.name == "record_id" or (column.table.name, column.name) == ("record", "id"):
        return uuid.UUID(int=0x0190_0000_0000_7000_8000_0000_0000_0000 + n)
    if column.name == "position":
        return n - ROWS  # before those of the tests' own rows, which are the last as at size
    if column.foreign_keys:
        return there[column.name][n % len(there[column.name])] if there[column.name] else None
    if column.name in OFTEN:
        return str(OFTEN[column.name][n % len(OFTEN[column.name])])
    return _by_type(column, n)


def _by_type(column: Column[Any], n: int) -> Any:
    kind, name = column.type, column.name
    if name.endswith("path"):
        return f"/XX/R{n % 30}/S{n % 300}/"
    if isinstance(kind, Uuid):
        return uuid.UUID(int=(hash_of(column.table.name) << 96) + (n % 400 if column.nullable else n))
    if isinstance(kind, UtcDateTime):
        return clock.now() - dt.timedelta(minutes=5 * (ROWS - n))
    if isinstance(kind, Date):
        return clock.now().date() - dt.timedelta(days=n % 180)
    if isinstance(kind, Boolean):
        return n % 100 == 0
    if isinstance(kind, BigInteger | LongInteger | Integer):
        return n + 100_000 if isinstance(kind, BigInteger) else 1
    if isinstance(kind, Float):
        return n * 0.01
    if isinstance(kind, LargeBinary):
        return b"{}"
    return _text(column, n) if isinstance(kind, String) else None if column.nullable else {}


def _text(column: Column[Any], n: int) -> str:
    """A hash where it is as long as one; a name in a row's key; else one of a few."""
    length = getattr(column.type, "length", None)
    if length == 64:
        return f"{n:064x}"
    is_named = column.primary_key or column.unique or column.name in {"name", "code"}
    return f"{n:010}" if is_named else "" if column.name == "owner" and n % 5 else f"{column.name} {n % 40}"[:length]


def hash_of(name: str) -> int:
    """A number of a table's name, the same each time."""
    return uuid.uuid5(uuid.NAMESPACE_OID, name).int >> 96
