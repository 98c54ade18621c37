"""Files that pages need: style, script, pictograms. Addresses carry the content's hash, so browsers keep them."""

from __future__ import annotations

import hashlib
import stat
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from flask import Response, request
from werkzeug.security import safe_join

from feedback_app.base import representations
from feedback_app.base.problem import Problem

FOLDERS = {"desk": "desk/dist", "pictograms": "pwa/pictograms"}
"""Address prefix under `/assets/` → folder of the package `feedback_app.static`."""

ENDINGS = frozenset({".css", ".js", ".svg"})


def address(name: str) -> str:
    """Where a page finds `desk/desk.css` or `pictograms/eau.svg`; it changes when the content does."""
    version = _version(name)
    return f"/assets/{name}?v={version}" if version else f"/assets/{name}"


def has(name: str) -> bool:
    """Whether there is such a file."""
    return _version(name) is not None


def answer(name: str) -> Response:
    """The file, to keep for good when it was asked for by its hash. Problem `not-found` for anything else."""
    path, version = _path(name), _version(name)
    if path is None or version is None:
        raise Problem("not-found")
    made = representations.page_file(path)
    forever = request.args.get("v") == version
    made.headers["Cache-Control"] = "public, max-age=31536000, immutable" if forever else "no-cache"
    return made


@lru_cache(maxsize=1000)
def _path(name: str) -> Path | None:
    """Where the file of this name would be; None for a name that no file may have."""
    folder, _, rest = name.partition("/")
    if folder not in FOLDERS or "/" in rest:
        return None
    path = _below(_root() / FOLDERS[folder], rest)
    return path if path and path.suffix in ENDINGS else None


def _version(name: str) -> str | None:
    """The short hash of what is in a file now; None where there is no such file. A page asks it of each pictogram."""
    path = _path(name)
    try:
        status = path.stat() if path else None
    except (OSError, ValueError):  # not there, or no name that a file can have
        return None
    return _hash(path, status.st_mtime_ns) if path and status and stat.S_ISREG(status.st_mode) else None


def file_below(folder: Path, name: str) -> Path | None:
    """The file of this name in or under a folder; None when there is none, whatever the name tries."""
    path = _below(folder, name)
    try:
        return path if path and path.is_file() else None
    except OSError:  # longer than a name can be
        return None


def _below(folder: Path, name: str) -> Path | None:
    joined = safe_join(str(folder), name)
    return Path(joined) if joined else None


@cache
def _root() -> Path:
    return Path(str(files("feedback_app.static")))


@cache
def _hash(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
