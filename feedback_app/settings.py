"""Every setting, typed, read once from the environment."""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from feedback_app.base.address import public_url
from feedback_app.base.files import create_private_folder, replacing_file
from schemas.page_query import DATA_LICENCE

MOST_PROXIES = 9
SHORTEST_SECRET = 32
"""Signs of a secret that seals: a shorter one could be guessed with what it sealed."""
DEFAULT_URL = "http://localhost:8000"
SECOND_FACTOR_REQUIRED = "required"
SECOND_FACTOR = (SECOND_FACTOR_REQUIRED, "optional")


class SettingError(ValueError):
    """A setting that cannot be; says which, and what it may be."""


@dataclass(frozen=True)
class Settings:
    """What the app is configured with from outside. Defaults serve one machine with SQLite and a data folder."""

    data: Path
    """FEEDBACK_DATA: the folder for the database, media and the secret."""
    database_url: str
    """FEEDBACK_DATABASE_URL: an SQLAlchemy URL; SQLite in the data folder when unset."""
    secret_key: str
    """FEEDBACK_SECRET_KEY: signs forms; made once and stored in the data folder when unset. Same for all processes."""
    public_url: str
    """FEEDBACK_PUBLIC_URL: what enrolment links and QR codes start with, no slash at the end."""
    proxies: int
    """FEEDBACK_PROXIES: how many trusted proxies stand in front (0: none; their X-Forwarded-* are believed)."""
    run_jobs: bool
    """FEEDBACK_JOBS: `off` keeps the scheduler out of the web processes."""
    secret_apart: str | None = None
    """FEEDBACK_SECRET_KEY where it is given from outside and long enough: secrets in the database can be sealed under
    it. The one in the data folder seals none: it is in no backup, and a restore elsewhere would lose what it sealed."""
    earlier_secrets: tuple[str, ...] = ()
    """FEEDBACK_SECRET_KEY_BEFORE, while the secret is changed; and that of the data folder, once another is given. They
    open what they sealed."""
    backup: Path | None = None
    """FEEDBACK_BACKUP: the folder that scheduled backups go to, best on another machine's disk; none when unset."""
    backup_every: int = 6 * 3600
    """FEEDBACK_BACKUP_EVERY: seconds between two of them."""
    backup_keep: tuple[int, int, int] = (7, 4, 6)
    """FEEDBACK_BACKUP_KEEP: of how many days, weeks and months one is retained, as `7,4,6`."""

    security_contact: str = ""
    """FEEDBACK_SECURITY_CONTACT: `mailto:`, `tel:` or `https:` address for who found a hole; `security.txt` says it."""

    data_licence: str = DATA_LICENCE
    """FEEDBACK_DATA_LICENCE: the address of the licence under which anyone may use public data; every file names it."""

    tombstone_days: int = 180
    """FEEDBACK_DROPS_KEPT_DAYS: a phone that was away for longer pulls everything anew."""

    audit_days: int = 3 * 365
    """FEEDBACK_AUDIT_DAYS: for how many days who did what is stored."""

    media_url: str | None = None
    """FEEDBACK_MEDIA: `s3://bucket/prefix` stores photos and voices in a bucket; in the data folder when unset."""
    s3_endpoint: str | None = None
    """FEEDBACK_S3_ENDPOINT: the address of an S3 server that is not Amazon's."""

    threads: int = 16
    """FEEDBACK_THREADS: requests that a process works on at once."""
    connections: int = 2000
    """FEEDBACK_CONNECTIONS: how many may be open to one process; beyond, the one silent longest is closed."""
    connections_per_address: int = 256
    """FEEDBACK_CONNECTIONS_PER_ADDRESS: the same for one address; 0 for no such limit. Unused behind proxies."""

    idle_minutes: int = 30
    """FEEDBACK_IDLE_MINUTES: a session of the desk that is not used for so long ends."""
    second_factor: str = SECOND_FACTOR_REQUIRED
    """FEEDBACK_SECOND_FACTOR: `required` of the roles that say so, but not where all programmes are demonstrations;
    `optional` of nobody."""

    practice: Path | None = None
    """FEEDBACK_PRACTICE: a JSON file of made-up records with which reviewers practise; ours when unset."""

    oidc_issuer: str | None = None
    """FEEDBACK_OIDC_ISSUER: the OpenID Connect provider with whose accounts people may sign in who linked theirs; none
    when unset."""
    oidc_client_id: str | None = None
    """FEEDBACK_OIDC_CLIENT_ID: who we are to it."""
    oidc_client_secret: str | None = None
    """FEEDBACK_OIDC_CLIENT_SECRET: what proves that to it; none for a public client."""

    @property
    def idle(self) -> dt.timedelta:
        """After how long without use a session of the desk ends."""
        return dt.timedelta(minutes=self.idle_minutes)

    @property
    def media(self) -> Path:
        """Where photos and voices are stored when it is not in a bucket."""
        return self.data / "media"


def settings_for(data: str | None) -> Settings:
    """The environment's settings; `data` moves the folder, and with it the database when none is named."""
    return read_settings({**os.environ, **({"FEEDBACK_DATA": data} if data else {})})


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment. Makes the data folder and the stored secret when they are not there."""
    env = os.environ if environ is None else environ
    data = Path(env.get("FEEDBACK_DATA", "data")).absolute()
    create_private_folder(data)
    given = env.get("FEEDBACK_SECRET_KEY") or ""
    return Settings(
        data=data,
        database_url=env.get("FEEDBACK_DATABASE_URL") or f"sqlite:///{data / 'echo.db'}",
        secret_key=given or secret_in_file(data),
        secret_apart=given if len(given) >= SHORTEST_SECRET else None,
        earlier_secrets=_earlier(env, data, given),
        public_url=public_url(env.get("FEEDBACK_PUBLIC_URL") or DEFAULT_URL),
        proxies=_proxies(env.get("FEEDBACK_PROXIES") or "0"),
        run_jobs=env.get("FEEDBACK_JOBS", "on") != "off",
        backup=Path(env["FEEDBACK_BACKUP"]).absolute() if env.get("FEEDBACK_BACKUP") else None,
        backup_every=_number(env, "FEEDBACK_BACKUP_EVERY", Settings.backup_every, least=1),
        media_url=_bucket(env.get("FEEDBACK_MEDIA")),
        s3_endpoint=env.get("FEEDBACK_S3_ENDPOINT") or None,
        security_contact=_contact((env.get("FEEDBACK_SECURITY_CONTACT") or "").strip()),
        data_licence=_licence(env.get("FEEDBACK_DATA_LICENCE") or Settings.data_licence),
        tombstone_days=_number(env, "FEEDBACK_DROPS_KEPT_DAYS", Settings.tombstone_days),
        second_factor=_one_of(env, "FEEDBACK_SECOND_FACTOR", SECOND_FACTOR),
        audit_days=_number(env, "FEEDBACK_AUDIT_DAYS", Settings.audit_days, least=1),
        threads=_number(env, "FEEDBACK_THREADS", Settings.threads, least=1),
        connections=_number(env, "FEEDBACK_CONNECTIONS", Settings.connections, least=1),
        connections_per_address=_number(
            env, "FEEDBACK_CONNECTIONS_PER_ADDRESS", Settings.connections_per_address, least=1
        ),
        idle_minutes=_number(env, "FEEDBACK_IDLE_MINUTES", Settings.idle_minutes, least=1),
        practice=Path(env["FEEDBACK_PRACTICE"]).absolute() if env.get("FEEDBACK_PRACTICE") else None,
        oidc_issuer=_issuer(env),
        oidc_client_id=env.get("FEEDBACK_OIDC_CLIENT_ID") or None,
        oidc_client_secret=env.get("FEEDBACK_OIDC_CLIENT_SECRET") or None,
        backup_keep=_three(env["FEEDBACK_BACKUP_KEEP"]) if env.get("FEEDBACK_BACKUP_KEEP") else Settings.backup_keep,
    )


def _licence(address: str) -> str:
    if not address.startswith("https://") or any(sign in address for sign in ' <>"'):
        raise SettingError(f"FEEDBACK_DATA_LICENCE is {address!r}; it must be the https address of a licence")
    return address


def _bucket(url: str | None) -> str | None:
    if url and not url.startswith("s3://"):
        raise SettingError(f"FEEDBACK_MEDIA is {url!r}; it must begin with s3://")
    return url or None


def _contact(address: str) -> str:
    if address and not re.fullmatch(r"(mailto:|tel:|https://)[!-~]+", address):
        raise SettingError(f"FEEDBACK_SECURITY_CONTACT is {address!r}; it must begin with mailto:, tel: or https://")
    return address


def _proxies(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_PROXIES):
        raise SettingError(
            f"FEEDBACK_PROXIES is {text!r}; it must be the number of proxies in front, 0 to {MOST_PROXIES}"
        )
    return int(text)


def _issuer(env: Mapping[str, str]) -> str | None:
    issuer = env.get("FEEDBACK_OIDC_ISSUER") or None
    if issuer and not is_safe_issuer(issuer):
        raise SettingError(f"FEEDBACK_OIDC_ISSUER is {issuer!r}; it must begin with https://")
    if issuer and not env.get("FEEDBACK_OIDC_CLIENT_ID"):
        raise SettingError("FEEDBACK_OIDC_CLIENT_ID is empty; with FEEDBACK_OIDC_ISSUER it must be set")
    return issuer


def is_safe_issuer(address: str) -> bool:
    """Whether nobody on the way can speak in the place of what answers there: https, or this very machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"})
    )


def _one_of(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    text = env.get(name) or choices[0]
    if text not in choices:
        raise SettingError(f"{name} is {text!r}; it must be {' or '.join(choices)}")
    return text


def _three(text: str) -> tuple[int, int, int]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise SettingError(f"FEEDBACK_BACKUP_KEEP is {text!r}; it must be three numbers: days, weeks, months, as 7,4,6")
    days, weeks, months = map(int, parts)
    return days, weeks, months


def _number(env: Mapping[str, str], name: str, default: int, *, least: int = 0) -> int:
    text = (env.get(name) or str(default)).strip()
    if not (text.isascii() and text.isdigit() and int(text) >= least):
        raise SettingError(f"{name} is {text!r}; it must be a whole number from {least} on")
    return int(text)


def _earlier(env: Mapping[str, str], data: Path, given: str) -> tuple[str, ...]:
    in_file = data / "secret"
    before = [env.get("FEEDBACK_SECRET_KEY_BEFORE") or "", in_file.read_text() if given and in_file.exists() else ""]
    return tuple(dict.fromkeys(one for one in before if one and one != given))


def secret_in_file(data: Path) -> str:
    """The secret of the data folder, made where there is none."""
    path = data / "secret"
    if not path.exists():
        with replacing_file(path) as file:
            file.write(secrets.token_hex(32).encode())
        path.chmod(0o600)
    return path.read_text()
