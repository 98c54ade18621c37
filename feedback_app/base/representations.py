"""What a client is sent of a content: packed or not, whole, in part, or nothing because it holds it (RFC 9110)."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from flask import Response, request, send_file

WORTH_PACKING = 400
"""Bytes: below, packing saves nothing."""
BUILT = (("br", ".br"), ("gzip", ".gz"))
"""Encodings of files that were packed when they were built, the best first, and how those files' names end."""
SANDBOX = "default-src 'none'; sandbox"
"""The policy of what other people made: it is looked at or heard, and runs nothing."""


def is_text(kind: str | None) -> bool:
    """Whether packing makes this media type smaller: text, and JSON of any kind."""
    return kind is not None and (kind.startswith("text/") or kind.endswith(("/json", "+json")))


def takes(encoding: str) -> bool:
    """Whether the client takes this content encoding."""
    return bool(request.accept_encodings.quality(encoding) > 0)


def pack(body: bytes) -> bytes:
    """The body in gzip; the same bytes each time."""
    return gzip.compress(body, compresslevel=6, mtime=0)


def tag(body: bytes) -> str:
    """An entity tag that changes exactly when the content does."""
    return hashlib.sha256(body).hexdigest()[:32]


def with_etag(body: bytes, kind: str, *, weak: bool = False) -> Response:
    """An answer with its ETag, or 304. A packed answer is another representation: a strong ETag says so, a weak one
    names both.
    """
    packed = is_text(kind) and len(body) > WORTH_PACKING and takes("gzip")
    answer = Response(pack(body) if packed else body, mimetype=kind)
    answer.set_etag(tag(body) + ("-gzip" if packed and not weak else ""), weak=weak)
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    if is_text(kind):
        answer.vary.add("Accept-Encoding")
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.make_conditional(request)
    return answer


@dataclass(frozen=True, slots=True)
class PreparedBody:
    """A body that is sent more than once: packed where that is worth it, with its tag and headers of its own."""

    body: bytes
    is_packed: bool
    kind: str
    etag: str
    headers: tuple[tuple[str, str], ...] = ()


def prepared(body: bytes, kind: str, headers: Iterable[tuple[str, str]] = ()) -> PreparedBody:
    """A body to be sent more than once."""
    is_packed = is_text(kind) and len(body) > WORTH_PACKING
    return PreparedBody(pack(body) if is_packed else body, is_packed, kind, tag(body), tuple(headers))


def prepared_answer(made: PreparedBody, *, etag: bool = False) -> Response:
    """An answer with this body as the client takes it; with `etag` with its ETag or 304, as `with_etag` answers."""
    answer = stored_gzip(made.body, made.kind) if made.is_packed else Response(made.body, mimetype=made.kind)
    answer.headers.extend(made.headers)
    if etag:
        answer.set_etag(made.etag + ("-gzip" if "Content-Encoding" in answer.headers else ""))
        if is_text(made.kind):
            answer.vary.add("Accept-Encoding")
        answer.headers["Cache-Control"] = "public, no-cache"
        answer.make_conditional(request)
    return answer


def not_cached(page: str, status: int = 200) -> Response:
    """A page about people: no browser and no proxy keeps it."""
    answer = Response(page, status, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def built_file(path: Path, encodings: Sequence[tuple[str, str]] = ()) -> Response:
    """A file as the client likes it best of those that are there, else as it is; or 304."""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    for encoding, ending in encodings:
        packed = path.with_name(path.name + ending)
        if takes(encoding) and packed.is_file():
            answer = send_file(packed, mimetype=kind, conditional=True)
            answer.headers["Content-Encoding"] = encoding
            break
    else:
        answer = send_file(path, mimetype=kind, conditional=True)
    if encodings:
        answer.vary.add("Accept-Encoding")
    return answer


def page_file(path: Path) -> Response:
    """A small file that pages need, packed once in each process; or 304. What is sent from disk is not packed at all,
    and a style sheet is most of what a page weighs."""
    return prepared_answer(_prepared_file(path, path.stat().st_mtime_ns), etag=True)


@lru_cache(maxsize=512)
def _prepared_file(path: Path, _changed: int) -> PreparedBody:
    return prepared(path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream")


def stored_medium(content: BinaryIO, kind: str, *, size: int, etag: str, cache: str) -> Response:
    """A photo or a sound that somebody made: whole, in ranges, or 304."""
    answer = send_file(content, mimetype=kind, conditional=False)
    answer.content_length = size
    answer.set_etag(etag)
    answer.make_conditional(request, accept_ranges=True, complete_length=size)
    answer.headers["Cache-Control"] = cache
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def personal_file(content: BinaryIO, kind: str, *, name: str) -> Response:
    """One person's data as a file to be saved: no browser and no proxy keeps it."""
    answer = send_file(content, kind, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def stored_gzip(packed: bytes, kind: str) -> Response:
    """What is stored in gzip: as it is stored, or unpacked for whoever does not take that."""
    plain = not takes("gzip")
    answer = Response(gzip.decompress(packed) if plain else packed, mimetype=kind)
    if not plain:
        answer.headers["Content-Encoding"] = "gzip"
    answer.vary.add("Accept-Encoding")
    return answer


def with_compression(answer: Response) -> Response:
    """A whole answer of text, packed where that is worth it; others as they are."""
    fits = (
        answer.status_code == 200
        and is_text(answer.mimetype)
        and not answer.is_streamed
        and len(answer.get_data()) > WORTH_PACKING
        and "Content-Encoding" not in answer.headers
        and takes("gzip")
    )
    if fits:
        answer.set_data(pack(answer.get_data()))
        answer.headers["Content-Encoding"] = "gzip"
        answer.vary.add("Accept-Encoding")
    return answer
