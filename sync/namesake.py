"""Two records that were given the same id, by two authors.

Ids are made on phones, and whoever has carried a file knows the ids in it. So an id alone is nobody's proof: a record
is identified by its id and its author. The first author's record is stored under the id that came; another author's
under an id derived from both. Each phone goes on calling its record what it called it.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import MutableMapping
from dataclasses import replace

import orjson

from sync.entry import Entry, Malformed
from sync.store import Holding

_VERSION = 8
"""Of derived ids (RFC 9562: of one's own making). Phones make version 7, and nothing else is taken from them, so nobody
can file anything under a derived id."""


def namesake_id(record: uuid.UUID, author: str) -> uuid.UUID:
    """The id under which this author's record is stored when another author's has the id that came."""
    spread = int.from_bytes(hashlib.sha256(f"{record} {author}".encode("utf-8", "surrogatepass")).digest()[:16])
    bare = spread & ~(0xF << 76) & ~(0x3 << 62)
    return uuid.UUID(int=bare | _VERSION << 76 | 0x2 << 62)


def name_on_phones(kind: str, name: str, body: str | None) -> str:
    """The id of a feed row as phones know it: a `record` row has the id that its author's phone gave the record."""
    if kind != "record" or body is None or name[14:15] != str(_VERSION):
        return name
    return str(orjson.loads(body)["id"])


def under_stored_id(entry: Entry | Malformed, holdings: MutableMapping[uuid.UUID, Holding]) -> Entry | Malformed:
    """The entry with the id under which its author's record is stored, or will be.

    `holdings` is what the ledger has of the ids that came. An author who is the first to use one is noted in it as its
    owner, so that the next entry of the same request sees that.
    """
    if isinstance(entry, Malformed) or entry.author is None:
        return entry
    holding = holdings.get(entry.id, Holding())
    if holding.is_erased_for(entry.author):
        return entry
    owner = holding.owner or entry.author
    holdings[entry.id] = Holding(holding.revisions, owner, holding.erased)
    if owner == entry.author:
        return entry
    return replace(entry, id=namesake_id(entry.id, entry.author), known_as=entry.id)
