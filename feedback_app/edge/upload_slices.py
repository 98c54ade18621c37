"""Long uploads by tus, handed over in slices: what has arrived is stored while the rest is still on its way.

A request that adds bytes to an upload may be cut anywhere without a change of meaning: tus says where each part begins.
So its bytes go to the application as several requests of its own kind, each whole. When a link breaks, falls silent, or
the server stops, what came since the last slice is handed over too. A request with a checksum is left alone.
"""

from __future__ import annotations

from typing import Any

from feedback_app.edge.parsing import Head
from feedback_app.edge.wsgi import Answer

BYTES = "application/offset+octet-stream"


class Append:
    """The slices of one request."""

    def __init__(self, *, at: int, is_creation: bool) -> None:
        self._at, self._is_creation = at, is_creation
        self._made: Answer | None = None
        self._address = ""
        self.last: Answer | None = None
        """The application's answer to the last slice."""

    def place(self, environ: dict[str, Any]) -> None:
        """Makes the request's environment that of the next slice."""
        if self._made is None and self._is_creation:
            return
        environ["HTTP_UPLOAD_OFFSET"] = str(self._at)
        if self._is_creation:
            environ["REQUEST_METHOD"] = "PATCH"
            environ["PATH_INFO"] = environ["PATH_INFO"].rstrip("/") + "/" + self._address

    def took(self, answer: Answer, length: int) -> bool:
        """Notes the answer to a slice of so many bytes. Whether the application took all of it, and so takes more."""
        self.last = answer
        if self._is_creation and self._made is None:
            self._made, self._address = answer, (answer.get("location") or "").rpartition("/")[2]
            took = answer.code == 201 and bool(self._address)
        else:
            took = answer.code == 204
        self._at += length
        return took and answer.get("upload-offset") == str(self._at)

    def answer(self) -> Answer | None:
        """The answer to the whole request: of a creation the first one, with the offset of the last."""
        made, last = self._made, self.last
        if made is None or last is None or last is made or last.code != 204:
            return last
        offset = last.get("upload-offset") or ""
        made.fields = [(name, offset if name.lower() == "upload-offset" else value) for name, value in made.fields]
        return made


def append_of(head: Head) -> Append | None:
    """How a request can be sliced; None for one that cannot."""
    if head.get("content-type").partition(";")[0].strip().lower() != BYTES or head.get("upload-checksum"):
        return None
    method = head.get("x-http-method-override").upper() or head.method
    at = head.get("upload-offset")
    if method == "PATCH" and head.method in {"PATCH", "POST"} and at.isascii() and at.isdigit() and len(at) < 16:
        return Append(at=int(at), is_creation=False)
    if method == head.method == "POST" and head.get("upload-length"):
        return Append(at=0, is_creation=True)
    return None
