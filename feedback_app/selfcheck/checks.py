"""What is looked at without asking anybody: settings and the machine. Pure but for the disk."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from feedback_app.base.address import host_name, is_local
from feedback_app.base.db import AnySession
from feedback_app.base.sealing import secret_name
from feedback_app.register.keys import is_sealing, sealing_names
from feedback_app.settings import Settings

LEAST_ROOM = 2 * 1024**3
"""Bytes below which somebody should make room: a busy day of photos."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `kind` names its sentences, `seen` what was found."""

    kind: str
    well: bool
    seen: str = ""


def checks(settings: Settings) -> list[Check]:
    """Every check of settings and machine, those that went well too."""
    return [look(settings) for look in (_address, _https, _proxies, room, _backup, _contact, secret)]


def _name(settings: Settings) -> str:
    return settings.public_url.partition("://")[2]


def _address(settings: Settings) -> Check:
    return Check("address", not is_local(_name(settings)), settings.public_url)


def _https(settings: Settings) -> Check:
    """Camera, microphone and offline use are only for https, and for this machine itself."""
    well = settings.public_url.startswith("https://") or is_local(_name(settings))
    return Check("https", well, settings.public_url)


def _proxies(settings: Settings) -> Check:
    well = settings.proxies > 0 or not settings.public_url.startswith("https://")
    return Check("proxies", well, str(settings.proxies))


def room(settings: Settings) -> Check:
    """Whether the disk of the data folder has room for the next days; `seen` in GB."""
    try:
        free = shutil.disk_usage(settings.data).free
    except OSError as why:
        return Check("room", False, str(why.strerror))
    return Check("room", free >= LEAST_ROOM, f"{free / 1024**3:.1f}")


def _backup(settings: Settings) -> Check:
    return Check("backup", settings.backup is not None, str(settings.backup or "–"))


def _contact(settings: Settings) -> Check:
    return Check("contact", bool(settings.security_contact), settings.security_contact or "–")


def secret(settings: Settings) -> Check:
    """Whether a secret is given from outside, under which the database's own can be sealed; `seen` its name."""
    given = settings.secret_apart
    return Check("secret", given is not None, secret_name(given) if given else "–")


def sealed(session: AnySession) -> Check:
    """Whether they are sealed; `seen` names of secrets."""
    return Check("sealed", is_sealing(session), ", ".join(sorted(sealing_names(session))) or "–")


def start_lines(settings: Settings) -> list[str]:
    """Warnings for whoever starts the server. Without an address of its own it is a trial: nothing."""
    if is_local(host_name(_name(settings))):
        return []
    return [f"  set-up: {START_LINES[one.kind].format(seen=one.seen)}" for one in checks(settings) if not one.well]


START_LINES = {
    "contact": "nobody is named for who finds a hole: set FEEDBACK_SECURITY_CONTACT (mailto:…, tel:…, https://…)",
    "address": "links and QR codes lead to this machine only ({seen}): set FEEDBACK_PUBLIC_URL",
    "https": "{seen} is not https: phones give no camera, no microphone and no offline use to it",
    "proxies": (
        "the public address is https but FEEDBACK_PROXIES is {seen}: set it to the number of proxies in front, or "
        "everybody counts as one address"
    ),
    "room": "{seen} GB of room are left in the data folder",
    "secret": (
        "no secret is given from outside (FEEDBACK_SECRET_KEY): a copy of the database opens keys of programmes and "
        "lets passwords be guessed (`feedback-app secret status`)"
    ),
    "backup": "no backup is scheduled (FEEDBACK_BACKUP): phones keep everything",
}
