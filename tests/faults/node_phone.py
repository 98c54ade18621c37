"""Phones that reach two servers in turn: records, photos and voices go up, rows come down, from whichever answers."""

from __future__ import annotations

import base64
import gzip
import hashlib
import http.client
import io
import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from feedback_app.base import clock
from tests.faults.phone import PATIENCE, ModelPhone

COME_BACK = {429, 502, 503}
BATCHES = (1, 3, 7)
PAUSE_S = 0.05
TUS = {"Tus-Resumable": "1.0.0"}


@dataclass(frozen=True)
class Failure:
    """A request without the answer that it wanted: `refused` (nobody listens), `broken`, or a status."""

    port: int
    sent_at: float
    at: float
    kind: str


@dataclass
class Line:
    """The way to two servers: each request goes to one of them by chance."""

    ports: tuple[int, ...]
    token: str
    chance: random.Random
    requests: int = 0
    failed: list[Failure] = field(default_factory=list)

    def ask(
        self, method: str, path: str, body: bytes = b"", *, heads: Mapping[str, str] | None = None
    ) -> tuple[int, Any, bytes]:
        """Status, headers and body of an answer. OSError, HTTPException where none came; ValueError for “come back”."""
        port, sent_at = self.chance.choice(self.ports), time.monotonic()
        self.requests += 1
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        names = {"Authorization": f"Bearer {self.token}", **(heads or {})}
        try:
            link.request(method, path, body, names)
            answer = link.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as why:
            kind = "refused" if isinstance(why, ConnectionRefusedError) else "broken"
            self.failed.append(Failure(port, sent_at, time.monotonic(), kind))
            raise
        finally:
            link.close()
        if answer.status in COME_BACK:
            self.failed.append(Failure(port, sent_at, time.monotonic(), str(answer.status)))
            raise ValueError(str(answer.status))
        return answer.status, answer.headers, data

    def exchange(self, **asked: Any) -> dict[str, Any]:
        """One exchange. RuntimeError for a status that is none of “come back”."""
        body = {"nonce": f"{self.requests}", "clock": clock.iso(clock.now()), "cursor": None, "entries": []} | asked
        packed = gzip.compress(json.dumps(body).encode(), 1)
        heads = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        status, _, data = self.ask("POST", "/api/v1/exchange", packed, heads=heads)
        if status != 200:
            raise RuntimeError(f"status {status}: {data[:200]!r}")
        answered: dict[str, Any] = json.loads(data)
        return answered


@dataclass
class Medium:
    """A photo or voice on its way up."""

    content: bytes
    type: str
    question: str
    address: str | None = None
    offset: int | None = None
    """None while the phone does not know."""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def described(self) -> dict[str, Any]:
        """As its record names it."""
        return {
            "sha256": self.sha256,
            "type": self.type,
            "bytes": len(self.content),
            "question": self.question,
        }


def photo(chance: random.Random) -> Medium:
    """A JPEG like no other, of some ten thousand bytes."""
    made = io.BytesIO()
    Image.frombytes("RGB", (96, 72), chance.randbytes(96 * 72 * 3)).save(made, "JPEG", quality=80)
    return Medium(made.getvalue(), "image/jpeg", "photo")


def voice(chance: random.Random) -> Medium:
    return Medium(chance.randbytes(20_000 + chance.randrange(20_000)), "audio/webm", "voix")


@dataclass
class NodePhone(ModelPhone):
    """A phone with records to hand over, each `media_every`th with a photo or a voice."""

    ports: tuple[int, ...] = ()
    media_every: int = 0
    allowed: Callable[[], float] = lambda: 1.0
    """Which part of its records it may have handed over by now. Meanwhile it sends again what is known."""
    media: list[Medium] = field(default_factory=list)
    whole: set[str] = field(default_factory=set)
    """Hashes of photos and voices that a server said it has."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.line = Line(self.ports, self.token, self._chance)

    def _entry(self, n: int, **changes: Any) -> dict[str, Any]:
        if self.media_every and n % self.media_every == 0:
            self.media.append((photo, voice)[n // self.media_every % 2](self._chance))
            changes["media"] = [self.media[-1].described()]
        return super()._entry(n, **changes)

    @property
    def done(self) -> bool:
        return len(self.acked) == len(self.entries) and len(self.whole) == len(self.media)

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self._step()
            except RuntimeError as wrong:
                self.broken.append(str(wrong))
            except (OSError, http.client.HTTPException, ValueError):
                self.failures += 1
            stop.wait(self._chance.random() * PAUSE_S * 2)

    def _step(self) -> None:
        waiting = [one for one in self.media if one.sha256 not in self.whole]
        if waiting and self._chance.random() < 0.5:
            self._send_piece(waiting[0])
        else:
            self._hand_over()

    def _hand_over(self) -> None:
        part = self.entries[: int(len(self.entries) * min(1.0, self.allowed()) + 0.5)]
        batch = [one for one in part if one["digest"] not in self.acked][: self._chance.choice(BATCHES)]
        if self.acked and (not batch or self._chance.random() < 0.2):
            batch.append(self._chance.choice([one for one in part if one["digest"] in self.acked]))
        answer = self.line.exchange(nonce=f"{self.seed}-{self.line.requests}", entries=batch)
        for sent, ack in zip(batch, answer["acks"], strict=True):
            self._hear(sent, ack)

    def _send_piece(self, medium: Medium) -> None:
        """One request of an upload; whichever server is asked goes on where another left off."""
        at, medium.offset = medium.offset, None  # not known any more, should this request fail
        if medium.address is None:
            status, heads, _ = self._announce(medium)
        elif at is None:
            status, heads, _ = self.line.ask("HEAD", medium.address, heads=TUS)
        else:
            piece = medium.content[at : at + self._chance.randrange(1000, 8000)]
            kind = TUS | {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(at)}
            status, heads, _ = self.line.ask("PATCH", medium.address, piece, heads=kind)
        if status in {200, 201, 204}:
            medium.address, medium.offset = heads.get("Location", medium.address), int(heads["Upload-Offset"])
            if medium.offset == len(medium.content):
                self.whole.add(medium.sha256)
        elif status in {404, 410}:
            medium.address = None  # to be announced again
        elif status != 409:
            raise RuntimeError(f"upload: status {status}")

    def _announce(self, medium: Medium) -> tuple[int, Any, bytes]:
        named = {"sha256": medium.sha256, "type": medium.type}
        described = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in named.items())
        heads = TUS | {"Upload-Length": str(len(medium.content)), "Upload-Metadata": described}
        return self.line.ask("POST", "/api/v1/media/", heads=heads)


@dataclass
class Follower:
    """A phone that records nothing and stores what comes down."""

    line: Line
    snapshots: bool = False
    cursor: str | None = None
    rows: dict[tuple[str, str], Any] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def run(self, stop: threading.Event) -> None:
        while not stop.wait(0.2):
            try:
                self.catch_up()
            except RuntimeError as wrong:
                self.broken.append(str(wrong))
            except (OSError, http.client.HTTPException, ValueError):
                continue  # it is in `line.failed`

    def catch_up(self) -> None:
        """Asks until there is no more."""
        more = True
        while more:
            answer = self.line.exchange(cursor=self.cursor, snapshots=self.snapshots)
            if answer.get("reset"):
                self.rows.clear()
            for part in answer.get("snapshot", {}).get("parts", []):
                self._take(self._part(part["hash"]))
            self._take(answer["changes"])
            self.cursor, more = answer["cursor"], answer["more"]

    def _part(self, name: str) -> list[dict[str, Any]]:
        status, heads, data = self.line.ask("GET", f"/api/v1/snapshot/{name}", heads={"Accept-Encoding": "gzip"})
        if status != 200:
            raise RuntimeError(f"snapshot: status {status}")
        plain = gzip.decompress(data) if heads.get("Content-Encoding") == "gzip" else data
        if hashlib.sha256(plain).hexdigest() != name:
            raise RuntimeError("a part of a snapshot is not what its name says")
        changes: list[dict[str, Any]] = json.loads(plain)
        return changes

    def _take(self, changes: list[dict[str, Any]]) -> None:
        for change in changes:
            key = (change["kind"], change["id"])
            if change["op"] == "put":
                self.rows[key] = change["body"]
            else:
                self.rows.pop(key, None)
