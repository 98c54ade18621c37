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
class Kept:
    """A finished entry on its phone, and what the phone believes of it."""

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
    """What one phone holds, and how answers change it."""

    name: str
    person: str
    kept: dict[Name, Kept] = field(default_factory=dict)
    rows: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)
    """What it pulled: the number of the start anew that brought it, and the body."""
    cursor: str | None = None
    epoch: str | None = None
    gen: int = 0
    arriving: tuple[int, list[str]] | None = None
    """A start anew that is under way: its number, and the parts still to come."""
    clock: int = 0
    stopped: bool = False
    """It was told that it is revoked."""
    carried: list[bytes] = field(default_factory=list)
    """Files of other phones."""
    asked: int = 0

    @property
    def key(self) -> bytes:
        """What it vouches with."""
        return vouching_key(hashlib.sha256(self.name.encode()).hexdigest())

    @property
    def seen(self) -> dict[tuple[str, str], Any]:
        """What its screen shows."""
        return {name: body for name, (_, body) in self.rows.items()}

    @property
    def unsent(self) -> list[Name]:
        """What waits, oldest first."""
        waiting = [(one.finished, name[1], name) for name, one in self.kept.items() if not one.sent]
        return [name for *_, name in sorted(waiting)]

    def finish(self, record: str, rev: int, place: str, words: str) -> dict[str, Any]:
        """Makes a revision. From here on it must not be lost."""
        self.clock += 1
        body = json.dumps(
            {"author": self.person, "place": place, "words": words, "recorded_at": self.clock, "by": self.name}
        )
        made = {"id": record, "rev": rev, "digest": hashlib.sha256(body.encode()).hexdigest(), "body": body}
        self.kept[record, rev] = Kept(made, self.clock)
        return made

    def ask(self, most: int) -> Ask:
        """The next request: so many that wait, and where it stands on the feed."""
        self.asked += 1
        batch, nonce = self.unsent[:most], f"{self.name}-{self.asked}"
        asked = {"nonce": nonce, "clock": self.clock, "cursor": self.cursor, "snapshots": True}
        asked["entries"] = [self.kept[name].entry for name in batch]
        return Ask(nonce, batch, gzip.compress(json.dumps(asked).encode(), 1, mtime=0))

    def hear(self, ask: Ask, answer: bytes) -> dict[str, Any] | None:
        """Applies an answer, all of it or nothing. None for what is no answer to this request."""
        try:
            told: dict[str, Any] = json.loads(answer)
        except ValueError:
            return None
        if told.get("nonce") != ask.nonce:
            return None
        self._the_epoch(told["epoch"])
        self._hear_acks(ask, told["acks"])
        self._the_safe_place(told["safe"])
        for change in told["changes"]:
            if change["kind"] == "record" and change["op"] == "put" and change["body"].get("state") == "erased":
                self._delete(change["id"])
        self._the_pages(told)
        return told

    def _the_epoch(self, epoch: str) -> None:
        """Another life of the server: whatever it said before counts no more, and everything held is offered again."""
        if self.epoch not in (None, epoch):
            self.kept = {name: replace(one, sent=False, position=None, safe=False) for name, one in self.kept.items()}
        self.epoch = epoch

    def _hear_acks(self, ask: Ask, acks: list[dict[str, Any]]) -> None:
        for name, ack in zip(ask.batch, acks, strict=True):
            if (ack["id"], ack["rev"]) != name or name not in self.kept:
                continue
            if ack["outcome"] == "erased":
                self._delete(ack["id"])
                continue
            self.kept[name] = replace(self.kept[name], sent=True, position=ack["position"], outcome=ack["outcome"])

    def _the_safe_place(self, safe: int) -> None:
        for name, one in self.kept.items():
            self.kept[name] = replace(one, safe=one.sent and one.position is not None and one.position <= safe)

    def _delete(self, record: str) -> None:
        self.kept = {name: one for name, one in self.kept.items() if name[0] != record}

    def _the_pages(self, told: dict[str, Any]) -> None:
        """A reset is written beside what is in sight, which goes when the last of the new is here."""
        reset = told.get("reset", False)
        if not reset and self.arriving and self.arriving[1]:
            return  # parts are missing: these changes come again after them
        if reset:
            parts = [part["hash"] for part in told.get("snapshot", {}).get("parts", ())]
            self.arriving = (self.gen + 1, parts)
        self.gen = self.arriving[0] if self.arriving else self.gen
        self._take(told["changes"], self.gen)
        self.cursor = told["cursor"]
        if self.arriving and not self.arriving[1] and not told["more"]:
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

    def release_connection(self) -> None:
        """Deletes what it no longer needs to keep."""
        self.kept = {name: one for name, one in self.kept.items() if not self._the_reason_to_go(one)}

    def _the_reason_to_go(self, one: Kept) -> bool:
        return one.sent and one.safe

    def write_file(self) -> bytes:
        """All that it holds, as the file that is carried by hand. (Sealing is left out: it has tests of its own.)"""
        items, sealed = [], []
        for (record, rev), one in sorted(self.kept.items()):
            sealed_item = sealed_entry(self.name, self.key, id=record, rev=rev, body=one.entry["body"].encode()).wire()
            items.append(bundle.item(f"entries/{record}.{rev}", sealed_item))
            sealed.append(sealed_item)
        out = io.BytesIO()
        bundle.write(out, bundle.Manifest("village", self.name, str(self.clock), "1", tuple(items)), sealed)
        return out.getvalue()
