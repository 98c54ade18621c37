"""The door for anyone: the phone app's own files, under `/app/` (the service worker's whole scope)."""

from __future__ import annotations

import mimetypes
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

from flask import Response, redirect
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, representations
from feedback_app.base.assets import below
from feedback_app.base.problem import Problem

pages = audience.pages(__name__)

mimetypes.add_type("application/manifest+json", ".webmanifest")
HASHED = re.compile(r"\.(?:[0-9a-f]{8}\.\w+|[0-9A-Z]{8}\.js)$")


@cache
def built() -> Path:
    """The folder of the built phone app: in the wheel beside the code, in a checkout under static/."""
    return Path(str(files("feedback_app.static"))) / "pwa" / "dist"


@pages.get("/app")
def app_without_slash() -> ResponseReturnValue:
    """The worker's scope ends in a slash."""
    return redirect("/app/", 308)


@pages.get("/app/")
def app_start() -> ResponseReturnValue:
    """The phone app's one page."""
    return _file("index.html")


@pages.get("/app/<path:name>")
def app_file(name: str) -> ResponseReturnValue:
    """A file of the phone app. An address without an ending is one of the app's own screens."""
    return _file(name if "." in name.rsplit("/", 1)[-1] else "index.html")


def _file(name: str) -> Response:
    """The file as the browser likes it best, as the build packed it."""
    path = below(built(), name)
    if path is None or path.suffix in {".br", ".gz"}:
        raise Problem("not-found")
    answer = representations.built(path, representations.BUILT)
    # Names with a hash never change; the others must be asked for each time, or no update would arrive.
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if HASHED.search(name) else "no-cache"
    return answer
