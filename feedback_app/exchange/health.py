"""A phone's health, and whether it can be handed back: from its last report and what the server knows of it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback_app.base.timestamps import SKEW

QUIET = dt.timedelta(days=3)
SILENT = dt.timedelta(days=7)
JUST_NOW = dt.timedelta(hours=1)
"""How fresh a phone's report must be to hand it back: it may have recorded since."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the server knows of what a phone delivered."""

    last: int = 0
    """The position of the last of it."""
    safe: int = 0
    """Up to which position it is safe."""
    missing_bytes: int = 0
    """Of the photos and voices that its entries name and that have not arrived."""


@dataclass(frozen=True, slots=True)
class DeviceHealth:
    """What a coordinator must know of a phone. Numbers are of its last report; None: not in it."""

    silence: str
    """`never`, `fresh`, `quiet` or `silent`."""
    unsent: int | None
    oldest_unsent_at: dt.datetime | None
    media_bytes: int | None
    drafts: int | None
    free_bytes: int | None
    persisted: bool | None
    month_bytes: int | None
    unsafe: bool
    """Something it delivered is in no proven backup yet."""
    holds: tuple[str, ...]
    """Why it cannot be handed back: `silence`, `unknown`, `unsent`, `media`, `drafts`, `unsafe`; empty when it can."""

    @property
    def can_go(self) -> bool:
        """Whether it can be handed back and emptied."""
        return not self.holds


def device_health(
    *, last_seen: dt.datetime | None, health: Mapping[str, Any] | None, delivery: Delivery, now: dt.datetime
) -> DeviceHealth:
    """Of one phone. What it never reported counts as a reason not to hand it back."""
    health = health or {}
    unsafe = delivery.last > delivery.safe
    # Once every record is here, the server knows what else is to come; media go up after the phone's last report.
    media = delivery.missing_bytes if health.get("unsent") == 0 else health.get("media_pending_bytes")
    counts = [health.get("unsent"), media, health.get("drafts")]
    reasons = {
        "silence": last_seen is None or not -SKEW <= now - last_seen <= JUST_NOW,
        "unknown": None in counts,
        "unsent": bool(counts[0]),
        "media": bool(counts[1]),
        "drafts": bool(counts[2]),
        "unsafe": unsafe,
    }
    return DeviceHealth(
        silence=silence(last_seen, now), unsent=health.get("unsent"), oldest_unsent_at=_moment(health),
        media_bytes=media, drafts=health.get("drafts"), free_bytes=health.get("free_bytes"),
        persisted=health.get("persisted"), month_bytes=health.get("month_bytes"), unsafe=unsafe,
        holds=tuple(reason for reason, holds in reasons.items() if holds),
    )  # fmt: skip


def silence(last_seen: dt.datetime | None, now: dt.datetime) -> str:
    """How long nothing was heard of a phone: `never`, `fresh`, `quiet` or `silent`."""
    if last_seen is None:
        return "never"
    gone = now - last_seen
    return "silent" if gone > SILENT or gone < -SKEW else "quiet" if gone > QUIET else "fresh"


def _moment(health: Mapping[str, Any]) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(str(health.get("oldest_unsent_at")))
    except ValueError:
        return None
    return moment.astimezone(dt.UTC) if moment.tzinfo else None
