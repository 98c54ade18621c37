"""Made-up protection reports, by `confided.json`: sealed to a key that is made here, as an officer's browser would make
it, under a passphrase that is shown once."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import os
import secrets
import unicodedata
import uuid
from collections.abc import Mapping
from typing import Any

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from feedback_app.base.db import AnySession
from feedback_app.demo.state import DemoFill
from feedback_app.demo.words import read_words
from feedback_app.enrol.colleague_store import who_may
from feedback_app.protection import actions, retention_store, store
from feedback_app.protection.lookup_store import current_public_key
from feedback_app.protection.policy import Ending
from feedback_app.protection.sealed import REFERRAL, REFERRAL_BYTES, REPORT, REPORT_BYTES, key_name
from schemas.roles import Permission
from sync import sealing

ITERATIONS = 1_000_000
ONCE_SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"


def make_key(session: AnySession, programme_id: str, *, now: dt.datetime) -> tuple[str, str] | None:
    """Makes a key for the programme's first officer; its name and their passphrase. None where there is a key, or
    nobody to open it."""
    officer = _officer(session, programme_id)
    if officer is None or current_public_key(session, programme_id) is not None:
        return None
    private, passphrase = sealing.new_private_key(), _passphrase()
    made = actions.add_key(
        session, programme_id, public_key=sealing.public_key(private), wrapped=wrap(private, passphrase), by=officer,
        now=now,
    )  # fmt: skip
    return made.id, passphrase


def wrap(private: bytes, passphrase: str) -> str:
    """A private key as `static/desk/opening.ts` wraps it."""
    salt, iv = os.urandom(16), os.urandom(12)
    typed = unicodedata.normalize("NFKC", passphrase).strip().encode()
    key = hashlib.pbkdf2_hmac("sha256", typed, salt, ITERATIONS, 32)
    parts = {"salt": salt, "iv": iv, "private": AESGCM(key).encrypt(iv, private, None)}
    wrapped = {name: base64.b64encode(part).decode() for name, part in parts.items()}
    return orjson.dumps({**wrapped, "iterations": ITERATIONS}).decode()


def _passphrase() -> str:
    return "-".join("".join(secrets.choice(ONCE_SIGNS) for _ in range(5)) for _ in range(4))


def _officer(session: AnySession, programme_id: str) -> uuid.UUID | None:
    return next(iter(who_may(session, Permission.PROTECTION, programme_id)), None)


def add_reports(session: AnySession, programme_id: str, fill: DemoFill) -> None:
    """The reports of the plan, sealed to the programme's newest key, and what was done about them. None where there is
    no key, or nobody who would have read them."""
    officer, public = _officer(session, programme_id), current_public_key(session, programme_id)
    if officer is None or public is None:
        return
    for one in read_words("confided")["reports"]:
        _add(session, programme_id, fill, one, public=public, officer=officer)


def _add(
    session: AnySession,
    programme_id: str,
    fill: DemoFill,
    one: Mapping[str, Any],
    *,
    public: str,
    officer: uuid.UUID,
) -> None:
    words = {name: one[name] for name in ("kind", "now", "what", "reach")} | {"example": read_words("confided")["mark"]}
    sent = {"key": key_name(public), "sealed": _sealed(words, public, REPORT, REPORT_BYTES)}
    day = (fill.until - dt.timedelta(days=one["age"])).date()
    here = actions.take_reports(session, [sent], programme_id=programme_id, device_id=uuid.uuid4(), day=day)
    report = store.report_by_hash(session, programme_id, here[0]) if here else None
    if report is None:
        return
    fill.confided.append(str(report.id))
    if "urgent" not in one:
        return
    read = fill.until - dt.timedelta(hours=one["read_hours"])
    actions.triage(report, urgent=one["urgent"], by=officer, now=read)
    for n, note in enumerate(one.get("notes", ()), start=1):
        sealed = _sealed(note, public, REFERRAL, REFERRAL_BYTES)
        at = read + dt.timedelta(hours=n)
        actions.refer(session, report, key_id=key_name(public), sealed=sealed, by=officer, now=at)
    if "ending" in one:
        at = fill.until - dt.timedelta(hours=one["ended_hours"])
        actions.close(report, ending=Ending(one["ending"]), by=officer, now=at)


def _sealed(words: Mapping[str, str], public: str, name: str, size: int) -> str:
    plain = orjson.dumps(words).ljust(size - sealing.OVERHEAD)
    return base64.b64encode(sealing.seal(plain, public, name=name)).decode()


def remove_reports(session: AnySession, fill: DemoFill, key_id: str | None) -> None:
    """Removes them, and the key that was made for them unless somebody else's report is sealed to it."""
    retention_store.delete_reports(session, [uuid.UUID(one) for one in fill.confided])
    if key_id is not None:
        retention_store.delete_unused_key(session, key_id)
