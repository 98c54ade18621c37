"""Packages of npm that a test needs and the tree does not hold: a folder's lock file, installed into a cache."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from tests.node import NODE, NPM

# What npm calls a registry that cannot be reached or does not give; a wrong checksum or a full disk is not among them.
UNREACHED = re.compile(r"^npm error code (E[45]\d\d|\w*(CONN|NOTFOUND|AI_AGAIN|TIME|UNREACH|CERT)\w*)$", re.MULTILINE)


class NotReachable(Exception):
    """The packages are not in the cache and npm could not download them."""


def installed(source: Path, name: str) -> Path:
    """The folder with the packages of `source`'s package.json; installed once for each lock file. Raises NotReachable."""
    lock = (source / "package-lock.json").read_bytes()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / f"echo-{name}"
    folder = cache / hashlib.sha256(lock).hexdigest()[:12]
    if not (folder / "complete").exists():
        _install(source, folder)
        (folder / "complete").touch()
    return folder


def _install(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(source / name, folder)
    words = (
        "ci",
        "--ignore-scripts",
        "--no-fund",
        "--no-audit",
        "--loglevel=error",
        "--fetch-retries=1",
        "--fetch-timeout=60000",
    )
    try:
        done = subprocess.run([NODE, NPM, *words], cwd=folder, capture_output=True, text=True, timeout=180, check=False)
    except subprocess.TimeoutExpired as error:
        raise NotReachable("npm took longer than three minutes") from error
    if found := UNREACHED.search(done.stderr):
        raise NotReachable(f"npm says {found[1]}")
    assert done.returncode == 0, done.stderr
