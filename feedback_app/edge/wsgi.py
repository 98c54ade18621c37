"""A whole request into a WSGI application, and its answer out of it, in a thread that never waits for a client."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication

from feedback_app.edge.limits import MIB
from feedback_app.edge.parsing import Head, split_target

Fields = list[tuple[str, str]]
ANSWER_IN_MEMORY = MIB


@dataclass(slots=True)
class Answer:
    """What goes back: the whole body is here, so that only the event loop waits for a client who reads slowly."""

    status: str
    fields: Fields
    body: IO[bytes] = field(default_factory=io.BytesIO)
    size: int = 0

    @property
    def code(self) -> int:
        """The number of the status."""
        return int(self.status[:3])

    def get(self, name: str) -> str | None:
        """A field's value."""
        return next((value for known, value in self.fields if known.lower() == name), None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request arrived: the address it came from, and the one it came to."""

    peer: str
    peer_port: str
    server: str
    server_port: str
    script_name: str = ""
    is_trusted: bool = False
    """Whether the peer is believed when it says that it was spoken to over TLS."""


def environ_of(head: Head, body: IO[bytes], length: int, place: Place) -> dict[str, Any]:
    """The environment of PEP 3333. A body that came in chunks is one of a known length here."""
    path, query = split_target(head.target)
    path_info = unquote_to_bytes(path).decode("latin-1").removeprefix(place.script_name)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": head.method, "SCRIPT_NAME": place.script_name, "PATH_INFO": path_info,
        "QUERY_STRING": query.decode("latin-1"), "RAW_URI": head.target.decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{head.version}", "SERVER_NAME": place.server, "SERVER_PORT": place.server_port,
        "REMOTE_ADDR": place.peer, "REMOTE_PORT": place.peer_port, "wsgi.version": (1, 0), "wsgi.input": body,
        "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
        "wsgi.url_scheme": "https" if place.is_trusted and _says_tls(head) else "http", "wsgi.input_terminated": True,
    }  # fmt: skip
    _add_fields(environ, head)
    if length or head.get("content-length") or head.get("transfer-encoding"):
        environ["CONTENT_LENGTH"] = str(length)
    return environ


def _says_tls(head: Head) -> bool:
    return head.get("x-forwarded-proto") == "https" or head.get("x-forwarded-ssl") == "on"


def _add_fields(environ: dict[str, Any], head: Head) -> None:
    for name, value in head.fields:
        if "_" in name or name in {"content-length", "transfer-encoding"}:
            continue  # with an underscore it would pass for another field, one that a proxy sets
        key = "CONTENT_TYPE" if name == "content-type" else "HTTP_" + name.upper().replace("-", "_")
        glue = "; " if name == "cookie" else ","
        environ[key] = f"{environ[key]}{glue}{value}" if key in environ else value


def run(app: WSGIApplication, environ: dict[str, Any]) -> Answer:
    """Calls the application and takes in all that it answers. What it raises is raised."""
    answer = Answer("", [])

    def write(some: bytes) -> object:
        answer.size += len(some)
        if answer.size > ANSWER_IN_MEMORY and isinstance(answer.body, io.BytesIO):
            answer.body = _in_a_file(answer.body)
        return answer.body.write(some)

    def start_response(status: str, fields: Fields, exc_info: object = None) -> Callable[[bytes], object]:
        if answer.status and exc_info is None:
            raise RuntimeError("start_response was called twice")
        answer.status, answer.fields = status, list(fields)
        return write

    parts: Iterable[bytes] = app(environ, start_response)
    try:
        for some in parts:
            write(some)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    answer.body.seek(0)
    return answer


def _in_a_file(body: io.BytesIO) -> IO[bytes]:
    """What is too long for memory, in a temporary file."""
    file = TemporaryFile()  # noqa: SIM115 - whoever sends the answer closes it
    file.write(body.getbuffer())
    return file
