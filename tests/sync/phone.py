"""A small phone that keeps to the protocol, as `static/pwa/src/sync/` and `storage/outbox.ts` do.

Methods whose names begin with `_the_` are the joints at which `test_planted_bugs.py` breaks the phone.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from dataclasses import dataclass, field, replace
from typing import Any

from sync import bundle
from sync.sealed_item import sealed_entry
from sync.sealing import vouching_key

Name = tuple[str, int]
"""A revision on its phone: record and number."""


@dataclass(frozen=True)
class PhoneEntry:
    """A finished entry on its phone, and its status there."""

    entry: dict[str, Any]
    finished: int
    """By the clock of the phone, which may jump."""
    sent: bool = False
    position: int | None = None
    outcome: str = ""
    safe: bool = False


@dataclass
class Ask:
    """A request on its way."""

    nonce: str
    batch: list[Name]
    request: bytes


@dataclass
class Phone:
    """What is stored on one phone, and how answers change it."""

    name: str
    person: str
    entries: dict[Name, PhoneEntry] = field(default_factory=dict)
    rows: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)
    """What it pulled: the number of the start anew in which it came down, and the body."""
    cursor: str | None = None
    epoch: str | None = None
    gen: int = 0
    arriving: tuple[int, list[str]] | None = None
    """A start anew that is under way: its number, and the parts still to come."""
    clock: int = 0
    stopped: bool = False
    """It was answered that it is revoked."""
    carried: list[bytes] = field(default_factory=list)
    """Files of other phones."""
    asked: int = 0

    @property
    def key(self) -> bytes:
        """The key of its MACs."""
        return vouching_key(hashlib.sha256(self.name.encode()).hexdigest())

    @property
    def seen(self) -> dict[tuple[str, str], Any]:
        """What its screen shows."""
        return {name: body for name, (_, body) in self.rows.items()}

    @property
    def unsent(self) -> list[Name]:
        """What waits, oldest first."""
        waiting = [(one.finished, name[1], name) for name, one in self.entries.items() if not one.sent]
        return [name for *_, name in sorted(waiting)]

    def finish(self, record: str, rev: int, place: str, words: str) -> dict[str, Any]:
        """Makes a revision. From here on it must not be lost."""
        self.clock += 1
        body = json.dumps(
            {"author": self.person, "place": place, "words": words, "recorded_at": self.clock, "by": self.name}
        )
        made = {"id": record, "rev": rev, "digest": hashlib.sha256(body.encode()).hexdigest(), "body": body}
        self.entries[record, rev] = PhoneEntry(made, self.clock)
        return made

    def ask(self, most: int) -> Ask:
        """The next request: so many that wait, and its cursor on the feed."""
        self.asked += 1
        batch, nonce = self.unsent[:most], f"{self.name}-{self.asked}"
        asked = {"nonce": nonce, "clock": self.clock, "cursor": self.cursor, "snapshots": True}
        asked["entries"] = [self.entries[name].entry for name in batch]
        return Ask(nonce, batch, gzip.compress(json.dumps(asked).encode(), 1, mtime=0))

    def hear(self, ask: Ask, answer: bytes) -> dict[str, Any] | None:
        """Applies an answer, all of it or nothing. None for what is no answer to this request."""
        try:
            answered: dict[str, Any] = json.loads(answer)
        except ValueError:
            return None
        if answered.get("nonce") != ask.nonce:
            return None
        self._the_epoch(answered["epoch"])
        self._hear_acks(ask, answered["acks"])
        self._the_safe_position(answered["safe"])
        for change in answered["changes"]:
            if change["kind"] == "record" and change["op"] == "put" and change["body"].get("state") == "erased":
                self._delete(change["id"])
        self._the_pages(answered)
        return answered

    def _the_epoch(self, epoch: str) -> None:
        """Another life of the server: its earlier answers count no more, and everything stored here is offered again."""
        if self.epoch not in (None, epoch):
            self.entries = {
                name: replace(one, sent=False, position=None, safe=False) for name, one in self.entries.items()
            }
        self.epoch = epoch

    def _hear_acks(self, ask: Ask, acks: list[dict[str, Any]]) -> None:
        for name, ack in zip(ask.batch, acks, strict=True):
            if (ack["id"], ack["rev"]) != name or name not in self.entries:
                continue
            if ack["outcome"] == "erased":
                self._delete(ack["id"])
                continue
            self.entries[name] = replace(
                self.entries[name], sent=True, position=ack["position"], outcome=ack["outcome"]
            )

    def _the_safe_position(self, safe: int) -> None:
        for name, one in self.entries.items():
            self.entries[name] = replace(one, safe=one.sent and one.position is not None and one.position <= safe)

    def _delete(self, record: str) -> None:
        self.entries = {name: one for name, one in self.entries.items() if name[0] != record}

    def _the_pages(self, answered: dict[str, Any]) -> None:
        """A reset is written beside what is shown, which is deleted when the last of the new is here."""
        reset = answered.get("reset", False)
        if not reset and self.arriving and self.arriving[1]:
            return  # parts are missing: these changes come again after them
        if reset:
            parts = [part["hash"] for part in answered.get("snapshot", {}).get("parts", ())]
            self.arriving = (self.gen + 1, parts)
        self.gen = self.arriving[0] if self.arriving else self.gen
        self._take(answered["changes"], self.gen)
        self.cursor = answered["cursor"]
        if self.arriving and not self.arriving[1] and not answered["more"]:
            self.rows = {name: one for name, one in self.rows.items() if one[0] == self.gen}
            self.arriving = None

    def _take(self, changes: list[dict[str, Any]], gen: int) -> None:
        for change in changes:
            name = (change["kind"], change["id"])
            if change["op"] == "put":
                self.rows[name] = (gen, change["body"])
            else:
                self.rows.pop(name, None)

    def hear_part(self, name: str, text: bytes | None) -> None:
        """A part of a snapshot; None when it is gone at the server, so that the phone begins anew."""
        if self.arriving is None or name not in self.arriving[1]:
            return
        if text is None:
            self.cursor = self.arriving = None
        elif hashlib.sha256(text).hexdigest() == name:
            gen, parts = self.arriving
            self._take(json.loads(text), gen)
            self.arriving = (gen, [one for one in parts if one != name])

    def delete_safe(self) -> None:
        """Deletes what is safe at the server."""
        self.entries = {name: one for name, one in self.entries.items() if not self._the_reason_to_delete(one)}

    def _the_reason_to_delete(self, one: PhoneEntry) -> bool:
        return one.sent and one.safe

    def write_file(self) -> bytes:
        """All its entries, as the file that is carried by hand. (Sealing is left out: it has tests of its own.)"""
        items, sealed = [], []
        for (record, rev), one in sorted(self.entries.items()):
            sealed_item = sealed_entry(self.name, self.key, id=record, rev=rev, body=one.entry["body"].encode()).wire()
            items.append(bundle.item(f"entries/{record}.{rev}", sealed_item))
            sealed.append(sealed_item)
        out = io.BytesIO()
        bundle.write(out, bundle.Manifest("village", self.name, str(self.clock), "1", tuple(items)), sealed)
        return out.getvalue()
