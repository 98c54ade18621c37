"""Files that pages need: style, script, pictograms. Addresses carry the content's hash, so browsers keep them."""

from __future__ import annotations

import hashlib
from functools import cache
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
    path = _path(name)
    if path is None:
        return f"/assets/{name}"
    return f"/assets/{name}?v={_hash(path, path.stat().st_mtime_ns)}"


def has(name: str) -> bool:
    """Whether there is such a file."""
    return _path(name) is not None


def answer(name: str) -> Response:
    """The file, to keep for good when it was asked for by its hash. Problem `not-found` for anything else."""
    path = _path(name)
    if path is None:
        raise Problem("not-found")
    made = representations.page_file(path)
    forever = "v" in request.args and request.args["v"] == _hash(path, path.stat().st_mtime_ns)
    made.headers["Cache-Control"] = "public, max-age=31536000, immutable" if forever else "no-cache"
    return made


def _path(name: str) -> Path | None:
    folder, _, rest = name.partition("/")
    if folder not in FOLDERS or "/" in rest:
        return None
    path = file_below(_root() / FOLDERS[folder], rest)
    return path if path and path.suffix in ENDINGS else None


def file_below(folder: Path, name: str) -> Path | None:
    """The file of this name in or under a folder; None when there is none, whatever the name tries."""
    joined = safe_join(str(folder), name)
    try:
        return Path(joined) if joined and Path(joined).is_file() else None
    except OSError:  # longer than a name can be
        return None


@cache
def _root() -> Path:
    return Path(str(files("feedback_app.static")))


@cache
def _hash(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
