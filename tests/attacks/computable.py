"""What a client can work out from a record's id, without any key of the server's, and where such a thing is found."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sync.namesake import namesake_id
from sync.spoken_code import code_of, row_name

SURE = 10
"""Signs that do not agree by chance."""
SHORT = 8
"""Signs that count where they are the beginning of something computable."""
HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
INFOS = (b"", b"id", b"name", b"code", b"fate", b"need", b"record", b"echo-bundle-1 post", b"echo-bundle-1 vouch")
NAMESPACES = (uuid.NAMESPACE_DNS, uuid.NAMESPACE_URL, uuid.NAMESPACE_OID, uuid.NAMESPACE_X500)


class Computable:
    """Everything that can be computed from these ids with what a phone knows (`known`: its ids, tokens, keys)."""

    def __init__(self, ids: Iterable[uuid.UUID], *, known: Sequence[str] = ()) -> None:
        ids = list(ids)
        texts = [text.lower() for one in ids for text in _of(one, known)]
        self._long = "\n".join(texts)
        moments = tuple(one.hex[:SHORT] for one in ids)  # ids begin with their moment, to about a minute
        self._begins = {text[:SHORT] for text in texts if len(text) >= SHORT and not text.startswith(moments)}

    def found_in(self, values: Any) -> set[str]:
        """Which of these values, whole or a part between signs that are no letters and digits, could be computed."""
        words = {word for text in leaves(values) for word in _words(text)}
        return {word for word in words if self._has(word.lower())}

    def _has(self, word: str) -> bool:
        return word in self._long if len(word) >= SURE else len(word) == SHORT and word in self._begins


def leaves(value: Any) -> Iterator[str]:
    """Every text and number in a JSON value, names of fields included."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from leaves(inner)
    elif isinstance(value, list | tuple | set):
        for inner in value:
            yield from leaves(inner)
    elif value is not None:
        yield str(value)
        if isinstance(value, str) and value[:1] in "{[":
            yield from leaves(_parsed(value))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _words(text: str) -> Iterator[str]:
    """The text, and its pieces; ids without their hyphens too."""
    yield text
    yield text.replace("-", "")
    yield text.replace(" ", "")
    yield from re.split(r"[^0-9A-Za-z_+/=-]", text)
    yield from re.split(r"[^0-9A-Za-z]", text)


def _of(record: uuid.UUID, known: Sequence[str]) -> Iterator[str]:
    yield from (str(record), record.hex, str(record.int), code_of(record), row_name(record))
    yield from _encoded(record.bytes)
    for namespace in (*NAMESPACES, record):
        for text in (str(record), record.hex, "", *known):
            yield from (str(uuid.uuid5(namespace, text)), uuid.uuid5(namespace, text).hex)
            yield from (str(uuid.uuid3(namespace, text)), uuid.uuid3(namespace, text).hex)
    for author in known:
        named = namesake_id(record, author)
        yield from (str(named), named.hex, code_of(named), row_name(named))
    for digest in _digests(record, known):
        yield from _encoded(digest)
        yield _as_code(digest)


def _digests(record: uuid.UUID, known: Sequence[str]) -> Iterator[bytes]:
    text = str(record)
    inputs = [text, text.upper(), record.hex, record.hex.upper(), f"{text}.1", f"entries/{text}.1", record.urn]
    inputs += [form for one in known for form in (f"{text} {one}", f"{one} {text}", f"{text}|{one}", f"{one}|{text}")]
    for given in [*(one.encode() for one in inputs), record.bytes]:
        yield from (hashlib.new(name, given).digest() for name in HASHES)
        keys = [
            b"",
            bytes(32),
            *(one.encode() for one in known),
            *(hashlib.sha256(one.encode()).digest() for one in known),
        ]
        for key in keys:
            yield hmac.digest(key, given, "sha256")
        extracted = hmac.digest(bytes(32), given, "sha256")
        yield from (hmac.digest(extracted, info + b"\x01", "sha256") for info in INFOS)


def _encoded(raw: bytes) -> Iterator[str]:
    yield raw.hex()
    yield from (base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode(), base64.b32encode(raw).decode())
    yield str(int.from_bytes(raw))


def _as_code(digest: bytes) -> str:
    spread = int.from_bytes(digest[:6]) % 10**8
    return f"{spread:08}{98 - spread * 100 % 97:02}"
