"""A phone as the server sees it: it hands over what it has, over a bad link, until all of it was acknowledged."""

from __future__ import annotations

import gzip
import http.client
import json
import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from feedback_app.base import clock
from tests.build import entry

PATIENCE = 15
BATCHES = (1, 7, 50)
TAKEN = {"stored", "known"}


@dataclass
class ModelPhone:
    """One phone with records to hand over. What was acknowledged is in `acked`; what went wrong, in `broken`."""

    port: int
    token: str
    author: str
    programme: str
    place: str
    records: int
    seed: int
    entries: list[dict[str, Any]] = field(default_factory=list)
    acked: dict[str, int] = field(default_factory=dict)
    """Position by digest."""
    broken: list[str] = field(default_factory=list)
    requests: int = 0
    failures: int = 0

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self.entries = [self._entry(n) for n in range(self.records)]

    def _entry(self, n: int, **changes: Any) -> dict[str, Any]:
        own: dict[str, Any] = {"programme": self.programme, "place": self.place, "author": self.author}
        answers = {"age": "25_34", "domaine": "eau", "gravite": "grave"}
        return entry(**own, answers=answers | {"texte": f"Fiche {n} du téléphone {self.seed}"}, **changes)

    def run(self, stop: threading.Event) -> None:
        """Hands over until everything is acknowledged, or `stop` is set."""
        while not stop.is_set() and len(self.acked) < len(self.entries):
            try:
                self._exchange()
            except (OSError, http.client.HTTPException, ValueError):
                self.failures += 1
                time.sleep(self._chance.random() * 0.3)

    def _exchange(self) -> None:
        waiting = [one for one in self.entries if one["digest"] not in self.acked]
        batch = waiting[: self._chance.choice(BATCHES)]
        if self.acked and self._chance.random() < 0.2:  # now and then, something that the server has already
            batch.append(self._chance.choice([one for one in self.entries if one["digest"] in self.acked]))
        nonce = f"{self.seed}-{self.requests}"
        asked = {"nonce": nonce, "clock": clock.iso(clock.now()), "cursor": None, "entries": batch}
        self.requests += 1
        answer = self._post(gzip.compress(json.dumps(asked).encode(), 1))
        if answer.get("nonce") != nonce:
            raise ValueError("another's answer")
        for sent, ack in zip(batch, answer["acks"], strict=True):
            self._hear(sent, ack)

    def _hear(self, sent: dict[str, Any], ack: dict[str, Any]) -> None:
        if ack["outcome"] not in TAKEN or ack["id"] != sent["id"]:
            self.broken.append(f"{sent['id']}: {ack}")
        before = self.acked.setdefault(sent["digest"], ack["position"])
        if before != ack["position"]:
            self.broken.append(f"{sent['id']} was at {before}, is now at {ack['position']}")
        if ack["outcome"] == "stored" and before != ack["position"]:
            self.broken.append(f"{sent['id']} was stored twice")

    def _post(self, body: bytes) -> dict[str, Any]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        heads = {
            "Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Content-Encoding": "gzip",
        }  # fmt: skip
        try:
            link.request("POST", "/api/v1/exchange", body, heads)
            answer = link.getresponse()
            data = answer.read()
            if answer.status != 200:
                if answer.status not in {429, 503, 502}:
                    self.broken.append(f"status {answer.status}: {data[:200]!r}")
                raise ValueError(str(answer.status))
            answered: dict[str, Any] = json.loads(data)
            return answered
        finally:
            link.close()
