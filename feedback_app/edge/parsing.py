"""Bytes into requests, by the parser that Node uses (llhttp, through httptools), made as strict as a proxy is.

What two readers could understand differently (request smuggling) is refused: two lengths, a length beside chunks,
codings other than `chunked`, odd line ends, a name with a space.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import httptools
from httptools.parser.errors import HttpParserCallbackError, HttpParserError, HttpParserUpgrade

from feedback_app.edge.limits import Limits


class BadRequest(Exception):
    """Bytes that are no request of ours; `code` names the problem (`base/problem.py`)."""

    def __init__(self, code: str = "unreadable", **details: int) -> None:
        super().__init__(code)
        self.code, self.details = code, details


@dataclass(slots=True)
class Head:
    """A request line and its fields. Names are lower case."""

    method: str = ""
    target: bytes = b""
    version: str = "1.1"
    fields: list[tuple[str, str]] = field(default_factory=list)
    keep_alive: bool = True

    def get(self, name: str, default: str = "") -> str:
        """The first field of this name."""
        return next((value for known, value in self.fields if known == name), default)

    def all(self, name: str) -> list[str]:
        """Every field of this name."""
        return [value for known, value in self.fields if known == name]

    @property
    def path(self) -> bytes:
        """The target's path, as it came."""
        return split_target(self.target)[0]

    @property
    def length(self) -> int | None:
        """What `Content-Length` says; None for a body in chunks. The parser has checked both."""
        return None if self.get("transfer-encoding") else int(self.get("content-length") or 0)


def split_target(target: bytes) -> tuple[bytes, bytes]:
    """Path and query of a request's target, in its short or its absolute form."""
    try:
        url = httptools.parse_url(target)
    except Exception:  # the parser of requests takes more than the parser of addresses, `*` for one
        path, _, query = target.partition(b"?")
        return path, query
    return url.path or b"/", url.query or b""


class RequestListener(Protocol):
    """Who hears of the parts of requests as they come."""

    def head_received(self, head: Head) -> None:
        """A head is whole. May raise `BadRequest`."""

    def body_received(self, some: bytes) -> None:
        """More of the body of the last head."""

    def request_ended(self) -> None:
        """The last request is whole."""


class RequestParser:
    """Feeds a `RequestListener`. After a `BadRequest` nothing more can be read from the connection."""

    def __init__(self, listener: RequestListener, limits: Limits) -> None:
        self._listener, self._limits = listener, limits
        self._parser = httptools.HttpRequestParser(self)
        self._head = Head()
        self._head_bytes = self._field_bytes = 0
        self.in_head = True
        """No request is under way, or its head is not whole."""
        self.has_begun = False
        """Some of the next head has come."""

    def feed(self, some: bytes) -> None:
        """Takes bytes as they come."""
        if self.in_head:
            self._head_bytes += len(some)
            self.has_begun = self.has_begun or bool(some.strip())
        try:
            self._parser.feed_data(some)
        except HttpParserUpgrade:  # other protocols are not spoken here: answered as an ordinary request, the last one
            self._head.keep_alive = False
        except HttpParserCallbackError as error:
            raise error.__context__ if isinstance(error.__context__, BadRequest) else BadRequest() from error
        except HttpParserError as error:
            raise BadRequest() from error
        if self.in_head and self._head_bytes > self._limits.head_bytes:
            raise BadRequest("head-too-large")

    def on_message_begin(self) -> None:
        self._head, self.in_head, self.has_begun, self._field_bytes = Head(), True, True, 0

    def on_url(self, some: bytes) -> None:
        self._head.target += some

    def on_header(self, name: bytes, value: bytes | None) -> None:
        if not self.in_head:
            return  # after the last chunk; nobody here reads those
        if len(self._head.fields) >= self._limits.head_fields:
            raise BadRequest("head-too-large")
        self._head.fields.append((name.decode("latin-1").lower(), (value or b"").decode("latin-1")))
        self._field_bytes += len(name) + len(value or b"")
        if self._field_bytes > self._limits.head_bytes:
            raise BadRequest("head-too-large")

    def on_headers_complete(self) -> None:
        head = self._head
        head.method = self._parser.get_method().decode("latin-1")
        head.version = self._parser.get_http_version()
        head.keep_alive = self._parser.should_keep_alive()
        _check(head)
        self.in_head, self._head_bytes = False, 0
        self._listener.head_received(head)

    def on_body(self, some: bytes) -> None:
        self._listener.body_received(some)

    def on_message_complete(self) -> None:
        self.in_head, self.has_begun = True, False
        self._listener.request_ended()


def _check(head: Head) -> None:
    if head.version not in {"1.0", "1.1"} or head.method == "CONNECT":
        raise BadRequest()
    coding = head.all("transfer-encoding")
    if coding and (head.version == "1.0" or [one.strip().lower() for one in coding] != ["chunked"]):
        raise BadRequest()
    if len(head.all("host")) > 1:
        raise BadRequest()
