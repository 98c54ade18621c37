"""What a phone and a server of the build of 28 November 2026 (0.1.0, before timelines and the list of states) held:
`tools/old_build.py` wrote it. Its people and their words are made up, its keys and secret open nothing but this."""

from __future__ import annotations

import json
import lzma
import tarfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def old_phone() -> dict[str, Any]:
    """What the phone held (`databases`), who opens it (`sign`, `pin`), and the ids of what is in it."""
    found: dict[str, Any] = json.loads(lzma.decompress((HERE / "phone.json.xz").read_bytes()))
    return found


def unpack_server(folder: Path) -> None:
    """Puts what the server held where one of now will find it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(HERE / "server.tar.xz") as archive:
        archive.extractall(folder, filter="data")
