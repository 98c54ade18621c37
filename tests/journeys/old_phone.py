"""A real browser of some years ago, fetched by npm into a cache outside the tree and driven by `old/drive.mjs`."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

from tests.journeys.driven import DrivenPhone
from tests.node import NODE
from tests.packages import installed

HERE = Path(__file__).parent / "old"


def packages() -> Path:
    """The folder with the packages of `old/package.json`. Raises NotReachable."""
    return installed(HERE, "old-browsers")


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
