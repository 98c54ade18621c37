"""Reports arrive, officers say how urgent they are, note whom they asked to help, and close them.

None of this is in the audit log, which others read: a report's own rows say who did what, and when."""

from __future__ import annotations

import datetime as dt
import uuid

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession, insert_if_absent
from feedback_app.base.ids import random_id
from feedback_app.base.problem import Problem
from feedback_app.protection import rate, store
from feedback_app.protection.policy import Ending
from feedback_app.protection.sealed import (
    REFERRAL_BYTES,
    is_public_key,
    key_name,
    read_report,
    read_sealed,
    read_wrapped,
)
from feedback_app.protection.tables import ProtectionKey, ProtectionReferral, ProtectionReport, ProtectionWrap

AT_ONCE = 3
"""Of how many that come in one exchange are looked at."""
A_DAY = 200
"""How many of a programme are stored a day; more wait on their phones."""


def take_reports(
    session: AnySession, sent: object, *, programme_id: str, device_id: uuid.UUID, day: dt.date
) -> list[str]:
    """Stores what a phone sent, without a word of whose it is. Returns the hashes of those that are here once this is
    committed, new or known alike: the phone may delete them. What cannot be a report, or is sealed to a key of no
    officer of this programme, is not among them; no more is what comes over the limits of a day."""
    found = [read_report(one) for one in sent[:AT_ONCE]] if isinstance(sent, list) else []
    here: list[str] = []
    for one in found:
        if one is None or store.find_key(session, one.key, [programme_id]) is None:
            continue
        if store.is_known(session, programme_id, one.sha256):
            here.append(one.sha256)
        elif store.count_of_day(session, programme_id, day) < A_DAY and rate.may_send(device_id, day):
            row = {
                "id": random_id(), "programme_id": programme_id, "key_id": one.key, "sha256": one.sha256,
                "sealed": one.sealed, "day": day,
            }  # fmt: skip
            insert_if_absent(session, ProtectionReport, row)  # a phone's page and its worker may send it at once
            here.append(one.sha256)
    return here


def add_key(
    session: AnySession, programme_id: str, *, public_key: str, wrapped: str, by: uuid.UUID, now: dt.datetime
) -> ProtectionKey:
    """Stores a key that an officer's browser made; that officer alone opens it at first. Phones seal to it from their
    next exchange on. Problem `malformed` for what is none."""
    stored = read_wrapped(wrapped)
    if stored is None or not is_public_key(public_key):
        raise Problem("malformed")
    if store.find_key(session, key_name(public_key), [programme_id]) is not None:
        raise Problem("malformed")
    made = ProtectionKey(
        id=key_name(public_key), programme_id=programme_id, public_key=public_key, made_at=now, made_by=by
    )
    session.add(made)
    session.flush()
    session.add(ProtectionWrap(key_id=made.id, person_id=by, wrapped=stored, once=False, made_at=now, made_by=by))
    note_event(session, "protection_key", about=("protection_key", made.id), programme=programme_id)
    session.flush()
    return made


def triage(report: ProtectionReport, *, urgent: bool, by: uuid.UUID, now: dt.datetime) -> None:
    """An officer says how urgent it is, or says it anew: the clock begins again. Problem `conflict` once closed."""
    _is_open(report)
    report.urgent, report.triaged_at, report.triaged_by = urgent, now, by


def refer(
    session: AnySession, report: ProtectionReport, *, key_id: str, sealed: str, by: uuid.UUID, now: dt.datetime
) -> None:
    """Adds to what was done about a report; nothing of it is ever changed. Problem `malformed` for what is not sealed
    to a key of the programme, `conflict` once closed."""
    _is_open(report)
    words = read_sealed(sealed, REFERRAL_BYTES)
    if words is None or store.find_key(session, key_id, [report.programme_id]) is None:
        raise Problem("malformed")
    session.add(ProtectionReferral(report_id=report.id, at=now, by=by, key_id=key_id, sealed=words))


def close(report: ProtectionReport, *, ending: Ending, by: uuid.UUID, now: dt.datetime) -> None:
    """Closes a report, for a reason. Problem `conflict` where that is done already."""
    _is_open(report)
    report.ended_at, report.ended_by, report.ending = now, by, ending.value


def _is_open(report: ProtectionReport) -> None:
    if report.ended_at is not None:
        raise Problem("conflict")
