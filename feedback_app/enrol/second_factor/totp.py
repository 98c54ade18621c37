"""Codes of an app (RFC 6238): six digits, another every thirty seconds."""

from __future__ import annotations

import datetime as dt
import hmac

import pyotp

STEP_S = 30
DIGITS = 6
SLACK = (0, -1, 1)
"""Steps by which the clock of a phone may differ."""
ISSUER = "Écho"


def new_secret() -> str:
    """160 random bits, in base32 as apps take it."""
    return pyotp.random_base32()


def step_at(moment: dt.datetime) -> int:
    """The number of the time step of a moment."""
    return int(moment.timestamp()) // STEP_S


def digits_of(typed: str) -> str:
    """A code as apps show it, without the blanks that people type between its halves."""
    return "".join(typed.split())


def matching_step(secret: str, typed: str, *, now: dt.datetime) -> int | None:
    """The time step, this one or one beside it, of which this is the code; None where it is of none."""
    code, made, here = digits_of(typed), pyotp.TOTP(secret, digits=DIGITS, interval=STEP_S), step_at(now)
    fitting = [here + by for by in SLACK if hmac.compare_digest(made.generate_otp(here + by).encode(), code.encode())]
    return fitting[0] if fitting else None


def setup_link(secret: str, login: str) -> str:
    """What the QR code says to the app."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=STEP_S).provisioning_uri(name=login, issuer_name=ISSUER)


def in_groups(secret: str) -> str:
    """The secret to be typed by hand."""
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
