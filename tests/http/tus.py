"""A phone that speaks tus, for tests: every header as the protocol wants it, each to be spoilt by the test."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app import jobs
from tests.people import Phone

BYTES = "application/offset+octet-stream"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def b64(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


def described(content: bytes, kind: str = "image/jpeg") -> str:
    """`Upload-Metadata` of a content."""
    return f"sha256 {b64(sha256(content))},type {b64(kind)}"


class Tus:
    """One phone's uploads. A header given as None is left out."""

    def __init__(self, client: FlaskClient, phone: Phone) -> None:
        self.client, self.phone = client, phone

    def ask(self, method: str, address: str, body: bytes = b"", **headers: str | None) -> TestResponse:
        """Any request; header names are written with underscores."""
        sent = {"Tus-Resumable": "1.0.0"} | {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in sent.items() if value is not None}
        return self.client.open(address, method=method, data=body, headers=sent | self.phone.headers())

    def create(self, content: bytes, kind: str = "image/jpeg", **headers: Any) -> TestResponse:
        sent = {"Upload_Length": str(len(content)), "Upload_Metadata": described(content, kind)}
        return self.ask("POST", "/api/v1/media/", **(sent | headers))

    def place(self, content: bytes, kind: str = "image/jpeg") -> str:
        """The address of a new upload."""
        made = self.create(content, kind)
        assert made.status_code == 201, made.text
        return made.headers["Location"]

    def patch(self, address: str, at: int, piece: bytes, **headers: Any) -> TestResponse:
        sent = {"Upload_Offset": str(at), "Content_Type": BYTES}
        return self.ask("PATCH", address, piece, **(sent | headers))

    def broken_patch(self, address: str, at: int, *, promised: int, arrived: bytes) -> TestResponse:
        """A request whose link breaks after some bytes."""
        headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(at), "Content-Type": BYTES} | self.phone.headers()
        cut = {"CONTENT_LENGTH": str(promised)}
        return self.client.patch(address, headers=headers, input_stream=io.BytesIO(arrived), environ_overrides=cut)

    def offset(self, address: str) -> int:
        """What the server says it has."""
        got = self.ask("HEAD", address)
        assert got.status_code == 200, got.status
        return int(got.headers["Upload-Offset"])

    def send(self, content: bytes, kind: str = "image/jpeg", *, piece: int = 1000) -> TestResponse:
        """Everything, piece by piece; the last answer."""
        got = self.create(content, kind)
        address, at = got.headers["Location"], int(got.headers["Upload-Offset"])
        while at < len(content):
            got = self.patch(address, at, content[at : at + piece])
            if got.status_code != 204:
                return got
            at = int(got.headers["Upload-Offset"])
        return got

    def names(self, content: bytes, kind: str = "image/jpeg", question: str = "", **changes: Any) -> dict[str, Any]:
        """Files an entry that speaks of a content, as the desk sees it once the job has made its case."""
        question = question or ("voix" if kind.startswith("audio/") else "photo")
        medium = {"sha256": sha256(content), "type": kind, "bytes": len(content), "question": question}
        entry = self.phone.entry(media=[medium], **changes)
        self.phone.sync(self.client, entry)
        with self.client.application.app_context():
            jobs.run("review")
        return entry
