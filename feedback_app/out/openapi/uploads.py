"""Media uploads (tus 1.0) for the API's description: their door speaks headers, so it is described by hand. Pure."""

from __future__ import annotations

from typing import Any

ADDRESS = "/api/v1/media/"
ONE = "/api/v1/media/{upload_id}"
TAG = "uploads_field"
BYTES = "application/offset+octet-stream"
TUS = "1.0.0"
LARGEST = 256 * 1024 * 1024
TYPES = (
    "audio/aac", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/wav", "audio/webm", "image/jpeg", "image/png",
    "image/webp",
)  # fmt: skip
CARRIED = "application/vnd.echo+zip"


def _header(name: str, description: str, example: str, *, required: bool = True, **more: Any) -> dict[str, Any]:
    schema = {"type": "string", "examples": [example], **more}
    return {"name": name, "in": "header", "required": required, "description": description, "schema": schema}


def _bytes(name: str, description: str, example: int) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 0, "maximum": LARGEST, "examples": [example]}
    return {"name": name, "in": "header", "required": True, "description": description, "schema": schema}


VERSION = _header("Tus-Resumable", "The version of the upload protocol", TUS, const=TUS)
LENGTH = _bytes("Upload-Length", "Size of the whole file in bytes", 48213)
METADATA = _header(
    "Upload-Metadata",
    f"`sha256` (hex) and `type` ({', '.join(TYPES)}; of a carried file {CARRIED}), each followed by its "
    "value in base64, comma between; `sealed` (hex SHA-256 of the bytes that come) where they are a sealed item",
    "sha256 ZTNiMGM0NDI5OGZjMWMxNDlhZmJmNGM4OTk2ZmI5MjQyN2FlNDFlNDY0OWI5MzRjYTQ5NTk5MWI3ODUyYjg1NQ==,"
    "type aW1hZ2UvanBlZw==",
)
OFFSET = _bytes("Upload-Offset", "Where the bytes of this request begin", 16384)
CHECKSUM = _header(
    "Upload-Checksum",
    "Of this request's bytes: `sha1` or `sha256`, then base64",
    "sha1 qUqP5cyxm6YcTAhz05Hph5gvu9M=",
    required=False,
)
UPLOAD_ID = {
    "name": "upload_id",
    "in": "path",
    "required": True,
    "description": "From `Location` of the creation",
    "schema": {"type": "string", "format": "uuid"},
}

PROGRESS = {
    "Tus-Resumable": {"schema": {"type": "string", "const": TUS}},
    "Upload-Offset": {"description": "Bytes held now", "schema": {"type": "integer"}},
    "Upload-Length": {"description": "Bytes of the whole file", "schema": {"type": "integer"}},
    "Upload-Expires": {"description": "When an unfinished upload is forgotten", "schema": {"type": "string"}},
}
LOCATION = {"Location": {"description": "Address of the upload", "schema": {"type": "string"}}}


def _body(*, required: bool) -> dict[str, Any]:
    return {"required": required, "content": {BYTES: {"schema": {"type": "string", "format": "binary"}}}}


def _answer(description: str, headers: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"description": description, **({"headers": headers} if headers else {})}


PATHS: dict[str, dict[str, Any]] = {
    ADDRESS: {
        "options": {
            "tags": [TAG],
            "operationId": "media_abilities",
            "summary": "Ask what the upload server can do",
            "description": "Version, extensions, checksum algorithms and the largest size, as headers.",
            "responses": {"204": _answer("As headers `Tus-Version`, `Tus-Extension`, `Tus-Max-Size`")},
        },
        "post": {
            "tags": [TAG],
            "operationId": "media_create",
            "summary": "Announce a photo or a voice note",
            "description": (
                "Names the file by the SHA-256 of its bytes. A file that the server holds already is answered with the "
                "full `Upload-Offset`: nothing is sent again. First bytes may come along as the body."
            ),
            "parameters": [VERSION, LENGTH, METADATA, CHECKSUM],
            "requestBody": _body(required=False),
            "responses": {"201": _answer("The upload exists", PROGRESS | LOCATION)},
        },
    },
    ONE: {
        "parameters": [UPLOAD_ID],
        "head": {
            "tags": [TAG],
            "operationId": "media_where",
            "summary": "Ask where an upload stands",
            "description": "After a break, go on sending from `Upload-Offset`.",
            "parameters": [VERSION],
            "responses": {"200": _answer("Where it stands", PROGRESS)},
        },
        "get": {
            "tags": [TAG],
            "operationId": "media_where_get",
            "summary": "Ask where an upload stands, for who cannot send HEAD",
            "description": "The same headers, without a body. What was uploaded is not read back here.",
            "parameters": [VERSION],
            "responses": {"200": _answer("Where it stands", PROGRESS)},
        },
        "patch": {
            "tags": [TAG],
            "operationId": "media_append",
            "summary": "Send bytes",
            "description": (
                "Adds bytes where the upload stands. With the last byte the server checks the SHA-256 that was "
                "announced; where it is another, the upload is gone and `checksum-mismatch` says so."
            ),
            "parameters": [VERSION, OFFSET, CHECKSUM],
            "requestBody": _body(required=True),
            "responses": {"204": _answer("Taken", PROGRESS)},
        },
        "post": {
            "tags": [TAG],
            "operationId": "media_disguised",
            "summary": "PATCH or DELETE, for who may only POST",
            "description": "The header `X-HTTP-Method-Override` says which of the two is meant.",
            "parameters": [
                VERSION,
                _header("X-HTTP-Method-Override", "`PATCH` or `DELETE`", "PATCH", enum=["PATCH", "DELETE"]),
                {**OFFSET, "required": False},
                CHECKSUM,
            ],
            "requestBody": _body(required=False),
            "responses": {"204": _answer("Done", PROGRESS)},
        },
        "delete": {
            "tags": [TAG],
            "operationId": "media_terminate",
            "summary": "End an upload",
            "description": "Forgets an unfinished upload.",
            "parameters": [VERSION],
            "responses": {"204": _answer("Gone")},
        },
    },
}
"""OpenAPI path items."""
